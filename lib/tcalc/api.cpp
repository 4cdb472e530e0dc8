// What the templates of tcalc.hpp call.
#include <tcalc/kernel/execute.hpp>
#include <tcalc/kernel/run_schedule.hpp>
#include <tcalc/tcalc.hpp>

namespace tcalc::detail {

Operand operand(std::size_t place, const TensorView& view) {
  return {side_name(place), Shape(view.extents), view.dtype};
}

Extents result_extents(const Contraction& contraction) { return Shape(contraction.result_dims()).extents(); }

void run(const Contraction& contraction, std::span<const TensorView> operands, Dtype dtype,
         std::byte* result) {
  run_schedule(make_schedule(contraction, operands, dtype), contraction, operands, result, default_threads());
}

}  // namespace tcalc::detail
