// sum prod mean, min max argmin argmax, any all.
#include <algorithm>
#include <cmath>
#include <limits>

#include <tcalc/core/cast.hpp>
#include <tcalc/reduction/function.hpp>

namespace tcalc {

namespace {

// What is accumulated: narrow floats in float, integers without sign, since they wrap.
template <class T>
struct Wide {
  using type = Arithmetic<T>;
};
template <>
struct Wide<std::int64_t> {
  using type = std::uint64_t;
};
template <class T>
using Accumulated = typename Wide<T>::type;

template <class T>
constexpr bool is_summed = !std::is_integral_v<T> && !std::is_same_v<T, Boolean>;
template <class T>
constexpr bool is_wide_integer = std::is_same_v<T, std::int64_t> || std::is_same_v<T, std::uint64_t>;

constexpr std::int64_t side_by_side = 8;
constexpr std::int64_t tile = 256;  // columns whose accumulators stay in L1, each row read at once

// Pairwise, with eight sums side by side below 128 elements: NumPy's tree within a leaf.
template <class T>
Accumulated<T> pairwise(const T* elements, std::int64_t count) {
  using Sum = Accumulated<T>;
  if (count < side_by_side) {
    Sum sum = static_cast<Sum>(elements[0]);
    for (std::int64_t i = 1; i < count; ++i) sum += static_cast<Sum>(elements[i]);
    return sum;
  }
  if (count > column_rows) {
    const std::int64_t half = first_half(count);
    return pairwise(elements, half) + pairwise(elements + half, count - half);
  }
  std::array<Sum, side_by_side> sums;
  for (std::size_t j = 0; j < side_by_side; ++j) sums[j] = static_cast<Sum>(elements[j]);
  std::int64_t i = side_by_side;
  for (; i + side_by_side <= count; i += side_by_side) {
    for (std::size_t j = 0; j < side_by_side; ++j)
      sums[j] += static_cast<Sum>(elements[i + static_cast<std::int64_t>(j)]);
  }
  Sum sum = ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]));
  for (; i < count; ++i) sum += static_cast<Sum>(elements[i]);
  return sum;
}

// to[c] = sum of the rows first, first + step, ... before end.
template <class T>
void add_rows(const T* elements, std::int64_t stride, std::int64_t first, std::int64_t end, std::int64_t step,
              std::int64_t width, Accumulated<T>* to) {
  for (std::int64_t c = 0; c < width; ++c) to[c] = static_cast<Accumulated<T>>(elements[first * stride + c]);
  for (std::int64_t row = first + step; row < end; row += step) {
    const T* from = elements + row * stride;
    for (std::int64_t c = 0; c < width; ++c) to[c] += static_cast<Accumulated<T>>(from[c]);
  }
}

// The same as pairwise, of `width` <= tile columns side by side.
template <class T>
void pairwise_columns(const T* elements, std::int64_t stride, std::int64_t rows, std::int64_t width,
                      Accumulated<T>* result) {
  if (rows < side_by_side) return add_rows(elements, stride, 0, rows, 1, width, result);
  std::array<std::array<Accumulated<T>, tile>, side_by_side> sums;
  const std::int64_t even = rows / side_by_side * side_by_side;
  for (std::int64_t j = 0; j < side_by_side; ++j)
    add_rows(elements, stride, j, even, side_by_side, width, sums[static_cast<std::size_t>(j)].data());
  for (std::size_t c = 0; c < static_cast<std::size_t>(width); ++c)
    result[c] = ((sums[0][c] + sums[1][c]) + (sums[2][c] + sums[3][c])) +
                ((sums[4][c] + sums[5][c]) + (sums[6][c] + sums[7][c]));
  for (std::int64_t row = even; row < rows; ++row) {
    const T* from = elements + row * stride;
    for (std::int64_t c = 0; c < width; ++c) result[c] += static_cast<Accumulated<T>>(from[c]);
  }
}

template <class T>
struct Sum {
  static constexpr bool defined = is_summed<T> || is_wide_integer<T>;
  using Accumulator = Accumulated<T>;
  using Result = T;
  static Accumulator leaf(const T* elements, std::int64_t count, std::int64_t) {
    return pairwise(elements, count);
  }
  static void columns(const T* elements, std::int64_t stride, std::int64_t rows, std::int64_t width,
                      std::int64_t, Accumulator* sums) {
    std::int64_t done = 0;
    for (; done + tile <= width; done += tile)
      pairwise_columns(elements + done, stride, rows, tile, sums + done);
    if (done < width) pairwise_columns(elements + done, stride, rows, width - done, sums + done);
  }
  static void combine(Accumulator& left, const Accumulator& right) { left += right; }
  static Result finish(const Accumulator& sum, std::int64_t) { return static_cast<Result>(sum); }
  static Result empty() { return Result{}; }
};

template <class T>
struct Mean : Sum<T> {
  static constexpr bool defined = is_summed<T>;
  using typename Sum<T>::Accumulator;
  static T finish(const Accumulator& sum, std::int64_t count) {
    if constexpr (is_complex<T>) {
      using Part = typename T::value_type;
      return {sum.real() / static_cast<Part>(count), sum.imag() / static_cast<Part>(count)};
    } else {
      return static_cast<T>(sum / static_cast<Accumulator>(count));
    }
  }
  static T empty() {
    if constexpr (is_complex<T>) {
      using Part = typename T::value_type;
      return {std::numeric_limits<Part>::quiet_NaN(), std::numeric_limits<Part>::quiet_NaN()};
    } else {
      return static_cast<T>(std::numeric_limits<Accumulator>::quiet_NaN());
    }
  }
};

template <class T>
struct Product {
  static constexpr bool defined = is_summed<T> || is_wide_integer<T>;
  using Accumulator = Accumulated<T>;
  using Result = T;
  static void combine(Accumulator& left, const Accumulator& right) {
    if constexpr (is_complex<T>)
      left = {left.real() * right.real() - left.imag() * right.imag(),
              left.real() * right.imag() + left.imag() * right.real()};
    else
      left *= right;
  }
  static Accumulator leaf(const T* elements, std::int64_t count, std::int64_t) {
    auto product = static_cast<Accumulator>(elements[0]);
    for (std::int64_t i = 1; i < count; ++i) combine(product, static_cast<Accumulator>(elements[i]));
    return product;
  }
  static Result finish(const Accumulator& product, std::int64_t) { return static_cast<Result>(product); }
  static Result empty() { return static_cast<Result>(Accumulator{1}); }
};

template <class T>
struct Ordered {
  using type = Arithmetic<T>;
};
template <>
struct Ordered<Boolean> {
  using type = std::uint8_t;
};

template <class V>
bool is_nan(V value) {
  if constexpr (is_complex<V>)
    return std::isnan(value.real()) || std::isnan(value.imag());
  else if constexpr (std::is_floating_point_v<V>)
    return std::isnan(value);
  else
    return false;
}
template <class V>
bool is_less(V x, V y) {
  if constexpr (is_complex<V>)
    return x.real() < y.real() || (x.real() == y.real() && x.imag() < y.imag());
  else
    return x < y;
}

// The first of the greatest (or least) elements, or the first NaN; with its number where that is asked for.
template <class T, bool greatest, bool placed = false>
struct Extreme {
  static constexpr bool defined = true;
  using Value = typename Ordered<T>::type;
  struct Accumulator {
    Value value;
    std::int64_t index;
  };
  using Result = T;
  static Value value_of(T element) {
    if constexpr (std::is_same_v<T, Boolean>)
      return element.byte != 0 ? 1 : 0;
    else
      return static_cast<Value>(element);
  }
  static bool replaces(Value later, Value earlier) {
    if (is_nan(earlier)) return false;
    if (is_nan(later)) return true;
    return greatest ? is_less(earlier, later) : is_less(later, earlier);
  }
  // The same without branches, for vectors.
  static bool is_replaced(Value earlier, Value later) {
    if constexpr (is_complex<Value>) {
      return replaces(later, earlier);
    } else {
      const bool is_beyond = greatest ? earlier < later : later < earlier;
      return (earlier == earlier) & ((later != later) | is_beyond);
    }
  }
  static Value later_of(Value earlier, Value later) { return is_replaced(earlier, later) ? later : earlier; }
  static bool is_same(Value x, Value y) {
    if constexpr (is_complex<Value>)
      return (is_nan(x) && is_nan(y)) || x == y;
    else
      return (x == y) | ((x != x) & (y != y));
  }
  // Which value it is, in lanes; then the first element that is it.
  static Accumulator leaf(const T* elements, std::int64_t count, std::int64_t first) {
    constexpr std::int64_t lanes = 32;
    Value best = value_of(elements[0]);
    std::int64_t i = 1;
    if (count >= lanes) {
      std::array<Value, lanes> found;
      for (std::int64_t j = 0; j < lanes; ++j) found[static_cast<std::size_t>(j)] = value_of(elements[j]);
      for (i = lanes; i + lanes <= count; i += lanes) {
        for (std::int64_t j = 0; j < lanes; ++j)
          found[static_cast<std::size_t>(j)] =
              later_of(found[static_cast<std::size_t>(j)], value_of(elements[i + j]));
      }
      for (const Value value : found) best = later_of(best, value);
    }
    for (; i < count; ++i) best = later_of(best, value_of(elements[i]));
    const std::int64_t place = place_of(elements, count, best);
    return {value_of(elements[place]), first + place};
  }
  static std::int64_t place_of(const T* elements, std::int64_t count, Value wanted) {
    constexpr std::int64_t at_once = 64;
    std::int64_t i = 0;
    for (; i + at_once <= count; i += at_once) {
      std::uint32_t found = 0;
      for (std::int64_t j = 0; j < at_once; ++j)
        found += is_same(value_of(elements[i + j]), wanted) ? 1U : 0U;
      if (found != 0) break;
    }
    while (!is_same(value_of(elements[i]), wanted)) ++i;
    return i;
  }
  static void columns(const T* elements, std::int64_t stride, std::int64_t rows, std::int64_t width,
                      std::int64_t first, Accumulator* found) {
    std::int64_t done = 0;
    for (; done + tile <= width; done += tile)
      tile_columns(elements + done, stride, rows, tile, first, found + done);
    if (done < width) tile_columns(elements + done, stride, rows, width - done, first, found + done);
  }
  static void tile_columns(const T* elements, std::int64_t stride, std::int64_t rows, std::int64_t width,
                           std::int64_t first, Accumulator* found) {
    std::array<Value, tile> best;
    std::array<std::int32_t, tile> places = {};
    for (std::int64_t c = 0; c < width; ++c) best[static_cast<std::size_t>(c)] = value_of(elements[c]);
    for (std::int64_t row = 1; row < rows; ++row) {
      const T* from = elements + row * stride;
      for (std::size_t c = 0; c < static_cast<std::size_t>(width); ++c) {
        const Value value = value_of(from[c]);
        const bool replaced = is_replaced(best[c], value);
        if constexpr (placed) places[c] = replaced ? static_cast<std::int32_t>(row) : places[c];
        best[c] = replaced ? value : best[c];
      }
    }
    for (std::size_t c = 0; c < static_cast<std::size_t>(width); ++c) found[c] = {best[c], first + places[c]};
  }
  static void combine(Accumulator& left, const Accumulator& right) {
    if (replaces(right.value, left.value)) left = right;
  }
  static Result finish(const Accumulator& found, std::int64_t) {
    if constexpr (std::is_same_v<T, Boolean>)
      return {found.value};
    else
      return static_cast<Result>(found.value);
  }
};
template <class T>
using Maximum = Extreme<T, true>;
template <class T>
using Minimum = Extreme<T, false>;

template <class T, bool greatest>
struct Place : Extreme<T, greatest, true> {
  using Result = std::int64_t;
  static Result finish(const typename Extreme<T, greatest, true>::Accumulator& found, std::int64_t) {
    return found.index;
  }
};
template <class T>
using PlaceOfMaximum = Place<T, true>;
template <class T>
using PlaceOfMinimum = Place<T, false>;

template <class T, bool wanted>
struct Truth {
  static constexpr bool defined = std::is_same_v<T, Boolean>;
  using Accumulator = std::uint8_t;
  using Result = Boolean;
  // any: whether one is true; all: whether none is false.
  static Accumulator leaf(const T* elements, std::int64_t count, std::int64_t) {
    bool found = false;
    for (std::int64_t i = 0; i < count; ++i) found = found || (elements[i].byte != 0) == wanted;
    return found ? 1 : 0;
  }
  static void columns(const T* elements, std::int64_t stride, std::int64_t rows, std::int64_t width,
                      std::int64_t, Accumulator* found) {
    std::fill_n(found, width, Accumulator{0});
    for (std::int64_t row = 0; row < rows; ++row) {
      for (std::int64_t c = 0; c < width; ++c)
        found[c] = found[c] | static_cast<Accumulator>((elements[row * stride + c].byte != 0) == wanted);
    }
  }
  static void combine(Accumulator& left, const Accumulator& right) { left = left | right; }
  static Result finish(const Accumulator& found, std::int64_t) {
    return {static_cast<std::uint8_t>((found != 0) == wanted ? 1 : 0)};
  }
  static Result empty() { return {static_cast<std::uint8_t>(wanted ? 0 : 1)}; }
};
template <class T>
using Any = Truth<T, true>;
template <class T>
using All = Truth<T, false>;

template <class T, class Policy>
ReductionLoop loop() {
  using Accumulator = typename Policy::Accumulator;
  using Result = typename Policy::Result;
  static_assert(sizeof(Accumulator) <= widest_accumulator);
  ReductionLoop made;
  made.operand = dtype_of<T>();
  made.result = dtype_of<Result>();
  made.accumulator_bytes = sizeof(Accumulator);
  made.leaf = [](const std::byte* elements, std::int64_t count, std::int64_t first, std::byte* accumulator) {
    *reinterpret_cast<Accumulator*>(accumulator) =
        Policy::leaf(reinterpret_cast<const T*>(elements), count, first);
  };
  if constexpr (requires { &Policy::columns; })
    made.columns = [](const std::byte* elements, std::int64_t stride, std::int64_t rows, std::int64_t width,
                      std::int64_t first, std::byte* accumulators) {
      Policy::columns(reinterpret_cast<const T*>(elements), stride, rows, width, first,
                      reinterpret_cast<Accumulator*>(accumulators));
    };
  made.combine = [](std::byte* left, const std::byte* right) {
    Policy::combine(*reinterpret_cast<Accumulator*>(left), *reinterpret_cast<const Accumulator*>(right));
  };
  made.finish = [](const std::byte* accumulator, std::int64_t count, std::byte* result) {
    *reinterpret_cast<Result*>(result) =
        Policy::finish(*reinterpret_cast<const Accumulator*>(accumulator), count);
  };
  if constexpr (requires { Policy::empty(); })
    made.empty = [](std::byte* result) { *reinterpret_cast<Result*>(result) = Policy::empty(); };
  return made;
}

template <template <class> class Policy>
ReductionFunction kernel(std::string_view name) {
  ReductionFunction made = {name, {}};
  for (int i = 0; i < dtype_count; ++i) {
    visit_dtype(static_cast<Dtype>(i), [&]<class T>(TypeTag<T>) {
      if constexpr (Policy<T>::defined) made.loops[static_cast<std::size_t>(i)] = loop<T, Policy<T>>();
    });
  }
  return made;
}

}  // namespace

const ReductionFunction* find_reduction(std::string_view name) {
  static const std::array table = {
      kernel<Sum>("sum"),
      kernel<Mean>("mean"),
      kernel<Product>("prod"),
      kernel<Maximum>("max"),
      kernel<Minimum>("min"),
      kernel<PlaceOfMaximum>("argmax"),
      kernel<PlaceOfMinimum>("argmin"),
      kernel<Any>("any"),
      kernel<All>("all"),
  };
  for (const ReductionFunction& entry : table) {
    if (entry.name == name) return &entry;
  }
  return nullptr;
}

const ReductionLoop* find_loop(const ReductionFunction& kernel, Dtype dtype) {
  const ReductionLoop& loop = kernel.loops[static_cast<std::size_t>(dtype)];
  return loop.leaf == nullptr ? nullptr : &loop;
}

}  // namespace tcalc
