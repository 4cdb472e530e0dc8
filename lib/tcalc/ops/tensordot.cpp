#include <algorithm>
#include <array>
#include <utility>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/ops/mismatch.hpp>
#include <tcalc/ops/output_type.hpp>
#include <tcalc/ops/tensordot.hpp>
#include <tcalc/view/axes.hpp>

namespace tcalc {

namespace {

constexpr std::array options_of_tensordot = {
    OptionSpec{"axes", OptionKind::integers, "N",
               "contract the last N axes of A with the first N of B (default 2)"},
    OptionSpec{"axes-a", OptionKind::integers, "LIST", "the axes of A to contract, \"\" for none"},
    OptionSpec{"axes-b", OptionKind::integers, "LIST", "the axes of B they meet, in the same order"},
    output_type_option,
};

Contraction typed_contraction(std::span<const Operand> operands, const Arguments& arguments) {
  const Operand& a = operands[0];
  const Operand& b = operands[1];
  const auto* number = find_integers(arguments, "axes");
  const auto* axes_a = find_integers(arguments, "axes-a");
  const auto* axes_b = find_integers(arguments, "axes-b");
  if ((axes_a == nullptr) != (axes_b == nullptr)) {
    throw Error(ErrorKind::usage,
                "tensordot: the axes of both operands are needed, but only those of one are given");
  }
  if (axes_a != nullptr) {
    if (number != nullptr)
      throw Error(ErrorKind::usage, "tensordot: axes are given by their number or by lists, not by both");
    return tensordot(a, b, {*axes_a, *axes_b});
  }
  if (number == nullptr) return tensordot(a, b);
  if (number->size() != 1) {
    throw Error(ErrorKind::usage,
                formatted("tensordot: the number of axes is one number, got {}", number->size()),
                OptionHint{"lists of axes are ", "axes-a", "LIST", " and those of the other operand"});
  }
  return tensordot(a, b, number->front());
}

Outcome tensordot_rule(std::span<const Operand> operands, const Arguments& arguments) {
  Contraction contraction = typed_contraction(operands, arguments);
  const auto dtype = output_type(tensordot_operation, operands, arguments);
  return contracted("tensordot", operands, std::move(contraction), dtype);
}

// The axes in 0 <= axis < rank; those out of range or given twice are reported and left out.
std::vector<int> checked_axes(Mismatch& mismatch, const std::vector<std::int64_t>& typed,
                              const std::string& name, int rank) {
  std::vector<int> axes;
  for (const std::int64_t axis : typed) {
    const auto normal = normalized_axis(axis, rank);
    if (!normal) {
      mismatch.add(out_of_range_fact(axis, name, rank));
    } else if (std::ranges::find(axes, *normal) != axes.end()) {
      mismatch.add(given_twice_fact(*normal, name));
    } else {
      axes.push_back(*normal);
    }
  }
  return axes;
}

}  // namespace

Contraction tensordot(const Operand& a, const Operand& b, const TensordotOptions& options) {
  Mismatch mismatch("tensordot", a, b);
  if (options.axes_a.size() != options.axes_b.size()) {
    mismatch.add(formatted("the lists of axes must be of equal length, but have {} and {}",
                           options.axes_a.size(), options.axes_b.size()));
  }
  const std::vector<int> axes_a = checked_axes(mismatch, options.axes_a, mismatch.name_a(), a.shape.rank());
  const std::vector<int> axes_b = checked_axes(mismatch, options.axes_b, mismatch.name_b(), b.shape.rank());
  mismatch.raise_if_any();
  for (std::size_t pair = 0; pair < axes_a.size(); ++pair) mismatch.require_equal(axes_a[pair], axes_b[pair]);
  mismatch.raise_if_any();

  Contraction contraction;
  contraction.operands[0].resize(static_cast<std::size_t>(a.shape.rank()), -1);
  contraction.operands[1].resize(static_cast<std::size_t>(b.shape.rank()), -1);
  for (std::size_t pair = 0; pair < axes_a.size(); ++pair) {
    const int label =
        contraction.add(Group::contracted, *equal(a.shape[axes_a[pair]], b.shape[axes_b[pair]]));
    contraction.operands[0][static_cast<std::size_t>(axes_a[pair])] = label;
    contraction.operands[1][static_cast<std::size_t>(axes_b[pair])] = label;
  }
  const auto keep_rest = [&](AxisLabels& labels, const Shape& shape, Group group) {
    for (std::size_t axis = 0; axis < labels.size(); ++axis) {
      if (labels[axis] >= 0) continue;
      labels[axis] = contraction.add(group, shape[static_cast<int>(axis)]);
      contraction.result.push_back(labels[axis]);
    }
  };
  keep_rest(contraction.operands[0], a.shape, Group::free);
  keep_rest(contraction.operands[1], b.shape, Group::free);
  return contraction;
}

Contraction tensordot(const Operand& a, const Operand& b, std::int64_t count) {
  if (count < 0)
    throw Error(ErrorKind::usage,
                formatted("tensordot: the number of axes cannot be negative, but is {}", count));
  Mismatch mismatch("tensordot", a, b);
  const auto require_axes = [&](const std::string& name, int rank) {
    if (count > rank) {
      mismatch.add(formatted("{} of each operand cannot be contracted: {} has {}",
                             counted(count, "axis", "axes"), name, rank));
    }
  };
  require_axes(mismatch.name_a(), a.shape.rank());
  require_axes(mismatch.name_b(), b.shape.rank());
  mismatch.raise_if_any();
  TensordotOptions options;
  for (std::int64_t i = 0; i < count; ++i) {
    options.axes_a.push_back(a.shape.rank() - count + i);
    options.axes_b.push_back(i);
  }
  return tensordot(a, b, options);
}

constinit const Operation tensordot_operation = {
    .name = "tensordot",
    .alias = "",
    .signature = "(free_a...,k...),(k...,free_b...)->(free_a...,free_b...)",
    .summary = "numpy.tensordot: any axes of A with as many of B",
    .details =
        "Contracts the last N axes of A with the first N of B (`axes` N, 2 by default), or the axes that "
        "`axes-a` and `axes-b` list, in pairs. All other axes are kept, those of A first. `axes` 0 is an "
        "outer product.",
    .example = "tcalc tensordot 10,12,4,5 4,5,8",
    .options = options_of_tensordot,
    .rule = tensordot_rule,
};

}  // namespace tcalc
