// How nodes of a graph will be evaluated: in which order, by which plans, with how much memory. A value: no
// data is read to make it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <tcalc/graph/graph.hpp>
#include <tcalc/graph/values.hpp>
#include <tcalc/plan/schedule.hpp>

namespace tcalc {

// What is there of a node before it is planned.
struct NodeState {
  std::shared_ptr<Values> values = nullptr;  // of a leaf, and of a node that was computed
  std::size_t needed = 0;  // by nodes that are not computed yet, and by those who asked for it
  std::int64_t bytes = 0;  // of memory that it holds
  bool is_view = false;    // computed as a view of its input, which it needs then
};

struct PlannedNode {
  NodeId node = 0;
  TensorView layout;                 // of what it gives
  std::vector<TensorView> operands;  // as its work takes them
  std::optional<Schedule> schedule;  // of a contraction
  bool is_view = false;              // it gives a view of its operand
  std::int64_t result_bytes = 0;     // 0 for a view
  std::int64_t operand_bytes = 0;    // that leaves take when they are read for it
  std::int64_t held_bytes = 0;       // of nodes of this plan that are needed now or later
  std::int64_t scratch_bytes = 0;    // of each thread
  double amount = 0;                 // FLOPs, or else elements of the result

  std::int64_t intermediate_bytes() const { return schedule ? schedule->intermediate_bytes : 0; }
};

struct GraphPlan {
  std::vector<PlannedNode> nodes;  // in the order in which they are computed; the last is the one asked for

  // A line for each node: "%2 = matmul %0 %1  (2, 4) float32  blas, 64 bytes".
  std::string text(const Graph& graph) const;
};

// The plan for a node that is no leaf and has no values yet, and for all that it needs; every shape and dtype
// is known. `states` are those of all nodes of the graph. Intermediates of a contraction hold no more than
// `most_bytes` together where an order of steps keeps to that. Throws Error{resource} when bytes overflow.
GraphPlan make_plan(const Graph& graph, std::span<const NodeState> states, NodeId wanted,
                    std::int64_t most_bytes = INT64_MAX);

}  // namespace tcalc
