#include <algorithm>

#include <tcalc/ops/work.hpp>

namespace tcalc {

bool operator==(const Constant& x, const Constant& y) {
  return x.value.dtype() == y.value.dtype() && x.value.extents() == y.value.extents() &&
         std::equal(x.value.data(), x.value.data() + x.value.bytes(), y.value.data());
}

}  // namespace tcalc
