#include <algorithm>
#include <app/mpi/folded.hpp>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>

namespace tcalc::app {

namespace {

Error refusal(const std::string& why) {
  return {ErrorKind::usage, "tcalc-mpi: " + why,
          "tcalc --part auto shares out every product and expression among processes"};
}

// The only step along a side of the product: an axis that is evenly spaced, or none.
Axis only_axis(const Axes& axes) {
  if (axes.size() > 1) throw refusal("an operand's axes do not fold into a matrix");
  return axes.empty() ? Axis{} : axes.front();
}

void require_dtype(Dtype dtype) {
  switch (dtype) {
    case Dtype::float32:
    case Dtype::float64:
    case Dtype::complex64:
    case Dtype::complex128:
      return;
    default:
      throw refusal(formatted("ScaLAPACK has no products of {}", name_of(dtype)));
  }
}

}  // namespace

FoldedProduct folded_product(const Schedule& schedule, const TensorView& a, const TensorView& b) {
  if (schedule.steps.size() != 1 || schedule.layouts.size() != 2)
    throw refusal(formatted("it computes one product of two operands, this has {}",
                            counted(static_cast<std::int64_t>(schedule.layouts.size()), "operand")));
  const Plan& plan = schedule.steps.front().plan;
  if (plan.kernel == Kernel::nothing || plan.kernel == Kernel::zeros)
    throw refusal("there is nothing to multiply");
  if (plan.batch_size != 1)
    throw refusal(formatted("it computes one product, this is a stack of {}", plan.batch_size));
  require_dtype(plan.dtype);
  if (plan.left.conjugate || plan.right.conjugate) throw refusal("an operand is conjugated");
  constexpr std::int64_t most = INT32_MAX;
  for (const std::int64_t size : {plan.m_size, plan.n_size, plan.k_size}) {
    if (size > most)
      throw refusal(formatted("ScaLAPACK counts to {}, a matrix has a side of {}", most, size));
  }
  const Axis m = only_axis(plan.m), n = only_axis(plan.n), k = only_axis(plan.k);
  const bool in_rows = (n.extent == 1 || n.c == 1) && (m.extent == 1 || m.c == n.extent);
  if (!in_rows) throw refusal("the result's rows do not follow one another");
  const auto matrix = [](const TensorView& whole, const Axis& rows, const Axis& columns,
                         std::int64_t Axis::*stride) {
    TensorView view = whole;
    view.extents = {rows.extent, columns.extent};
    view.strides = {rows.*stride, columns.*stride};
    return view;
  };
  return {plan.dtype,
          plan.m_size,
          plan.n_size,
          plan.k_size,
          matrix(plan.exchanged ? b : a, m, k, &Axis::a),
          matrix(plan.exchanged ? a : b, k, n, &Axis::b)};
}

GridSizes grid_sizes(const FoldedProduct& product, int processes) {
  GridSizes best = {processes, 1};
  const auto moved = [&](const GridSizes& grid) {
    return static_cast<double>(product.n) / grid.p + static_cast<double>(product.m) / grid.q;
  };
  for (int p = 1; p <= processes; ++p) {
    if (processes % p != 0) continue;
    const GridSizes grid = {p, processes / p};
    if (moved(grid) < moved(best)) best = grid;
  }
  return best;
}

TensorView rectangle(const TensorView& matrix, std::int64_t first_row, std::int64_t rows,
                     std::int64_t first_column, std::int64_t columns) {
  TensorView part = matrix;
  const std::int64_t offset = first_row * matrix.strides[0] + first_column * matrix.strides[1];
  if (part.data != nullptr) part.data += offset * size_of(matrix.dtype);
  part.extents = {rows, columns};
  return part;
}

}  // namespace tcalc::app
