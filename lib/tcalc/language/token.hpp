// Pieces of an expression, each with its place in the text.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include <tcalc/core/located.hpp>

namespace tcalc::language {

enum class TokenKind : std::uint8_t {
  name,
  integer,
  floating,
  imaginary,
  text,       // in quotes
  symbol,     // an operator, a bracket or punctuation
  separator,  // ; or a newline outside of brackets
  end,
};

struct Token {
  TokenKind kind;
  Span span;
  std::string_view text;  // as typed, quotes included

  bool is(std::string_view symbol) const { return kind == TokenKind::symbol && text == symbol; }
  bool is_name(std::string_view name) const { return kind == TokenKind::name && text == name; }
};

// Brackets within brackets, and operators within operators; Python's own limit is as low.
inline constexpr std::size_t deepest_nesting = 100;

// All tokens, TokenKind::end last. A newline inside brackets separates nothing, # begins a comment. Throws
// LocatedError{usage} for a character that Python has no use for and for those with another meaning there
// (&& || ! $ ` { }), for a number that is none, for a quote or bracket that is not closed (at its opening),
// for a bracket that closes another kind or nothing, and for more than deepest_nesting brackets within each
// other. The tokens refer to `text`.
std::vector<Token> tokens_of(std::string_view text);

}  // namespace tcalc::language
