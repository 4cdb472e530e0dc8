// How NumPy 1.24 writes one element so that all that are shown line up: numpy/core/arrayprint.py,
// FloatingFormat and its kin.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <tcalc/core/dtype.hpp>

namespace tcalc::text {

// The widths and the notation that real numbers of one array share.
class RealFormat {
 public:
  // From the values that will be shown. always_signed is for imaginary parts.
  template <class T>
  RealFormat(const std::vector<T>& shown, int precision, bool always_signed);

  template <class T>
  std::string text(T value) const;

 private:
  template <class T>
  void measure(const std::vector<T>& finite);
  std::string padded_special(const std::string& word) const;

  int precision_;
  bool always_signed_;
  bool scientific_ = false;
  int pad_left_ = 0;
  int pad_right_ = 0;
  int exponent_digits_ = 0;
};

// A number that stands alone (0-D), as str() of NumPy's scalar writes it.
template <class T>
std::string scalar_text(T value);

}  // namespace tcalc::text
