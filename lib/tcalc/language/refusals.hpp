// What Python has and expressions have not, and what NumPy users write instead.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <tcalc/language/token.hpp>

namespace tcalc::language {

// Whether a name is a keyword of Python's that no expression holds (True, False and None aside).
bool is_keyword(std::string_view name);

// Of what begins at text[at] and is no token, but written elsewhere: &&, !, {. Nothing where it may be one.
std::optional<LocatedError> stranger_refused(std::string_view text, std::size_t at);

// The refusal of a keyword where an operand or an operator is expected.
LocatedError keyword_refused(const Token& token);

// The refusal of a token where an operand is expected; `before` is the token before it, if there is one.
LocatedError operand_missing(const Token& token, const Token* before);

// The refusal of a token after a complete expression; `left` is the expression's text.
LocatedError unexpected(const Token& token, std::string_view left);

// Of what is not a name to the left of "=".
LocatedError not_assignable(const Token& equals, Span target, bool indexed);

}  // namespace tcalc::language
