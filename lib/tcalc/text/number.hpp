// Numbers to text and back, free of any locale.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <tcalc/core/dtype.hpp>

namespace tcalc::text {

// The shortest decimal that reads back as the same value in its own dtype, a real one, in JSON's grammar
// ("0.1", "1e+300", "-0.0", "2.0" keeps a point or exponent so that it reads back as a float); "nan", "inf"
// and "-inf" where it is not finite. With a precision: at most so many digits after the point, "2.0" where
// all of them are 0.
std::string real_text(double value, Dtype dtype, std::optional<int> precision = std::nullopt);
template <RealElement T>
std::string real_text(T value, std::optional<int> precision = std::nullopt) {
  return real_text(as_double(value), dtype_of<T>(), precision);
}

// All of text as a decimal integer: optional '-', then digits only. "010" is ten. Nothing for anything else
// or overflow.
std::optional<std::int64_t> parse_integer(std::string_view text);
// The same where it is not negative, up to 2^64 - 1.
std::optional<std::uint64_t> parse_unsigned(std::string_view text);
// All of text as a decimal number (integer, decimal or exponent form, "inf", "nan"); 0 for one that is too
// small. Nothing for anything else, and for one that is too large.
std::optional<double> parse_number(std::string_view text);
// Whether it is a number that is too large.
bool is_number_out_of_range(std::string_view text);

}  // namespace tcalc::text
