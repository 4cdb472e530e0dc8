// The header of a .gguf file as facts. Pure: no I/O. The format is docs/gguf.md of github.com/ggml-org/ggml,
// versions 2 and 3: magic, version, how many tensors and metadata; the metadata; an entry for each tensor;
// and the elements, of one tensor after the other.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tcalc/core/tensor.hpp>

namespace tcalc::gguf {

inline constexpr std::size_t longest_header = std::size_t{1} << 26;  // bytes; a vocabulary has a third of it
inline constexpr std::size_t longest_metadata = std::size_t{1} << 26;  // as text
inline constexpr std::uint64_t default_alignment = 32;

// A tensor, as the header has it.
struct Tensor {
  std::string name;
  Extents extents;           // in C order, the file has the last axis first; their product may be anything
  std::uint32_t type = 0;    // its number, which the format may not have
  std::uint64_t offset = 0;  // of its bytes, from the first of all tensors on
};

using Metadata = std::vector<std::pair<std::string, std::string>>;

struct Header {
  std::uint32_t version = 0;
  bool big_endian = false;
  std::vector<Tensor> tensors;          // in the order of the header
  Metadata metadata;                    // numbers and lists of them as JSON
  std::vector<std::string> duplicates;  // names that come twice, of tensors and of metadata
  std::uint64_t alignment = default_alignment;
  std::int64_t bytes = 0;  // of the header; the tensors begin at the next multiple of the alignment
};

// Reads a header from the first bytes of a file, longest_header of them at most; `is_whole` when these are
// all. Counts in it lead to no allocation. Throws Error{input} beginning with `name` for what is no GGUF, for
// another version, for what is cut short, and for more than 64 axes.
Header parse_header(std::span<const std::byte> bytes, bool is_whole, std::string_view name);

}  // namespace tcalc::gguf
