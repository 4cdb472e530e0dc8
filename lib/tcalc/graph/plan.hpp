// How nodes of a graph will be evaluated: in which order, by which plans, with how much memory. A value: no
// data is read to make it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <tcalc/graph/graph.hpp>
#include <tcalc/graph/groups.hpp>
#include <tcalc/graph/node_state.hpp>
#include <tcalc/graph/slabs.hpp>
#include <tcalc/plan/schedule.hpp>

namespace tcalc {

// A node that gets values of its own, with those that are computed in its blocks, and those that are computed
// a slab at a time before it.
struct PlannedNode {
  NodeId node = 0;
  std::vector<NodeId> members = {};  // ascending
  std::vector<NodeId> inputs;        // whose values it takes
  std::vector<TensorView> operands;  // theirs, as its work takes them
  TensorView layout;                 // of what it gives
  std::optional<Schedule> schedule;  // of a contraction
  bool is_view = false;              // it gives a view of its operand, or values that are there
  std::int64_t result_bytes = 0;     // 0 for a view
  std::int64_t operand_bytes = 0;    // that leaves take when they are read for it
  std::int64_t held_bytes = 0;       // of nodes of this plan that are needed now or later
  std::int64_t intermediate_bytes = 0;
  std::int64_t scratch_bytes = 0;  // of each thread
  double amount = 0;               // FLOPs of contractions, or else elements that are walked over

  std::vector<PlannedNode> before = {};  // in the order in which they are computed; their values are slabs
  std::size_t buffer = 0;                // of those the one for its slabs
  Slabs slabs = {};                      // all are computed in; none where nothing is before

  NodeGroup group() const { return {node, members}; }
};

// Nodes outside of it whose values it takes, each once.
std::vector<NodeId> outer_inputs(const PlannedNode& planned);

// Whether it or something before it is a contraction: then its amount are FLOPs.
bool multiplies(const PlannedNode& planned);

bool may_call_blas(const PlannedNode& planned);

// How it is computed: "a view", "in blocks", or the kernels of a contraction's steps.
std::string way_of(const Graph& graph, const PlannedNode& planned);

struct GraphPlan {
  std::vector<PlannedNode> nodes;  // in the order in which they are computed; the last is the one asked for

  // A line for each node: "%2 = matmul %0 %1  (2, 4) float32  blas, 64 bytes"; members before, indented.
  std::string text(const Graph& graph) const;
};

// The plan for a node that is no leaf and has no values yet, and for all that it needs; every shape and dtype
// is known. `states` are those of all nodes of the graph. Intermediates of a contraction hold no more than
// `most_bytes` together where an order of steps keeps to that. Throws Error{resource} when bytes overflow.
GraphPlan make_plan(const Graph& graph, std::span<const NodeState> states, NodeId wanted,
                    std::int64_t most_bytes = INT64_MAX);

}  // namespace tcalc
