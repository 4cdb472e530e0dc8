// The tables of reductions, a file for each kind.
#pragma once

#include <span>

#include <tcalc/reduction/function.hpp>

namespace tcalc::reductions {

std::span<const ReductionFunction> sums();
std::span<const ReductionFunction> extremes();
std::span<const ReductionFunction> truths();

}  // namespace tcalc::reductions
