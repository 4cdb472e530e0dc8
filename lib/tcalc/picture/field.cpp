#include <algorithm>
#include <cmath>
#include <complex>
#include <cstdio>
#include <limits>
#include <string>
#include <tuple>
#include <utility>

#include <tcalc/core/cast.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/core/load.hpp>
#include <tcalc/picture/field.hpp>
#include <tcalc/shape/shape.hpp>
#include <tcalc/text/number.hpp>

namespace tcalc {

namespace {

template <class T>
double number_of(T value) {
  if constexpr (is_complex<T>)
    return std::abs(std::complex<double>(value.real(), value.imag()));
  else
    return cast<double>(value);
}

// As its own dtype writes it; an absolute value of complex numbers as their parts would be.
template <class T>
std::string real_text(double value) {
  if constexpr (std::is_same_v<T, Boolean>)
    return value != 0 ? "True" : "False";
  else
    return text::real_text(cast<Part<T>>(value));
}

// A mean has digits that tell nobody anything.
std::string rounded_text(double value) {
  char digits[32];
  std::snprintf(digits, sizeof digits, "%.6g", value);
  return digits;
}

// The range of integers, which a double does not hold exactly.
template <class T>
struct Ends {
  T low = std::numeric_limits<T>::max(), high = std::numeric_limits<T>::lowest();
};

// What is known of a cell so far. Elements are weighted before they are summed, so that no sum overflows.
struct Sum {
  double weighted = 0;
  std::int64_t finite = 0;
  bool has_above = false, has_below = false;
};

struct Axis {
  std::int64_t extent, step;  // step in bytes
  std::int64_t cells;

  // The first element of a cell; the extent for the one after the last.
  std::int64_t begin(std::int64_t cell) const {
    return extent / cells * cell + extent % cells * cell / cells;
  }
};

class Collector {
 public:
  Collector(const TensorView& view, const Axis& rows, const Axis& columns)
      : view_(view), rows_(rows), columns_(columns) {
    sums_.resize(static_cast<std::size_t>(rows_.cells * columns_.cells));
    if (sums_.empty()) return;
    const auto elements = [](const Axis& axis) { return axis.extent / axis.cells + 1; };
    weight_ = std::exp2(-std::ceil(std::log2(static_cast<double>(elements(rows_) * elements(columns_)))));
    if (!field_is_reduced()) weight_ = 1;
  }

  Field field() {
    if (!sums_.empty()) visit_stored(view_.dtype, [&](auto tag) { collect<typename decltype(tag)::type>(); });
    Field field;
    field.rows = rows_.cells;
    field.columns = columns_.cells;
    field.array_rows = rows_.extent;
    field.array_columns = columns_.extent;
    field.extents = view_.extents;
    field.dtype = view_.dtype;
    field.has_range = low_ <= high_;
    field.low_text = low_text_;
    field.high_text = high_text_;
    if (field.has_range) std::tie(field.low, field.high) = std::pair(low_, high_);
    field.nans = nans_;
    field.infinities = infinities_;
    for (const Sum& sum : sums_) field.cells.push_back(cell_of(sum));
    if (field.is_reduced() && field.has_range) take_range_of_means(field);
    return field;
  }

 private:
  // What is drawn is to have all of the scale.
  static void take_range_of_means(Field& field) {
    bool first = true;
    for (const Cell& cell : field.cells) {
      if (cell.kind != CellKind::value) continue;
      field.low = first ? cell.mean : std::min(field.low, cell.mean);
      field.high = first ? cell.mean : std::max(field.high, cell.mean);
      first = false;
    }
    field.low_text = rounded_text(field.low);
    field.high_text = rounded_text(field.high);
  }

  bool field_is_reduced() const { return rows_.cells < rows_.extent || columns_.cells < columns_.extent; }

  // Along the axis whose elements are neighbours in the inner loop.
  template <class T>
  void collect() {
    const bool rows_inner = std::abs(rows_.step) < std::abs(columns_.step);
    const Axis& outer = rows_inner ? columns_ : rows_;
    const Axis& inner = rows_inner ? rows_ : columns_;
    const std::int64_t outer_sums = rows_inner ? 1 : columns_.cells;
    const std::int64_t inner_sums = rows_inner ? columns_.cells : 1;
    Ends<T> ends;
    for (std::int64_t cell = 0; cell < outer.cells; ++cell) {
      Sum* const sums = sums_.data() + cell * outer_sums;
      for (std::int64_t i = outer.begin(cell); i < outer.begin(cell + 1); ++i)
        collect_line<T>(view_.data + i * outer.step, inner, sums, inner_sums, ends);
    }
    if constexpr (std::is_integral_v<T>) {
      low_text_ = std::to_string(ends.low);
      high_text_ = std::to_string(ends.high);
    } else if (low_ <= high_) {
      low_text_ = real_text<T>(low_);
      high_text_ = real_text<T>(high_);
    }
  }

  template <class T>
  void collect_line(const std::byte* line, const Axis& inner, Sum* sums, std::int64_t step, Ends<T>& ends) {
    for (std::int64_t cell = 0; cell < inner.cells; ++cell) {
      Sum& sum = sums[cell * step];
      const std::int64_t end = inner.begin(cell + 1);
      for (std::int64_t j = inner.begin(cell); j < end; ++j) {
        const T value = load<T>(line + j * inner.step, view_.byte_swapped);
        if constexpr (std::is_integral_v<T>) {
          ends.low = std::min(ends.low, value);
          ends.high = std::max(ends.high, value);
        }
        add(number_of(value), sum);
      }
    }
  }

  void add(double value, Sum& sum) {
    if (std::isfinite(value)) {
      sum.weighted += value * weight_;
      ++sum.finite;
      low_ = std::min(low_, value);
      high_ = std::max(high_, value);
    } else if (std::isnan(value)) {
      ++nans_;
    } else {
      ++infinities_;
      (value > 0 ? sum.has_above : sum.has_below) = true;
    }
  }

  Cell cell_of(const Sum& sum) const {
    if (sum.finite > 0) return {CellKind::value, sum.weighted / (static_cast<double>(sum.finite) * weight_)};
    if (sum.has_above) return {CellKind::above, 0};
    return {sum.has_below ? CellKind::below : CellKind::missing, 0};
  }

  const TensorView& view_;
  Axis rows_, columns_;
  std::vector<Sum> sums_;
  double weight_ = 1;
  std::string low_text_, high_text_;
  double low_ = std::numeric_limits<double>::infinity(), high_ = -std::numeric_limits<double>::infinity();
  std::int64_t nans_ = 0, infinities_ = 0;
};

// Cells along an axis when `scale` elements of it make one.
std::int64_t cells_along(std::int64_t extent, double scale, std::int64_t most) {
  const auto proportional = static_cast<std::int64_t>(std::ceil(static_cast<double>(extent) / scale));
  const std::int64_t least = std::min(extent, (most + 3) / 4);
  return std::clamp(proportional, least, std::max(least, std::min(extent, most)));
}

}  // namespace

double Field::share(double value) const {
  if (low > high) return value < low ? 0 : 1;  // one end was asked for, and no element is beyond it
  if (low == high) return value < low ? 0 : value > high ? 1 : 0.5;
  // Halves: the difference of the largest doubles overflows.
  return std::clamp((value / 2 - low / 2) / (high / 2 - low / 2), 0.0, 1.0);
}

Field field_of(const TensorView& view, std::int64_t most_rows, std::int64_t most_columns,
               const ScaleEnds& ends) {
  if (view.rank() > 2)
    throw Error(ErrorKind::mismatch,
                "a picture has two axes at most, but the shape is " + Shape(view.extents).text(),
                OptionHint{"", "slice", "0,...", " takes a part of it"});
  const std::int64_t size = size_of(view.dtype);
  const std::size_t rank = view.extents.size();
  const std::int64_t rows = rank == 2 ? view.extents[0] : 1;
  const std::int64_t columns = rank > 0 ? view.extents[rank - 1] : 1;
  const double scale = std::max({1.0, static_cast<double>(rows) / static_cast<double>(most_rows),
                                 static_cast<double>(columns) / static_cast<double>(most_columns)});
  Field field =
      Collector(
          view, {rows, rank == 2 ? view.strides[0] * size : 0, cells_along(rows, scale, most_rows)},
          {columns, rank > 0 ? view.strides[rank - 1] * size : 0, cells_along(columns, scale, most_columns)})
          .field();
  if (ends.low) field.low_text = text::real_text(field.low = *ends.low);
  if (ends.high) field.high_text = text::real_text(field.high = *ends.high);
  return field;
}

}  // namespace tcalc
