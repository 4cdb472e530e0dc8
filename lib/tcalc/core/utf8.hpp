// UTF-8, as far as messages need it.
#pragma once

#include <cstddef>
#include <string_view>

namespace tcalc {

// Bytes of the valid UTF-8 sequence at the start of text (shortest form, no surrogates); 0 when there is
// none.
std::size_t utf8_length(std::string_view text);

// All of it.
bool is_utf8(std::string_view text);

}  // namespace tcalc
