// Numbers as Python writes them: 1_000, 0x1f, 1e-3, .5, 2j.
#pragma once

#include <cstdint>
#include <string_view>

#include <tcalc/language/token.hpp>

namespace tcalc::language {

// The number that begins at text[at], which is a digit, or a point before one. Throws LocatedError{usage} for
// what Python does not take: 2x, 017, 0b2.
Token number_at(std::string_view text, std::size_t at);

// The value of an integer token. Throws LocatedError{usage} for more than 64 bits.
std::int64_t integer_value(const Token& token);

// The value of a floating or imaginary token; beyond the range of double infinity or 0, as in Python.
double floating_value(const Token& token);

}  // namespace tcalc::language
