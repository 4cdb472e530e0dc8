#include <algorithm>
#include <cstdlib>
#include <initializer_list>
#include <utility>

#include <tcalc/core/checked.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/plan/plan.hpp>

namespace tcalc {

namespace {

// An axis for each label.
using LabelAxes = InlineVector<Axis, few_axes>;

// Its strides in A, B and the result, which are summed where a label occurs twice.
LabelAxes label_axes(const Contraction& contraction, std::initializer_list<const TensorView*> operands) {
  LabelAxes axes;
  for (const Label& label : contraction.labels) axes.push_back({label.extent.size(), 0, 0, 0});
  const auto of_label = [&](int label) -> Axis& { return axes[static_cast<std::size_t>(label)]; };
  auto stride = &Axis::a;
  auto labels = contraction.operands.begin();
  for (const TensorView* operand : operands) {
    for (std::size_t i = 0; i < labels->size(); ++i) {
      Axis& axis = of_label((*labels)[i]);
      if (operand->extents[i] == axis.extent) axis.*stride += operand->strides[i];  // else a 1 is broadcast
    }
    ++labels;
    stride = &Axis::b;
  }
  std::int64_t step = 1;
  for (std::size_t i = contraction.result.size(); i-- > 0;) {
    Axis& axis = of_label(contraction.result[i]);
    axis.c += step;
    step *= axis.extent;
  }
  return axes;
}

// What to do with a batch axis along which one operand is broadcast.
enum class Stack {
  folded,  // it is a free axis of the other operand: one taller product
  looped,  // it is a loop
};

// Sorts labels into loops.
void classify(Plan& plan, const Contraction& contraction, const LabelAxes& axes, Stack stack) {
  plan.own_m = plan.own_n = 1;
  const AxisLabels& of_a = contraction.operands[0];
  for (std::size_t label = 0; label < axes.size(); ++label) {
    const Axis& axis = axes[label];
    if (axis.extent == 1) continue;
    const Group group = contraction.labels[label].group;
    // Both may have it, when it is of size 1 in one of them: it is free in the other.
    const bool in_a = axis.b == 0 && std::ranges::find(of_a, static_cast<int>(label)) != of_a.end();
    const bool free_a = group == Group::free && in_a;
    const bool free_b = group == Group::free && !in_a;
    if (free_a) plan.own_m *= axis.extent;
    if (free_b) plan.own_n *= axis.extent;
    const bool can_fold = group == Group::batch && stack == Stack::folded;
    const bool broadcast_b = can_fold && axis.a != 0 && axis.b == 0;
    const bool broadcast_a = can_fold && axis.a == 0 && axis.b != 0;
    if (group == Group::contracted)
      plan.k.push_back(axis);
    else if (free_a || broadcast_b)
      plan.m.push_back(axis);
    else if (free_b || broadcast_a)
      plan.n.push_back(axis);
    else
      plan.batch.push_back(axis);
  }
}

// By insertion: there are few, and equal ones keep their order.
void sort_by(Axes& axes, std::int64_t Axis::*stride) {
  const auto is_before = [stride](const Axis& x, const Axis& y) {
    return std::abs(x.*stride) > std::abs(y.*stride);
  };
  for (Axis* axis = axes.begin(); axis != axes.end(); ++axis)
    std::rotate(std::upper_bound(axes.begin(), axis, *axis, is_before), axis, axis + 1);
}

// A matrix times a vector below this many multiply-adds is read as it is, eight rows at a time; a larger one
// is a row times a matrix, as the BLAS has it.
constexpr std::int64_t small_matrix_vector = std::int64_t{32} * 1024;

bool is_small_matrix_vector(const Plan& plan) {
  return plan.n.empty() && plan.own_m < small_matrix_vector &&
         plan.own_m * extent_of(plan.k) < small_matrix_vector;
}

// Exchanges the operands' roles when the result's contiguous axis belongs to the left one.
void orient(Plan& plan) {
  const auto has_unit = [](const Axes& axes) { return !axes.empty() && axes.back().c == 1; };
  if (has_unit(plan.n) || !has_unit(plan.m) || is_small_matrix_vector(plan)) return;
  plan.exchanged = true;
  std::swap(plan.left, plan.right);
  std::swap(plan.m, plan.n);
  std::swap(plan.own_m, plan.own_n);
  for (Axes* axes : {&plan.batch, &plan.m, &plan.n, &plan.k}) {
    for (Axis& axis : *axes) std::swap(axis.a, axis.b);
  }
}

MatrixOperand matrix_operand(const TensorView& view, bool conjugate) {
  MatrixOperand operand;
  operand.dtype = view.dtype;
  operand.byte_swapped = view.byte_swapped && size_of(view.dtype) > 1;
  operand.conjugate = conjugate && info(view.dtype).kind == DtypeKind::complex;
  return operand;
}

PackReason reason_by_elements(const MatrixOperand& operand, Dtype dtype, bool aligned) {
  if (operand.dtype != dtype) return PackReason::dtype;
  if (operand.byte_swapped) return PackReason::byte_order;
  if (operand.conjugate) return PackReason::conjugate;
  return aligned ? PackReason::none : PackReason::alignment;
}

// A matrix whose rows and columns are each one evenly spaced run, one of them contiguous, can be read where
// it is.
void choose_access(MatrixOperand& operand, const Axes& rows, const Axes& columns, std::int64_t Axis::*stride,
                   Dtype dtype, bool aligned) {
  operand.access = Access::packed;
  operand.reason = reason_by_elements(operand, dtype, aligned);
  if (operand.reason != PackReason::none) return;
  operand.reason = PackReason::strides;
  if (rows.size() > 1 || columns.size() > 1) return;
  const std::int64_t row_extent = extent_of(rows);
  const std::int64_t column_extent = extent_of(columns);
  const std::int64_t row_step = rows.empty() ? column_extent : rows.front().*stride;
  const std::int64_t column_step = columns.empty() ? 1 : columns.front().*stride;
  if (column_step == 1 && row_step >= column_extent) {
    operand.access = Access::in_place;
    operand.leading_dimension = row_step;
  } else if ((rows.empty() || row_step == 1) && column_step >= row_extent) {
    operand.access = Access::transposed;
    operand.leading_dimension = column_step;
  }
  if (operand.access != Access::packed) operand.reason = PackReason::none;
}

Error too_many_bytes() {
  return Error(ErrorKind::resource, "the result has more bytes than can be addressed");
}

std::int64_t result_bytes(const Contraction& contraction, Dtype dtype) {
  std::optional<std::int64_t> bytes = size_of(dtype);
  bool is_empty = false;
  for (const int label : contraction.result) {
    const std::int64_t extent = contraction.extent(label).size();
    is_empty = is_empty || extent == 0;
    if (bytes && extent != 0) bytes = checked_multiply(*bytes, extent);
  }
  if (!bytes) throw too_many_bytes();
  return is_empty ? 0 : *bytes;
}

// What follows from the loops: sizes, how the operands are read, and the kernel.
void finish(Plan& plan, bool aligned_a, bool aligned_b) {
  plan.batch_size = extent_of(plan.batch);
  plan.m_size = extent_of(plan.m);
  plan.n_size = extent_of(plan.n);
  plan.k_size = extent_of(plan.k);
  plan.column_stride = plan.n.empty() ? 1 : plan.n.back().c;
  plan.row_stride = plan.m.empty() ? plan.n_size * plan.column_stride : plan.m.back().c;
  plan.multiply_adds = static_cast<double>(plan.batch_size) * static_cast<double>(plan.m_size) *
                       static_cast<double>(plan.n_size) * static_cast<double>(plan.k_size);

  choose_access(plan.left, plan.m, plan.k, &Axis::a, plan.dtype, plan.exchanged ? aligned_b : aligned_a);
  choose_access(plan.right, plan.k, plan.n, &Axis::b, plan.dtype, plan.exchanged ? aligned_a : aligned_b);
  plan.kernel = plan.k_size == 0 ? Kernel::zeros : choose_kernel(plan);
}

Plan plan_of(const Contraction& contraction, const TensorView& a, const TensorView& b, Dtype dtype,
             Stack stack) {
  Plan plan;
  plan.dtype = dtype;
  plan.left = matrix_operand(a, contraction.conjugate[0]);
  plan.right = matrix_operand(b, contraction.conjugate[1]);
  plan.result_bytes = result_bytes(contraction, plan.dtype);
  if (plan.result_bytes == 0) return plan;

  classify(plan, contraction, label_axes(contraction, {&a, &b}), stack);
  for (Axes* axes : {&plan.m, &plan.n, &plan.batch}) sort_by(*axes, &Axis::c);
  sort_by(plan.k, &Axis::a);
  orient(plan);
  for (Axes* axes : {&plan.m, &plan.n}) {
    if (axes->size() > 1) *axes = even_in_result(*axes, plan.batch);
  }
  sort_by(plan.batch, &Axis::c);
  for (Axes* axes : {&plan.m, &plan.n, &plan.k, &plan.batch}) {
    if (axes->size() > 1) *axes = folded(*axes);
  }

  finish(plan, a.aligned, b.aligned);
  return plan;
}

}  // namespace

std::string_view name_of(Kernel kernel) {
  switch (kernel) {
    case Kernel::nothing:
      return "nothing";
    case Kernel::zeros:
      return "zeros";
    case Kernel::blas:
      return "blas";
    case Kernel::panels:
      return "panels";
    case Kernel::direct:
      return "direct";
    case Kernel::blocked:
      return "blocked";
    case Kernel::dots:
      return "dots";
    case Kernel::bits:
      return "bits";
    case Kernel::sums:
      break;
  }
  return "sums";
}

std::string_view text_of(PackReason reason) {
  switch (reason) {
    case PackReason::none:
      return "";
    case PackReason::dtype:
      return "its dtype is converted";
    case PackReason::byte_order:
      return "its byte order is not the machine's";
    case PackReason::conjugate:
      return "it is conjugated";
    case PackReason::alignment:
      return "its elements are not aligned";
    case PackReason::strides:
      break;
  }
  return "neither its rows nor its columns are next to one another";
}

Plan make_plan(const Contraction& contraction, const TensorView& a, const TensorView& b,
               std::optional<Dtype> result) {
  const Dtype dtype = result.value_or(promote(a.dtype, b.dtype));
  Plan plan = plan_of(contraction, a, b, dtype, Stack::folded);
  // The BLAS rounds a row by its place in the product, so there a matrix of a stack is multiplied as if it
  // were alone.
  const bool folded_stack = plan.m_size != plan.own_m || plan.n_size != plan.own_n;
  if (plan.kernel == Kernel::blas && folded_stack) plan = plan_of(contraction, a, b, dtype, Stack::looped);
  return plan;
}

Plan plan_of_matrices(Dtype dtype, const MatrixLayout& a, const MatrixLayout& b) {
  Plan plan;
  plan.dtype = plan.left.dtype = plan.right.dtype = dtype;
  const auto elements = checked_multiply(a.rows, b.columns);
  const auto bytes = elements ? checked_multiply(*elements, size_of(dtype)) : std::nullopt;
  if (!bytes) throw too_many_bytes();
  plan.result_bytes = *bytes;
  plan.own_m = a.rows;
  plan.own_n = b.columns;
  plan.m.push_back({a.rows, a.row_stride, 0, b.columns});
  plan.n.push_back({b.columns, 0, b.column_stride, 1});
  plan.k.push_back({a.columns, a.column_stride, b.row_stride, 0});
  finish(plan, a.aligned, b.aligned);
  return plan;
}

Plan make_plan(const Contraction& contraction, const TensorView& a, Dtype result) {
  Plan plan;
  plan.dtype = result;
  plan.left = matrix_operand(a, contraction.conjugate[0]);
  plan.result_bytes = result_bytes(contraction, result);
  if (plan.result_bytes == 0) return plan;
  const LabelAxes axes = label_axes(contraction, {&a});
  for (std::size_t label = 0; label < axes.size(); ++label) {
    if (axes[label].extent == 1) continue;
    (contraction.labels[label].group == Group::contracted ? plan.k : plan.m).push_back(axes[label]);
  }
  sort_by(plan.m, &Axis::c);
  sort_by(plan.k, &Axis::a);
  plan.m = folded(plan.m);
  plan.k = folded(plan.k);
  plan.batch_size = plan.n_size = plan.own_n = 1;
  plan.m_size = plan.own_m = extent_of(plan.m);
  plan.k_size = extent_of(plan.k);
  plan.row_stride = plan.column_stride = 1;
  plan.multiply_adds = static_cast<double>(plan.m_size) * static_cast<double>(plan.k_size);
  plan.kernel = plan.k_size == 0 ? Kernel::zeros : Kernel::sums;
  return plan;
}

}  // namespace tcalc
