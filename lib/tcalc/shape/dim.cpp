#include <utility>

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

}  // namespace tcalc
