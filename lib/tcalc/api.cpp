// What the templates of tcalc.hpp call.
#include <algorithm>
#include <functional>

#include <tcalc/core/formatted.hpp>
#include <tcalc/kernel/execute.hpp>
#include <tcalc/kernel/run_schedule.hpp>
#include <tcalc/kernel/threads.hpp>
#include <tcalc/tcalc.hpp>
#include <tcalc/view/reshape.hpp>

namespace tcalc::detail {
inline namespace v0 {

Operand operand(std::size_t place, const TensorView& view) {
  return {side_name(place), Shape(view.extents), view.dtype};
}

namespace {

// The bytes of a view, from the first to behind the last.
struct Bytes {
  const std::byte *begin, *end;
};
Bytes bytes_of(const TensorView& view) {
  const std::int64_t size = size_of(view.dtype);
  Bytes bytes = {view.data, view.data + size};
  for (std::size_t axis = 0; axis < view.extents.size(); ++axis) {
    if (view.extents[axis] == 0) return {view.data, view.data};
    const std::int64_t reach = (view.extents[axis] - 1) * view.strides[axis] * size;
    (reach < 0 ? bytes.begin : bytes.end) += reach;
  }
  return bytes;
}

}  // namespace

bool overlaps(const TensorView& target, std::span<const TensorView> operands) {
  const Bytes written = bytes_of(target);
  return std::ranges::any_of(operands, [&](const TensorView& operand) {
    const Bytes read = bytes_of(operand);
    return std::less<>()(read.begin, written.end) && std::less<>()(written.begin, read.end);
  });
}

bool is_contiguous(const TensorView& view) {
  std::int64_t step = 1;
  for (std::size_t axis = view.extents.size(); axis-- > 0;) {
    if (view.extents[axis] != 1 && view.strides[axis] != step) return false;
    step *= view.extents[axis];
  }
  return true;
}

Error other_shape(const Extents& target, const Extents& result) {
  return Error(ErrorKind::mismatch, formatted("the target has shape {}, the result {}", Shape(target).text(),
                                              Shape(result).text()));
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

}  // namespace v0
}  // namespace tcalc::detail
