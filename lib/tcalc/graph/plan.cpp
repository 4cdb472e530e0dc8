#include <algorithm>
#include <set>
#include <unordered_map>
#include <utility>

#include <tcalc/core/checked.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/graph/plan.hpp>
#include <tcalc/graph/run_blocks.hpp>
#include <tcalc/view/apply.hpp>

namespace tcalc {

namespace {

std::int64_t bytes_of(const Node& node, Dtype dtype, const Extents& extents) {
  const auto elements = checked_product(extents);
  const auto bytes = elements ? checked_multiply(*elements, size_of(dtype)) : std::nullopt;
  if (!bytes)
    throw Error(ErrorKind::resource, node.name + ": the result has more bytes than can be addressed");
  return *bytes;
}

// What each kind of work adds to the plan of its node.
struct WorkPlanner {
  PlannedNode& planned;
  Dtype dtype;  // of the result
  const Extents& extents;
  std::int64_t most_bytes;

  void operator()(const Contraction& contraction) {
    planned.schedule = make_schedule(contraction, planned.operands, dtype, most_bytes);
    planned.scratch_bytes = planned.schedule->scratch_bytes;
    planned.amount = planned.schedule->flops;
  }
  void operator()(const Elementwise& work) {
    planned.scratch_bytes = block_scratch_bytes(work, planned.operands);
  }
  void operator()(const Reduction& work) {
    planned.scratch_bytes = block_scratch_bytes(work, planned.operands.front());
  }
  void operator()(const ViewChange& change) {
    const auto view = changed(planned.operands.front(), change, extents);
    if (!view) return;
    planned.layout = *view;
    planned.is_view = true;
    planned.result_bytes = 0;
  }
};

class Planner {
 public:
  Planner(const Graph& graph, std::span<const NodeState> states, std::int64_t most_bytes)
      : graph_(graph), states_(states), most_bytes_(most_bytes) {}

  GraphPlan plan(NodeId wanted) {
    for (const NodeId id : order(wanted)) add(id);
    return std::move(plan_);
  }

 private:
  // Nodes without values that `wanted` needs, and itself. A graph may be a chain of any length: no recursion.
  std::set<NodeId> order(NodeId wanted) const {
    std::set<NodeId> found = {wanted};
    std::vector<NodeId> visited = {wanted};
    while (!visited.empty()) {
      const NodeId id = visited.back();
      visited.pop_back();
      for (const NodeId input : graph_[id].inputs) {
        if (states_[input].values == nullptr && found.insert(input).second) visited.push_back(input);
      }
    }
    return found;
  }

  void add(NodeId id) {
    const Node& node = graph_[id];
    PlannedNode planned;
    planned.node = id;
    for (const NodeId input : node.inputs) {
      planned.operands.push_back(layout_of(input));
      planned.operand_bytes = saturating_add(planned.operand_bytes, load(input));
    }
    const Extents extents = node.shape.extents();
    planned.layout = contiguous(*node.dtype, extents);
    planned.result_bytes = bytes_of(node, *node.dtype, extents);
    planned.amount = static_cast<double>(count(extents));
    std::visit(WorkPlanner{planned, *node.dtype, extents, most_bytes_}, *node.work);
    planned.held_bytes = held_;
    held_ = saturating_add(held_, saturating_add(planned.operand_bytes, planned.result_bytes));
    Held& own = held_nodes_[id];
    own.needed = states_[id].needed;
    own.bytes = planned.result_bytes;
    own.is_view = planned.is_view;
    places_[id] = plan_.nodes.size();
    plan_.nodes.push_back(std::move(planned));
    if (!own.is_view) release_inputs(id);
  }

  TensorView layout_of(NodeId id) const {
    if (const auto& values = states_[id].values) return values->layout();
    return plan_.nodes[places_.at(id)].layout;
  }

  struct Held {
    std::size_t needed = 0;
    std::int64_t bytes = 0;
    bool is_view = false;
  };

  // Of a node whose values were there before the plan.
  Held& held_before(NodeId id) {
    const auto [entry, is_new] = held_nodes_.try_emplace(id);
    if (is_new) entry->second = {states_[id].needed, 0, states_[id].is_view};
    return entry->second;
  }

  // Bytes that reading an input takes, the first time.
  std::int64_t load(NodeId id) {
    if (states_[id].values == nullptr) return 0;
    if (held_nodes_.contains(id)) return 0;
    Held& own = held_before(id);
    own.bytes = states_[id].values->buffer_bytes();
    return own.bytes;
  }

  // As the evaluation will: what nothing needs any more goes, and what a view was seen through with it.
  void release_inputs(NodeId id) {
    std::vector<NodeId> released = graph_[id].inputs;
    while (!released.empty()) {
      const NodeId input = released.back();
      released.pop_back();
      Held& own = held_before(input);
      if (--own.needed > 0) continue;
      held_ -= own.bytes;
      if (own.is_view)
        released.insert(released.end(), graph_[input].inputs.begin(), graph_[input].inputs.end());
    }
  }

  const Graph& graph_;
  std::span<const NodeState> states_;
  std::int64_t most_bytes_;
  std::int64_t held_ = 0;
  std::unordered_map<NodeId, Held> held_nodes_;
  std::unordered_map<NodeId, std::size_t> places_;
  GraphPlan plan_;
};

std::string way_of(const PlannedNode& planned) {
  if (planned.is_view) return "a view";
  if (!planned.schedule) return "in blocks";
  std::string text;
  for (const PlannedStep& step : planned.schedule->steps)
    text += (text.empty() ? "" : ", ") + std::string(name_of(step.plan.kernel));
  return text;
}

}  // namespace

GraphPlan make_plan(const Graph& graph, std::span<const NodeState> states, NodeId wanted,
                    std::int64_t most_bytes) {
  return Planner(graph, states, most_bytes).plan(wanted);
}

std::string GraphPlan::text(const Graph& graph) const {
  std::string text;
  for (const PlannedNode& planned : nodes) {
    const Node& node = graph[planned.node];
    text += "%" + std::to_string(planned.node) + " = " + node.name;
    for (const NodeId input : node.inputs) text += " %" + std::to_string(input);
    text += "  " + node.shape.text() + " " + std::string(name_of(planned.layout.dtype)) + "  " +
            way_of(planned) + ", " + std::to_string(planned.result_bytes) + " bytes\n";
  }
  return text;
}

}  // namespace tcalc
