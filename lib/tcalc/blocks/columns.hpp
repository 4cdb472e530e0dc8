// Reductions along axes before the last ones: many columns side by side, as they lie in memory.
#pragma once

#include <cstddef>
#include <cstdint>

#include <tcalc/blocks/block_program.hpp>
#include <tcalc/kernel/team.hpp>
#include <tcalc/reduction/function.hpp>

namespace tcalc {

// Elements in C order, of which the middle axis is reduced.
struct ReducedColumns {
  std::int64_t outer = 1, length = 1, inner = 1;
};

// Each of outer * inner columns to one element, as reduce_rows would: with the same bits. length >= 1.
void reduce_columns(const BlockProgram& program, const ReductionLoop& loop, const ReducedColumns& extents,
                    int threads, std::byte* result, const Progress& progress);

// Bytes that this takes beside a program's buffers: for the leaves of all columns, and of each thread.
std::int64_t column_bytes(const ReductionLoop& loop, const ReducedColumns& extents);
std::int64_t column_scratch_bytes(const ReductionLoop& loop);

}  // namespace tcalc
