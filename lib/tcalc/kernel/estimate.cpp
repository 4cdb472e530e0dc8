#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <utility>
#include <vector>

#include <tcalc/kernel/estimate.hpp>
#include <tcalc/kernel/execute.hpp>

namespace tcalc {

namespace {

using Clock = std::chrono::steady_clock;

// A likeness of so many multiply-adds and bytes takes about a millisecond; one of fast kernels on several
// threads less, of which waking them is too large a part: then one of more.
constexpr std::array likeness_works = {4e6, 6.4e7};
constexpr double long_enough = 5e-4;  // seconds
constexpr double likeness_bytes = 4 << 20;

// More than this does not stay in the caches.
constexpr double cached_bytes = 32 << 20;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

double elements_of(const Contraction& contraction, const AxisLabels& labels) {
  double product = 1;
  for (const int label : labels) product *= static_cast<double>(contraction.extent(label).size());
  return product;
}

bool small_enough(const Contraction& contraction, double most_work) {
  double work = 1;
  for (const Label& label : contraction.labels) work *= static_cast<double>(label.extent.size());
  double elements = elements_of(contraction, contraction.result);
  for (const AxisLabels& operand : contraction.operands) elements += elements_of(contraction, operand);
  return work <= most_work && elements * 4 <= likeness_bytes;
}

// What is halved first: batch labels, then those beyond a cache's block.
int preference(const Label& label) {
  constexpr std::int64_t enough_products = 16, enough_rows = 256;
  const std::int64_t extent = label.extent.size();
  const bool is_long = extent > (label.group == Group::batch ? enough_products : enough_rows);
  const int of_group = label.group == Group::batch ? 3 : label.group == Group::free ? 2 : 1;
  return extent == 1 ? 0 : of_group + (is_long ? 3 : 0);
}

// Halves the longest of those labels until the work is small.
Contraction likeness(Contraction contraction, double most_work) {
  while (!small_enough(contraction, most_work)) {
    Label& longest = *std::ranges::max_element(contraction.labels, {}, [](const Label& label) {
      return std::pair(preference(label), label.extent.size());
    });
    longest.extent = longest.extent.size() / 2;
  }
  return contraction;
}

// Zeros laid out as the operand is: axes in the order of their strides.
struct Likeness {
  std::vector<std::byte> bytes;
  TensorView view;

  Likeness(const TensorView& original, const AxisLabels& labels, const Contraction& contraction)
      : view(original) {
    std::vector<std::size_t> order;
    for (std::size_t axis = 0; axis < labels.size(); ++axis) {
      if (original.extents[axis] != 1) view.extents[axis] = contraction.extent(labels[axis]).size();
      order.push_back(axis);
    }
    std::ranges::stable_sort(order, [&](std::size_t x, std::size_t y) {
      return std::abs(original.strides[x]) < std::abs(original.strides[y]);
    });
    std::int64_t step = 1;
    for (const std::size_t axis : order) {
      view.strides[axis] = step;
      step *= std::max<std::int64_t>(view.extents[axis], 1);
    }
    bytes.resize(static_cast<std::size_t>(step * size_of(view.dtype)));
    view.data = bytes.data();
  }
};

struct Measured {
  double seconds, multiply_adds;
};

Measured likeness_of_step(const PlannedStep& planned, std::span<const TensorView> terms, int threads,
                          double most_work) {
  const Contraction small = likeness(planned.step.contraction, most_work);
  std::vector<Likeness> operands;
  operands.reserve(terms.size());
  for (std::size_t i = 0; i < terms.size(); ++i) operands.emplace_back(terms[i], small.operands[i], small);
  const TensorView& first = operands.front().view;
  const TensorView& second = operands.back().view;
  const Plan plan = terms.size() == 1 ? make_plan(small, first, planned.plan.dtype)
                                      : make_plan(small, first, second, planned.plan.dtype);
  std::vector<std::byte> result(static_cast<std::size_t>(plan.result_bytes));
  double best = 1;
  for (int round = 0; round < 3; ++round) {  // the first one warms up
    const auto start = Clock::now();
    execute(plan, first, second, result.data(), threads);
    best = std::min(best, seconds_since(start));
  }
  return {best, plan.multiply_adds};
}

double seconds_of_step(const PlannedStep& planned, std::span<const TensorView> terms, int threads) {
  if (planned.plan.multiply_adds == 0) return 0;
  Measured measured = {};
  for (const double most_work : likeness_works) {
    measured = likeness_of_step(planned, terms, threads, most_work);
    if (measured.seconds >= long_enough || measured.multiply_adds == planned.plan.multiply_adds) break;
  }
  return measured.seconds * planned.plan.multiply_adds / measured.multiply_adds;
}

}  // namespace

double seconds_to_move(double bytes) {
  if (bytes < cached_bytes) return 0;
  const auto half = static_cast<std::size_t>(cached_bytes) / 2;
  const std::vector<std::byte> from(half, std::byte{1});
  std::vector<std::byte> to(half);
  const auto start = Clock::now();
  std::memcpy(to.data(), from.data(), half);
  return seconds_since(start) * bytes / static_cast<double>(2 * half);
}

double expected_seconds(const Schedule& schedule, int threads) {
  std::vector<TensorView> terms = schedule.layouts;
  double seconds = 0;
  double bytes = static_cast<double>(schedule.result_bytes);
  for (const TensorView& term : terms)
    bytes += static_cast<double>(count(term.extents)) * static_cast<double>(size_of(term.dtype));
  for (const PlannedStep& planned : schedule.steps) {
    std::vector<TensorView> own;
    for (const int term : planned.step.terms) own.push_back(terms[static_cast<std::size_t>(term)]);
    seconds += seconds_of_step(planned, own, threads);
    terms.push_back(contiguous(planned.plan.dtype, planned.extents));
  }
  return std::max(seconds, seconds_to_move(bytes));
}

}  // namespace tcalc
