// Endings of file names, in any case of letters.
#pragma once

#include <array>
#include <string_view>

namespace tcalc::text {

// Files that hold many arrays by name, FILE:NAME.
inline constexpr std::array<std::string_view, 8> archive_endings = {
    ".npz", ".safetensors", ".safetensors.index.json", ".gguf", ".pt", ".pth", ".h5", ".hdf5"};

// Whether the name of a file ends in one of `endings`, which are in lower case and separated by spaces, and
// has more than the ending.
bool has_ending(std::string_view path, std::string_view endings);

// That ending, as `endings` has it; empty where it has none of them.
std::string_view matching_ending(std::string_view path, std::string_view endings);

// ".npy.gz" has ".gz"; nothing where the name has no point.
std::string_view ending_of(std::string_view path);

// Where `text` stands in `path` in any case of letters; npos where it does not.
std::size_t find_in_any_case(std::string_view path, std::string_view text);

}  // namespace tcalc::text
