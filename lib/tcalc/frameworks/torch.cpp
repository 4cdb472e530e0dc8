#include <algorithm>
#include <vector>

#include <tcalc/core/formatted.hpp>
#include <tcalc/frameworks/entries.hpp>
#include <tcalc/frameworks/refusal.hpp>
#include <tcalc/ops/dot.hpp>
#include <tcalc/ops/matmul.hpp>
#include <tcalc/ops/matvec.hpp>
#include <tcalc/ops/mismatch.hpp>
#include <tcalc/view/axes.hpp>

namespace tcalc::framework {

namespace {

std::string by(const std::string& rows, const Dim& columns) { return rows + "x" + columns.text(); }

std::string cannot_be_multiplied(const std::string& left, const std::string& right) {
  return formatted("mat1 and mat2 shapes cannot be multiplied ({} and {})", left, right);
}

std::string unequal_vectors(const Dim& x, const Dim& y) {
  return formatted(
      "inconsistent tensor size, expected tensor [{}] and src [{}] to have the same number of elements, but "
      "got {} and {} elements respectively",
      x.text(), y.text(), x.text(), y.text());
}

// The product of all dims but the last `kept`.
std::string folded_rows(const Shape& shape, int kept) {
  return product_text(shape, axis_range(0, shape.rank() - kept));
}

std::string batch_sizes(const std::string& batch, const Dim& size) {
  return formatted("[{}, {}]", batch, size.text());
}

std::string unequal_batches(const std::string& batch, const Dim& wanted, const std::string& given_batch,
                            const Dim& given) {
  return formatted("Expected size for first two dimensions of batch2 tensor to be: {} but got: {}.",
                   batch_sizes(batch, wanted), batch_sizes(given_batch, given));
}

// Matrices with a stack: one product of its rows with the other operand, or a product for each of the stack.
std::string refusal_of_stacks(const Shape& a, const Shape& b) {
  const int rank_a = a.rank();
  const int rank_b = b.rank();
  if (rank_b == 1)
    return differ(a[rank_a - 1], b[0]) ? formatted("size mismatch, got {}, {},{}", folded_rows(a, 1),
                                                   by(folded_rows(a, 1), a[rank_a - 1]), b[0].text())
                                       : "";
  if (rank_b == 2)
    return differ(a[rank_a - 1], b[0])
               ? cannot_be_multiplied(by(folded_rows(a, 1), a[rank_a - 1]), by(b[0].text(), b[1]))
               : "";
  if (rank_a <= 2) {  // the other way round, everything transposed
    const Dim& own = a[rank_a - 1];
    if (!differ(own, b[rank_b - 2])) return "";
    std::vector<int> rows = axis_range(0, rank_b - 2);
    rows.push_back(rank_b - 1);
    const std::string folded = product_text(b, rows);
    if (rank_a == 1)
      return formatted("size mismatch, got {}, {},{}", folded, by(folded, b[rank_b - 2]), own.text());
    return cannot_be_multiplied(by(folded, b[rank_b - 2]), by(own.text(), a[0]));
  }
  Dims batch;
  const int batches = std::max(rank_a, rank_b) - 2;
  for (int axis = batches - 1; axis >= 0; --axis) {
    const int axis_a = axis - (batches - (rank_a - 2));
    const int axis_b = axis - (batches - (rank_b - 2));
    const Dim one = 1;
    const Dim& x = axis_a < 0 ? one : a[axis_a];
    const Dim& y = axis_b < 0 ? one : b[axis_b];
    const auto joined = broadcast(x, y);
    if (!joined)
      return formatted(
          "The size of tensor a ({}) must match the size of tensor b ({}) at non-singleton dimension {}",
          x.text(), y.text(), axis);
    batch.push_back(*joined);
  }
  if (!differ(a[rank_a - 1], b[rank_b - 2])) return "";
  const std::string size = product_text(Shape(batch), axis_range(0, batches));
  return unequal_batches(size, a[rank_a - 1], size, b[rank_b - 2]);
}

std::string refusal_of_matrices(const Shape& a, const Shape& b) {
  const int rank_a = a.rank();
  if (!differ(a[rank_a - 1], b[0])) return "";
  if (rank_a == 1 && b.rank() == 1) return unequal_vectors(a[0], b[0]);
  if (b.rank() == 1)
    return formatted("size mismatch, got {}, {},{}", a[0].text(), by(a[0].text(), a[1]), b[0].text());
  return cannot_be_multiplied(rank_a == 1 ? by("1", a[0]) : by(a[0].text(), a[1]), by(b[0].text(), b[1]));
}

}  // namespace

FrameworkAnswer torch_matmul(const Operand& a, const Operand& b, const FrameworkOptions&) {
  const int rank_a = a.shape.rank();
  const int rank_b = b.shape.rank();
  if (rank_a == 0 || rank_b == 0)
    return refused(formatted("both arguments to matmul need to be at least 1D, but they are {}D and {}D",
                             rank_a, rank_b));
  const std::string refusal = rank_a <= 2 && rank_b <= 2 ? refusal_of_matrices(a.shape, b.shape)
                                                         : refusal_of_stacks(a.shape, b.shape);
  if (!refusal.empty()) return refused(refusal);
  return {matmul(a, b), {}, {"matmul"}};
}

FrameworkAnswer torch_mm(const Operand& a, const Operand& b, const FrameworkOptions&) {
  if (a.shape.rank() != 2) return refused("self must be a matrix");
  if (b.shape.rank() != 2) return refused("mat2 must be a matrix");
  const std::string refusal = refusal_of_matrices(a.shape, b.shape);
  if (!refusal.empty()) return refused(refusal);
  return {matmul(a, b), {}, {"matmul"}};
}

FrameworkAnswer torch_bmm(const Operand& a, const Operand& b, const FrameworkOptions&) {
  if (a.shape.rank() != 3) return refused("batch1 must be a 3D tensor");
  if (b.shape.rank() != 3) return refused("batch2 must be a 3D tensor");
  if (differ(a.shape[0], b.shape[0]) || differ(a.shape[2], b.shape[1]))
    return refused(unequal_batches(a.shape[0].text(), a.shape[2], b.shape[0].text(), b.shape[1]));
  return {matmul(a, b), {}, {"matmul"}};
}

FrameworkAnswer torch_mv(const Operand& a, const Operand& b, const FrameworkOptions&) {
  if (a.shape.rank() == 0) return refused("Dimension specified as 0 but tensor has no dimensions");
  if (a.shape.rank() != 2 || b.shape.rank() != 1)
    return refused(
        formatted("vector + matrix @ vector expected, got 1, {}, {}", a.shape.rank(), b.shape.rank()));
  const std::string refusal = refusal_of_matrices(a.shape, b.shape);
  if (!refusal.empty()) return refused(refusal);
  return {matvec(a, b), {}, {"matvec"}};
}

FrameworkAnswer torch_dot(const Operand& a, const Operand& b, const FrameworkOptions&) {
  if (a.shape.rank() != 1 || b.shape.rank() != 1)
    return refused(
        formatted("1D tensors expected, but got {}D and {}D tensors", a.shape.rank(), b.shape.rank()));
  if (differ(a.shape[0], b.shape[0])) return refused(unequal_vectors(a.shape[0], b.shape[0]));
  return {dot(a, b), {}, {"dot"}};
}

// y = x W^T, for weights (out, in) or (in,).
FrameworkAnswer torch_linear(const Operand& a, const Operand& b, const FrameworkOptions& options) {
  const int rank_a = a.shape.rank();
  const int rank_b = b.shape.rank();
  if (rank_a == 0 || rank_b == 0)
    return refused(formatted("both arguments to linear need to be at least 1D, but they are {}D and {}D",
                             rank_a, rank_b));
  if (rank_b > 2)
    return refused(formatted("t() expects a tensor with <= 2 dimensions, but self is {}D", rank_b));
  if (rank_b == 1) return torch_matmul(a, b, options);
  const Operand weight = {b.name, Shape({b.shape[1], b.shape[0]})};
  if (FrameworkAnswer answer = torch_matmul(a, weight, options); !answer.contraction) return answer;
  return {matmul(a, b, {.transpose_b = true}), {}, {"matmul", {{"transpose-b", true}}}};
}

}  // namespace tcalc::framework
