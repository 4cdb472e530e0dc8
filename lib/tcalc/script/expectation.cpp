#include <string>
#include <vector>

#include <tcalc/core/formatted.hpp>
#include <tcalc/ops/mismatch.hpp>
#include <tcalc/script/expectation.hpp>

namespace tcalc::script {

namespace {

// Of shapes of the same rank.
std::vector<int> different_axes(const Shape& shape, const Shape& expected) {
  std::vector<int> axes;
  for (int axis = 0; axis < shape.rank(); ++axis) {
    if (!expected[axis].is_unknown() && is_equal(shape[axis], expected[axis]) != Verdict::proved)
      axes.push_back(axis);
  }
  return axes;
}

}  // namespace

void check_expectation(const Operand& operand, const Shape& expected, std::optional<Dtype> dtype) {
  const Shape& shape = operand.shape;
  const bool same_rank = shape.rank() == expected.rank();
  const bool same_dtype = !dtype || operand.dtype == dtype;
  const std::vector<int> axes = same_rank ? different_axes(shape, expected) : std::vector<int>();
  if (same_rank && same_dtype && axes.empty()) return;

  const Operand wanted = {"expected", expected};
  Mismatch mismatch("expect", operand, wanted);
  if (!same_rank) {
    mismatch.add(
        formatted("{} has {}, not {}", operand.name, counted(shape.rank(), "axis", "axes"), expected.rank()));
  }
  for (const int axis : axes) {
    mismatch.add(formatted("{} is {}, not {}", mismatch.axis_text({0, axis}), shape[axis].text(),
                           expected[axis].text()),
                 {{0, axis}, {1, axis}});
  }
  if (!same_dtype) {
    mismatch.add(formatted("{} is {}, not {}", operand.name,
                           operand.dtype ? std::string(name_of(*operand.dtype)) : "of no dtype",
                           name_of(*dtype)));
  }
  mismatch.raise_if_any();
}

}  // namespace tcalc::script
