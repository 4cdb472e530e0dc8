// NumPy's order of elements: NaN last, complex numbers by real part and then imaginary part.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>

#include <tcalc/core/cast.hpp>

namespace tcalc::functions {

template <class T>
bool comes_before(const T& x, const T& y) {
  if constexpr (is_complex<T>) {
    // numpy's: first without NaN, then with a NaN in the imaginary part, in the real one, in both; each by
    // its real and then its imaginary part.
    const bool nan_real = std::isnan(x.real()), nan_imag = std::isnan(x.imag());
    if (nan_real != std::isnan(y.real())) return !nan_real;
    if (nan_imag != std::isnan(y.imag())) return !nan_imag;
    if (!nan_real && x.real() != y.real()) return x.real() < y.real();
    return x.imag() < y.imag();
  } else if constexpr (NarrowFloat<T>) {
    return comes_before(static_cast<float>(x), static_cast<float>(y));
  } else if constexpr (std::is_same_v<T, Boolean>) {
    return x.byte == 0 && y.byte != 0;
  } else if constexpr (std::is_floating_point_v<T>) {
    return x < y || (std::isnan(y) && !std::isnan(x));
  } else {
    return x < y;
  }
}

template <class T>
void sort_into(const T* row, std::int64_t count, T* result) {
  std::copy_n(row, count, result);
  std::stable_sort(result, result + count, [](const T& x, const T& y) { return comes_before(x, y); });
}

template <class T>
void sort_places(const T* row, std::int64_t count, std::int64_t* result) {
  std::iota(result, result + count, std::int64_t{0});
  std::stable_sort(result, result + count,
                   [&](std::int64_t x, std::int64_t y) { return comes_before(row[x], row[y]); });
}

}  // namespace tcalc::functions
