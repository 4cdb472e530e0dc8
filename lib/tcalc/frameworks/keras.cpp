// keras.backend.dot, and batch_dot from 2.2.5 on, on TensorFlow. The older batch_dot has a file of its own.
#include <algorithm>

#include <tcalc/core/formatted.hpp>
#include <tcalc/frameworks/entries.hpp>
#include <tcalc/frameworks/refusal.hpp>
#include <tcalc/frameworks/tensorflow.hpp>
#include <tcalc/ops/batch_dot.hpp>
#include <tcalc/ops/dot.hpp>
#include <tcalc/ops/mismatch.hpp>
#include <tcalc/view/axes.hpp>

namespace tcalc::framework {

namespace {

std::string sizes_differ(const Dim& x, const Dim& y) {
  return formatted("Dimensions must be equal, but are {} and {}", x.text(), y.text());
}

std::string folded(const Dim& rows_or_inner, const std::string& other, bool other_first) {
  return other_first ? formatted("[{},{}]", other, rows_or_inner.text())
                     : formatted("[{},{}]", rows_or_inner.text(), other);
}

}  // namespace

FrameworkAnswer keras_dot(const Operand& a, const Operand& b, const FrameworkOptions&) {
  const int rank_a = a.shape.rank();
  const int rank_b = b.shape.rank();
  if (rank_a <= 2 && rank_b <= 2) {
    const FrameworkAnswer answer = tf_matmul_from_1_14(a, b, {});
    return answer.contraction ? FrameworkAnswer{dot(a, b), {}, {"dot"}} : answer;
  }
  // Both are reshaped to matrices; with an empty sum, the -1 of that reshape has no meaning.
  if (rank_a == 0) return refused("IndexError: tuple index out of range");
  if (rank_b == 0) return refused("IndexError: pop from empty list");
  if (rank_b == 1) return refused("IndexError: pop index out of range");
  const Dim& x = a.shape[rank_a - 1];
  const Dim& y = b.shape[rank_b - 2];
  if (x.is(0) || y.is(0))
    return refused(
        "reshape cannot infer the missing input size for an empty tensor unless all specified input sizes "
        "are "
        "non-zero");
  if (differ(x, y)) {
    const std::string rows = product_text(a.shape, axes_without(rank_a, rank_a - 1));
    const std::string columns = product_text(b.shape, axes_without(rank_b, rank_b - 2));
    return refused(formatted("{} for 'MatMul' (op: 'MatMul') with input shapes: {}, {}.", sizes_differ(x, y),
                             folded(x, rows, true), folded(y, columns, false)));
  }
  return {dot(a, b), {}, {"dot"}};
}

FrameworkAnswer keras_batch_dot_from_2_2_5(const Operand& a, const Operand& b,
                                           const FrameworkOptions& options) {
  const int rank_a = a.shape.rank();
  const int rank_b = b.shape.rank();
  const std::string shapes = a.shape.text() + " and " + b.shape.text();
  if (rank_a < 2 || rank_b < 2)
    return refused("Can not do batch_dot on inputs with rank < 2. Received inputs with shapes " + shapes +
                   ".");
  if (differ(a.shape[0], b.shape[0]))
    return refused("Can not do batch_dot on inputs with different batch sizes. Received inputs with shapes " +
                   shapes + ".");
  const std::vector<std::int64_t> axes =
      options.axes.value_or(std::vector<std::int64_t>{rank_a - 1, rank_b == 2 ? 1 : rank_b - 2});
  // Negative axes are counted from the end once; what is still negative indexes from the end again, and ends
  // in a permutation that is none.
  std::int64_t axis_a = axes.front() < 0 ? axes.front() + rank_a : axes.front();
  std::int64_t axis_b = axes.back() < 0 ? axes.back() + rank_b : axes.back();
  if (axis_a == 0 || axis_b == 0)
    return refused(
        "Can not perform batch_dot over axis 0. If your inputs are not batched, add a dummy batch dimension "
        "to your "
        "inputs using K.expand_dims(x, 0)");
  if (axis_a >= rank_a || axis_b >= rank_b || axis_a < -rank_a || axis_b < -rank_b)
    return refused("IndexError: tuple index out of range");
  const bool negative = axis_a < 0 || axis_b < 0;
  if (axis_a < 0) axis_a += rank_a;
  if (axis_b < 0) axis_b += rank_b;
  const Dim& x = a.shape[static_cast<int>(axis_a)];
  const Dim& y = b.shape[static_cast<int>(axis_b)];
  if (differ(x, y)) {
    const std::string first = std::to_string(axis_a);
    const std::string second = std::to_string(axis_b);
    return refused(
        formatted("Can not do batch_dot on inputs with shapes {} with axes=[{}, {}]. x.shape[{}] != "
                  "y.shape[{}] ({} != {}).",
                  shapes, first, second, first, second, x.text(), y.text()));
  }
  if (negative) return refused("transpose: an axis below -rank gives a permutation that is none");
  BatchDotOptions own = {{axis_a, axis_b}, KerasRule::from_2_2_5};
  OwnCall call = batch_dot_call(options);
  call.arguments.emplace_back("keras", std::string("3"));
  return {batch_dot(a, b, own), {}, std::move(call)};
}

}  // namespace tcalc::framework
