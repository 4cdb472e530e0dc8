// model.safetensors.index.json: which file of a sharded checkpoint has which tensor. Pure: no I/O.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tcalc::safetensors {

struct Index {
  std::vector<std::pair<std::string, std::string>> weights;  // a tensor's name, and the file that has it
  std::optional<std::uint64_t> total_bytes;                  // of all tensors, as it says
};

inline constexpr std::size_t longest_index = 100'000'000;

// Throws Error{input} beginning with `name` for what is no index, and for a file that is not in its folder.
Index parse_index(std::string_view text, std::string_view name);

}  // namespace tcalc::safetensors
