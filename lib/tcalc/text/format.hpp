// How NumPy 1.24 writes one element so that all that are shown line up: numpy/core/arrayprint.py,
// FloatingFormat and its kin.
#pragma once

#include <cmath>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <tcalc/core/dtype.hpp>

namespace tcalc::text {

// The widths and the notation that real numbers of one array share.
class RealFormat {
 public:
  // From the values that will be shown, of a real dtype. always_signed is for imaginary parts.
  RealFormat(const std::vector<double>& shown, Dtype dtype, int precision, bool always_signed);

  std::string text(double value) const;

 private:
  void measure(const std::vector<double>& finite);
  std::string padded_special(const std::string& word) const;

  Dtype dtype_;
  int precision_;
  bool always_signed_;
  bool scientific_ = false;
  int pad_left_ = 0;
  int pad_right_ = 0;
  int exponent_digits_ = 0;
};

// A real number that stands alone; empty_fraction is what a fraction of zero is written as: ".0" or nothing.
std::string real_scalar_text(double value, Dtype dtype, std::string_view empty_fraction, bool always_signed);

// An element that stands alone (0-D), as str() of NumPy's scalar writes it.
template <class T>
std::string scalar_text(T value) {
  if constexpr (std::is_same_v<T, Boolean>) {
    return value.byte != 0 ? "True" : "False";
  } else if constexpr (std::is_integral_v<T>) {
    return std::to_string(value);
  } else if constexpr (is_complex<T>) {
    constexpr Dtype part = dtype_of<Part<T>>();
    const bool imaginary_only = value.real() == 0 && !std::signbit(value.real());
    if (imaginary_only) return real_scalar_text(value.imag(), part, "", false) + "j";
    return "(" + real_scalar_text(value.real(), part, "", false) +
           real_scalar_text(value.imag(), part, "", true) + "j)";
  } else {
    return real_scalar_text(as_double(value), dtype_of<T>(), ".0", false);
  }
}

}  // namespace tcalc::text
