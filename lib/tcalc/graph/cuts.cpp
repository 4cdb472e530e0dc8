#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>

#include <tcalc/core/checked.hpp>
#include <tcalc/graph/cuts.hpp>
#include <tcalc/plan/path.hpp>

namespace tcalc {

namespace {

// As many rows keep all threads busy, and as many groups a plan short.
constexpr std::int64_t fewest_rows = 8;
constexpr std::size_t most_groups = 32;

// Fewer axes make larger slabs: they are worth it only where much more is never whole.
constexpr double worth_fewer_axes = 1.25;

bool is_view(const Node& node) { return node.get_if<ViewChange>() != nullptr; }

std::int64_t bytes_of(const Node& node) {
  const auto elements = checked_product(node.shape.extents());
  const auto bytes = elements ? checked_multiply(*elements, size_of(*node.dtype)) : std::nullopt;
  return bytes.value_or(INT64_MAX);
}

std::int64_t rows_along(const Shape& shape, int axes) {
  std::int64_t rows = 1;
  for (int axis = 0; axis < axes; ++axis) rows *= shape[axis].size();
  return rows;
}

int equal_axes(const Shape& x, const Shape& y) {
  const int most = std::min(x.rank(), y.rank());
  int axes = 0;
  while (axes < most && x[axes] == y[axes]) ++axes;
  return axes;
}

// How many leading axes a change leaves as they are. A reshape needs no copy where its operand was computed.
struct KeptAxes {
  const Graph& graph;
  const Node& node;

  int operator()(const Permutation& permutation) const {
    int axes = 0;
    while (axes < node.shape.rank() && permutation.axes[static_cast<std::size_t>(axes)] == axes) ++axes;
    return axes;
  }
  int operator()(const Reshape&) const { return is_view(operand()) ? 0 : same(); }
  int operator()(const Broadcast&) const { return operand().shape.rank() == node.shape.rank() ? same() : 0; }
  int operator()(const Walk& walk) const {
    const int most = same();
    for (int axis = 0; axis < most; ++axis) {
      const auto place = static_cast<std::size_t>(axis);
      const bool stays = walk.starts[place] == Dim(0) && walk.axes[place].size() == 1 &&
                         walk.axes[place].front() == Walk::Step{axis, 1};
      if (!stays) return axis;
    }
    return most;
  }

  const Node& operand() const { return graph[node.inputs[0]]; }
  int same() const { return equal_axes(operand().shape, node.shape); }
};

// How many leading axes of a group's result can be cut at all.
struct CutAxes {
  const Graph& graph;
  const NodeGroup& group;

  int operator()(const Contraction& contraction) const {
    const Node& node = root();
    if (node.inputs.size() != 2) return 0;
    const Extents a = graph[node.inputs[0]].shape.extents(), b = graph[node.inputs[1]].shape.extents();
    const bool has_work = count(a) > 0 && count(b) > 0;
    return has_work && is_one_step(contraction, a, b) ? node.shape.rank() : 0;
  }
  int operator()(const Elementwise&) const {
    return root().shape.rank() - (goes_by_rows(graph, group) ? 1 : 0);
  }
  int operator()(const Reduction& reduction) const {
    return reduction.axes.empty() ? root().shape.rank() : reduction.axes.front();
  }
  int operator()(const ViewChange& change) const { return std::visit(KeptAxes{graph, root()}, change); }
  int operator()(const Routine&) const { return 0; }
  int operator()(const Constant&) const { return 0; }

  const Node& root() const { return graph[group.root]; }
};

// Along how many leading axes a product takes of an operand what its own index says.
int axes_of_operand(const Contraction& contraction, std::size_t operand, const Extents& extents) {
  const AxisLabels& labels = contraction.operands[operand];
  std::size_t axes = 0;
  for (; axes < std::min(labels.size(), contraction.result.size()); ++axes) {
    const int label = labels[axes];
    const bool fits = contraction.result[axes] == label && contraction.extent(label).is(extents[axes]) &&
                      std::ranges::count(labels, label) == 1 &&
                      std::ranges::count(contraction.result, label) == 1;
    if (!fits) break;
  }
  return static_cast<int>(axes);
}

class Cutting {
 public:
  Cutting(const Graph& graph, std::span<const NodeState> states, std::vector<NodeGroup> groups)
      : graph_(graph), states_(states), groups_(std::move(groups)) {
    for (std::size_t place = 0; place < groups_.size(); ++place) places_[groups_[place].root] = place;
    for (std::size_t place = 0; place < groups_.size(); ++place) {
      for (const NodeId member : groups_[place].members) add_uses(member, place);
      add_uses(groups_[place].root, place);
    }
  }

  std::vector<GroupsTogether> cuts() && {
    std::vector<GroupsTogether> cuts;
    std::set<std::size_t> left;
    for (std::size_t place = 0; place < groups_.size(); ++place) left.insert(left.end(), place);
    while (!left.empty()) {
      const std::size_t last = *left.rbegin();
      const Region region = best_region(last);
      GroupsTogether cut;
      for (const std::size_t place : region.places) {
        cut.groups.push_back(std::move(groups_[place]));
        left.erase(place);
      }
      cut.axes = region.axes;
      cuts.push_back(std::move(cut));
    }
    std::ranges::reverse(cuts);
    return cuts;
  }

 private:
  struct Use {
    std::size_t place;  // of the group that takes it
    int axes;           // along which it takes what its own index says
  };
  struct Region {
    std::set<std::size_t> places;
    int axes = 0;
    std::int64_t bytes = 0;  // that pass between its groups
  };

  void add_uses(NodeId id, std::size_t place) {
    const Node& node = graph_[id];
    for (std::size_t operand = 0; operand < node.inputs.size(); ++operand) {
      const NodeId input = node.inputs[operand];
      if (places_.contains(input)) uses_[input].push_back({place, axes_of_use(id, operand, place)});
    }
  }

  int axes_of_use(NodeId id, std::size_t operand, std::size_t place) const {
    const Node& node = graph_[id];
    const Shape& input = graph_[node.inputs[operand]].shape;
    if (const auto* contraction = node.get_if<Contraction>())
      return axes_of_operand(*contraction, operand, input.extents());
    if (is_view(node)) return cut_axes(place);
    if (node.get_if<Reduction>() != nullptr) return input.rank();
    const Node& root = graph_[groups_[place].root];
    const Shape& walked = root.get_if<Reduction>() != nullptr ? graph_[root.inputs[0]].shape : root.shape;
    return input.rank() == walked.rank() ? equal_axes(input, walked) : 0;
  }

  int cut_axes(std::size_t place) const {
    const NodeGroup& group = groups_[place];
    return std::visit(CutAxes{graph_, group}, *graph_[group.root].work);
  }

  const Shape& cut_shape(std::size_t last) const {
    const Node& root = graph_[groups_[last].root];
    return reduces_all(graph_, root) ? graph_[root.inputs[0]].shape : root.shape;
  }

  Region best_region(std::size_t last) const {
    Region best = {{last}};
    const Node& root = graph_[groups_[last].root];
    if (is_view(root)) return best;
    const int most = reduces_all(graph_, root) ? cut_shape(last).rank() : cut_axes(last);
    for (int axes = most; axes > 0; --axes) {
      if (rows_along(cut_shape(last), axes) < fewest_rows) break;
      Region region = region_of(last, axes);
      const bool is_better =
          static_cast<double>(region.bytes) > worth_fewer_axes * static_cast<double>(best.bytes);
      if (region.bytes >= least_cut_bytes && is_better) best = std::move(region);
    }
    return best;
  }

  // The groups that lead to the last one, cut along so many axes.
  Region region_of(std::size_t last, int axes) const {
    Region region = {{last}, axes};
    const std::int64_t rows = rows_along(cut_shape(last), axes);
    std::set<NodeId> open;
    const auto open_inputs = [&](std::size_t place) {
      for (const NodeId input : inputs_of(graph_, groups_[place])) {
        if (places_.contains(input)) open.insert(input);
      }
    };
    open_inputs(last);
    while (!open.empty() && region.places.size() < most_groups) {
      const NodeId id = *open.rbegin();  // all that take it are decided on
      open.erase(id);
      const std::size_t place = places_.at(id);
      const std::int64_t bytes =
          is_view(graph_[id]) ? region.bytes : saturating_add(region.bytes, bytes_of(graph_[id]));
      if (!joins(place, region) || bytes / rows > most_slab_bytes) continue;
      region.bytes = bytes;
      region.places.insert(place);
      open_inputs(place);
    }
    drop_views_of_others(region);
    return region;
  }

  bool joins(std::size_t place, const Region& region) const {
    const NodeId id = groups_[place].root;
    const std::vector<Use>& uses = uses_.at(id);
    return uses.size() == states_[id].needed && cut_axes(place) >= region.axes &&
           std::ranges::all_of(uses, [&](const Use& use) {
             return use.axes >= region.axes && region.places.contains(use.place);
           });
  }

  // What is seen of others' values is seen as well when it is there whole.
  void drop_views_of_others(Region& region) const {
    for (auto place = region.places.begin(); place != region.places.end();) {
      const Node& node = graph_[groups_[*place].root];
      const auto base = is_view(node) ? places_.find(node.inputs[0]) : places_.end();
      const bool is_of_other =
          is_view(node) && (base == places_.end() || !region.places.contains(base->second));
      place = is_of_other ? region.places.erase(place) : std::next(place);
    }
  }

  const Graph& graph_;
  std::span<const NodeState> states_;
  std::vector<NodeGroup> groups_;
  std::unordered_map<NodeId, std::size_t> places_;     // of groups, by root
  std::unordered_map<NodeId, std::vector<Use>> uses_;  // of roots
};

}  // namespace

std::vector<GroupsTogether> find_cuts(const Graph& graph, std::span<const NodeState> states,
                                      std::vector<NodeGroup> groups) {
  return Cutting(graph, states, std::move(groups)).cuts();
}

}  // namespace tcalc
