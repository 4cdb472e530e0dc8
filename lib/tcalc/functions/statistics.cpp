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
T element_at(std::vector<T>& row, double share) {
  const auto last = static_cast<double>(row.size() - 1);
  if (std::isnan(row.back())) return row.back();
  const double place = share * last;
  const auto low = static_cast<std::size_t>(std::floor(place));
  const std::size_t high = std::min(low + 1, row.size() - 1);
  return between(row[low], row[high], static_cast<T>(place - std::floor(place)));
}

// Reduced axes moved to the end and made one.
NodeId with_rows(Builder& builder, NodeId x, const std::vector<int>& axes) {
  std::vector<int> order;
  std::vector<Dim> dims;
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

NodeId at_share(Builder& builder, const Arguments& arguments, double share, bool is_median) {
  NodeId x = arguments.array(builder, "x");
  const auto dtype = builder.dtype(x);
  if (dtype && info(*dtype).kind == DtypeKind::complex)
    throw Error(ErrorKind::mismatch, "quantiles of complex numbers are not defined",
                "x.real, x.imag and abs(x) are real");
  if (dtype == Dtype::boolean && !is_median)
    throw Error(ErrorKind::mismatch, "quantiles of bool are not defined",
                "mean(x) is the share that is True");
  if (dtype && info(*dtype).kind != DtypeKind::floating) x = builder.converted(x, Dtype::float64);
  const Shape before = builder.shape(x);
  const std::vector<int> axes = arguments.axes("axis", before);
  const NodeId rows = with_rows(builder, x, axes);
  const Shape shape = builder.shape(rows);
  std::vector<Dim> dims(shape.begin(), shape.end() - 1);
  dims.emplace_back(1);
  const int last = shape.rank() - 1;
  const NodeId middle = builder.routine(
      is_median ? "median" : "quantile", {rows}, Shape(dims), builder.dtype(rows), formatted("{}", share),
      [last, share, is_median](std::span<const TensorView> inputs, const MutableView& result, int) {
        const std::int64_t length = inputs[0].extents[static_cast<std::size_t>(last)];
        visit_dtype(result.dtype, [&]<class T>(TypeTag<T>) {
          if constexpr (RealElement<T>) {
            using Wide = Arithmetic<T>;
            for_each_row(inputs[0], last, result, [&](const std::byte* from, std::byte* to) {
              const auto* elements = reinterpret_cast<const T*>(from);
              std::vector<Wide> row;
              for (std::int64_t i = 0; i < length; ++i) row.push_back(static_cast<Wide>(elements[i]));
              std::ranges::sort(row, [](Wide a, Wide b) { return comes_before(a, b); });
              Wide found = std::numeric_limits<Wide>::quiet_NaN();
              const std::size_t half = row.size() / 2;
              if (is_median && !row.empty() && !std::isnan(row.back()))
                found = row.size() % 2 == 1 ? row[half] : (row[half - 1] + row[half]) / 2;
              else if (!is_median && !row.empty())
                found = element_at(row, share);
              *reinterpret_cast<T*>(to) = static_cast<T>(found);
            });
          }
        });
      });
  std::vector<Dim> final_dims;
  for (int axis = 0; axis < before.rank(); ++axis) {
    const bool reduced = std::ranges::find(axes, axis) != axes.end();
    if (!reduced) final_dims.push_back(before[axis]);
    if (reduced && arguments.keepdims()) final_dims.emplace_back(1);
  }
  return builder.reshaped(middle, final_dims);
}

Value median(Builder& builder, const Arguments& arguments, std::string_view) {
  return array_value(at_share(builder, arguments, 0.5, true));
}

Value quantile(Builder& builder, const Arguments& arguments, std::string_view) {
  const double share = arguments.number("q", 0.5);
  if (!(share >= 0 && share <= 1))
    throw LocatedError({ErrorKind::mismatch, "a quantile is from 0 to 1"}, {arguments.at("q").span});
  const NodeId result = at_share(builder, arguments, share, false);
  return array_value(result);
}

constexpr std::array table = {
    Function{"median(x, axis=None, keepdims=False)", "the middle element, or the mean of the two",
             "median([3, 1, 2, 10])", "2.5", median},
    Function{"quantile(x, q, axis=None, keepdims=False)", "what a share q of the elements is below",
             "quantile([1, 2, 3], 0.25)", "1.5", quantile},
};

}  // namespace

std::span<const Function> statistics() { return table; }

}  // namespace tcalc::functions
