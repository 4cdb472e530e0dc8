// The header of an array to which more is appended.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tcalc::npy {

// The same header, byte for byte but for the first size of the shape and the padding, which makes up for it;
// nothing where it has no room. `header` is one that was parsed, from the magic to the first element, of an
// array that has an axis.
std::optional<std::string> header_with_first_size(std::string_view header, std::int64_t size);

}  // namespace tcalc::npy
