#include <algorithm>
#include <utility>
#include <vector>

#include <tcalc/core/checked.hpp>
#include <tcalc/ops/mismatch.hpp>
#include <tcalc/ops/vdot.hpp>
#include <tcalc/view/axes.hpp>

namespace tcalc {

namespace {

Outcome rule(std::span<const Operand> operands, const Arguments&) { return vdot(operands[0], operands[1]); }

// The number of elements as a product whose names are sorted: "6", "B*T*64", "?" where a dim is unknown.
struct Count {
  std::int64_t known;
  std::vector<std::string> names;
  bool unknown = false;

  explicit Count(const Shape& shape) {
    std::vector<std::int64_t> sizes;
    for (const Dim& dim : shape) {
      if (dim.is_known()) sizes.push_back(dim.size());
      if (dim.is_named()) names.push_back(dim.name());
      unknown = unknown || dim.is_unknown();
    }
    known = checked_product(sizes).value_or(0);  // a Shape's products fit
    std::ranges::sort(names);
    if (known == 0) names.clear();
    if (known == 0) unknown = false;
  }
};

bool may_differ(const Shape& a, const Shape& b) {
  const Count x(a);
  const Count y(b);
  if (x.unknown || y.unknown) return false;
  return x.known != y.known || x.names != y.names;
}

bool all_equal(const Shape& a, const Shape& b) {
  return std::ranges::equal(a, b, [](const Dim& x, const Dim& y) { return equal(x, y).has_value(); });
}

void check(const Operand& a, const Operand& b) {
  Mismatch mismatch("vdot", a, b);
  if (may_differ(a.shape, b.shape)) {
    const auto elements = [](const Shape& shape) { return product_text(shape, axis_range(0, shape.rank())); };
    const bool both_known = a.shape.is_known() && b.shape.is_known();
    mismatch.add(std::string("Numbers of elements must be equal, but ") + (both_known ? "are " : "") +
                 elements(a.shape) + " and " + elements(b.shape) + (both_known ? "" : " may differ") + ": " +
                 mismatch.name_a() + " and " + mismatch.name_b() + " are flattened");
  }
  mismatch.raise_if_any();
}

}  // namespace

Outcome vdot(const Operand& a, const Operand& b) {
  check(a, b);
  Contraction contraction;
  contraction.conjugate[0] = true;
  const auto pair = [&](const Dim& extent) {
    const int label = contraction.add(Group::contracted, extent);
    for (std::vector<int>& operand : contraction.operands) operand.push_back(label);
  };
  const bool flattens = !all_equal(a.shape, b.shape);
  if (!flattens) {
    for (int axis = 0; axis < a.shape.rank(); ++axis) pair(*equal(a.shape[axis], b.shape[axis]));
  } else {
    pair(equal(product(a.shape.dims()), product(b.shape.dims())).value_or(Dim::unknown()));
  }
  Outcome outcome = contracted("vdot", promoted(a, b), std::move(contraction));
  outcome.flattens_operands = flattens;
  return outcome;
}

constinit const Operation vdot_operation = {
    .name = "vdot",
    .alias = "",
    .signature = "(k...),(k...)->()",
    .summary = "numpy.vdot: the sum over all elements, A conjugated",
    .details =
        "Both operands are flattened, in C order, and must have equally many elements; their shapes may "
        "differ. A is conjugated. This is numpy.vdot; torch.vdot takes vectors only.",
    .example = "tcalc vdot 2,3 3,2",
    .options = {},
    .rule = rule,
    .proposed = false,
};

}  // namespace tcalc
