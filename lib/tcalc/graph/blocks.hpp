// A result cut into blocks that are computed one by one, on any thread.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <tcalc/core/tensor.hpp>

namespace tcalc {

// Where a block is along each axis.
struct Range {
  std::int64_t first = 0, count = 0;
  friend bool operator==(const Range&, const Range&) = default;
};

class Blocks {
 public:
  // Of an array with these extents: in each block about `most_elements`, at least one row. Axes that are
  // `whole` are never cut. The cut depends on nothing else, so neither does any bit.
  Blocks(const Extents& extents, std::span<const int> whole, std::int64_t most_elements);

  std::int64_t count() const { return count_; }
  std::int64_t most_elements() const { return block_elements_; }  // of a block
  // For each axis its range.
  std::vector<Range> operator[](std::int64_t index) const;

 private:
  Extents extents_;
  std::vector<std::size_t> outer_;  // axes that are walked one index at a time
  std::size_t cut_axis_ = 0;        // the axis whose rows are shared out; the rank where there is none
  std::int64_t rows_ = 1;           // along it, in a block
  std::int64_t count_ = 1, block_elements_ = 1;
};

// The part of a view that a block is; axes of extent 1 stay whole.
TensorView part_of(const TensorView& view, std::span<const Range> block);
MutableView part_of(const MutableView& view, std::span<const Range> block);

}  // namespace tcalc
