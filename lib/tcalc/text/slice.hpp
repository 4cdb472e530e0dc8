// Slices as they are typed: 0:5,:,-1 on their own, a.npy[0,:,1:3] after the name of a file.
#pragma once

#include <string_view>

#include <tcalc/view/slice.hpp>

namespace tcalc::text {

// The items between the brackets, or without any. `typed` is the whole operand that `text` is the end of, or
// the text itself; `subject` is what messages begin with. Throws Error{usage} with a caret below `typed`.
Slice parse_slice(std::string_view text, std::string_view typed, std::string_view subject);

// Where the slice of an operand begins: at the last '[' of what ends in ']'; npos where there is none.
std::size_t slice_position(std::string_view operand);

}  // namespace tcalc::text
