// What the templates of tcalc.hpp call.
#include <tcalc/kernel/execute.hpp>
#include <tcalc/tcalc.hpp>

namespace tcalc::detail {

Operand operand(const char* name, const TensorView& view) { return {name, Shape(view.extents), view.dtype}; }

Extents result_extents(const Contraction& contraction) { return Shape(contraction.result_dims()).extents(); }

void run(const Contraction& contraction, const TensorView& a, const TensorView& b, std::byte* result) {
  execute(make_plan(contraction, a, b), a, b, result, default_threads());
}

}  // namespace tcalc::detail
