// Values of a graph's nodes: read or computed when they are first needed, at most once, and dropped when
// nothing needs them any more.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <tcalc/graph/graph.hpp>
#include <tcalc/graph/memory.hpp>
#include <tcalc/graph/plan.hpp>
#include <tcalc/graph/result_storage.hpp>
#include <tcalc/graph/values.hpp>
#include <tcalc/kernel/team.hpp>

namespace tcalc {

// Told that a node is about to be computed; what it returns is told how far that is, until it is destroyed.
using ReportNode = std::function<Progress(const Node& node, const PlannedNode& planned)>;

class Evaluation {
 public:
  // Of a graph that is complete. `limit` counts what is held; it outlives this. `threads` >= 1; no bit
  // depends on it.
  Evaluation(Graph graph, MemoryLimit& limit, int threads, ReportNode report = {});
  // Of a graph that grows: nodes that nothing holds any more are forgotten.
  Evaluation(MemoryLimit& limit, int threads, ReportNode report = {});

  const Graph& graph() const { return graph_; }

  // Adds a node, or finds an equal one; the caller holds it, once more, from now on. A node holds its inputs
  // until it is computed or dropped.
  NodeId add_leaf(const Operand& operand, std::shared_ptr<Values> values);
  NodeId add(std::string_view operation, Outcome outcome, std::vector<NodeId> inputs);

  // The values of a leaf of a complete graph.
  void give(NodeId leaf, std::shared_ptr<Values> values) { states_[leaf].values = std::move(values); }
  void hold(NodeId id) { ++states_[id].needed; }
  void release(NodeId id);

  // The values, read or computed with all that they depend on. Valid until they are released. Throws Error.
  const TensorView& values(NodeId id);

  // Whether it is not computed yet, and only one needs it: then it can be computed where it is stored.
  bool can_compute_into(NodeId id) const;
  // Computes it there, and keeps nothing of it. Throws Error; then whether the storage was touched is
  // open.
  void compute_into(NodeId id, ResultStorage& storage);

  // The node that was worked on last: what an error is about.
  NodeId current() const { return current_; }

 private:
  void track(std::size_t first_new);
  void run(NodeId id, ResultStorage* storage);
  // How many threads there is memory for, at each node.
  std::vector<int> require_memory(const GraphPlan& plan, bool result_in_file);
  void load(NodeId id);
  void compute(const PlannedNode& planned, std::byte* result, int threads);
  void keep(NodeId id, std::shared_ptr<Values> values, std::int64_t bytes);
  void drop(NodeId id);
  void release_inputs(NodeId id);

  Graph graph_;
  MemoryLimit& limit_;
  int threads_;
  ReportNode report_;
  bool grows_;
  std::vector<NodeState> states_;
  NodeId current_ = 0;
};

}  // namespace tcalc
