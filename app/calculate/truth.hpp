// Whether values are true everywhere: what `eval --check` and `assert` ask.
#pragma once

#include <optional>
#include <string>

#include <tcalc/graph/graph.hpp>

namespace tcalc::app {

// What to look at in place of all(x): x, whose first index that is not true says more.
NodeId without_all(const Graph& graph, NodeId node);

// "is not true at [3, 4], the first of 1 of 20"; nothing where all elements are true, or there are none.
std::optional<std::string> untruth_of(const TensorView& values);

}  // namespace tcalc::app
