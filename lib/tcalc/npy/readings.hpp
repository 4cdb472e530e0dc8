// What the writer of a file may have meant whose header and length disagree. Nothing is ever read so: the
// readings that fit to the byte are named, and people decide.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <tcalc/npy/header.hpp>

namespace tcalc::npy {

// The longest padding that a writer puts behind a header.
inline constexpr std::int64_t longest_padding = 64;

// `bytes` follow the header in its file, of which `next` are the first, longest_padding at most. Tried are:
// a shape whose digits were grouped ("2,621, 401" for 2621, 401), another dtype of the same kind, and a
// header that is longer by its padding than it says. "shape (2621, 401) would fit to the byte, or dtype
// float32"; empty where nothing fits, or the header does.
std::string fitting_readings(const Header& header, std::int64_t bytes, std::string_view next);

}  // namespace tcalc::npy
