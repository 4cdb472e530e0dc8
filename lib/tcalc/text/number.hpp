// Numbers to text and back, free of any locale.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <tcalc/core/half.hpp>

namespace tcalc::text {

// The shortest decimal that reads back as the same value in its own type, in JSON's grammar ("0.1", "1e+300",
// "-0.0", "2.0" keeps a point or exponent so that it reads back as a float). The value is finite.
std::string shortest(double value);
std::string shortest(float value);
std::string shortest(Half value);

// The same for any value: "nan", "inf" and "-inf" where it is not finite.
std::string real_text(double value);
std::string real_text(float value);
std::string real_text(Half value);

// All of text as a decimal integer: optional '-', then digits only. "010" is ten. Nothing for anything else
// or overflow.
std::optional<std::int64_t> parse_integer(std::string_view text);
// All of text as a decimal number (integer, decimal or exponent form, "inf", "nan"). Nothing for anything
// else.
std::optional<double> parse_number(std::string_view text);

}  // namespace tcalc::text
