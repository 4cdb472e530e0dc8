// How long a graph will take on this machine: by computing a first part of each pass on zeros.
#pragma once

#include <optional>

#include <tcalc/graph/plan.hpp>

namespace tcalc {

// Seconds for the computation alone, bounded from below by what memory moves. Good to a factor of 2 or so.
// Nothing where a node is computed as a whole: how long that takes depends on its values.
std::optional<double> expected_seconds(const Graph& graph, const GraphPlan& plan, int threads);

}  // namespace tcalc
