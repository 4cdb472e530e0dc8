#include <algorithm>
#include <cstring>
#include <vector>

#include <tcalc/npy/write.hpp>
#include <tcalc/view/pieces.hpp>

namespace tcalc::npy {

namespace {

// A reader may be slow: whoever writes wants to say how far it is.
void write_in_pieces(std::span<const std::byte> bytes, const WriteBytes& write) {
  constexpr auto most = static_cast<std::size_t>(16 * piece_bytes);
  for (std::size_t at = 0; at < bytes.size(); at += most)
    write(bytes.subspan(at, std::min(most, bytes.size() - at)));
}

}  // namespace

// The bytes of a bool from a file may be any.
bool is_plain(const TensorView& view) {
  return !view.byte_swapped && view.dtype != Dtype::boolean && view.strides == c_strides(view.extents);
}

std::byte* map_npy(os::OutputFile& file, Dtype dtype, const Extents& extents, const Storage& storage) {
  const std::string header = format_header(dtype, extents, storage);  // its size is a multiple of 64
  const std::int64_t bytes = count(extents) * size_of(dtype);
  std::byte* const start = file.map(bytes + static_cast<std::int64_t>(header.size()));
  if (start == nullptr) return nullptr;
  std::memcpy(start, header.data(), header.size());
  return start + header.size();
}

TensorView as_stored(const TensorView& view, const Storage& storage) {
  TensorView stored = view;
  if (storage.fortran_order) {
    std::ranges::reverse(stored.extents);
    std::ranges::reverse(stored.strides);
  }
  // Whoever reads the bytes in the machine's order is to find the other one.
  if (storage.big_endian) stored.byte_swapped = !stored.byte_swapped;
  return stored;
}

void encode(const TensorView& view, const Storage& storage, const WriteBytes& write) {
  const std::string header = format_header(view.dtype, view.extents, storage);
  write(std::as_bytes(std::span(header)));
  encode_elements(as_stored(view, storage), write);
}

void encode_elements(const TensorView& view, const WriteBytes& write) {
  if (is_plain(view))
    return write_in_pieces({view.data, static_cast<std::size_t>(count(view.extents) * size_of(view.dtype))},
                           write);
  std::vector<std::byte> buffer;
  for_each_piece(view, [&](const TensorView& piece) {
    buffer.resize(static_cast<std::size_t>(count(piece.extents) * size_of(piece.dtype)));
    convert_into(piece, piece.dtype, buffer.data());
    write(buffer);
  });
}

void write_npy(os::OutputFile& file, const TensorView& view, const Storage& storage) {
  encode(view, storage, [&](std::span<const std::byte> bytes) { file.write(bytes); });
}

void write_npy(os::StandardOutput& output, const TensorView& view, const Storage& storage) {
  encode(view, storage, [&](std::span<const std::byte> bytes) { output.write(bytes); });
}

}  // namespace tcalc::npy
