// Several arrays made one along an axis, and one cut in several: shapes alone.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tcalc/ops/operand.hpp>
#include <tcalc/shape/shape.hpp>

namespace tcalc {

// Arrays that follow one another along an axis that they have (numpy.concatenate), or along a new one
// (numpy.stack). They are added in turn, any number of them, and only those are kept that an error may name.
class Joining {
 public:
  enum class Axis : std::uint8_t { present, created };

  // `name` is what messages call it: "concat". The axis may count from the end.
  Joining(std::string_view name, Axis kind, std::int64_t axis)
      : name_(name), kind_(kind), typed_axis_(axis) {}

  // Throws Error{mismatch} where the array has another number of axes than the first, or another size along
  // one that is not joined; and for an axis that the first has not.
  void add(const Operand& operand);

  const std::string& name() const { return name_; }
  std::int64_t typed_axis() const { return typed_axis_; }
  // From now on an array is a mismatch with which all would have another dtype.
  void keep_dtype() { keeps_dtype_ = true; }

  std::int64_t arrays() const { return arrays_; }
  // Both require that one was added.
  int axis() const { return axis_; }
  // Throws Error{resource} for too many elements.
  Shape shape() const;
  // What they promote to; nothing where one has no dtype.
  std::optional<Dtype> dtype() const { return dtype_; }

 private:
  void begin(const Operand& first);
  void require_equal_rank(const Operand& operand) const;
  void require_equal_sizes(const Operand& operand);
  void require_kept_dtype(const Operand& operand) const;
  bool is_joined(int axis) const { return kind_ == Axis::present && axis == axis_; }

  std::string name_;
  Axis kind_;
  std::int64_t typed_axis_;
  int axis_ = 0;
  std::int64_t arrays_ = 0;
  Dims dims_;                       // of each array; along the axis that is joined, of all
  std::vector<Operand> witnesses_;  // the first, and those that settled a size that was unknown
  std::vector<std::size_t> from_;   // of each axis: which of them has its size
  std::optional<Dtype> dtype_;
  bool keeps_dtype_ = false;
};

// Where an axis is cut: the first bound is 0, the last its length.

enum class PartSizes : std::uint8_t {
  equal,      // numpy.split
  differing,  // by 1 at most, the larger first: numpy.array_split
};

inline constexpr std::int64_t most_parts = 100'000;

// Into so many parts. Throws Error{mismatch} where the length is not divided by them; `subject` is what is
// cut: "axis 0 of a.npy (5, 2)".
Dims bounds_of_parts(const Dim& length, std::int64_t parts, PartSizes sizes, const std::string& subject);
// At these places, each taken as the end of a slice is (numpy.split).
Dims bounds_at(const Dim& length, const std::vector<std::int64_t>& places);

}  // namespace tcalc
