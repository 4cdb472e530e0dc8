// What a .gguf file has to keep to, beside a header that can be read.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include <tcalc/gguf/header.hpp>
#include <tcalc/npy/lint.hpp>

namespace tcalc::gguf {

// Bytes of the tensor's elements; nothing where they do not fit int64, where rows are no whole number of
// blocks, or where the format has no such type.
std::optional<std::int64_t> bytes_of(const Tensor& tensor);

// Where the first tensor may begin in the file.
std::int64_t data_offset_of(const Header& header);

// Everything that is wrong with a file: names that come twice, sizes that are none, tensors that overlap, are
// not aligned, or end behind the file. Notes are about what is odd, but read.
std::vector<npy::Finding> findings_of(const Header& header, std::int64_t file_bytes);

}  // namespace tcalc::gguf
