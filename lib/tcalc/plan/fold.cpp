#include <tcalc/plan/fold.hpp>

namespace tcalc {

std::int64_t extent_of(const Axes& axes) {
  std::int64_t extent = 1;
  for (const Axis& axis : axes) extent *= axis.extent;
  return extent;
}

Axes folded(const Axes& axes) {
  Axes result;
  for (const Axis& axis : axes) {
    if (axis.extent == 1) continue;
    if (!result.empty()) {
      Axis& outer = result.back();
      const auto even = [&](std::int64_t Axis::*stride) {
        return outer.*stride == axis.*stride * axis.extent;
      };
      if (even(&Axis::a) && even(&Axis::b) && even(&Axis::c)) {
        outer = {outer.extent * axis.extent, axis.a, axis.b, axis.c};
        continue;
      }
    }
    result.push_back(axis);
  }
  return result;
}

Axes even_in_result(const Axes& axes, Axes& outer) {
  std::size_t first = axes.size();
  while (first > 0) {
    const bool even = first == axes.size() || axes[first - 1].c == axes[first].c * axes[first].extent;
    if (!even) break;
    --first;
  }
  outer.insert(outer.end(), axes.begin(), axes.begin() + first);
  return {axes.begin() + first, axes.end()};
}

Offsets offsets_of(const Axes& axes, std::int64_t index) {
  Offsets offsets{0, 0, 0};
  for (std::size_t axis = axes.size(); axis-- > 0;) {
    const std::int64_t position = index % axes[axis].extent;
    index /= axes[axis].extent;
    offsets.a += position * axes[axis].a;
    offsets.b += position * axes[axis].b;
    offsets.c += position * axes[axis].c;
  }
  return offsets;
}

std::vector<std::int64_t> offset_list(const Axes& axes, std::int64_t Axis::*stride, std::int64_t first,
                                      std::int64_t count) {
  std::vector<std::int64_t> offsets(static_cast<std::size_t>(count), 0);
  if (axes.empty()) return offsets;
  // Runs along the innermost axis; only their starts need the whole index.
  const Axis& inner = axes.back();
  std::int64_t done = 0;
  while (done < count) {
    const std::int64_t index = first + done;
    const Offsets start = offsets_of(axes, index);
    const std::int64_t start_offset = stride == &Axis::a ? start.a : stride == &Axis::b ? start.b : start.c;
    const std::int64_t left = inner.extent - index % inner.extent;
    const std::int64_t run = left < count - done ? left : count - done;
    for (std::int64_t i = 0; i < run; ++i)
      offsets[static_cast<std::size_t>(done + i)] = start_offset + i * inner.*stride;
    done += run;
  }
  return offsets;
}

}  // namespace tcalc
