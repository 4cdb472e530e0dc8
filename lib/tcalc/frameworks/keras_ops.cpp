// keras.ops of Keras 3, whose shape rules are NumPy's with words of their own.
#include <algorithm>

#include <tcalc/core/formatted.hpp>
#include <tcalc/frameworks/entries.hpp>
#include <tcalc/frameworks/refusal.hpp>
#include <tcalc/ops/dot.hpp>
#include <tcalc/ops/matmul.hpp>

namespace tcalc::framework {

namespace {

// "[2, 3]": a Python list.
std::string list_text(const Dims& dims) {
  std::string text;
  for (const Dim& dim : dims) text += (text.empty() ? "" : ", ") + dim.text();
  return "[" + text + "]";
}

// A vector is a row on the left and a column on the right before shapes are compared, and shown so.
Shape as_matrices(const Shape& shape, bool is_left) {
  if (shape.rank() != 1) return shape;
  return is_left ? Shape({Dim(1), shape[0]}) : Shape({shape[0], Dim(1)});
}

Dims batch_of(const Shape& shape) { return {shape.begin(), shape.end() - 2}; }

}  // namespace

FrameworkAnswer keras_ops_matmul(const Operand& a, const Operand& b, const FrameworkOptions&) {
  if (a.shape.rank() == 0 || b.shape.rank() == 0) return refused("tuple index out of range");
  const Shape x = as_matrices(a.shape, true);
  const Shape y = as_matrices(b.shape, false);
  if (differ(x[x.rank() - 1], y[y.rank() - 2]))
    return refused(
        formatted("Inner dimensions (`x1.shape[-1]` and `x2.shape[-2]`) must be equal, but received "
                  "`x1.shape={}` and `x2.shape={}`.",
                  x.text(), y.text()));
  const Dims batch_x = batch_of(x);
  const Dims batch_y = batch_of(y);
  const std::size_t shared = std::min(batch_x.size(), batch_y.size());
  for (std::size_t place = shared; place > 0; --place) {
    const Dim& of_x = batch_x[batch_x.size() - place];
    const Dim& of_y = batch_y[batch_y.size() - place];
    if (!broadcast(of_x, of_y))
      return refused(
          formatted("Cannot broadcast shape, the failure dim has value {}, which cannot be broadcasted to "
                    "{}. Input shapes are: {} and {}.",
                    of_x.text(), of_y.text(), list_text(batch_x), list_text(batch_y)));
  }
  return {matmul(a, b), {}, {"matmul"}};
}

FrameworkAnswer keras_ops_dot(const Operand& a, const Operand& b, const FrameworkOptions&) {
  const int rank_a = a.shape.rank();
  const int rank_b = b.shape.rank();
  if (rank_a > 0 && rank_b > 0 && differ(a.shape[rank_a - 1], b.shape[std::max(rank_b - 2, 0)])) {
    const std::string received =
        formatted("`x1.shape={}` and x2.shape=`{}`.", a.shape.text(), b.shape.text());
    return refused(rank_b == 1 ? "Shape must match on the last axis of `x1` and `x2` when `x1` is N-d array "
                                 "while `x2` is 1-D, but receive shape " +
                                     received
                               : "Shape must match on the last axis of `x1` and second last axis of `x2` "
                                 "when `x1` is N-d array while `x2` is M-D, but received " +
                                     received);
  }
  return {dot(a, b), {}, {"dot"}};
}

}  // namespace tcalc::framework
