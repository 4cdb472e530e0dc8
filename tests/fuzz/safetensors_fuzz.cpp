// Any bytes as the header of a .safetensors file and as an index: an Error{input}, or facts that agree with
// the rules.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include <tcalc/core/error.hpp>
#include <tcalc/safetensors/header.hpp>
#include <tcalc/safetensors/index.hpp>
#include <tcalc/safetensors/rules.hpp>

using namespace tcalc;

namespace {

bool is_sound(const safetensors::Header& header, std::int64_t header_bytes, std::int64_t data_bytes) {
  for (const npy::Finding& finding : safetensors::findings_of(header, header_bytes, data_bytes)) {
    if (finding.severity == npy::Severity::defect) return false;
  }
  return true;
}

// Of a sound file every tensor lies within the data and has the bytes of its shape.
void check_header(std::string_view text, std::int64_t data_bytes) {
  const safetensors::Header header = safetensors::parse_header(text, "f");
  if (!is_sound(header, static_cast<std::int64_t>(text.size()), data_bytes)) return;
  for (const safetensors::Tensor& tensor : header.tensors) {
    const auto bytes = safetensors::bytes_of(tensor);
    if (tensor.begin > tensor.end || tensor.end > static_cast<std::uint64_t>(data_bytes)) std::abort();
    if (bytes && static_cast<std::uint64_t>(*bytes) != tensor.end - tensor.begin) std::abort();
  }
  const std::string written = safetensors::format_header(header.tensors, header.metadata, "f");
  const auto again =
      safetensors::parse_header(std::string_view(written).substr(safetensors::length_bytes), "f");
  if (again.tensors.size() != header.tensors.size() || again.metadata != header.metadata) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  // The first byte says how much data follows the header.
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  try {
    check_header(text, data[0]);
  } catch (const Error& error) {
    if (error.kind != ErrorKind::input) std::abort();
  }
  try {
    safetensors::parse_index(text, "i");
  } catch (const Error& error) {
    if (error.kind != ErrorKind::input) std::abort();
  }
  return 0;
}
