// How results of leaves are combined, so that the order depends on nothing but their number.
#pragma once

#include <array>
#include <cstring>

#include <tcalc/reduction/function.hpp>

namespace tcalc {

// Room for an accumulator of any reduction.
struct alignas(16) Accumulator {
  std::byte* data() { return bytes.data(); }
  const std::byte* data() const { return bytes.data(); }

  std::array<std::byte, widest_accumulator> bytes;
};
using Leaf = Accumulator;

// The same of leaves that lie one after the other, in the first of them: those of one place after those of
// all places of the leaf before, `places` accumulators.
inline void combine_leaves(const ReductionLoop& loop, std::byte* accumulators, std::int64_t leaves,
                           std::int64_t places) {
  const std::int64_t bytes = places * loop.accumulator_bytes;
  for (std::int64_t step = 1; step < leaves; step *= 2) {
    for (std::int64_t leaf = 0; leaf + step < leaves; leaf += 2 * step)
      loop.combine(accumulators + leaf * bytes, accumulators + (leaf + step) * bytes, places);
  }
}

// Leaves, combined as they come: two of equal height are one of the next.
class Tree {
 public:
  explicit Tree(const ReductionLoop& loop) : loop_(loop) {}

  void add(const std::byte* leaf) {
    Node node = {{}, 0};
    std::memcpy(node.value.data(), leaf, static_cast<std::size_t>(loop_.accumulator_bytes));
    while (count_ > 0 && nodes_[count_ - 1].height == node.height) {
      Node left = nodes_[--count_];
      loop_.combine(left.value.data(), node.value.data(), 1);
      node = {left.value, left.height + 1};
    }
    nodes_[count_++] = node;
  }

  Accumulator take() {
    Node node = nodes_[--count_];
    while (count_ > 0) {
      Node left = nodes_[--count_];
      loop_.combine(left.value.data(), node.value.data(), 1);
      node = left;
    }
    return node.value;
  }

 private:
  struct Node {
    Accumulator value;
    int height;
  };
  static constexpr std::size_t highest = 64;  // 2 to the power of it leaves cannot be

  const ReductionLoop& loop_;
  std::array<Node, highest> nodes_;
  std::size_t count_ = 0;
};

}  // namespace tcalc
