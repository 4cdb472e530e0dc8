// The middle of what is sorted: median and quantile.
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include <tcalc/core/formatted.hpp>
#include <tcalc/functions/function.hpp>
#include <tcalc/functions/ordering.hpp>
#include <tcalc/functions/rows.hpp>
#include <tcalc/view/axes.hpp>

namespace tcalc::functions {

namespace {

// numpy's _lerp: exact at both ends.
template <class T>
T between(T low, T high, T share) {
  const T difference = high - low;
  return share >= T{0.5} ? high - difference * (1 - share) : low + difference * share;
}

// The value at a place of a sorted row, between two elements where it has a fraction. narrow floats in
// float32.
template <class T>
T element_at(const std::vector<T>& row, double share) {
  const auto last = static_cast<double>(row.size() - 1);
  if (std::isnan(row.back())) return row.back();
  const double place = share * last;
  const auto low = static_cast<std::size_t>(std::floor(place));
  const std::size_t high = std::min(low + 1, row.size() - 1);
  return between(row[low], row[high], static_cast<T>(place - std::floor(place)));
}

// NaN where there is one.
template <class T>
T end_of(const std::vector<T>& row, bool last) {
  return last || std::isnan(row.back()) ? row.back() : row.front();
}

// Reduced axes moved to the end and made one.
NodeId with_rows(Builder& builder, NodeId x, const std::vector<int>& axes) {
  std::vector<int> order;
  Dims dims;
  for (int axis = 0; axis < builder.rank(x); ++axis) {
    if (std::ranges::find(axes, axis) != axes.end()) continue;
    order.push_back(axis);
    dims.push_back(builder.shape(x)[axis]);
  }
  Dim elements = 1;
  for (const int axis : axes) elements = elements * builder.shape(x)[axis];
  order.insert(order.end(), axes.begin(), axes.end());
  dims.push_back(elements);
  return builder.reshaped(builder.transposed(x, order), dims);
}

// What is sorted: integers in float64. Throws Error{mismatch} for complex numbers.
NodeId orderable(Builder& builder, NodeId x) {
  const auto dtype = builder.dtype(x);
  if (dtype && info(*dtype).kind == DtypeKind::complex)
    throw Error(ErrorKind::mismatch, "quantiles of complex numbers are not defined",
                "x.real, x.imag and abs(x) are real");
  return dtype && info(*dtype).kind != DtypeKind::floating ? builder.converted(x, Dtype::float64) : x;
}

// In float32 where they are narrower; NaN last.
template <class T>
std::vector<Arithmetic<T>> sorted_row(const std::byte* elements, std::int64_t length) {
  using Wide = Arithmetic<T>;
  const auto* typed = reinterpret_cast<const T*>(elements);
  std::vector<Wide> row;
  for (std::int64_t i = 0; i < length; ++i) row.push_back(static_cast<Wide>(typed[i]));
  std::ranges::sort(row, [](Wide a, Wide b) { return comes_before(a, b); });
  return row;
}

template <class T>
T middle_of(const std::vector<T>& row) {
  if (row.empty() || std::isnan(row.back())) return std::numeric_limits<T>::quiet_NaN();
  const std::size_t half = row.size() / 2;
  return row.size() % 2 == 1 ? row[half] : (row[half - 1] + row[half]) / 2;
}

// The dims of a reduction's result.
Dims dims_left(const Shape& shape, const std::vector<int>& axes, bool keepdims) {
  Dims dims;
  for (int axis = 0; axis < shape.rank(); ++axis) {
    const bool reduced = std::ranges::find(axes, axis) != axes.end();
    if (!reduced) dims.push_back(shape[axis]);
    if (reduced && keepdims) dims.emplace_back(1);
  }
  return dims;
}

Value median(Builder& builder, const Arguments& arguments, std::string_view name) {
  const NodeId x = orderable(builder, arguments.array(builder, "x"));
  const Shape before = builder.shape(x);
  const std::vector<int> axes = arguments.axes("axis", before);
  const NodeId rows = with_rows(builder, x, axes);
  const int last = builder.rank(rows) - 1;
  Dims dims = builder.shape(rows).dims();
  dims.back() = 1;
  const NodeId middle = builder.routine(
      name, {rows}, Shape(dims), builder.dtype(rows), "",
      [last](std::span<const TensorView> inputs, const MutableView& result, int) {
        const std::int64_t length = inputs[0].extents.back();
        visit_dtype(result.dtype, [&]<class T>(TypeTag<T>) {
          if constexpr (RealElement<T>)
            for_each_row(inputs[0], last, result, [&](const std::byte* from, std::byte* to) {
              *reinterpret_cast<T*>(to) = static_cast<T>(middle_of(sorted_row<T>(from, length)));
            });
        });
      });
  return array_value(builder.reshaped(middle, dims_left(before, axes, arguments.keepdims())));
}

void check_share(double share, const Value& given) {
  if (!(share >= 0 && share <= 1))
    throw LocatedError({ErrorKind::mismatch, "a quantile is from 0 to 1"}, {given.span});
}

// q as an array of float64. An array's dtype takes part in the result's, a Python number's does not.
NodeId shares_of(Builder& builder, const Value& given) {
  const NodeId shares = builder.array(given);
  const auto dtype = builder.dtype(shares);
  if (dtype && info(*dtype).kind == DtypeKind::complex)
    throw LocatedError({ErrorKind::mismatch, "a quantile is a real number"}, {given.span});
  const NodeId wide = builder.converted(shares, Dtype::float64);
  if (product(builder.shape(wide).dims()).is(0)) return wide;
  for (const std::string_view extreme : {"min", "max"}) {
    const auto value =
        builder.values_of(builder.reduce(extreme, wide, axis_range(0, builder.rank(wide)), false));
    if (value) check_share(*reinterpret_cast<const double*>(value->view.data), given);
  }
  return wide;
}

// Along the last axis of rows, at each share; are_ends where those are the integers 0 and 1, which lie at an
// element.
NodeId at_shares(Builder& builder, std::string_view name, NodeId rows, NodeId shares, bool are_ends) {
  Dims dims = builder.shape(rows).dims();
  dims.back() = builder.shape(shares)[0];
  const int last = builder.rank(rows) - 1;
  return builder.routine(
      name, {rows, shares}, Shape(dims), builder.dtype(rows), are_ends ? "ends" : "",
      [last, are_ends](std::span<const TensorView> inputs, const MutableView& result, int) {
        const std::int64_t length = inputs[0].extents.back();
        const Tensor all = converted(inputs[1], Dtype::float64);
        const auto* share = reinterpret_cast<const double*>(all.data());
        visit_dtype(result.dtype, [&]<class T>(TypeTag<T>) {
          if constexpr (RealElement<T>)
            for_each_row(inputs[0], last, result, [&](const std::byte* from, std::byte* to) {
              const auto row = sorted_row<T>(from, length);
              for (std::int64_t i = 0; i < result.extents.back(); ++i)
                reinterpret_cast<T*>(to)[i] =
                    static_cast<T>(are_ends ? end_of(row, share[i] == 1) : element_at(row, share[i]));
            });
        });
      });
}

// There is no quantile of nothing, though there may be none of them.
void check_any(const Builder& builder, std::string_view name, NodeId rows, const Shape& shape) {
  const Dims& dims = builder.shape(rows).dims();
  const auto is_zero = [](const Dim& dim) { return dim.is(0); };
  if (dims.back().is(0) && std::none_of(dims.begin(), dims.end() - 1, is_zero))
    throw Error(ErrorKind::mismatch, formatted("{} of no elements: the shape is {}", name, shape.text()));
}

// q's axes come first.
Value quantile(Builder& builder, const Arguments& arguments, std::string_view name) {
  NodeId x = arguments.array(builder, "x");
  if (builder.dtype(x) == Dtype::boolean)
    throw Error(ErrorKind::mismatch, "quantiles of bool are not defined",
                "mean(x) is the share that is True");
  x = orderable(builder, x);
  const Value& q = arguments.at("q");
  const NodeId shares = shares_of(builder, q);
  const auto dtype = builder.dtype(x), of_shares = builder.dtype(builder.array(q));
  const bool is_float = of_shares && info(*of_shares).kind == DtypeKind::floating;
  const bool are_ends = of_shares && info(*of_shares).kind < DtypeKind::floating;
  if (dtype && is_float && !q.is_number()) x = builder.converted(x, promote(*dtype, *of_shares));
  const Shape before = builder.shape(x), wanted = builder.shape(shares);
  const std::vector<int> axes = arguments.axes("axis", before);
  const NodeId rows = with_rows(builder, x, axes);
  check_any(builder, name, rows, before);
  const NodeId found = at_shares(builder, name, rows, builder.reshaped(shares, {Dim(-1)}), are_ends);
  std::vector<int> order = axis_range(0, builder.rank(found) - 1);
  order.insert(order.begin(), builder.rank(found) - 1);
  Dims dims = wanted.dims(), left = dims_left(before, axes, arguments.keepdims());
  dims.insert(dims.end(), left.begin(), left.end());
  return array_value(builder.reshaped(builder.transposed(found, order), dims));
}

constexpr std::array statistics_table = {
    Function{"median(x, axis=None, keepdims=False)", "the middle element, or the mean of the two",
             "median([3, 1, 2, 10])", "2.5", median},
    Function{"quantile(x, q, axis=None, keepdims=False)",
             "the value that a share q of the elements lies below", "quantile([1, 2, 3], [0.25, 0.5])",
             "[1.5 2. ]", quantile},
};

}  // namespace

std::span<const Function> statistics() { return statistics_table; }

}  // namespace tcalc::functions
