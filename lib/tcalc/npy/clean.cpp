#include <algorithm>

#include <tcalc/core/byte_order.hpp>
#include <tcalc/npy/clean.hpp>

namespace tcalc::npy {

std::string Cleaner::header() const {
  // As in NumPy, an array that is contiguous in both orders is in C order.
  const auto is_long = [](std::int64_t extent) { return extent > 1; };
  const bool has_orders = header_.data_bytes() > 0 && std::ranges::count_if(header_.extents, is_long) > 1;
  return format_header(header_.dtype, header_.extents, header_.fortran_order && has_orders);
}

std::span<const std::byte> Cleaner::run(std::span<const std::byte> stored) {
  const bool is_bool = header_.dtype == Dtype::boolean;
  if (!is_bool && !header_.big_endian) return stored;
  buffer_.assign(stored.begin(), stored.end());
  if (is_bool) {
    for (std::byte& byte : buffer_) byte = byte != std::byte{0} ? std::byte{1} : std::byte{0};
  } else {
    const auto elements = static_cast<std::int64_t>(buffer_.size()) / size_of(header_.dtype);
    swap_bytes(buffer_.data(), elements, header_.dtype);
  }
  return buffer_;
}

}  // namespace tcalc::npy
