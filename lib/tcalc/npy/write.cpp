#include <cstddef>
#include <cstring>
#include <functional>
#include <span>
#include <string>

#include <tcalc/npy/header.hpp>
#include <tcalc/npy/write.hpp>

namespace tcalc::npy {

namespace {

using WriteBytes = std::function<void(std::span<const std::byte>)>;

bool is_plain(const TensorView& view) {
  return !view.byte_swapped && view.strides == c_strides(view.extents);
}

void write(const TensorView& view, const WriteBytes& write_bytes) {
  const std::string header = format_header(view.dtype, view.extents);
  write_bytes(std::as_bytes(std::span(header)));
  const auto bytes = static_cast<std::size_t>(count(view.extents) * size_of(view.dtype));
  if (is_plain(view)) {
    write_bytes({view.data, bytes});
    return;
  }
  const Tensor plain = converted(view, view.dtype);
  write_bytes({plain.data(), bytes});
}

}  // namespace

std::byte* map_npy(os::OutputFile& file, Dtype dtype, const Extents& extents) {
  const std::string header = format_header(dtype, extents);  // its size is a multiple of 64
  const std::int64_t bytes = count(extents) * size_of(dtype);
  std::byte* const start = file.map(bytes + static_cast<std::int64_t>(header.size()));
  if (start == nullptr) return nullptr;
  std::memcpy(start, header.data(), header.size());
  return start + header.size();
}

void write_npy(os::OutputFile& file, const TensorView& view) {
  write(view, [&](std::span<const std::byte> bytes) { file.write(bytes); });
}

void write_npy(os::StandardOutput& output, const TensorView& view) {
  write(view, [&](std::span<const std::byte> bytes) { output.write(bytes); });
}

}  // namespace tcalc::npy
