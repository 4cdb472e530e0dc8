// Headers of files, as bytes.
#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <tests/fuzz/target.hpp>

#include <tcalc/npy/header.hpp>
#include <tcalc/safetensors/header.hpp>
#include <tcalc/safetensors/index.hpp>
#include <tcalc/safetensors/rules.hpp>

namespace tcalc::fuzz {

namespace {

npy::Header parsed(Bytes file) {
  const auto bytes = std::as_bytes(std::span(file));
  const npy::Preamble preamble = npy::parse_preamble(bytes.first(std::min(bytes.size(), npy::preamble_size)),
                                                     static_cast<std::int64_t>(file.size()), "f");
  require(preamble.dict_offset + preamble.dict_bytes <= static_cast<std::int64_t>(file.size()),
          "the dict ends behind the file");
  const Bytes dict = file.substr(static_cast<std::size_t>(preamble.dict_offset),
                                 static_cast<std::size_t>(preamble.dict_bytes));
  return npy::parse_dict(preamble, dict, "f", npy::Dtypes::any);
}

bool is_sound(const safetensors::Header& header, std::int64_t header_bytes, std::int64_t data_bytes) {
  const auto findings = safetensors::findings_of(header, header_bytes, data_bytes);
  return std::ranges::none_of(
      findings, [](const npy::Finding& finding) { return finding.severity == npy::Severity::defect; });
}

// Of a sound file every tensor lies within the data and has the bytes of its shape.
void check_header(Bytes text, std::int64_t data_bytes) {
  const safetensors::Header header = safetensors::parse_header(text, "f");
  if (!is_sound(header, static_cast<std::int64_t>(text.size()), data_bytes)) return;
  for (const safetensors::Tensor& tensor : header.tensors) {
    const auto bytes = safetensors::bytes_of(tensor);
    require(tensor.begin <= tensor.end && tensor.end <= static_cast<std::uint64_t>(data_bytes),
            "a tensor outside of the data");
    require(!bytes || static_cast<std::uint64_t>(*bytes) == tensor.end - tensor.begin, "bytes of a shape");
  }
  const std::string written = safetensors::format_header(header.tensors, header.metadata, "f");
  const auto again = safetensors::parse_header(Bytes(written).substr(safetensors::length_bytes), "f");
  require(again.tensors.size() == header.tensors.size() && again.metadata == header.metadata,
          "another header when written and read");
}

}  // namespace

// What is read can be written, and read again.
void npy_header(Bytes bytes) {
  answers({ErrorKind::input}, [&] {
    const npy::Header header = parsed(bytes);
    if (!header.foreign.empty()) return;
    const npy::Header again =
        parsed(npy::format_header(header.dtype, header.extents, {header.fortran_order, header.big_endian}));
    require(again.extents == header.extents && again.dtype == header.dtype,
            "another header when written and read");
  });
}

// The first byte says how much data follows the header.
void safetensors(Bytes bytes) {
  if (bytes.size() < 2) return;
  const Bytes text = bytes.substr(1);
  answers({ErrorKind::input}, [&] { check_header(text, static_cast<unsigned char>(bytes.front())); });
  answers({ErrorKind::input}, [&] { safetensors::parse_index(text, "i"); });
}

}  // namespace tcalc::fuzz
