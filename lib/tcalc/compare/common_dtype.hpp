// The types in which elements of two dtypes are compared.
#pragma once

#include <tcalc/core/dtype.hpp>

namespace tcalc {

// Calls visitor(TypeTag<Left>{}, TypeTag<Right>{}): twice the type that the dtypes promote to; but a signed
// integer and a uint64, which promote to float64 and lose digits there, stay integers of 64 bits.
template <class Visitor>
decltype(auto) visit_common(Dtype left, Dtype right, Visitor&& visitor) {
  const auto is_signed = [](Dtype dtype) { return info(dtype).kind == DtypeKind::integer; };
  const auto signed_tag = TypeTag<std::int64_t>{};
  const auto unsigned_tag = TypeTag<std::uint64_t>{};
  if (is_signed(left) && right == Dtype::uint64) return visitor(signed_tag, unsigned_tag);
  if (left == Dtype::uint64 && is_signed(right)) return visitor(unsigned_tag, signed_tag);
  return visit_dtype(promote(left, right), [&](auto tag) { return visitor(tag, tag); });
}

}  // namespace tcalc
