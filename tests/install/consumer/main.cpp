// Prints products, and what an error says that another object may have thrown. It has a handler of its own
// for wrong calls of the BLAS.
#include <iostream>

#include <tcalc/error.hpp>

#include "products.hpp"

extern "C" int xerbla_(const char*, const int*, int) { return 0; }

int main() {
  try {
    print_products();
    multiply_what_does_not_fit();
  } catch (const tcalc::Error& error) {
    std::cout << error.what() << '\n';
  }
}
