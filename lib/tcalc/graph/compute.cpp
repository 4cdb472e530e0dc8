#include <algorithm>
#include <mutex>
#include <unordered_map>
#include <utility>
#include <vector>

#include <tcalc/blocks/passes.hpp>
#include <tcalc/blocks/tree.hpp>
#include <tcalc/core/blocks_of.hpp>
#include <tcalc/graph/compute.hpp>
#include <tcalc/kernel/execute.hpp>
#include <tcalc/kernel/run_schedule.hpp>
#include <tcalc/view/apply.hpp>

namespace tcalc {

namespace {

// What each kind of work does to store a range of its result, at `result`.
struct Worker {
  const Graph& graph;
  const PlannedNode& planned;
  std::span<const TensorView> operands;
  ElementRange range;
  std::byte* result;
  int threads;
  const Progress& progress;

  void operator()(const Contraction&) const {
    run_schedule(*planned.schedule, operands, result, threads, progress);
  }
  void operator()(const Elementwise&) const {
    if (goes_by_rows(graph, planned.group())) {
      RowProgram rows = row_program(graph, planned.group(), planned.inputs, operands);
      rows.begin_at(range.first / rows.length());
      run_rows(rows, range.count / rows.length(), threads, result, progress);
      return;
    }
    run_blocks(program(range.first), range.count, size_of(planned.layout.dtype), threads, result, progress);
  }
  void operator()(const Reduction& reduction) const {
    if (auto columns = columns_of(graph, planned.group(), operands)) {
      columns->outer = range.count / columns->inner;
      reduce_columns(program(range.first * columns->length), *reduction.loop, *columns, threads, result,
                     progress);
      return;
    }
    const std::int64_t length =
        rows_of(reduction, graph[graph[planned.node].inputs[0]].shape.extents()).length;
    reduce_rows(program(range.first * length), *reduction.loop, range.count, length, threads, result,
                progress);
  }
  void operator()(const ViewChange& change) const {
    const auto view = changed(operands.front(), change, planned.layout.extents);
    convert_into(view ? *view : operands.front(), planned.layout.dtype, result);
  }
  void operator()(const Routine& routine) const {
    const TensorView& whole = planned.layout;
    routine.run(operands, {result, whole.dtype, whole.extents, whole.strides}, threads);
  }
  void operator()(const Constant& constant) const {
    convert_into(constant.value.view(), planned.layout.dtype, result);
  }

  BlockProgram program(std::int64_t first) const {
    BlockProgram program = block_program(graph, planned.group(), planned.inputs, operands);
    program.begin_at(first);
    return program;
  }
};

std::int64_t leaves_of(std::int64_t elements) { return block_count(elements, leaf_elements); }

std::vector<TensorView> views_of(const PlannedNode& planned, const ValuesOf& values) {
  std::vector<TensorView> views;
  for (const NodeId input : planned.inputs) views.push_back(values(input));
  return views;
}

// What all slabs have in common.
struct SlabWork {
  SlabWork(const Graph& all, const PlannedNode& planned, const ValuesOf& given)
      : graph(all), last(planned), values(given) {
    const auto add = [&](const PlannedNode& step) {
      if (step.schedule) products.emplace(step.node, plan_for_parts(step.schedule->steps.front().plan));
    };
    std::ranges::for_each(planned.before, add);
    add(planned);
  }

  // How many of so many threads can compute slabs at the same time.
  int threads_of(int threads) const {
    for (const auto& [node, plan] : products) threads = threads_for_parts(plan, threads);
    return threads;
  }

  const Graph& graph;
  const PlannedNode& last;
  const ValuesOf& values;
  std::unordered_map<NodeId, Plan> products;  // their plans on this machine
};

// One slab, on one thread.
class SlabRun {
 public:
  SlabRun(const SlabWork& work, std::int64_t index, Scratch& scratch)
      : work_(work),
        graph_(work.graph),
        last_(work.last),
        values_(work.values),
        index_(index),
        scratch_(scratch) {
    std::byte* next = scratch.slabs.get<std::byte>(last_.slabs.buffer_bytes());
    for (const std::int64_t bytes : last_.slabs.buffers) {
      buffers_.push_back(next);
      next += bytes;
    }
  }

  void run(std::byte* result) {
    for (const PlannedNode& step : last_.before) {
      if (step.is_view)
        show(step);
      else
        compute(step, buffers_[step.buffer]);
    }
    if (reduces_all(graph_, graph_[last_.node])) return reduce(result);
    const std::int64_t first = slab(last_.slabs, last_.layout.extents, index_).first;
    compute(last_, result + first * size_of(last_.layout.dtype));
  }

  NodeId current() const { return current_; }

 private:
  TensorView values_of(NodeId id) const {
    const auto own = slabs_.find(id);
    return own == slabs_.end() ? values_(id) : own->second;
  }

  void show(const PlannedNode& step) {
    const ViewChange& change = *graph_[step.node].get_if<ViewChange>();
    slabs_[step.node] = *changed(values_of(step.inputs.front()), change, step.layout.extents);
  }

  // The leaves of the slab, among those of all.
  void reduce(std::byte* accumulators) {
    current_ = last_.node;
    const ReductionLoop& loop = *graph_[last_.node].get_if<Reduction>()->loop;
    const std::vector<TensorView> operands = views_of(last_, [&](NodeId id) { return values_of(id); });
    const BlockProgram program = block_program(graph_, last_.group(), last_.inputs, operands);
    BlockRunner runner(program, scratch_.left);
    const ElementRange range = slab(last_.slabs, last_.slabs.extents, index_);
    for (std::int64_t done = 0; done < range.count; done += leaf_elements) {
      const std::int64_t first = range.first + done, elements = std::min(leaf_elements, range.count - done);
      loop.leaf(runner.run(first, elements), elements, first,
                accumulators + first / leaf_elements * loop.accumulator_bytes);
    }
  }

  // The slab is a view of a whole array of which there is no more than this.
  void compute(const PlannedNode& step, std::byte* to) {
    current_ = step.node;
    const ElementRange range = slab(last_.slabs, step.layout.extents, index_);
    TensorView whole = contiguous(step.layout.dtype, step.layout.extents);
    std::byte* const data = to - range.first * size_of(whole.dtype);
    whole.data = data;
    const std::vector<TensorView> operands = views_of(step, [&](NodeId id) { return values_of(id); });
    if (step.schedule) {
      const Piece part = part_of(step.schedule->steps.front().plan, range.first, range.count);
      execute_part(work_.products.at(step.node), part, operands.front(), operands.back(), data, scratch_);
    } else {
      std::visit(Worker{graph_, step, operands, range, to, 1, {}}, *graph_[step.node].work);
    }
    slabs_[step.node] = std::move(whole);
  }

  const SlabWork& work_;
  const Graph& graph_;
  const PlannedNode& last_;
  const ValuesOf& values_;
  std::int64_t index_;
  Scratch& scratch_;
  std::vector<std::byte*> buffers_;
  std::unordered_map<NodeId, TensorView> slabs_;
  NodeId current_ = 0;
};

// Elements that a first part walks over: about a millisecond.
constexpr std::int64_t part_elements = std::int64_t{1} << 19;

// Of a group without a slab before it: of a reduction `length` elements of each of so many rows.
struct FirstPart {
  ElementRange range;
  std::int64_t length = 1;
  double share = 1;
};

FirstPart first_part(const Graph& graph, const PlannedNode& planned) {
  const std::int64_t elements = count(planned.layout.extents);
  FirstPart part;
  std::int64_t whole_rows = 1;
  if (const auto* reduction = graph[planned.node].get_if<Reduction>()) {
    const ReducedRows all = rows_of(*reduction, graph[graph[planned.node].inputs[0]].shape.extents());
    part.length = std::min(all.length, part_elements);
    part.share = all.length == 0 ? 1 : static_cast<double>(part.length) / static_cast<double>(all.length);
  } else if (goes_by_rows(graph, planned.group())) {
    whole_rows = planned.layout.extents.back();
  }
  const std::int64_t each = std::max<std::int64_t>(part.length, 1) * whole_rows;
  const std::int64_t rows = std::max<std::int64_t>(part_elements / each, 1) * whole_rows;
  part.range.count = std::min(elements, rows);
  if (elements > 0) part.share *= static_cast<double>(part.range.count) / static_cast<double>(elements);
  return part;
}

}  // namespace

void compute_whole(const Graph& graph, const PlannedNode& planned, const ValuesOf& values, std::byte* result,
                   int threads, const Progress& progress) {
  compute_range(graph, planned, values, {0, count(planned.layout.extents)}, result, threads, progress);
}

void compute_range(const Graph& graph, const PlannedNode& planned, const ValuesOf& values,
                   const ElementRange& range, std::byte* result, int threads, const Progress& progress) {
  const std::vector<TensorView> operands = views_of(planned, values);
  std::visit(Worker{graph, planned, operands, range, result, threads, progress}, *graph[planned.node].work);
}

std::int64_t range_unit(const Graph& graph, const PlannedNode& planned) {
  const Node& node = graph[planned.node];
  if (node.get_if<Reduction>() != nullptr) {
    const auto columns = columns_of(graph, planned.group(), planned.operands);
    return columns ? columns->inner : 1;
  }
  if (node.get_if<Elementwise>() == nullptr) return std::max<std::int64_t>(count(planned.layout.extents), 1);
  return goes_by_rows(graph, planned.group()) ? planned.layout.extents.back() : least_block_elements;
}

void compute_slabs(const Graph& graph, const PlannedNode& planned, const ValuesOf& values,
                   const SlabRange& slabs, std::byte* result, int threads, const Progress& progress,
                   NodeId& current) {
  std::mutex failing;
  const SlabWork work(graph, planned, values);
  const auto run = [&](std::int64_t index, Scratch& scratch) {
    SlabRun slab(work, slabs.first + index, scratch);
    try {
      slab.run(result);
    } catch (...) {
      const std::lock_guard lock(failing);
      current = slab.current();
      throw;
    }
  };
  share_out(slabs.count, work.threads_of(threads), run, progress);
}

void compute_in_slabs(const Graph& graph, const PlannedNode& planned, const ValuesOf& values,
                      std::byte* result, int threads, const Progress& progress, NodeId& current) {
  const std::int64_t elements = count(planned.slabs.extents);
  const bool of_leaves = reduces_all(graph, graph[planned.node]);
  std::vector<Leaf> leaves(of_leaves ? static_cast<std::size_t>(leaves_of(elements)) : 0);
  auto* const accumulators = reinterpret_cast<std::byte*>(leaves.data());
  compute_slabs(graph, planned, values, {0, slab_count(planned.slabs)}, of_leaves ? accumulators : result,
                threads, progress, current);
  if (!of_leaves) return;
  const ReductionLoop& loop = *graph[planned.node].get_if<Reduction>()->loop;
  combine_leaves(loop, accumulators, leaves_of(elements), 1);
  loop.finish(accumulators, 1, elements, result);
}

std::int64_t first_part_bytes(const Graph& graph, const PlannedNode& planned) {
  const std::int64_t size = size_of(planned.layout.dtype);
  if (planned.before.empty()) return first_part(graph, planned).range.count * size;
  const std::int64_t elements = slab(planned.slabs, planned.slabs.extents, 0).count;
  if (reduces_all(graph, graph[planned.node]))
    return leaves_of(elements) * static_cast<std::int64_t>(sizeof(Leaf));
  return elements * size;
}

double compute_first_part(const Graph& graph, const PlannedNode& planned, const ValuesOf& values,
                          std::byte* result, Scratch& scratch) {
  if (!planned.before.empty()) {
    SlabRun(SlabWork(graph, planned, values), 0, scratch).run(result);
    return 1.0 / static_cast<double>(slab_count(planned.slabs));
  }
  const std::vector<TensorView> operands = views_of(planned, values);
  const FirstPart part = first_part(graph, planned);
  if (const auto* reduction = graph[planned.node].get_if<Reduction>()) {
    const BlockProgram program = block_program(graph, planned.group(), planned.inputs, operands);
    reduce_rows(program, *reduction->loop, part.range.count, part.length, 1, result, {});
  } else {
    const Worker worker = {graph, planned, operands, part.range, result, 1, {}};
    worker(*graph[planned.node].get_if<Elementwise>());
  }
  return part.share;
}

}  // namespace tcalc
