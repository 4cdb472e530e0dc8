// How results of leaves are combined, so that the order depends on nothing but their number.
#pragma once

#include <array>
#include <cstring>
#include <vector>

#include <tcalc/reduction/function.hpp>

namespace tcalc {

// Room for an accumulator of any reduction.
struct alignas(16) Accumulator {
  std::byte* data() { return bytes.data(); }
  const std::byte* data() const { return bytes.data(); }

  std::array<std::byte, widest_accumulator> bytes;
};
using Leaf = Accumulator;

// Leaves, combined as they come: two of equal height are one of the next.
class Tree {
 public:
  explicit Tree(const ReductionLoop& loop) : loop_(loop) {}

  void add(const std::byte* leaf) {
    Node node = {{}, 0};
    std::memcpy(node.value.data(), leaf, static_cast<std::size_t>(loop_.accumulator_bytes));
    while (!nodes_.empty() && nodes_.back().height == node.height) {
      Node left = nodes_.back();
      nodes_.pop_back();
      loop_.combine(left.value.data(), node.value.data());
      node = {left.value, left.height + 1};
    }
    nodes_.push_back(node);
  }

  Accumulator take() {
    Node node = nodes_.back();
    nodes_.pop_back();
    while (!nodes_.empty()) {
      Node left = nodes_.back();
      nodes_.pop_back();
      loop_.combine(left.value.data(), node.value.data());
      node = left;
    }
    return node.value;
  }

 private:
  struct Node {
    Accumulator value;
    int height;
  };
  const ReductionLoop& loop_;
  std::vector<Node> nodes_;
};

}  // namespace tcalc
