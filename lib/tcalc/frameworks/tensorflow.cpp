#include <tcalc/core/formatted.hpp>
#include <tcalc/frameworks/entries.hpp>
#include <tcalc/frameworks/refusal.hpp>
#include <tcalc/frameworks/tensorflow.hpp>
#include <tcalc/ops/matmul.hpp>

namespace tcalc {

std::string tensorflow_suffix(const std::string& op, const Shape& a, const Shape& b) {
  return formatted(" for 'MatMul' (op: '{}') with input shapes: {}, {}.", op, bracketed(a), bracketed(b));
}

namespace {

OwnCall matmul_call(const FrameworkOptions& options) {
  OwnCall call = {"matmul"};
  if (options.transpose_a) call.arguments.emplace_back("transpose-a", true);
  if (options.transpose_b) call.arguments.emplace_back("transpose-b", true);
  return call;
}

std::string equal_dims(const Dim& x, const Dim& y) {
  return formatted("Dimensions must be equal, but are {} and {}", x.text(), y.text());
}

// Sizes that meet, after the flags.
struct Inner {
  const Dim& of_a;
  const Dim& of_b;
};
Inner inner_of(const Operand& a, const Operand& b, const FrameworkOptions& options) {
  const int rank_a = a.shape.rank();
  const int rank_b = b.shape.rank();
  return {a.shape[options.transpose_a ? rank_a - 2 : rank_a - 1],
          b.shape[options.transpose_b ? rank_b - 1 : rank_b - 2]};
}

FrameworkAnswer product(const Operand& a, const Operand& b, const FrameworkOptions& options) {
  const MatmulOptions flags = {.transpose_a = options.transpose_a, .transpose_b = options.transpose_b};
  return {matmul(a, b, flags), {}, matmul_call(options)};
}

// The op for matrices, which every operand of another rank falls to when it may not be stacked.
FrameworkAnswer matrices(const Operand& a, const Operand& b, const FrameworkOptions& options) {
  for (const Operand* operand : {&a, &b}) {
    if (operand->shape.rank() != 2)
      return refused(formatted("Shape must be rank 2 but is rank {}{}", operand->shape.rank(),
                               tensorflow_suffix("MatMul", a.shape, b.shape)));
  }
  const Inner inner = inner_of(a, b, options);
  if (differ(inner.of_a, inner.of_b))
    return refused(equal_dims(inner.of_a, inner.of_b) + tensorflow_suffix("MatMul", a.shape, b.shape));
  return product(a, b, options);
}

}  // namespace

std::string tensorflow_batch_refusal(const Shape& a, const Shape& b) {
  const std::string suffix = tensorflow_suffix("BatchMatMul", a, b);
  if (a.rank() != b.rank())
    return formatted("Shapes must be equal rank, but are {} and {}{}", a.rank() - 2, b.rank() - 2, suffix);
  for (int axis = 0; axis < a.rank() - 2; ++axis) {
    if (differ(a[axis], b[axis]))
      return formatted("Dimension {} in both shapes must be equal, but are {} and {}{}", axis, a[axis].text(),
                       b[axis].text(), suffix);
  }
  return "";
}

namespace framework {

std::string tf_matmul_options(const FrameworkOptions& options) {
  std::string text = options.transpose_a ? "transpose_a=True" : "";
  if (options.transpose_b) text += std::string(text.empty() ? "" : ", ") + "transpose_b=True";
  return text;
}

FrameworkAnswer tf_matmul_until_1_13(const Operand& a, const Operand& b, const FrameworkOptions& options) {
  if (a.shape.rank() <= 2 || b.shape.rank() <= 2) return matrices(a, b, options);
  const std::string refusal = tensorflow_batch_refusal(a.shape, b.shape);
  if (!refusal.empty()) return refused(refusal);
  const Inner inner = inner_of(a, b, options);
  if (differ(inner.of_a, inner.of_b))
    return refused(equal_dims(inner.of_a, inner.of_b) + tensorflow_suffix("BatchMatMul", a.shape, b.shape));
  return product(a, b, options);
}

FrameworkAnswer tf_matmul_from_1_14(const Operand& a, const Operand& b, const FrameworkOptions& options) {
  const int rank_a = a.shape.rank();
  const int rank_b = b.shape.rank();
  if (rank_a <= 2 && rank_b <= 2) return matrices(a, b, options);
  const std::string suffix = tensorflow_suffix("BatchMatMulV2", a.shape, b.shape);
  for (const int rank : {rank_a, rank_b}) {
    if (rank < 2) return refused(formatted("Shape must be at least rank 2 but is rank {}{}", rank, suffix));
  }
  const Inner inner = inner_of(a, b, options);
  if (differ(inner.of_a, inner.of_b)) return refused(equal_dims(inner.of_a, inner.of_b) + suffix);
  for (int from_right = 3; from_right <= std::min(rank_a, rank_b); ++from_right) {
    const Dim& x = a.shape[rank_a - from_right];
    const Dim& y = b.shape[rank_b - from_right];
    if (!broadcast(x, y)) return refused(equal_dims(x, y) + suffix);
  }
  return product(a, b, options);
}

}  // namespace framework

}  // namespace tcalc
