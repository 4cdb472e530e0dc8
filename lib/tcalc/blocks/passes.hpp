// A block program run over all of a result's elements, shared out to threads.
#pragma once

#include <cstddef>
#include <cstdint>

#include <tcalc/blocks/block_program.hpp>
#include <tcalc/kernel/team.hpp>
#include <tcalc/reduction/function.hpp>

namespace tcalc {

// Writes `elements` elements of `size` bytes.
void run_blocks(const BlockProgram& program, std::int64_t elements, std::int64_t size, int threads,
                std::byte* result, const Progress& progress);

// Reduces each of `rows` rows of `length` elements, which the program gives one after the other, to one
// element. A row is cut into leaves of leaf_elements, whose results are combined in pairs: the bits depend on
// nothing else.
void reduce_rows(const BlockProgram& program, const ReductionLoop& loop, std::int64_t rows,
                 std::int64_t length, int threads, std::byte* result, const Progress& progress);

// Bytes that this takes beside a program's buffers: for the leaves of one row.
std::int64_t reduction_bytes(std::int64_t length);

}  // namespace tcalc
