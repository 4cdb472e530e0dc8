#include <algorithm>
#include <numeric>
#include <unordered_map>
#include <utility>

#include <tcalc/core/checked.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/evaluate/block_program.hpp>
#include <tcalc/evaluate/evaluate.hpp>
#include <tcalc/evaluate/passes.hpp>
#include <tcalc/kernel/run_schedule.hpp>
#include <tcalc/plan/schedule.hpp>
#include <tcalc/view/broadcast.hpp>
#include <tcalc/view/transpose.hpp>

namespace tcalc::expression {

namespace {

// Buffers of a group stay in a second-level cache.
constexpr std::size_t most_members = 32;

std::int64_t bytes_of(const Node& node) {
  const std::int64_t elements = count(node.shape.extents());
  const auto bytes = checked_multiply(elements, size_of(*node.dtype));
  if (!bytes)
    throw Error(ErrorKind::resource,
                node.name + ": shape " + node.shape.text() + " has more bytes than can be addressed");
  return *bytes;
}

// An address that a layout without data computes with; nothing is read there.
const std::byte* no_data() { return reinterpret_cast<const std::byte*>(std::uintptr_t{1} << 40); }

TensorView contiguous_layout(const Node& node) {
  TensorView view = contiguous(*node.dtype, node.shape.extents());
  view.data = no_data();
  return view;
}

}  // namespace

Array laid_out(const Array& array) { return to_array(converted(array.view, array.view.dtype)); }

Evaluation::Evaluation(const Graph& graph, NodeId result, const Inputs& inputs, int threads,
                       std::int64_t most_bytes)
    : graph_(graph), result_(result), inputs_(inputs), threads_(threads), most_bytes_(most_bytes) {
  find_needed();
  find_groups();
  find_last_uses();
  measure();
}

void Evaluation::find_needed() {
  needed_.assign(graph_.size(), false);
  needed_[result_] = true;
  for (NodeId id = result_ + 1; id-- > 0;) {
    if (!needed_[id]) continue;
    for (const NodeId input : node(id).inputs) needed_[input] = true;
  }
}

const Shape& Evaluation::domain(NodeId root) const {
  const bool reduces = std::holds_alternative<Reduction>(node(root).work);
  return reduces ? node(node(root).inputs[0]).shape : node(root).shape;
}

// An elementwise node joins its users where they all are of one group and it has the shape of that.
void Evaluation::find_groups() {
  constexpr NodeId none = UINT32_MAX;
  group_.assign(graph_.size(), none);
  std::vector<NodeId> wanted(graph_.size(), none);  // the group of the users so far
  std::vector<bool> alone(graph_.size(), false);
  std::vector<std::size_t> sizes(graph_.size(), 0);
  for (NodeId id = result_ + 1; id-- > 0;) {
    if (!needed_[id]) continue;
    const bool elementwise = std::holds_alternative<Elementwise>(node(id).work);
    const NodeId group = wanted[id];
    const bool joins = elementwise && id != result_ && !alone[id] && group != none &&
                       node(id).shape == domain(group) && sizes[group] < most_members;
    group_[id] = joins ? group : id;
    if (elementwise) ++sizes[group_[id]];
    const bool takes_members = elementwise || std::holds_alternative<Reduction>(node(id).work);
    for (const NodeId input : node(id).inputs) {
      if (!takes_members || (wanted[input] != none && wanted[input] != group_[id])) alone[input] = true;
      wanted[input] = group_[id];
    }
  }
  members_.resize(graph_.size());
  for (NodeId id = 0; id <= result_; ++id) {
    if (needed_[id] && std::holds_alternative<Elementwise>(node(id).work)) members_[group_[id]].push_back(id);
  }
}

void Evaluation::find_last_uses() {
  last_use_.assign(graph_.size(), 0);
  last_use_[result_] = UINT32_MAX;
  for (NodeId id = result_ + 1; id-- > 0;) {
    if (!needed_[id]) continue;
    // What a view shows lives as long as the view.
    const bool is_view = std::holds_alternative<View>(node(id).work);
    const NodeId until = is_view ? last_use_[id] : group_[id];
    for (const NodeId input : node(id).inputs) last_use_[input] = std::max(last_use_[input], until);
  }
  ends_.resize(static_cast<std::size_t>(result_) + 1);
  for (NodeId id = 0; id <= result_; ++id) {
    if (is_root(id) && last_use_[id] <= result_) ends_[last_use_[id]].push_back(id);
  }
}

bool Evaluation::is_computed() const {
  const Work& work = node(result_).work;
  return !std::holds_alternative<Leaf>(work) && !std::holds_alternative<Constant>(work) &&
         !std::holds_alternative<View>(work);
}

std::vector<std::size_t> Evaluation::places() const {
  std::vector<std::size_t> places;
  for (NodeId id = 0; id <= result_; ++id) {
    const auto* leaf = std::get_if<Leaf>(&node(id).work);
    if (needed_[id] && leaf != nullptr) places.push_back(leaf->place);
  }
  std::ranges::sort(places);
  return places;
}

// Where a node's values will lie; `scratch` is what its computation needs beside its result.
TensorView Evaluation::layout(NodeId id, std::vector<TensorView>& layouts, std::int64_t& scratch) const {
  const Node& found = node(id);
  if (const auto* leaf = std::get_if<Leaf>(&found.work)) {
    TensorView view = inputs_.layout(leaf->place);
    if (view.data == nullptr) view.data = no_data();
    return view;
  }
  if (const auto* constant = std::get_if<Constant>(&found.work)) return constant->value.view();
  if (const auto* view = std::get_if<View>(&found.work)) {
    if (const auto changed = view->change(layouts[found.inputs[0]])) return *changed;
    scratch = bytes_of(found);
    return *view->change(contiguous_layout(node(found.inputs[0])));
  }
  if (const auto* contraction = std::get_if<Contraction>(&found.work)) {
    std::vector<TensorView> operands;
    for (const NodeId input : found.inputs) operands.push_back(layouts[input]);
    for (TensorView& operand : operands) operand.data = nullptr;
    const Schedule schedule = make_schedule(*contraction, operands, found.dtype, most_bytes_);
    scratch = saturating_add(schedule.intermediate_bytes,
                             checked_multiply(schedule.scratch_bytes, threads_).value_or(INT64_MAX));
  }
  if (std::holds_alternative<Routine>(found.work)) {
    for (const NodeId input : found.inputs) scratch = saturating_add(scratch, bytes_of(node(input)));
  }
  return contiguous_layout(found);
}

void Evaluation::measure() {
  std::vector<TensorView> layouts(graph_.size());
  std::vector<std::int64_t> held(graph_.size(), 0);
  std::int64_t now = 0;
  for (NodeId id = 0; id <= result_; ++id) {
    if (!is_root(id)) continue;
    std::int64_t scratch = 0;
    layouts[id] = layout(id, layouts, scratch);
    const Work& work = node(id).work;
    const bool owned = !std::holds_alternative<Leaf>(work) && !std::holds_alternative<Constant>(work);
    if (owned) held[id] = std::holds_alternative<View>(work) ? scratch : bytes_of(node(id));
    if (std::holds_alternative<View>(work)) scratch = 0;
    now = saturating_add(now, held[id]);
    peak_bytes_ = std::max(peak_bytes_, saturating_add(now, scratch));
    for (const NodeId ended : ends_[id]) now -= held[ended];
  }
}

Array Evaluation::run(std::byte* target) {
  values_.assign(graph_.size(), {});
  for (NodeId id = 0; id <= result_; ++id) {
    if (!is_root(id)) continue;
    values_[id] = compute(id, id == result_ ? target : nullptr);
    for (const NodeId ended : ends_[id]) values_[ended] = {};
  }
  return std::move(values_[result_]);
}

Array Evaluation::compute(NodeId id, std::byte* target) {
  const Node& found = node(id);
  if (const auto* leaf = std::get_if<Leaf>(&found.work)) return inputs_.load(leaf->place);
  if (const auto* constant = std::get_if<Constant>(&found.work)) return to_array(constant->value);
  if (std::holds_alternative<View>(found.work)) return changed(id);
  if (const auto* routine = std::get_if<Routine>(&found.work)) {
    std::vector<TensorView> views;
    for (const NodeId input : found.inputs) views.push_back(values_[input].view);
    Tensor result(*found.dtype, extents(id));
    routine->run(views, result, threads_);
    if (target != nullptr) convert_into(result.view(), *found.dtype, target);
    return to_array(std::move(result));
  }
  Array array;
  if (target == nullptr) {
    Tensor result(*found.dtype, extents(id));
    target = result.data();
    array = to_array(std::move(result));
  } else {
    array.view = contiguous(*found.dtype, extents(id));
    array.view.data = target;
  }
  if (std::holds_alternative<Elementwise>(found.work)) compute_elementwise(id, target);
  if (std::holds_alternative<Reduction>(found.work)) compute_reduction(id, target);
  if (std::holds_alternative<Contraction>(found.work)) contract(id, target);
  return array;
}

Array Evaluation::changed(NodeId id) {
  const NodeId input = node(id).inputs[0];
  const View& view = std::get<View>(node(id).work);
  if (const auto changed = view.change(values_[input].view)) return {*changed, values_[input].owner};
  const Array copy = laid_out(values_[input]);
  return {*view.change(copy.view), copy.owner};
}

namespace {

// The steps of a group; its views in the order of axes that is asked for.
class GroupProgram {
 public:
  GroupProgram(const Graph& graph, const std::vector<Array>& values, const Extents& domain,
               const std::vector<int>& order)
      : graph_(graph), values_(values), domain_(domain), order_(order) {}

  int slot_of(NodeId id) {
    if (const auto known = slots_.find(id); known != slots_.end()) return known->second;
    const int slot = program.add_input(transposed(broadcast_to(values_[id].view, domain_), order_));
    slots_.emplace(id, slot);
    return slot;
  }

  void add(NodeId id) {
    const auto& work = std::get<Elementwise>(graph_[id].work);
    std::vector<int> operands;
    for (std::size_t i = 0; i < graph_[id].inputs.size(); ++i)
      operands.push_back(program.add_conversion(slot_of(graph_[id].inputs[i]), work.dtypes[i]));
    slots_[id] = work.run == nullptr ? operands[0] : program.add_step(work.run, operands, *graph_[id].dtype);
  }

  BlockProgram program;

 private:
  const Graph& graph_;
  const std::vector<Array>& values_;
  const Extents& domain_;
  const std::vector<int>& order_;
  std::unordered_map<NodeId, int> slots_;
};

}  // namespace

void Evaluation::compute_elementwise(NodeId root, std::byte* result) {
  const Extents all = extents(root);
  std::vector<int> order(all.size());
  std::iota(order.begin(), order.end(), 0);
  GroupProgram group(graph_, values_, all, order);
  for (const NodeId id : members_[root]) group.add(id);
  group.program.finish(group.slot_of(root));
  run_blocks(group.program, count(all), size_of(*node(root).dtype), threads_, result);
}

void Evaluation::compute_reduction(NodeId root, std::byte* result) {
  const auto& work = std::get<Reduction>(node(root).work);
  const NodeId input = node(root).inputs[0];
  const Extents all = extents(input);
  std::vector<int> order;
  std::int64_t kept = 1, reduced = 1;
  for (std::size_t axis = 0; axis < all.size(); ++axis) {
    if (std::ranges::find(work.axes, static_cast<int>(axis)) != work.axes.end()) continue;
    order.push_back(static_cast<int>(axis));
    kept *= all[axis];
  }
  for (const int axis : work.axes) {
    order.push_back(axis);
    reduced *= all[static_cast<std::size_t>(axis)];
  }
  GroupProgram group(graph_, values_, all, order);
  for (const NodeId id : members_[root]) group.add(id);
  group.program.finish(group.slot_of(input));
  reduce_rows(group.program, *work.loop, kept, reduced, threads_, result);
}

void Evaluation::contract(NodeId id, std::byte* result) {
  const auto& contraction = std::get<Contraction>(node(id).work);
  std::vector<TensorView> operands;
  for (const NodeId input : node(id).inputs) operands.push_back(values_[input].view);
  run_schedule(make_schedule(contraction, operands, node(id).dtype, most_bytes_), operands, result, threads_);
}

}  // namespace tcalc::expression
