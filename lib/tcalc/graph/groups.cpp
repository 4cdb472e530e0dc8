#include <algorithm>
#include <numeric>
#include <unordered_map>

#include <tcalc/graph/groups.hpp>
#include <tcalc/view/axes.hpp>
#include <tcalc/view/broadcast.hpp>
#include <tcalc/view/transpose.hpp>

namespace tcalc {

namespace {

// Buffers of a group stay in a second-level cache.
constexpr std::size_t most_members = 32;

// Elements of a piece of columns, fewer of which are read more quickly as rows.
constexpr std::int64_t fewest_columns = 4096;

bool is_elementwise(const Node& node) { return node.get_if<Elementwise>() != nullptr; }

// What a node's blocks are cut from: the result, or what is reduced; null where there are none.
const Shape* domain(const Graph& graph, const Node& node) {
  if (is_elementwise(node)) return &node.shape;
  return node.get_if<Reduction>() != nullptr ? &graph[node.inputs[0]].shape : nullptr;
}

// With one element for each row.
Shape one_for_each_row(const Shape& shape) {
  Dims dims = shape.dims();
  dims.back() = 1;
  return Shape(std::move(dims));
}

bool has_rows(const Shape& shape) {
  if (shape.rank() == 0) return false;
  const Dim& length = shape[shape.rank() - 1];
  return length.is_known() && length.size() > 1 && length.size() <= longest_row;
}

// Whether a node can be computed with each row of a function of elements.
bool is_of_rows(const Graph& graph, const Node& node, const Node& root) {
  if (!is_elementwise(root) || !has_rows(root.shape) || node.shape != one_for_each_row(root.shape))
    return false;
  const auto* reduction = node.get_if<Reduction>();
  if (reduction == nullptr) return is_elementwise(node);
  return graph[node.inputs[0]].shape == root.shape && reduction->axes == std::vector{root.shape.rank() - 1};
}

// From the end to the beginning: a node joins its users where they all are of one group.
class Grouping {
 public:
  Grouping(const Graph& graph, std::span<const NodeState> states, const std::vector<NodeId>& nodes)
      : graph_(graph), states_(states) {
    for (const NodeId id : nodes) users_[id];
    for (auto id = nodes.rbegin(); id != nodes.rend(); ++id) place(*id);
  }

  std::vector<NodeGroup> groups() && {
    std::vector<NodeGroup> groups;
    for (auto& [root, members] : members_) {
      std::ranges::reverse(members);
      groups.push_back({root, std::move(members)});
    }
    return groups;
  }

 private:
  struct Users {
    std::optional<NodeId> group;  // of all of them
    bool differ = false;
    std::size_t count = 0;
  };

  void place(NodeId id) {
    const Node& node = graph_[id];
    const Users& users = users_[id];
    const bool joins = users.group && !users.differ && users.count == states_[id].needed &&
                       fits(node, graph_[*users.group]) && members_[*users.group].size() < most_members;
    const NodeId group = joins ? *users.group : id;
    if (joins)
      members_[group].push_back(id);
    else
      members_[id];
    const bool takes_members = domain(graph_, node) != nullptr;
    for (const NodeId input : node.inputs) {
      const auto found = users_.find(input);
      if (found == users_.end()) continue;
      Users& others = found->second;
      ++others.count;
      others.differ = others.differ || !takes_members || others.group.value_or(group) != group;
      others.group = group;
    }
  }

  bool fits(const Node& node, const Node& root) const {
    return (is_elementwise(node) && node.shape == *domain(graph_, root)) || is_of_rows(graph_, node, root);
  }

  const Graph& graph_;
  std::span<const NodeState> states_;
  std::unordered_map<NodeId, Users> users_;
  std::map<NodeId, std::vector<NodeId>> members_;
};

// Axes in the order in which blocks walk over them: those that are reduced last.
AxisList walked_axes(const Node& root, int rank) {
  AxisList axes(static_cast<std::size_t>(rank));
  std::iota(axes.begin(), axes.end(), 0);
  if (const auto* reduction = root.get_if<Reduction>()) {
    // Clang 14 cannot read the one of std::ranges with GCC 12's library.
    std::stable_partition(axes.begin(), axes.end(), [&](int axis) {
      return std::ranges::find(reduction->axes, axis) == reduction->axes.end();
    });
  }
  return axes;
}

}  // namespace

std::vector<NodeGroup> find_groups(const Graph& graph, std::span<const NodeState> states,
                                   const std::vector<NodeId>& nodes) {
  return Grouping(graph, states, nodes).groups();
}

std::vector<NodeId> inputs_of(const Graph& graph, const NodeGroup& group) {
  if (domain(graph, graph[group.root]) == nullptr) return graph[group.root].inputs;
  std::vector<NodeId> inputs;
  const auto add = [&](NodeId id) {
    for (const NodeId input : graph[id].inputs) {
      const bool is_known = std::ranges::find(group.members, input) != group.members.end() ||
                            std::ranges::find(inputs, input) != inputs.end();
      if (!is_known) inputs.push_back(input);
    }
  };
  for (const NodeId member : group.members) add(member);
  add(group.root);
  return inputs;
}

BlockProgram block_program(const Graph& graph, const NodeGroup& group, std::span<const NodeId> inputs,
                           std::span<const TensorView> views) {
  const Node& root = graph[group.root];
  const Extents extents = domain(graph, root)->extents();
  const AxisList axes = columns_of(graph, group, views) ? axis_range(0, static_cast<int>(extents.size()))
                                                        : walked_axes(root, static_cast<int>(extents.size()));
  BlockProgram program;
  std::unordered_map<NodeId, int> slots;
  for (std::size_t place = 0; place < inputs.size(); ++place)
    slots[inputs[place]] = program.add_input(transposed(broadcast_to(views[place], extents), axes));
  const auto add = [&](NodeId id) {
    const Node& node = graph[id];
    const auto& work = *node.get_if<Elementwise>();
    std::vector<int> operands;
    for (std::size_t i = 0; i < node.inputs.size(); ++i)
      operands.push_back(program.add_conversion(slots.at(node.inputs[i]), work.dtypes[i]));
    slots[id] = work.run == nullptr ? operands[0] : program.add_step(work.run, operands, *node.dtype);
  };
  for (const NodeId member : group.members) add(member);
  if (is_elementwise(root)) add(group.root);
  program.finish(slots.at(is_elementwise(root) ? group.root : root.inputs[0]));
  return program;
}

bool goes_by_rows(const Graph& graph, const NodeGroup& group) {
  return std::ranges::any_of(group.members,
                             [&](NodeId member) { return graph[member].get_if<Reduction>() != nullptr; });
}

RowProgram row_program(const Graph& graph, const NodeGroup& group, std::span<const NodeId> inputs,
                       std::span<const TensorView> views) {
  const Shape& whole = graph[group.root].shape;
  const Extents extents = whole.extents();
  RowProgram program(extents.back());
  // Of each node what there is of it: one for each place, one for each row.
  std::unordered_map<NodeId, int> places, rows;
  const auto slot_of = [&](NodeId id, bool per_row) {
    auto& known = per_row ? rows : places;
    if (const auto found = known.find(id); found != known.end()) return found->second;
    if (const auto found = rows.find(id); !per_row && found != rows.end())
      return known[id] = program.add_spread(found->second);
    const auto input = static_cast<std::size_t>(std::ranges::find(inputs, id) - inputs.begin());
    Extents shown = extents;
    if (per_row) shown.back() = 1;
    return known[id] = program.add_input(broadcast_to(views[input], shown), per_row);
  };
  const auto add = [&](NodeId id) {
    const Node& node = graph[id];
    if (const auto* reduction = node.get_if<Reduction>()) {
      rows[id] = program.add_reduction(*reduction->loop, slot_of(node.inputs[0], false));
      return;
    }
    const auto& work = *node.get_if<Elementwise>();
    const bool per_row = node.shape != whole;
    std::vector<int> operands;
    for (std::size_t i = 0; i < node.inputs.size(); ++i)
      operands.push_back(program.add_conversion(slot_of(node.inputs[i], per_row), work.dtypes[i]));
    (per_row ? rows : places)[id] =
        work.run == nullptr ? operands[0] : program.add_step(work.run, operands, *node.dtype);
  };
  for (const NodeId member : group.members) add(member);
  add(group.root);
  program.finish(places.at(group.root));
  return program;
}

bool reduces_all(const Graph& graph, const Node& node) {
  const auto* reduction = node.get_if<Reduction>();
  return reduction != nullptr && !reduction->axes.empty() &&
         static_cast<int>(reduction->axes.size()) == graph[node.inputs[0]].shape.rank();
}

ReducedRows rows_of(const Reduction& reduction, const Extents& operand) {
  ReducedRows all;
  for (std::size_t axis = 0; axis < operand.size(); ++axis) {
    const bool is_reduced = std::ranges::find(reduction.axes, static_cast<int>(axis)) != reduction.axes.end();
    (is_reduced ? all.length : all.rows) *= operand[axis];
  }
  return all;
}

std::optional<ReducedColumns> columns_of(const Graph& graph, const NodeGroup& group,
                                         std::span<const TensorView> views) {
  const auto* reduction = graph[group.root].get_if<Reduction>();
  if (reduction == nullptr || reduction->loop->columns == nullptr || reduction->axes.empty())
    return std::nullopt;
  const Extents extents = domain(graph, graph[group.root])->extents();
  const auto first = static_cast<std::size_t>(reduction->axes.front()),
             last = static_cast<std::size_t>(reduction->axes.back());
  if (last - first + 1 != reduction->axes.size()) return std::nullopt;
  ReducedColumns columns;
  for (std::size_t axis = 0; axis < extents.size(); ++axis)
    (axis < first ? columns.outer : axis > last ? columns.inner : columns.length) *= extents[axis];
  const auto lies_so = [&](const TensorView& view) {
    return view.extents == extents && view.strides.back() == 1;
  };
  const bool worth = columns.inner > 1 && columns.length > 1 && columns.outer > 0 &&
                     columns.length * columns.inner >= fewest_columns;
  return worth && std::ranges::any_of(views, lies_so) ? std::optional(columns) : std::nullopt;
}

}  // namespace tcalc
