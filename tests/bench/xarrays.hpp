// Products of 2-D float32 arrays as a C++ program asks for them.
#pragma once

#include <functional>

#include "row.hpp"

namespace tcalc::bench {

// tcalc::matmul on xt::xarray<float>, result and all. Throws Error{input} for a row that is no such product.
std::function<void()> api_product(const Row& row);

// xt::linalg::dot on the same arrays.
std::function<void()> xtensor_product(const Row& row);

}  // namespace tcalc::bench
