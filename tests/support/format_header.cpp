// Writes the header of "dtype fortran dims..." lines on standard input, each as one line of hex. For
// tests/interop/headers.py.
#include <cstdio>
#include <iostream>
#include <sstream>
#include <string>

#include <tcalc/npy/header.hpp>

int main() {
  for (std::string line; std::getline(std::cin, line);) {
    std::istringstream words(line);
    std::string dtype;
    bool fortran_order = false;
    words >> dtype >> fortran_order;
    tcalc::Extents extents;
    for (std::int64_t extent = 0; words >> extent;) extents.push_back(extent);
    for (const char byte : tcalc::npy::format_header(tcalc::parse_dtype(dtype)->dtype, extents,
                                                     {.fortran_order = fortran_order})) {
      std::printf("%02x", static_cast<unsigned char>(byte));
    }
    std::printf("\n");
  }
}
