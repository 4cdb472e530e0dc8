#include <algorithm>
#include <set>
#include <unordered_map>
#include <utility>

#include <tcalc/blocks/passes.hpp>
#include <tcalc/core/checked.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/graph/cuts.hpp>
#include <tcalc/graph/plan.hpp>
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
  const Graph& graph;
  PlannedNode& planned;
  std::int64_t most_bytes;

  void operator()(const Contraction& contraction) const {
    planned.schedule = make_schedule(contraction, planned.operands, planned.layout.dtype, most_bytes);
    planned.intermediate_bytes = planned.schedule->intermediate_bytes;
    planned.scratch_bytes = planned.schedule->scratch_bytes;
    planned.amount = planned.schedule->flops;
  }
  void operator()(const Elementwise&) const { plan_blocks(); }
  void operator()(const Reduction& reduction) const {
    plan_blocks();
    const Extents walked = graph[graph[planned.node].inputs[0]].shape.extents();
    if (const auto columns = columns_of(graph, planned.group(), planned.operands)) {
      planned.intermediate_bytes = column_bytes(*reduction.loop, *columns);
      planned.scratch_bytes += column_scratch_bytes(*reduction.loop);
    } else {
      planned.intermediate_bytes = reduction_bytes(rows_of(reduction, walked).length);
    }
    planned.amount = static_cast<double>(count(walked));
  }
  void operator()(const ViewChange& change) const {
    if (const auto view = changed(planned.operands.front(), change, planned.layout.extents)) show(*view);
  }
  // Its operands are laid out in memory first.
  void operator()(const Routine&) const {
    for (const TensorView& operand : planned.operands)
      planned.intermediate_bytes = saturating_add(
          planned.intermediate_bytes,
          checked_multiply(count(operand.extents), size_of(operand.dtype)).value_or(INT64_MAX));
  }
  void operator()(const Constant& constant) const { show(constant.value.view()); }

  void plan_blocks() const {
    if (goes_by_rows(graph, planned.group())) {
      planned.scratch_bytes =
          row_program(graph, planned.group(), planned.inputs, planned.operands).scratch_bytes();
      return;
    }
    planned.scratch_bytes =
        block_program(graph, planned.group(), planned.inputs, planned.operands).scratch_bytes();
  }
  void show(const TensorView& view) const {
    planned.layout = view;
    planned.is_view = true;
    planned.result_bytes = 0;
  }
};

class Planner {
 public:
  Planner(const Graph& graph, std::span<const NodeState> states, std::int64_t most_bytes)
      : graph_(graph), states_(states), most_bytes_(most_bytes) {}

  GraphPlan plan(NodeId wanted) {
    for (GroupsTogether& cut : find_cuts(graph_, states_, find_groups(graph_, states_, nodes_for(wanted)))) {
      if (cut.groups.size() > 1 && add_in_slabs(cut)) continue;
      for (NodeGroup& group : cut.groups) add(planned(group));
    }
    return std::move(plan_);
  }

 private:
  // Nodes without values that `wanted` needs, and itself. A graph may be a chain of any length: no recursion.
  std::vector<NodeId> nodes_for(NodeId wanted) const {
    std::set<NodeId> found = {wanted};
    std::vector<NodeId> visited = {wanted};
    while (!visited.empty()) {
      const NodeId id = visited.back();
      visited.pop_back();
      for (const NodeId input : graph_[id].inputs) {
        if (states_[input].values == nullptr && found.insert(input).second) visited.push_back(input);
      }
    }
    return {found.begin(), found.end()};
  }

  // But for the memory that is held beside it.
  PlannedNode planned(const NodeGroup& group) {
    const Node& node = graph_[group.root];
    PlannedNode planned;
    planned.node = group.root;
    planned.inputs = inputs_of(graph_, group);
    planned.members = group.members;
    for (const NodeId input : planned.inputs) planned.operands.push_back(layout_of(input));
    planned.layout = contiguous(*node.dtype, node.shape.extents());
    planned.result_bytes = bytes_of(node, *node.dtype, planned.layout.extents);
    planned.amount = static_cast<double>(count(planned.layout.extents));
    std::visit(WorkPlanner{graph_, planned, most_bytes_}, *node.work);
    layouts_[group.root] = planned.layout;
    return planned;
  }

  // Groups that are computed together; false where slabs of them would be too few.
  bool add_in_slabs(const GroupsTogether& cut) {
    std::vector<PlannedNode> before;
    for (const NodeGroup& group : cut.groups) before.push_back(planned(group));
    PlannedNode last = std::move(before.back());
    before.pop_back();
    last.before = std::move(before);
    if (!cut_into_slabs(last, graph_, cut.axes)) return false;
    const bool of_leaves = reduces_all(graph_, graph_[last.node]);
    std::int64_t most = saturating_add(last.scratch_bytes, of_leaves ? 0 : last.intermediate_bytes);
    for (const PlannedNode& step : last.before)
      most = std::max(most, saturating_add(step.scratch_bytes, step.intermediate_bytes));
    const bool in_flops = multiplies(last);
    if (in_flops && !last.schedule) last.amount = 0;
    for (const PlannedNode& step : last.before) {
      if (step.schedule.has_value() == in_flops) last.amount += step.amount;
    }
    if (!of_leaves) last.intermediate_bytes = 0;  // else that of the leaves of all slabs
    last.scratch_bytes = saturating_add(most, last.slabs.buffer_bytes());
    add(std::move(last));
    return true;
  }

  void add(PlannedNode planned) {
    const NodeId id = planned.node;
    for (const NodeId input : outer_inputs(planned))
      planned.operand_bytes = saturating_add(planned.operand_bytes, load(input));
    const auto hold_no_values = [&](NodeId member) {
      held_nodes_[member] = {states_[member].needed, 0, true};
    };
    for (const PlannedNode& step : planned.before) {
      std::ranges::for_each(step.members, hold_no_values);
      hold_no_values(step.node);
    }
    std::ranges::for_each(planned.members, hold_no_values);
    planned.held_bytes = held_;
    held_ = saturating_add(held_, saturating_add(planned.operand_bytes, planned.result_bytes));
    held_nodes_[id] = {states_[id].needed, planned.result_bytes, planned.is_view};
    const bool is_view = planned.is_view;
    plan_.nodes.push_back(std::move(planned));
    if (!is_view) release_inputs(id);
  }

  TensorView layout_of(NodeId id) const {
    if (const auto& values = states_[id].values) return values->layout();
    return layouts_.at(id);
  }

  struct Held {
    std::size_t needed = 0;
    std::int64_t bytes = 0;
    bool holds_inputs = false;  // until nothing needs it
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
      if (own.holds_inputs)
        released.insert(released.end(), graph_[input].inputs.begin(), graph_[input].inputs.end());
    }
  }

  const Graph& graph_;
  std::span<const NodeState> states_;
  std::int64_t most_bytes_;
  std::int64_t held_ = 0;
  std::unordered_map<NodeId, Held> held_nodes_;
  std::unordered_map<NodeId, TensorView> layouts_;
  GraphPlan plan_;
};

}  // namespace

std::vector<NodeId> outer_inputs(const PlannedNode& planned) {
  if (planned.before.empty()) return planned.inputs;
  std::vector<NodeId> inputs;
  std::set<NodeId> known;
  const auto add = [&](const PlannedNode& step) {
    for (const NodeId input : step.inputs) {
      if (known.insert(input).second) inputs.push_back(input);
    }
  };
  for (const PlannedNode& step : planned.before) known.insert(step.node);
  std::ranges::for_each(planned.before, add);
  add(planned);
  return inputs;
}

bool multiplies(const PlannedNode& planned) {
  return planned.schedule.has_value() || std::ranges::any_of(planned.before, multiplies);
}

bool may_call_blas(const PlannedNode& planned) {
  return (planned.schedule && may_call_blas(*planned.schedule)) ||
         std::ranges::any_of(planned.before, [](const PlannedNode& step) { return may_call_blas(step); });
}

std::string way_of(const Graph& graph, const PlannedNode& planned) {
  const Node& node = graph[planned.node];
  if (planned.is_view) return node.get_if<Constant>() != nullptr ? "a constant" : "a view";
  if (node.get_if<ViewChange>() != nullptr) return "a copy";
  if (node.get_if<Routine>() != nullptr) return "as a whole";
  if (!planned.schedule) return goes_by_rows(graph, planned.group()) ? "in rows" : "in blocks";
  std::string text;
  for (const PlannedStep& step : planned.schedule->steps)
    text += (text.empty() ? "" : ", ") + std::string(name_of(step.plan.kernel));
  return text;
}

GraphPlan make_plan(const Graph& graph, std::span<const NodeState> states, NodeId wanted,
                    std::int64_t most_bytes) {
  return Planner(graph, states, most_bytes).plan(wanted);
}

std::string GraphPlan::text(const Graph& graph) const {
  std::string text;
  for (const PlannedNode& planned : nodes) {
    for (const PlannedNode& step : planned.before) {
      for (const NodeId member : step.members) text += "    " + text_of(graph, member) + "\n";
      text += formatted("  {}  {}, in slabs\n", text_of(graph, step.node), way_of(graph, step));
    }
    for (const NodeId member : planned.members) text += "  " + text_of(graph, member) + "\n";
    text += formatted("{}  {}, {} bytes\n", text_of(graph, planned.node), way_of(graph, planned),
                      planned.result_bytes);
  }
  return text;
}

}  // namespace tcalc
