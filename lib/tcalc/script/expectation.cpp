#include <string>
#include <vector>

#include <tcalc/ops/mismatch.hpp>
#include <tcalc/script/expectation.hpp>

namespace tcalc::script {

namespace {

std::string axes_text(int rank) { return std::to_string(rank) + (rank == 1 ? " axis" : " axes"); }

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
    mismatch.add(operand.name + " has " + axes_text(shape.rank()) + ", not " +
                 std::to_string(expected.rank()));
  }
  for (const int axis : axes) {
    mismatch.add(
        mismatch.axis_text({0, axis}) + " is " + shape[axis].text() + ", not " + expected[axis].text(),
        {{0, axis}, {1, axis}});
  }
  if (!same_dtype) {
    mismatch.add(operand.name + " is " +
                 (operand.dtype ? std::string(name_of(*operand.dtype)) : "of no dtype") + ", not " +
                 std::string(name_of(*dtype)));
  }
  mismatch.raise_if_any();
}

}  // namespace tcalc::script
