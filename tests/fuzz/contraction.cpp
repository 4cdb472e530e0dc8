// A product of small integers through the engine, beside the oracle's.
#include <algorithm>
#include <array>
#include <cstring>
#include <string>
#include <tests/fuzz/target.hpp>
#include <tests/support/reference.hpp>
#include <vector>

#include <tcalc/kernel/execute.hpp>
#include <tcalc/ops/registry.hpp>

namespace tcalc::fuzz {

namespace {

using Axes = std::vector<std::int64_t>;

constexpr auto specs =
    std::to_array<const char*>({"ab,bc->ca", "ab,cb->ac", "aab,b->a", "...a,a...->...", "abc,acd->abd",
                                "ab,ab->", "a,b->ba", "abc,cba->b", "a...b,b...->...a", "ab,b->ab"});

Extents extents_from(Choices& choices) {
  Extents extents(static_cast<std::size_t>(choices.below(5)));
  for (std::int64_t& extent : extents) extent = choices.below(6);
  return extents;
}

Axes axes_from(Choices& choices, int fewest = 0) {
  Axes axes(static_cast<std::size_t>(fewest + choices.below(3 - fewest)));
  for (std::int64_t& axis : axes) axis = choices.below(7) - 3;
  return axes;
}

Arguments arguments_from(const Operation& operation, Choices& choices) {
  Arguments arguments;
  if (operation.name == "einsum")
    arguments["SPEC"] = std::string(specs[static_cast<std::size_t>(choices.below(int(specs.size())))]);
  if (operation.name == "matmul") {
    if (choices.below(2) == 1) arguments["transpose-a"] = true;
    if (choices.below(2) == 1) arguments["transpose-b"] = true;
  }
  if (operation.name == "tensordot" && choices.below(2) == 1)
    arguments["axes"] = Axes{choices.below(4)};
  else if (operation.name == "tensordot") {
    arguments["axes-a"] = axes_from(choices);
    arguments["axes-b"] = axes_from(choices);
  }
  if (operation.name == "batch_dot" && choices.below(2) == 1) arguments["axes"] = axes_from(choices, 1);
  if (operation.name == "batch_dot" && choices.below(2) == 1) arguments["keras"] = std::string("3");
  return arguments;
}

template <class T>
struct Laid {
  std::vector<T> values;  // in C order
  std::vector<T> memory;
  TensorView view;
};

// Axes in any order in memory, some of them backwards, with gaps.
template <class T>
Laid<T> laid_from(const Extents& extents, Choices& choices) {
  Laid<T> laid;
  laid.view = contiguous(dtype_of<T>(), extents);
  std::vector<std::size_t> order(extents.size());
  for (std::size_t axis = 0; axis < order.size(); ++axis) order[axis] = axis;
  for (std::size_t axis = 1; axis < order.size(); ++axis)
    std::swap(order[axis], order[static_cast<std::size_t>(choices.below(int(axis) + 1))]);
  std::int64_t stride = 1 + choices.below(2), offset = 0;
  for (const std::size_t axis : order) {
    const bool backwards = choices.below(4) == 3;
    laid.view.strides[axis] = backwards ? -stride : stride;
    if (backwards) offset += stride * std::max<std::int64_t>(extents[axis] - 1, 0);
    stride *= std::max<std::int64_t>(extents[axis], 1);
  }
  laid.memory.resize(static_cast<std::size_t>(stride));
  laid.view.data = reinterpret_cast<const std::byte*>(laid.memory.data() + offset);
  Extents index(extents.size());
  for (std::int64_t left = count(extents); left > 0; --left) {
    const T value = static_cast<T>(choices.below(15) - 7);
    std::int64_t place = offset;
    for (std::size_t axis = 0; axis < index.size(); ++axis) place += index[axis] * laid.view.strides[axis];
    laid.memory[static_cast<std::size_t>(place)] = value;
    laid.values.push_back(value);
    for (std::size_t axis = index.size(); axis-- > 0;) {
      if (++index[axis] < extents[axis]) break;
      index[axis] = 0;
    }
  }
  return laid;
}

// Sums of so few such products are exact in any order.
template <class T>
void compare(const Operation& operation, const Arguments& arguments, const Extents& a_extents,
             const Extents& b_extents, Choices& choices) {
  const Laid<T> a = laid_from<T>(a_extents, choices), b = laid_from<T>(b_extents, choices);
  const auto expected =
      reference::product<T>(operation.name, arguments, a.values, a_extents, b.values, b_extents);
  Outcome outcome;
  try {
    outcome = apply(operation, Operand{"A", Shape(a_extents), a.view.dtype},
                    Operand{"B", Shape(b_extents), b.view.dtype}, arguments);
  } catch (const Error& error) {
    require(error.kind == ErrorKind::mismatch || error.kind == ErrorKind::usage, error.message);
    require(!expected, "refused: " + error.message);
    return;
  }
  require(expected.has_value(), "not refused");
  if (outcome.flattens_operands) return;
  const Contraction contraction = contraction_of(outcome);
  const Plan plan = make_plan(contraction, a.view, b.view);
  Tensor result(plan.dtype, Shape(contraction.result_dims()).extents());
  execute(plan, a.view, b.view, result.data(), 1 + choices.below(2));
  std::vector<T> values(expected->values.size());
  require(static_cast<std::size_t>(result.bytes()) == values.size() * sizeof(T),
          "another number of elements");
  if (!values.empty()) std::memcpy(values.data(), result.data(), values.size() * sizeof(T));
  require(values == expected->values, "other values");
}

}  // namespace

void contraction(Bytes bytes) {
  Choices choices(bytes);
  const auto all = operations();
  const Operation& operation = *all[static_cast<std::size_t>(choices.below(int(all.size())))];
  if (!reference::has_rule(operation.name)) return;
  const Arguments arguments = arguments_from(operation, choices);
  const Extents a = extents_from(choices), b = extents_from(choices);
  switch (choices.below(4)) {
    case 0:
      return compare<double>(operation, arguments, a, b, choices);
    case 1:
      return compare<float>(operation, arguments, a, b, choices);
    case 2:
      return compare<std::int8_t>(operation, arguments, a, b, choices);
    default:
      return compare<std::int64_t>(operation, arguments, a, b, choices);
  }
}

}  // namespace tcalc::fuzz
