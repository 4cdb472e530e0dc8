// The tables of elementwise functions, a file for each kind.
#pragma once

#include <span>

#include <tcalc/elementwise/function.hpp>

namespace tcalc::loops {

std::span<const ElementFunction> arithmetic();
std::span<const ElementFunction> comparisons();
std::span<const ElementFunction> mathematics();
std::span<const ElementFunction> bitwise();
std::span<const ElementFunction> roundings();
std::span<const ElementFunction> activations();

}  // namespace tcalc::loops
