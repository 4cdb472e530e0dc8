// Products of float32 arrays as a C++ program asks for them.
#pragma once

#include <functional>

#include "row.hpp"

namespace tcalc::bench {

enum class Library {
  tcalc,    // tcalc::matmul on xt::xarray<float>
  xtensor,  // xt::linalg::dot on the same arrays
  eigen,    // the operator * of row-major matrices
};

// The whole call, with what the layout of the row says of the result. Throws Error{input} for a row that is
// no matmul of two float32 matrices, or of two stacks of them where its layout is `slices`.
std::function<void()> library_product(const Row& row, Library library);

}  // namespace tcalc::bench
