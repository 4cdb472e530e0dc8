// What is there of a node before it is planned.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include <tcalc/graph/values.hpp>

namespace tcalc {

struct NodeState {
  std::shared_ptr<Values> values = nullptr;  // of a leaf, and of a node that was computed
  std::size_t needed = 0;  // by nodes that are not computed yet, and by those who asked for it
  std::int64_t bytes = 0;  // of memory that it holds
  bool is_view = false;    // computed as a view of its input, which it needs then
};

}  // namespace tcalc
