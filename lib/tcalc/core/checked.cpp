#include <algorithm>

#include <tcalc/core/checked.hpp>

namespace tcalc {

std::optional<std::int64_t> checked_product(std::span<const std::int64_t> extents) {
  std::int64_t product = 1;
  for (const std::int64_t extent : extents) {
    if (extent == 0) continue;
    const auto next = checked_multiply(product, extent);
    if (!next) return std::nullopt;
    product = *next;
  }
  return std::ranges::find(extents, 0) != extents.end() ? 0 : product;
}

}  // namespace tcalc
