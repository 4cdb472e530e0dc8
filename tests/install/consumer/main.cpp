// Prints a product that OpenBLAS computes, one of tcalc's own kernels, and what an error says. It has a
// handler of its own for wrong calls of the BLAS.
#include <cstdint>
#include <iostream>

#include <tcalc/tcalc.hpp>

extern "C" int xerbla_(const char*, const int*, int) { return 0; }

int main() {
  constexpr std::size_t n = 300;
  const xt::xarray<float> a({n, n}, 1.0f), b({n, n}, 2.0f);
  const xt::xarray<float> product = tcalc::matmul(a, b);
  std::cout << product(0, 0) << ' ' << product(n - 1, n - 1) << '\n';

  const xt::xarray<std::int32_t> x = {{1, 2}, {3, 4}};
  const xt::xarray<std::int32_t> y = {{5, 6}, {7, 8}};
  for (const std::int32_t value : tcalc::dot(x, y)) std::cout << value << ' ';
  std::cout << '\n';

  try {
    tcalc::matmul(x, a);
  } catch (const tcalc::Error& error) {
    std::cout << error.what() << '\n';
  }
}
