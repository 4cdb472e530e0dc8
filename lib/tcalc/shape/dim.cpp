#include <algorithm>
#include <utility>

#include <tcalc/core/checked.hpp>
#include <tcalc/shape/dim.hpp>

namespace tcalc {

Dim Dim::named(std::string name) {
  Dim dim;
  dim.kind_ = Kind::named;
  dim.name_ = std::move(name);
  return dim;
}

std::string Dim::text() const {
  if (is_known()) return std::to_string(size_);
  return is_named() ? name_ : "?";
}

std::optional<Dim> equal(const Dim& x, const Dim& y) {
  if (x.is_unknown()) return y;
  if (y.is_unknown() || x == y) return x;
  return std::nullopt;
}

std::optional<Dim> broadcast(const Dim& x, const Dim& y) {
  if (x.is(1)) return y;
  if (y.is(1)) return x;
  return equal(x, y);
}

Dim product(const std::vector<Dim>& dims) {
  if (std::ranges::any_of(dims, [](const Dim& dim) { return dim.is(0); })) return 0;
  Dim result = 1;
  for (const Dim& dim : dims) {
    if (dim.is(1)) continue;
    if (result.is(1)) {
      result = dim;
    } else if (result.is_known() && dim.is_known()) {
      const auto size = checked_multiply(result.size(), dim.size());
      result = size ? Dim(*size) : Dim::unknown();
    } else {
      result = Dim::unknown();
    }
  }
  return result;
}

}  // namespace tcalc
