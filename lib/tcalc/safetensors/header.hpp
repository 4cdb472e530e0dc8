// The header of a .safetensors file, as text and as facts. Pure: no I/O. The format is that of
// github.com/huggingface/safetensors: eight bytes that say how long the header is, little-endian; the header,
// a JSON object with an entry for each tensor; and the elements, of one tensor after the other.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tcalc/core/tensor.hpp>

namespace tcalc::safetensors {

inline constexpr std::int64_t length_bytes = 8;
inline constexpr std::int64_t longest_header = 100'000'000;  // the format's own limit

// A tensor, as the header has it.
struct Tensor {
  std::string name;
  std::string dtype;        // "F32"
  Extents extents;          // their product and its bytes may be anything
  std::uint64_t begin = 0;  // of its bytes, from the end of the header on
  std::uint64_t end = 0;
};

using Metadata = std::vector<std::pair<std::string, std::string>>;

inline constexpr std::string_view metadata_key = "__metadata__";  // no tensor's name

struct Header {
  std::vector<Tensor> tensors;                 // in the order of the header
  Metadata metadata;                           // of "__metadata__"
  std::vector<std::string> duplicates;         // names that come twice, of tensors and of metadata
  std::vector<std::string> unknown_keys = {};  // of tensors: what the format does not know
  bool is_padded_oddly = false;                // something other than spaces follows the object
};

// Reads a header from its text. What it allocates is proportional to what the text holds: numbers in it lead
// to no allocation. Throws Error{input} beginning with `name` for what is no header: no JSON object, a tensor
// without dtype, shape or data_offsets, a size that is none, more than 64 axes. Calls `passed` now and then,
// when the text so far is not read again.
Header parse_header(std::string_view text, std::string_view name, const std::function<void()>& passed = {});

// The metadata as a JSON object, and back. Throws as parse_header does.
std::string metadata_text(const Metadata& metadata);
Metadata parse_metadata(std::string_view text, std::string_view name);

// The bytes of a file up to its first tensor: length, header, and the spaces that make both a multiple of 8.
// Throws Error{output} where they are more than longest_header.
std::string format_header(const std::vector<Tensor>& tensors, const Metadata& metadata,
                          std::string_view name);

}  // namespace tcalc::safetensors
