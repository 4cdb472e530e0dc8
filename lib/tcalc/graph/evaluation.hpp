// Values of a graph's nodes: read or computed when they are first needed, at most once, and dropped when
// nothing needs them any more.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tcalc/graph/graph.hpp>
#include <tcalc/graph/memory.hpp>
#include <tcalc/graph/node_state.hpp>
#include <tcalc/graph/plan.hpp>
#include <tcalc/graph/result_storage.hpp>
#include <tcalc/graph/values.hpp>
#include <tcalc/kernel/team.hpp>
#include <tcalc/plan/share.hpp>

namespace tcalc {

// Told that a node is about to be computed; what it returns is told how far that is, until it is destroyed.
using ReportNode = std::function<Progress(const Node& node, const PlannedNode& planned)>;

class Evaluation {
 public:
  // `limit` counts what is held; it outlives this. `threads` >= 1; no bit depends on it.
  Evaluation(MemoryLimit& limit, int threads, ReportNode report = {}, Graph graph = {});

  // Nodes may be added to it at any time.
  Graph& graph() { return graph_; }
  const Graph& graph() const { return graph_; }

  // A node is held as often as somebody asks for that, and by those that need it and have no values yet.
  void hold(NodeId id);
  void release(NodeId id);

  // A leaf that the caller holds.
  NodeId add_leaf(const Operand& operand, std::shared_ptr<Values> values);
  // The values of a leaf.
  void give(NodeId leaf, std::shared_ptr<Values> values);

  // Nobody will name nodes that nothing holds now: what the graph knows of them goes.
  void forget_released();

  // The values, read or computed with all that they depend on. Valid until they are released. Throws Error.
  const TensorView& values(NodeId id);
  // The same of a node that nobody may hold, with what keeps them alive.
  Array array_of(NodeId id);

  // How a node that somebody holds and that has no values yet would be computed.
  GraphPlan plan(NodeId id) const { return make_plan(graph_, states_, id, limit_.chosen_bytes()); }

  // Whether it is to be computed yet, and only one needs it: then it can be computed where it is stored. A
  // view is stored as it is.
  bool can_compute_into(NodeId id) const;
  // Computes it there, and keeps nothing of it. Throws Error; then whether the storage was touched is
  // open.
  void compute_into(NodeId id, ResultStorage& storage);

  // Computes a part of it there: the elements of its share, and touches no others; see graph/share.hpp. What
  // it needs is computed whole.
  void compute_part_into(NodeId id, PartNumber part, ResultStorage& storage);

  // The node that was worked on last: what an error is about.
  NodeId current() const { return current_; }

 private:
  void run(NodeId id, ResultStorage* storage, std::optional<PartNumber> part = std::nullopt);
  // How many threads there is memory for, at each node.
  std::vector<int> require_memory(const GraphPlan& plan, bool result_in_file);
  void load(NodeId id);
  void compute(const PlannedNode& planned, std::optional<PartNumber> part, std::byte* result, int threads);
  void keep(NodeId id, std::shared_ptr<Values> values, std::int64_t bytes);
  void drop(NodeId id);
  void release_inputs(NodeId id);

  Graph graph_;
  MemoryLimit& limit_;
  int threads_;
  ReportNode report_;
  std::vector<NodeState> states_;  // of those that were held or given
  std::vector<NodeId> released_;   // since the last time that they were forgotten
  std::size_t known_ = 0;          // nodes that there were then
  NodeId current_ = 0;
};

}  // namespace tcalc
