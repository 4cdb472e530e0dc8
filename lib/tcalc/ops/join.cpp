#include <algorithm>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/ops/join.hpp>
#include <tcalc/ops/mismatch.hpp>
#include <tcalc/view/axes.hpp>

namespace tcalc {

namespace {

// "b.npy[None]", or the shape itself where that is all there is.
std::string with_new_axis(const Operand& operand) {
  if (operand.dtype) return operand.name + "[None]";
  Dims dims = operand.shape.dims();
  dims.insert(dims.begin(), Dim(1));
  return text_of(dims);
}

// The only axis along which two shapes of equal rank differ.
std::optional<int> only_difference(const Shape& x, const Shape& y) {
  std::optional<int> only;
  for (int axis = 0; axis < x.rank(); ++axis) {
    if (equal(x[axis], y[axis])) continue;
    if (only) return std::nullopt;
    only = axis;
  }
  return only;
}

}  // namespace

void Joining::add(const Operand& operand) {
  if (arrays_ == 0)
    begin(operand);
  else
    require_equal_rank(operand);
  require_equal_sizes(operand);
  if (keeps_dtype_ && arrays_ > 0) require_kept_dtype(operand);
  if (arrays_ > 0)
    dtype_ = dtype_ && operand.dtype ? std::optional(promote(*dtype_, *operand.dtype)) : std::nullopt;
  if (kind_ == Axis::present) {
    Dim& length = dims_[static_cast<std::size_t>(axis_)];
    length = arrays_ == 0 ? operand.shape[axis_] : length + operand.shape[axis_];
  }
  ++arrays_;
}

void Joining::begin(const Operand& first) {
  const int rank = first.shape.rank();
  if (kind_ == Axis::present && rank == 0)
    throw Error(ErrorKind::mismatch,
                formatted("{}: arrays are joined along an axis, but {} is 0-D", name_, first.name),
                "stack gives them one");
  const int axes = kind_ == Axis::created ? rank + 1 : rank;
  const auto axis = normalized_axis(typed_axis_, axes);
  if (!axis)
    throw Error(ErrorKind::mismatch,
                name_ + ": " +
                    out_of_range_fact(typed_axis_, kind_ == Axis::created ? "the result" : first.name, axes));
  axis_ = *axis;
  dims_ = first.shape.dims();
  dtype_ = first.dtype;
  witnesses_ = {first};
  from_.assign(dims_.size(), 0);
}

void Joining::require_equal_rank(const Operand& operand) const {
  const Operand& first = witnesses_.front();
  const int difference = operand.shape.rank() - first.shape.rank();
  if (difference == 0) return;
  const std::vector<Operand> both = {first, operand};
  Mismatch mismatch(name_, both);
  mismatch.add(formatted("arrays must have the same number of axes, but {} has {} and {} has {}",
                         mismatch.name(0), first.shape.rank(), mismatch.name(1), operand.shape.rank()));
  try {
    mismatch.raise_if_any();
  } catch (Error& error) {
    if (difference == 1) error.hints.emplace_back(with_new_axis(first) + " has an axis more");
    if (difference == -1) error.hints.emplace_back(with_new_axis(operand) + " has an axis more");
    throw;
  }
}

void Joining::require_equal_sizes(const Operand& operand) {
  for (int axis = 0; axis < operand.shape.rank(); ++axis) {
    if (is_joined(axis)) continue;
    const auto at = static_cast<std::size_t>(axis);
    const auto both = equal(dims_[at], operand.shape[axis]);
    if (!both) {
      const std::vector<Operand> pair = {witnesses_[from_[at]], operand};
      Mismatch mismatch(name_, pair);
      for (int other = 0; other < operand.shape.rank(); ++other) {
        if (!is_joined(other)) mismatch.require_equal(other, other);
      }
      try {
        mismatch.raise_if_any();
      } catch (Error& error) {
        const auto only = only_difference(pair[0].shape, operand.shape);
        if (kind_ == Axis::present && only)
          error.hints.emplace_back(formatted("along axis {} they can be joined", *only));
        throw;
      }
    }
    if (dims_[at].is_unknown() && !both->is_unknown()) {
      from_[at] = witnesses_.size();
      witnesses_.push_back(operand);
    }
    dims_[at] = *both;
  }
}

void Joining::require_kept_dtype(const Operand& operand) const {
  if (!dtype_ || !operand.dtype) return;
  const Dtype both = promote(*dtype_, *operand.dtype);
  if (both == *dtype_) return;
  throw Error(
      ErrorKind::mismatch,
      formatted("{}: {} stays {}, but {} is {}, and together they are {}", name_, witnesses_.front().name,
                name_of(*dtype_), operand.name, name_of(*operand.dtype), name_of(both)),
      OptionHint{"", "dtype", std::string(info(*dtype_).code), " converts what is added"});
}

Shape Joining::shape() const {
  Dims dims = dims_;
  if (kind_ == Axis::created) dims.insert(dims.begin() + axis_, Dim(arrays_));
  try {
    return Shape(std::move(dims));
  } catch (Error& error) {
    error.set_subject(name_);
    throw;
  }
}

Dims bounds_of_parts(const Dim& length, std::int64_t parts, PartSizes sizes, const std::string& subject) {
  const Dim least = floor_divided(length, parts), larger = length % Dim(parts);
  const bool are_equal = is_equal(least * Dim(parts), length) == Verdict::proved;
  if (!are_equal && (sizes == PartSizes::equal || !length.is_known())) {
    const std::string fact = length.is_known() ? std::string() : settling_fact(larger, 0);
    Error error(ErrorKind::mismatch, formatted("{} is not divided by {}", subject, parts));
    if (!fact.empty()) error.hints.emplace_back(OptionHint{"", "require", fact, " takes that for a fact"});
    throw error;
  }
  Dims bounds;
  for (std::int64_t part = 0; part < parts; ++part) {
    if (are_equal)
      bounds.push_back(least * Dim(part));
    else
      bounds.emplace_back(part * least.size() + std::min(part, larger.size()));
  }
  bounds.push_back(length);
  return bounds;
}

Dims bounds_at(const Dim& length, const std::vector<std::int64_t>& places) {
  Dims bounds = {0};
  for (std::int64_t place : places) {
    if (!length.is_known()) {
      bounds.emplace_back(place);
      continue;
    }
    if (place < 0) place = std::max<std::int64_t>(place + length.size(), 0);
    bounds.emplace_back(std::clamp(place, std::min(bounds.back().size(), length.size()), length.size()));
  }
  bounds.push_back(length);
  return bounds;
}

}  // namespace tcalc
