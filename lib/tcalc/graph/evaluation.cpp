#include <algorithm>
#include <utility>

#include <tcalc/core/checked.hpp>
#include <tcalc/graph/evaluation.hpp>
#include <tcalc/graph/run_blocks.hpp>
#include <tcalc/kernel/run_schedule.hpp>
#include <tcalc/view/apply.hpp>

namespace tcalc {

namespace {

// Values that were computed, or that are a view of others.
class Computed final : public Values {
 public:
  explicit Computed(Tensor tensor) : array_(to_array(std::move(tensor))) {}
  Computed(TensorView view, std::shared_ptr<const Values> base)
      : array_{std::move(view), base}, base_(std::move(base)) {}

  TensorView layout() const override { return array_.view; }
  std::int64_t buffer_bytes() const override { return 0; }
  void load() override {}
  const TensorView& values() const override { return array_.view; }
  void check_unchanged() const override {
    if (base_ != nullptr) base_->check_unchanged();
  }

 private:
  Array array_;
  std::shared_ptr<const Values> base_;
};

// What each kind of work does to store its result at `result`, C-contiguous.
struct Worker {
  const PlannedNode& planned;
  std::span<const TensorView> operands;
  std::byte* result;
  int threads;
  const Progress& progress;

  void operator()(const Contraction&) const {
    run_schedule(*planned.schedule, operands, result, threads, progress);
  }
  void operator()(const Elementwise& work) const {
    run_elementwise(work, operands, planned.layout.dtype, planned.layout.extents, result, threads, progress);
  }
  void operator()(const Reduction& work) const {
    run_reduction(work, operands.front(), planned.layout.dtype, result, threads, progress);
  }
  void operator()(const ViewChange& change) const {
    const auto view = changed(operands.front(), change, planned.layout.extents);
    convert_into(view ? *view : operands.front(), planned.layout.dtype, result);
  }
};

}  // namespace

Evaluation::Evaluation(Graph graph, MemoryLimit& limit, int threads, ReportNode report)
    : graph_(std::move(graph)), limit_(limit), threads_(threads), report_(std::move(report)), grows_(false) {
  track(0);
}

Evaluation::Evaluation(MemoryLimit& limit, int threads, ReportNode report)
    : limit_(limit), threads_(threads), report_(std::move(report)), grows_(true) {}

void Evaluation::track(std::size_t first_new) {
  states_.resize(graph_.size());
  for (NodeId id = first_new; id < graph_.size(); ++id) {
    for (const NodeId input : graph_[id].inputs) hold(input);
  }
}

NodeId Evaluation::add_leaf(const Operand& operand, std::shared_ptr<Values> values) {
  const NodeId id = graph_.add_leaf(operand);
  track(id);
  give(id, std::move(values));
  hold(id);
  return id;
}

NodeId Evaluation::add(std::string_view operation, Outcome outcome, std::vector<NodeId> inputs) {
  const std::size_t before = graph_.size();
  const NodeId id = graph_.add(operation, std::move(outcome), std::move(inputs));
  track(before);
  hold(id);
  return id;
}

// A program may be a chain of any length: no recursion.
void Evaluation::release(NodeId id) {
  std::vector<NodeId> released = {id};
  while (!released.empty()) {
    const NodeId next = released.back();
    released.pop_back();
    if (--states_[next].needed > 0) continue;
    const bool holds_inputs = states_[next].values == nullptr || states_[next].is_view;
    if (holds_inputs) released.insert(released.end(), graph_[next].inputs.begin(), graph_[next].inputs.end());
    drop(next);
  }
}

void Evaluation::drop(NodeId id) {
  limit_.release(states_[id].bytes);
  states_[id] = {};
  if (grows_) graph_.forget(id);
}

void Evaluation::release_inputs(NodeId id) {
  const std::vector<NodeId> inputs = graph_[id].inputs;
  for (const NodeId input : inputs) release(input);
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

bool Evaluation::can_compute_into(NodeId id) const {
  return !graph_[id].is_leaf() && states_[id].values == nullptr && states_[id].needed == 1;
}

void Evaluation::compute_into(NodeId id, ResultStorage& storage) { run(id, &storage); }

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
    const bool in_file = result_in_file && &planned == &plan.nodes.back();
    const std::int64_t others = saturating_add(saturating_add(planned.held_bytes, planned.operand_bytes),
                                               planned.intermediate_bytes());
    threads.push_back(
        limit_.require({node.name, node.shape, *node.dtype, in_file, in_file ? 0 : planned.result_bytes,
                        others, planned.scratch_bytes, planned.schedule && may_call_blas(*planned.schedule)},
                       threads_));
  }
  return threads;
}

void Evaluation::run(NodeId id, ResultStorage* storage) {
  current_ = id;
  const GraphPlan plan = make_plan(graph_, states_, id, limit_.chosen_bytes());
  if (storage != nullptr) storage->reserve(*graph_[id].dtype, graph_[id].shape);
  const std::vector<int> threads = require_memory(plan, storage != nullptr && storage->reserved());
  for (std::size_t place = 0; place < plan.nodes.size(); ++place) {
    const PlannedNode& planned = plan.nodes[place];
    current_ = planned.node;
    for (const NodeId input : graph_[planned.node].inputs) load(input);
    const bool is_last = place + 1 == plan.nodes.size();
    if (is_last && storage != nullptr) {
      compute(planned, storage->elements(), threads[place]);
    } else if (planned.is_view) {
      const std::shared_ptr<Values> base = states_[graph_[planned.node].inputs.front()].values;
      const auto& change = std::get<ViewChange>(*graph_[planned.node].work);
      const auto view = changed(base->values(), change, planned.layout.extents);
      states_[planned.node].is_view = true;
      keep(planned.node, std::make_shared<Computed>(*view, base), 0);
    } else {
      Tensor result(planned.layout.dtype, planned.layout.extents);
      compute(planned, result.data(), threads[place]);
      keep(planned.node, std::make_shared<Computed>(std::move(result)), planned.result_bytes);
      release_inputs(planned.node);
    }
  }
}

void Evaluation::compute(const PlannedNode& planned, std::byte* result, int threads) {
  const Node& node = graph_[planned.node];
  std::vector<TensorView> operands;
  for (const NodeId input : node.inputs) operands.push_back(states_[input].values->values());
  {
    const Progress progress = report_ ? report_(node, planned) : Progress();
    std::visit(Worker{planned, operands, result, threads, progress}, *node.work);
  }
  for (const NodeId input : node.inputs) states_[input].values->check_unchanged();
}

}  // namespace tcalc
