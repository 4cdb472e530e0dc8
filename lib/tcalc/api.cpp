// What the templates of tcalc.hpp call.
#include <tcalc/kernel/execute.hpp>
#include <tcalc/kernel/run_schedule.hpp>
#include <tcalc/tcalc.hpp>
#include <tcalc/view/reshape.hpp>

namespace tcalc::detail {

Operand operand(std::size_t place, const TensorView& view) {
  return {side_name(place), Shape(view.extents), view.dtype};
}

Extents result_extents(const Contraction& contraction) { return Shape(contraction.result_dims()).extents(); }

Extents result_extents(const Outcome& outcome) { return outcome.shape.extents(); }

void run(const Contraction& contraction, std::span<const TensorView> operands, Dtype dtype,
         std::byte* result) {
  if (operands.size() == 2 && is_one_step(contraction, operands[0].extents, operands[1].extents)) {
    const Plan plan = make_plan(contraction, operands[0], operands[1], dtype);
    return execute(plan, operands[0], operands[1], result, default_threads());
  }
  run_schedule(make_schedule(contraction, operands, dtype), operands, result, default_threads());
}

void run(const Outcome& outcome, std::span<const TensorView> operands, Dtype dtype, std::byte* result) {
  if (!outcome.flattens_operands) return run(contraction_of(outcome), operands, dtype, result);
  std::vector<Array> flat;
  std::vector<TensorView> views;
  for (const TensorView& operand : operands) {
    flat.push_back(reshaped_or_copied(operand, {count(operand.extents)}));
    views.push_back(flat.back().view);
  }
  run(contraction_of(outcome), views, dtype, result);
}

}  // namespace tcalc::detail
