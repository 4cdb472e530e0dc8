#include <algorithm>
#include <cstring>
#include <vector>

#include <tcalc/formats/gathered.hpp>

namespace tcalc::formats {

Tensor gathered(Dtype dtype, const Selection& selection, const Blocks& blocks) {
  const auto size = static_cast<std::size_t>(size_of(dtype));
  const Extents& extents = selection.extents;
  Tensor result(dtype, extents);
  std::vector<std::byte> block(static_cast<std::size_t>(blocks.elements) * size);
  std::int64_t held = -1;
  std::vector<std::int64_t> index(extents.size(), 0);
  std::int64_t element = selection.offset;
  for (std::int64_t done = 0, all = count(extents); done < all; ++done) {
    const std::int64_t wanted = element / blocks.elements;
    if (wanted != held) {
      const std::int64_t there = std::min(blocks.elements, blocks.all - wanted * blocks.elements);
      blocks.read(wanted, std::span(block).first(static_cast<std::size_t>(there) * size));
      held = wanted;
    }
    const auto within = static_cast<std::size_t>(element % blocks.elements);
    std::memcpy(result.data() + static_cast<std::size_t>(done) * size, block.data() + within * size, size);
    for (std::size_t axis = extents.size(); axis-- > 0;) {
      element += selection.strides[axis];
      if (++index[axis] < extents[axis]) break;
      element -= selection.strides[axis] * extents[axis];
      index[axis] = 0;
    }
  }
  return result;
}

}  // namespace tcalc::formats
