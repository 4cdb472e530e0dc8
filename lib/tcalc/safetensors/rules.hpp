// What a .safetensors file has to keep to, beside a header that can be read.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include <tcalc/npy/lint.hpp>
#include <tcalc/safetensors/header.hpp>

namespace tcalc::safetensors {

// Bytes of the tensor's elements; nothing where they do not fit int64, are no whole number, or where the
// format has no such dtype.
std::optional<std::int64_t> bytes_of(const Tensor& tensor);

// Everything that is wrong with a file: names that come twice, sizes that disagree, tensors that overlap or
// leave a gap, data that is missing or left over. Notes are about what is odd, but read. `header_bytes` are
// those of the header's text, `data_bytes` all that follow it.
std::vector<npy::Finding> findings_of(const Header& header, std::int64_t header_bytes,
                                      std::int64_t data_bytes);

}  // namespace tcalc::safetensors
