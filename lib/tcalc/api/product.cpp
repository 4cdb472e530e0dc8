#include <string>
#include <vector>

#include <tcalc/api/product.hpp>
#include <tcalc/core/checked.hpp>
#include <tcalc/kernel/execute.hpp>
#include <tcalc/kernel/run_schedule.hpp>
#include <tcalc/view/reshape.hpp>

namespace tcalc::api {

namespace {

// What takes no more is not asked for: reading what the machine has takes longer than most products. Bytes.
constexpr std::int64_t small = std::int64_t{16} << 20;
// No machine that is known has more processors.
constexpr std::int64_t most_threads = 4096;

Extents extents_of(std::string_view operation, const Contraction& contraction, Dtype dtype) {
  Extents extents;
  for (const int label : contraction.result) extents.push_back(contraction.extent(label).size());
  if (extents.size() > max_rank || !checked_product(extents)) contracted(operation, dtype, contraction);
  return extents;
}

// The operands along one axis each, and what keeps them alive.
std::vector<Array> flattened(std::span<const TensorView> operands) {
  std::vector<Array> flat;
  for (const TensorView& operand : operands)
    flat.push_back(reshaped_or_copied(operand, {count(operand.extents)}));
  return flat;
}

// The same without data: whether an operand is copied first or not, it is then contiguous or evenly spaced.
std::vector<TensorView> views_of(std::span<const Array> arrays) {
  std::vector<TensorView> views;
  for (const Array& array : arrays) views.push_back(array.view);
  return views;
}

}  // namespace

Product::Product(std::string_view operation, const Contraction& contraction,
                 std::span<const TensorView> operands, Dtype dtype)
    : operation_(operation), extents_(extents_of(operation, contraction, dtype)), dtype_(dtype) {
  plan(contraction, operands);
}

Product::Product(std::string_view operation, const Outcome& outcome, std::span<const TensorView> operands,
                 Dtype dtype)
    : operation_(operation),
      extents_(outcome.shape.extents()),
      dtype_(dtype),
      flattens_operands_(outcome.flattens_operands) {
  if (!flattens_operands_) {
    plan(contraction_of(outcome), operands);
    return;
  }
  std::vector<TensorView> flat;
  for (const TensorView& operand : operands)
    flat.push_back(reshaped(operand, {count(operand.extents)})
                       .value_or(contiguous(operand.dtype, {count(operand.extents)})));
  plan(contraction_of(outcome), flat);
}

void Product::plan(const Contraction& contraction, std::span<const TensorView> operands) {
  if (operands.size() == 2 && is_one_step(contraction, operands[0].extents, operands[1].extents))
    work_ = make_plan(contraction, operands[0], operands[1], dtype_);
  else
    work_ = make_schedule(contraction, operands, dtype_);
}

Product::Amounts Product::amounts() const {
  if (const auto* plan = std::get_if<Plan>(&work_))
    return {plan->result_bytes, 0, scratch_bytes(*plan), plan->kernel == Kernel::blas};
  const auto& schedule = std::get<Schedule>(work_);
  return {schedule.result_bytes, schedule.intermediate_bytes, schedule.scratch_bytes,
          may_call_blas(schedule)};
}

std::int64_t Product::bytes() const {
  const Amounts of = amounts();
  return saturating_add(saturating_add(of.result, of.others), of.scratch);
}

bool Product::needs_little() const {
  return checked_multiply(bytes(), most_threads).value_or(INT64_MAX) <= small;
}

int Product::require_memory(int threads) const {
  const Amounts of = amounts();
  const std::int64_t scratch = checked_multiply(of.scratch, threads).value_or(INT64_MAX);
  if (saturating_add(saturating_add(of.result, of.others), scratch) <= small) return threads;
  MemoryNeed need;
  need.result = of.result;
  need.others = of.others;
  need.scratch = of.scratch;
  need.blas = of.blas;
  need.name = operation_;
  need.shape = Shape(extents_);
  need.dtype = dtype_;
  MemoryLimit limit(std::nullopt);
  return limit.require(need, threads);
}

void Product::run(std::span<const TensorView> operands, std::byte* result, int threads) const {
  std::vector<Array> flat;
  std::vector<TensorView> flat_views;
  if (flattens_operands_) {
    flat = flattened(operands);
    flat_views = views_of(flat);
    operands = flat_views;
  }
  if (const auto* plan = std::get_if<Plan>(&work_))
    execute(*plan, operands[0], operands[1], result, threads);
  else
    run_schedule(std::get<Schedule>(work_), operands, result, threads);
}

}  // namespace tcalc::api
