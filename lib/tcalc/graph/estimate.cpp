#include <algorithm>
#include <chrono>
#include <map>
#include <memory>
#include <vector>

#include <tcalc/core/checked.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/graph/compute.hpp>
#include <tcalc/graph/estimate.hpp>
#include <tcalc/kernel/estimate.hpp>
#include <tcalc/os/zero_pages.hpp>

namespace tcalc {

namespace {

using Clock = std::chrono::steady_clock;

constexpr double not_computed = -1;

std::int64_t bytes_of(std::int64_t elements, Dtype dtype) {
  return checked_multiply(elements, size_of(dtype)).value_or(INT64_MAX);
}

// From the first element to the last in memory; nothing where some of them lie before it.
std::optional<std::int64_t> span_of(const TensorView& view) {
  std::int64_t last = 0;
  for (std::size_t axis = 0; axis < view.extents.size(); ++axis) {
    if (view.strides[axis] < 0) return std::nullopt;
    last = saturating_add(last,
                          checked_multiply(view.extents[axis] - 1, view.strides[axis]).value_or(INT64_MAX));
  }
  return saturating_add(last, 1);
}

// Zeros that lie as a node's values will.
class Zeros {
 public:
  // Nothing where there are no addresses for them.
  bool add(NodeId id, TensorView view) {
    if (views_.contains(id)) return true;
    auto span = span_of(view);
    if (!span) {
      view = contiguous(view.dtype, view.extents);
      span = count(view.extents);
    }
    pages_.push_back(std::make_unique<os::ZeroPages>(bytes_of(*span, view.dtype)));
    view.data = pages_.back()->data();
    views_[id] = view;
    return view.data != nullptr;
  }
  const TensorView& operator[](NodeId id) const { return views_.at(id); }

 private:
  std::vector<std::unique_ptr<os::ZeroPages>> pages_;
  std::map<NodeId, TensorView> views_;
};

class Estimate {
 public:
  Estimate(const Graph& graph, int threads) : graph_(graph), threads_(threads) {}

  // not_computed where it cannot be said.
  double seconds_of(const PlannedNode& planned) {
    if (planned.is_view) return 0;
    if (graph_[planned.node].get_if<Routine>() != nullptr) return not_computed;
    if (planned.before.empty() && planned.schedule) return expected_seconds(*planned.schedule, threads_);
    const double moving = seconds_to_move(static_cast<double>(bytes_moved(planned)));
    if (graph_[planned.node].get_if<ViewChange>() != nullptr) return moving;
    Zeros zeros;
    if (!add_inputs(planned, zeros)) return not_computed;
    return std::max(moving, seconds_of_part(planned, zeros));
  }

 private:
  std::int64_t bytes_moved(const PlannedNode& planned) const {
    std::int64_t bytes = planned.result_bytes;
    const auto add = [&](const PlannedNode& step) {
      for (const TensorView& operand : step.operands) {
        // What repeats an element moves it once.
        if (span_of(operand).value_or(2) > 1)
          bytes = saturating_add(bytes, bytes_of(count(operand.extents), operand.dtype));
      }
    };
    if (planned.before.empty()) add(planned);
    return bytes;
  }

  static bool add_inputs(const PlannedNode& planned, Zeros& zeros) {
    const auto add = [&](const PlannedNode& step) {
      for (std::size_t place = 0; place < step.inputs.size(); ++place) {
        if (!zeros.add(step.inputs[place], step.operands[place])) return false;
      }
      return true;
    };
    return std::ranges::all_of(planned.before, add) && add(planned);
  }

  double seconds_of_part(const PlannedNode& planned, const Zeros& zeros) const {
    std::vector<std::byte> result(static_cast<std::size_t>(first_part_bytes(graph_, planned)));
    Scratch scratch;
    double best = 1, share = 1;
    try {
      for (int round = 0; round < 2; ++round) {  // the first one warms up
        const auto start = Clock::now();
        share = compute_first_part(
            graph_, planned, [&](NodeId id) { return zeros[id]; }, result.data(), scratch);
        best = std::min(best, std::chrono::duration<double>(Clock::now() - start).count());
      }
    } catch (const Error&) {
      return not_computed;  // zeros are no values for it
    }
    const double parts = 1 / share;
    return best * std::max(1.0, parts / threads_);
  }

  const Graph& graph_;
  int threads_;
};

}  // namespace

std::optional<double> expected_seconds(const Graph& graph, const GraphPlan& plan, int threads) {
  Estimate estimate(graph, threads);
  double seconds = 0;
  for (const PlannedNode& planned : plan.nodes) {
    const double own = estimate.seconds_of(planned);
    if (own < 0) return std::nullopt;
    seconds += own;
  }
  return seconds;
}

}  // namespace tcalc
