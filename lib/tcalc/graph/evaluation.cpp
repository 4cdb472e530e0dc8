#include <algorithm>
#include <utility>

#include <tcalc/core/checked.hpp>
#include <tcalc/graph/compute.hpp>
#include <tcalc/graph/evaluation.hpp>
#include <tcalc/graph/share.hpp>
#include <tcalc/os/cleanup.hpp>
#include <tcalc/view/apply.hpp>

namespace tcalc {

namespace {

// What a view shows.
std::shared_ptr<Values> viewed(const Node& node, const PlannedNode& planned,
                               const std::vector<NodeState>& states) {
  if (const auto* constant = node.get_if<Constant>())
    return std::make_shared<ArrayValues>(to_array(constant->value));
  const std::shared_ptr<Values>& base = states[node.inputs.front()].values;
  return std::make_shared<ViewValues>(
      *changed(base->values(), *node.get_if<ViewChange>(), planned.layout.extents), base);
}

// Pages of a mapped file that were read once, and are not read again, stay in memory up to so many bytes.
constexpr std::int64_t bytes_of_pages = std::int64_t{4} << 20;

std::int64_t bytes_read(const PlannedNode& planned) {
  std::int64_t bytes = 0;
  for (const TensorView& operand : planned.operands)
    bytes = saturating_add(
        bytes, checked_multiply(count(operand.extents), size_of(operand.dtype)).value_or(INT64_MAX));
  return bytes;
}

// Whether it walks over large operands from the beginning to the end.
bool reads_once(const PlannedNode& planned) {
  return planned.before.empty() && !planned.schedule && bytes_read(planned) > 8 * bytes_of_pages;
}

// Progress that gives back pages of operands as well.
Progress forgetting(const PlannedNode& planned, const ValuesOf& values, const Progress& reported) {
  std::vector<const std::byte*> addresses;
  for (const NodeId input : planned.inputs) addresses.push_back(values(input).data);
  const double step = static_cast<double>(bytes_of_pages) / static_cast<double>(bytes_read(planned));
  return [addresses, step, reported, next = step](double share) mutable {
    if (share >= next) {
      next = share + step;
      for (const std::byte* address : addresses) os::forget_pages(address);
    }
    if (reported) reported(share);
  };
}

}  // namespace

Evaluation::Evaluation(MemoryLimit& limit, int threads, ReportNode report, Graph graph)
    : graph_(std::move(graph)), limit_(limit), threads_(threads), report_(std::move(report)) {}

NodeId Evaluation::add_leaf(const Operand& operand, std::shared_ptr<Values> values) {
  const NodeId id = graph_.add_leaf(operand);
  hold(id);
  give(id, std::move(values));
  return id;
}

void Evaluation::give(NodeId leaf, std::shared_ptr<Values> values) {
  states_.resize(graph_.size());
  states_[leaf].values = std::move(values);
}

// A program may be a chain of any length: no recursion.
void Evaluation::hold(NodeId id) {
  states_.resize(graph_.size());
  std::vector<NodeId> held = {id};
  while (!held.empty()) {
    const NodeId next = held.back();
    held.pop_back();
    if (states_[next].needed++ > 0) continue;
    const std::vector<NodeId>& inputs = graph_[next].inputs;
    held.insert(held.end(), inputs.begin(), inputs.end());
  }
}

void Evaluation::release(NodeId id) {
  std::vector<NodeId> released = {id};
  while (!released.empty()) {
    const NodeId next = released.back();
    released.pop_back();
    if (--states_[next].needed > 0) continue;
    const bool holds_inputs = states_[next].values == nullptr || states_[next].is_view;
    if (holds_inputs) released.insert(released.end(), graph_[next].inputs.begin(), graph_[next].inputs.end());
    limit_.release(states_[next].bytes);
    states_[next] = {};
    released_.push_back(next);
  }
}

void Evaluation::forget_released() {
  states_.resize(graph_.size());
  for (; known_ < graph_.size(); ++known_) released_.push_back(known_);
  for (const NodeId id : released_) {
    if (states_[id].needed == 0) graph_.forget(id);
  }
  released_.clear();
}

void Evaluation::keep(NodeId id, std::shared_ptr<Values> values, std::int64_t bytes) {
  states_[id].values = std::move(values);
  states_[id].bytes = bytes;
  limit_.hold(bytes);
}

const TensorView& Evaluation::values(NodeId id) {
  current_ = id;
  if (graph_[id].is_leaf()) {
    const std::int64_t bytes = states_[id].values->buffer_bytes();
    if (bytes > 0) limit_.require(graph_.operand(id), bytes);
    load(id);
  } else if (states_[id].values == nullptr) {
    run(id, nullptr);
  }
  return states_[id].values->values();
}

Array Evaluation::array_of(NodeId id) {
  hold(id);
  const Array array = {values(id), states_[id].values};
  release(id);
  return array;
}

bool Evaluation::can_compute_into(NodeId id) const {
  const Node& node = graph_[id];
  const bool is_view = node.get_if<ViewChange>() != nullptr || node.get_if<Constant>() != nullptr;
  return !node.is_leaf() && !is_view && states_[id].values == nullptr && states_[id].needed == 1;
}

void Evaluation::compute_into(NodeId id, ResultStorage& storage) { run(id, &storage); }

void Evaluation::compute_part_into(NodeId id, PartNumber part, ResultStorage& storage) {
  run(id, &storage, part);
}

void Evaluation::load(NodeId id) {
  Values& values = *states_[id].values;
  const std::int64_t bytes = values.buffer_bytes();
  values.load();
  states_[id].bytes += bytes;
  limit_.hold(bytes);
}

std::vector<int> Evaluation::require_memory(const GraphPlan& plan, bool result_in_file) {
  std::vector<int> threads;
  for (const PlannedNode& planned : plan.nodes) {
    current_ = planned.node;
    const Node& node = graph_[planned.node];
    const bool is_last = &planned == &plan.nodes.back(), in_file = result_in_file && is_last;
    const std::int64_t others =
        saturating_add(saturating_add(planned.held_bytes, planned.operand_bytes), planned.intermediate_bytes);
    threads.push_back(
        limit_.require({node.name, node.shape, *node.dtype, in_file, in_file ? 0 : planned.result_bytes,
                        others, planned.scratch_bytes, may_call_blas(planned), !is_last},
                       threads_));
  }
  return threads;
}

void Evaluation::run(NodeId id, ResultStorage* storage, std::optional<PartNumber> part) {
  current_ = id;
  GraphPlan plan = this->plan(id);
  if (part) plan.nodes.back().result_bytes = resident_bytes(graph_, plan.nodes.back(), *part);
  if (storage != nullptr) storage->reserve(*graph_[id].dtype, graph_[id].shape);
  const std::vector<int> threads = require_memory(plan, storage != nullptr && storage->reserved());
  for (std::size_t place = 0; place < plan.nodes.size(); ++place) {
    const PlannedNode& planned = plan.nodes[place];
    current_ = planned.node;
    for (const NodeId input : outer_inputs(planned)) load(input);
    const bool is_last = place + 1 == plan.nodes.size();
    if (is_last && storage != nullptr) {
      compute(planned, part, storage->elements(), threads[place]);
    } else if (planned.is_view) {
      keep(planned.node, viewed(graph_[planned.node], planned, states_), 0);
      states_[planned.node].is_view = true;
    } else {
      Tensor result(planned.layout.dtype, planned.layout.extents);
      compute(planned, std::nullopt, result.data(), threads[place]);
      keep(planned.node, std::make_shared<ArrayValues>(to_array(std::move(result))), planned.result_bytes);
      const std::vector<NodeId> inputs = graph_[planned.node].inputs;
      for (const NodeId input : inputs) release(input);
    }
  }
}

void Evaluation::compute(const PlannedNode& planned, std::optional<PartNumber> part, std::byte* result,
                         int threads) {
  const auto values = [&](NodeId input) { return states_[input].values->values(); };
  {
    const Progress reported = report_ ? report_(graph_[planned.node], planned) : Progress();
    const Progress progress = reads_once(planned) ? forgetting(planned, values, reported) : reported;
    if (part)
      compute_share(graph_, planned, *part, values, result, threads, progress, current_);
    else if (planned.before.empty())
      compute_whole(graph_, planned, values, result, threads, progress);
    else
      compute_in_slabs(graph_, planned, values, result, threads, progress, current_);
  }
  for (const NodeId input : outer_inputs(planned)) states_[input].values->check_unchanged();
}

}  // namespace tcalc
