// The element types of GGUF: numbers as they are, and blocks of quantised ones. They are those of ggml
// (ggml.h, ggml-common.h).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <tcalc/core/dtype.hpp>

namespace tcalc::gguf {

// Turns one block into its elements; `swapped` when its words are in the other byte order.
using Dequantise = void (*)(const std::byte* block, bool swapped, float* elements);

struct StoredType {
  std::uint32_t number;        // in the file
  std::string_view name;       // "Q8_0"
  std::int64_t elements;       // of a block: 1 of what is not quantised
  std::int64_t bytes;          // of a block
  std::optional<Dtype> dtype;  // of the values; nothing where they are not read
  Dequantise dequantise = nullptr;
};

inline constexpr std::int64_t most_block_elements = 256;

// Null for a number that is none, or is no longer in use.
const StoredType* find_type(std::uint32_t number);

// "Q4_0"; "type 31" for a number that is none.
std::string name_of_type(std::uint32_t number);

// "F32, F16, ...": those whose values are read.
std::string readable_types();

}  // namespace tcalc::gguf
