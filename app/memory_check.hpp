// Whether there is memory for what is about to be allocated: asked before work starts.
#pragma once

#include <cstdint>
#include <string>

#include <tcalc/core/dtype.hpp>
#include <tcalc/ops/operation.hpp>
#include <tcalc/plan/plan.hpp>

namespace tcalc::app {

// Throws Error{resource} "a.npy: shape (...) float64 needs 74.5 GiB, 21.9 GiB are available".
void require_memory(const Operand& operand, std::int64_t bytes);

// The same for a whole product: its result, the scratch of each thread, and `operand_bytes` of buffers.
void require_memory(const std::string& operation, const Plan& plan, const Shape& result,
                    std::int64_t operand_bytes, int threads);

}  // namespace tcalc::app
