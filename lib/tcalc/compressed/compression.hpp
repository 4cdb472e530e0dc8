// Files that are compressed as a whole: a.npy.gz, a.csv.zst. Which they are, their name says.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include <tcalc/os/input.hpp>

namespace tcalc::compressed {

enum class Compression : std::uint8_t { none, gzip, zstd };

// By the ending, in any case of letters.
Compression compression_of(std::string_view path);
// "a.npy" of "a.npy.gz".
std::string_view without_compression(std::string_view path);

// The bytes that the input holds compressed; the input itself where it is not. They come as from a pipe: each
// is decompressed when it is read, in memory that does not depend on how many there are. Throws Error{input}
// where the library is missing; reading it does where the data are corrupt or end early.
std::shared_ptr<os::Input> decompressed(std::shared_ptr<os::Input> input, Compression compression);

}  // namespace tcalc::compressed
