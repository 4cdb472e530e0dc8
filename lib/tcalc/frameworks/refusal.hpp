// Shapes as other libraries write them, and answers made of their words.
#pragma once

#include <string>

#include <tcalc/frameworks/framework.hpp>

namespace tcalc {

// "[3,4,5,2]": TensorFlow.
std::string bracketed(const Shape& shape);

// "(2,3)", "(3,)": NumPy.
std::string tight(const Shape& shape);

FrameworkAnswer refused(std::string words);

bool differ(const Dim& x, const Dim& y);

// Our batch_dot, about the axes of the options where they have some.
OwnCall batch_dot_call(const FrameworkOptions& options);

// "axes=2" or "axes=(2, 1)"
std::string axes_call(const FrameworkOptions& options);

}  // namespace tcalc
