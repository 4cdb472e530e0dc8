// Prints a product that OpenBLAS computes, and one of tcalc's own kernels.
#include "products.hpp"

#include <cstdint>
#include <iostream>

#include <tcalc/tcalc.hpp>

void print_products() {
  constexpr std::size_t n = 300;
  const xt::xarray<float> a({n, n}, 1.0f), b({n, n}, 2.0f);
  const xt::xarray<float> product = tcalc::matmul(a, b);
  std::cout << product(0, 0) << ' ' << product(n - 1, n - 1) << '\n';

  const xt::xarray<std::int32_t> x = {{1, 2}, {3, 4}};
  const xt::xarray<std::int32_t> y = {{5, 6}, {7, 8}};
  for (const std::int32_t value : tcalc::dot(x, y)) std::cout << value << ' ';
  std::cout << '\n';
}

void multiply_what_does_not_fit() {
  const xt::xarray<std::int32_t> x = {{1, 2}, {3, 4}};
  tcalc::matmul(x, xt::xarray<float>({300, 300}, 1.0f));
}
