// Headers of files, as bytes.
#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <tests/fuzz/target.hpp>

#include <tcalc/core/dtype.hpp>
#include <tcalc/gguf/header.hpp>
#include <tcalc/gguf/rules.hpp>
#include <tcalc/gguf/types.hpp>
#include <tcalc/npy/header.hpp>
#include <tcalc/pytorch/pickle.hpp>
#include <tcalc/pytorch/tensors.hpp>
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

bool is_sound(const std::vector<npy::Finding>& findings) {
  return std::ranges::none_of(
      findings, [](const npy::Finding& finding) { return finding.severity == npy::Severity::defect; });
}

// Of a sound file every tensor lies within the data and has the bytes of its shape.
void check_header(Bytes text, std::int64_t data_bytes) {
  const safetensors::Header header = safetensors::parse_header(text, "f");
  if (!is_sound(safetensors::findings_of(header, static_cast<std::int64_t>(text.size()), data_bytes))) return;
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

// What is read can be written, and read again; but '<f1', ml_dtypes's name for float8_e5m2, is written as
// bytes for NumPy.
void npy_header(Bytes bytes) {
  answers({ErrorKind::input}, [&] {
    const npy::Header header = parsed(bytes);
    if (!header.foreign.empty() || !info(header.dtype).in_numpy) return;
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

// Of a sound file every tensor lies within it.
void gguf(Bytes file) {
  const auto bytes = std::as_bytes(std::span(file));
  const auto size = static_cast<std::int64_t>(file.size());
  answers({ErrorKind::input}, [&] {
    const gguf::Header header = gguf::parse_header(bytes, true, "f");
    require(header.bytes <= size, "a header beyond the file");
    if (!is_sound(gguf::findings_of(header, size))) return;
    for (const gguf::Tensor& tensor : header.tensors) {
      const auto tensor_bytes = gguf::bytes_of(tensor);
      if (!tensor_bytes || *tensor_bytes == 0) continue;
      const std::int64_t begin = gguf::data_offset_of(header) + static_cast<std::int64_t>(tensor.offset);
      require(begin >= header.bytes && begin + *tensor_bytes <= size, "a tensor outside of the file");
      const gguf::StoredType* type = gguf::find_type(tensor.type);
      std::array<float, gguf::most_block_elements> elements;
      if (type->dequantise != nullptr)
        type->dequantise(bytes.data() + begin, header.big_endian, elements.data());
    }
  });
}

// Every value refers to values that there are, and sound tensors to elements of their storage.
void pickle(Bytes bytes) {
  answers({ErrorKind::input}, [&] {
    const pytorch::Pickle pickle = pytorch::parse_pickle(std::as_bytes(std::span(bytes)), "f");
    require(pickle.bytes <= bytes.size() && pickle.root < pickle.values.size(), "a root that is not there");
    require(pickle.values.size() <= bytes.size(), "more values than bytes");
    const pytorch::Contents contents = pytorch::contents_of(pickle, "f");
    if (!is_sound(pytorch::findings_of(contents))) return;
    for (const pytorch::Tensor& tensor : contents.tensors)
      require(tensor.storage.empty() || *pytorch::reach_of(tensor) <= tensor.storage_elements,
              "elements that are not stored");
  });
}

}  // namespace tcalc::fuzz
