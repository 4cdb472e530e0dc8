#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include <tcalc/core/formatted.hpp>
#include <tcalc/ops/batch_dot_rules.hpp>
#include <tcalc/ops/mismatch.hpp>
#include <tcalc/view/axes.hpp>

namespace tcalc {

namespace {

using TypedAxes = std::pair<std::int64_t, std::int64_t>;

struct AxisPair {
  int a, b;  // contracted, 0 <= axis < rank
};

void require_rank_2(Mismatch& mismatch, const Operand& a, const Operand& b) {
  const auto check = [&](int operand, int rank) {
    if (rank < 2)
      mismatch.add(formatted("operands need at least 2 axes, a batch and one more, but {} is {}-D",
                             mismatch.name(operand), rank));
  };
  check(0, a.shape.rank());
  check(1, b.shape.rank());
  mismatch.raise_if_any();
}

TypedAxes typed_axes(const std::vector<std::int64_t>& axes, std::int64_t default_a, std::int64_t default_b) {
  return axes.empty() ? TypedAxes{default_a, default_b} : TypedAxes{axes.front(), axes.back()};
}

AxisPair normalized(Mismatch& mismatch, const TypedAxes& typed, const Operand& a, const Operand& b) {
  const auto axis_a = normalized_axis(typed.first, a.shape.rank());
  const auto axis_b = normalized_axis(typed.second, b.shape.rank());
  if (!axis_a) mismatch.add(out_of_range_fact(typed.first, mismatch.name_a(), a.shape.rank()));
  if (!axis_b) mismatch.add(out_of_range_fact(typed.second, mismatch.name_b(), b.shape.rank()));
  mismatch.raise_if_any();
  return {*axis_a, *axis_b};
}

// Labels for equal batch axes `batch_a[i]` and `batch_b[i]`, then the contracted pair, then every axis left
// over; the result is the batch, the free axes of A, those of B, and a trailing 1 when that is a single axis.
Contraction labelled(const Operand& a, const Operand& b, AxisPair axes, const AxisList& batch_a,
                     const AxisList& batch_b) {
  Contraction contraction;
  contraction.operands[0].resize(static_cast<std::size_t>(a.shape.rank()), -1);
  contraction.operands[1].resize(static_cast<std::size_t>(b.shape.rank()), -1);
  const auto pair = [&](int axis_a, int axis_b, Group group) {
    const int label = contraction.add(group, *equal(a.shape[axis_a], b.shape[axis_b]));
    contraction.operands[0][static_cast<std::size_t>(axis_a)] = label;
    contraction.operands[1][static_cast<std::size_t>(axis_b)] = label;
    return label;
  };
  for (std::size_t i = 0; i < batch_a.size(); ++i)
    contraction.result.push_back(pair(batch_a[i], batch_b[i], Group::batch));
  pair(axes.a, axes.b, Group::contracted);
  const auto keep_rest = [&](AxisLabels& labels, const Shape& shape, Group group) {
    for (int axis = 0; axis < shape.rank(); ++axis) {
      int& label = labels[static_cast<std::size_t>(axis)];
      if (label >= 0) continue;
      label = contraction.add(group, shape[axis]);
      contraction.result.push_back(label);
    }
  };
  keep_rest(contraction.operands[0], a.shape, Group::free);
  keep_rest(contraction.operands[1], b.shape, Group::free);
  if (contraction.result.size() == 1) contraction.result.push_back(contraction.add(Group::free, 1));
  return contraction;
}

bool broadcasts_a_one(const Dim& x, const Dim& y) { return x != y && (x.is(1) || y.is(1)); }

// Two 2-D operands: any axis of each, the other one is the batch.
Contraction of_matrices(Mismatch& mismatch, const Operand& a, const Operand& b, AxisPair axes) {
  const AxisPair batch = {1 - axes.a, 1 - axes.b};
  const auto require = [&](int axis_a, int axis_b, std::string_view what) {
    const bool one = broadcasts_a_one(a.shape[axis_a], b.shape[axis_b]);
    mismatch.require_equal(axis_a, axis_b, what, one ? "old Keras broadcast the 1" : "");
  };
  require(axes.a, axes.b, "Dimensions");
  require(batch.a, batch.b, "Batch sizes");
  mismatch.raise_if_any();
  return labelled(a, b, axes, {batch.a}, {batch.b});
}

// Old Keras gave the operand of lower rank trailing axes of size 1 and squeezed them away again, which worked
// only here.
void require_ranks_that_meet(Mismatch& mismatch, int rank_a, int rank_b) {
  if (rank_a == rank_b || rank_a + 1 == rank_b || (rank_a == 3 && rank_b == 2)) return;
  mismatch.add(
      formatted("ranks {} and {} of {} and {} do not go together up to Keras 2.2.4: they may be equal, the "
                "second higher by 1, or 3 and 2",
                rank_a, rank_b, mismatch.name_a(), mismatch.name_b()));
  mismatch.raise_if_any();
}

// Axes before the last two, once the operand has `rank` axes, are the batch: old Keras did not look, and
// contracted the second-to-last.
void require_last_two(Mismatch& mismatch, int operand, int axis, int rank) {
  if (axis >= rank - 2) return;
  const std::string taken = std::to_string(rank - 2);
  mismatch.add(formatted("axis {} of {} is a batch axis: up to Keras 2.2.4 only axis {}{} can be contracted "
                         "(old Keras silently took axis {})",
                         axis, mismatch.name(operand), taken,
                         mismatch.shape(operand).rank() == rank ? formatted(" or {}", rank - 1) : "", taken),
               {{operand, axis}});
}

// What old Keras made of negative axes it did not normalise; empty for others.
std::string_view negative_axis_remark(const TypedAxes& typed) {
  return typed.first < 0 || typed.second < 0 ? "old Keras took negative axes as the second-to-last" : "";
}

}  // namespace

Contraction batch_dot_until_2_2_4(const Operand& a, const Operand& b, const std::vector<std::int64_t>& axes) {
  Mismatch mismatch("batch_dot", a, b);
  require_rank_2(mismatch, a, b);
  const int rank_a = a.shape.rank();
  const int rank_b = b.shape.rank();
  require_ranks_that_meet(mismatch, rank_a, rank_b);
  // Of a 2-D B that meets a 3-D A the default is the second axis: old Keras took it in place of axis 0.
  const TypedAxes typed = typed_axes(axes, rank_a - 1, rank_a > rank_b ? 1 : rank_b - 2);
  const AxisPair contracted = normalized(mismatch, typed, a, b);
  if (rank_a == 2 && rank_b == 2) return of_matrices(mismatch, a, b, contracted);

  // The operand of lower rank has trailing axes of size 1 from here on; they are never axes of the result.
  const int rank = std::max(rank_a, rank_b);
  require_last_two(mismatch, 0, contracted.a, rank);
  require_last_two(mismatch, 1, contracted.b, rank);
  const AxisList batch = axis_range(0, rank - 2);
  for (const int axis : batch) mismatch.require_equal(axis, axis, "Batch sizes");
  if (contracted.a >= rank - 2 && contracted.b >= rank - 2) {
    mismatch.require_equal(contracted.a, contracted.b, "Dimensions", negative_axis_remark(typed));
  }
  mismatch.raise_if_any();

  Contraction contraction = labelled(a, b, contracted, batch, batch);
  contraction.conjugate[0] = contracted.a != rank - 1;
  contraction.conjugate[1] = contracted.b == rank - 1;
  return contraction;
}

Contraction batch_dot_from_2_2_5(const Operand& a, const Operand& b, const std::vector<std::int64_t>& axes) {
  Mismatch mismatch("batch_dot", a, b);
  require_rank_2(mismatch, a, b);
  const int rank_b = b.shape.rank();
  const TypedAxes typed = typed_axes(axes, a.shape.rank() - 1, rank_b == 2 ? 1 : rank_b - 2);
  const AxisPair contracted = normalized(mismatch, typed, a, b);
  const auto refuse_batch_axis = [&](int operand) {
    mismatch.add(mismatch.axis_text({operand, 0}) + " is the batch axis and cannot be contracted",
                 {{operand, 0}});
  };
  if (contracted.a == 0) refuse_batch_axis(0);
  if (contracted.b == 0) refuse_batch_axis(1);
  mismatch.require_equal(0, 0, "Batch sizes");
  if (contracted.a != 0 && contracted.b != 0) mismatch.require_equal(contracted.a, contracted.b);
  mismatch.raise_if_any();
  return labelled(a, b, contracted, {0}, {0});
}

}  // namespace tcalc
