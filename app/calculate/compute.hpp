// Computes an operation on values.
#pragma once

#include <app/arrays/memory_limit.hpp>
#include <app/arrays/open_operands.hpp>
#include <app/arrays/target.hpp>
#include <app/cli/settings.hpp>
#include <span>

#include <tcalc/ops/operation.hpp>

namespace tcalc::app {

// Reserves the result's room in the target, checks that there is memory, loads the operands, and stores the
// result; publishing it is left to the caller. `outcome` is what the operation gave for the operands,
// which all have data. Throws Error: resource, input, output.
void compute(const Operation& operation, const Settings& settings, MemoryLimit& limit,
             std::span<Source* const> operands, const Outcome& outcome, Target& target);

}  // namespace tcalc::app
