// Dims as people write them, in Python's operators and precedence: 4*D, (W+1)//2, -(-T//2), min(T,1024),
// B**2.
#pragma once

#include <string_view>
#include <vector>

#include <tcalc/shape/facts.hpp>

namespace tcalc::text {

// Throws Error{usage} with a caret below the place that cannot be read, Error{resource} for numbers that do
// not fit int64 and for expressions with too many terms; `typed` begins the message.
Dim parse_dim(std::string_view typed);

// "D % H == 0", "T == 1024", "H <= D". Throws as parse_dim does.
Fact parse_fact(std::string_view typed);

// Facts with a ';' or a line's end between them. Throws what parse_fact and Facts::require throw.
Facts parse_facts(std::string_view typed);

// The dims between commas, the last of which may be followed by nothing; a pair of parentheses around all of
// them is left out. `typed` is what `text` is a part of, and what messages show.
Dims parse_dims(std::string_view text, std::string_view typed);

// Whether a list of words is one of dims with arithmetic, well-formed or not: "B*T,64", "(T - 1)", "4*D,".
// A path with such a name is written "./B*T,64".
bool has_form_of_arithmetic(std::string_view text);

}  // namespace tcalc::text
