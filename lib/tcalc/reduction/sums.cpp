// sum mean prod.
#include <array>
#include <cmath>
#include <complex>
#include <concepts>
#include <limits>

#include <tcalc/core/cast.hpp>
#include <tcalc/reduction/loops.hpp>
#include <tcalc/reduction/tables.hpp>

namespace tcalc::reductions {

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

// A sum, and what is lost where runs of elements are added to it: what NumPy loses beyond its first sums of
// up to 128 elements is kept.
template <class Value>
struct Compensated {
  Value sum = {}, rest = {};
};
template <class T>
struct Total {
  using type = Compensated<Accumulated<T>>;
};
template <std::integral T>
struct Total<T> {
  using type = Accumulated<T>;
};

template <std::integral Value>
[[gnu::always_inline]] inline Value combined(Value left, Value right) {
  return left + right;
}
// Knuth's sum of two and its error.
template <class Value>
[[gnu::always_inline]] inline Compensated<Value> combined(const Compensated<Value>& left,
                                                          const Compensated<Value>& right) {
  const Value sum = left.sum + right.sum, part = sum - left.sum;
  const Value lost = (left.sum - (sum - part)) + (right.sum - part);
  return {sum, (left.rest + right.rest) + lost};
}

template <std::integral Value>
Value value_of(Value sum) {
  return sum;
}
// The rest is no number where the sum is infinite. Added to -0 it would lose the sign.
template <std::floating_point Value>
Value value_of(const Compensated<Value>& total) {
  const bool is_there = total.rest != 0 && std::isfinite(total.rest);
  return is_there ? total.sum + total.rest : total.sum;
}
template <std::floating_point Part>
std::complex<Part> value_of(const Compensated<std::complex<Part>>& total) {
  return {value_of(Compensated<Part>{total.sum.real(), total.rest.real()}),
          value_of(Compensated<Part>{total.sum.imag(), total.rest.imag()})};
}

template <class T>
constexpr bool is_summed = !std::is_integral_v<T> && !std::is_same_v<T, Boolean>;
template <class T>
constexpr bool is_wide_integer = std::is_same_v<T, std::int64_t> || std::is_same_v<T, std::uint64_t>;

// Sums side by side, of longer runs twice as many: NumPy has eight, of runs that are mostly shorter than
// ours.
constexpr std::int64_t side_by_side = 8, twice = 2 * side_by_side;
constexpr std::int64_t shortest_long_run = 64;  // of more than column_rows elements each is as long

template <class T, bool squared>
[[gnu::always_inline]] inline Accumulated<T> summand(T element) {
  const auto value = static_cast<Accumulated<T>>(element);
  if constexpr (squared)
    return value * value;
  else
    return value;
}

template <class Sum>
using Sums = std::array<Sum, side_by_side>;

template <class Sum>
[[gnu::always_inline]] inline Sum sum_of(const Sums<Sum>& sums) {
  return ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]));
}

template <class T, bool squared>
[[gnu::always_inline]] inline void add(const T* elements, Sums<Accumulated<T>>& sums) {
  for (std::size_t j = 0; j < side_by_side; ++j) sums[j] += summand<T, squared>(elements[j]);
}

template <class T, bool squared>
[[gnu::always_inline]] inline Accumulated<T> sum_of_short_run(const T* elements, std::int64_t count) {
  if (count < side_by_side) {
    Accumulated<T> sum = summand<T, squared>(elements[0]);
    for (std::int64_t i = 1; i < count; ++i) sum += summand<T, squared>(elements[i]);
    return sum;
  }
  Sums<Accumulated<T>> sums;
  for (std::size_t j = 0; j < side_by_side; ++j) sums[j] = summand<T, squared>(elements[j]);
  std::int64_t i = side_by_side;
  for (; i + side_by_side <= count; i += side_by_side) add<T, squared>(elements + i, sums);
  Accumulated<T> sum = sum_of(sums);
  for (; i < count; ++i) sum += summand<T, squared>(elements[i]);
  return sum;
}

template <class T, bool squared>
[[gnu::always_inline]] inline Accumulated<T> sum_of_long_run(const T* elements, std::int64_t count) {
  using Sum = Accumulated<T>;
  std::array<Sum, twice> more;
  for (std::size_t j = 0; j < twice; ++j) more[j] = summand<T, squared>(elements[j]);
  std::int64_t i = twice;
  for (; i + twice <= count; i += twice) {
    for (std::size_t j = 0; j < twice; ++j)
      more[j] += summand<T, squared>(elements[i + static_cast<std::int64_t>(j)]);
  }
  Sums<Sum> sums;
  for (std::size_t j = 0; j < side_by_side; ++j) sums[j] = more[j] + more[j + side_by_side];
  if (i + side_by_side <= count) {
    add<T, squared>(elements + i, sums);
    i += side_by_side;
  }
  if (i < count) {
    Sums<Sum> rest;
    rest.fill(-Sum{});  // leaves everything as it is, -0 too
    for (std::size_t j = 0; i < count; ++j, ++i) rest[j] = summand<T, squared>(elements[i]);
    for (std::size_t j = 0; j < side_by_side; ++j) sums[j] += rest[j];
  }
  return sum_of(sums);
}

// Pairwise, as NumPy does it: fewer than shortest_long_run elements have its bits. Halves that are still to
// be added are on a stack, as no function that calls itself is inlined.
template <class T, bool squared = false>
struct PairwiseSum {
  using Sum = typename Total<T>::type;
  [[gnu::always_inline]] static void run(const T* elements, std::int64_t count, std::int64_t, Sum* result) {
    if (count < shortest_long_run) {
      *result = {sum_of_short_run<T, squared>(elements, count)};
      return;
    }
    constexpr std::size_t deepest = 8;
    std::array<Sum, deepest> lefts;
    std::array<std::int64_t, deepest> rights;  // elements to the right of them; 0 once they are being added
    std::size_t depth = 0;
    while (true) {
      for (; count > column_rows; ++depth) {
        rights[depth] = count - first_half(count);
        count = first_half(count);
      }
      read_ahead(elements, column_rows);
      Sum sum = {sum_of_long_run<T, squared>(elements, count)};
      elements += count;
      for (; depth > 0 && rights[depth - 1] == 0; --depth) sum = combined(lefts[depth - 1], sum);
      if (depth == 0) {
        *result = sum;
        return;
      }
      lefts[depth - 1] = sum;
      count = std::exchange(rights[depth - 1], 0);
    }
  }
};

// The same of up to column_rows rows of `width` <= tile<Total> columns side by side.
template <class T>
struct SumOfColumns {
  using Sum = Accumulated<T>;
  using Total = typename reductions::Total<T>::type;
  [[gnu::always_inline]] static void first(const T* row, std::int64_t width, Sum* sums) {
    for (std::int64_t c = 0; c < width; ++c) sums[c] = static_cast<Sum>(row[c]);
  }
  template <class Row>
  [[gnu::always_inline]] static void add(const Row* row, std::int64_t width, Sum* sums) {
    for (std::int64_t c = 0; c < width; ++c) sums[c] += static_cast<Sum>(row[c]);
  }
  [[gnu::always_inline]] static void run(const T* elements, std::int64_t stride, std::int64_t rows,
                                         std::int64_t width, std::int64_t, Total* totals) {
    std::array<Sum, tile<Total>> result;
    std::int64_t row = 1;
    if (rows < side_by_side) {
      first(elements, width, result.data());
    } else {
      const bool is_long = rows >= shortest_long_run;
      const std::int64_t lanes = is_long ? twice : side_by_side;
      std::array<std::array<Sum, tile<Total>>, twice> sums;
      const auto lane = [&](std::int64_t number) { return sums[static_cast<std::size_t>(number)].data(); };
      for (row = 0; row < lanes; ++row) first(elements + row * stride, width, lane(row));
      for (; row < rows / lanes * lanes; ++row) {
        read_ahead(elements + row * stride, width);
        add(elements + row * stride, width, lane(row % lanes));
      }
      if (is_long) {
        for (std::int64_t other = side_by_side; other < lanes; ++other)
          add(lane(other), width, lane(other - side_by_side));
        for (; row < rows; ++row) add(elements + row * stride, width, lane(row % side_by_side));
      }
      for (std::size_t c = 0; c < static_cast<std::size_t>(width); ++c)
        result[c] = ((sums[0][c] + sums[1][c]) + (sums[2][c] + sums[3][c])) +
                    ((sums[4][c] + sums[5][c]) + (sums[6][c] + sums[7][c]));
    }
    for (; row < rows; ++row) add(elements + row * stride, width, result.data());
    for (std::int64_t c = 0; c < width; ++c) totals[c] = {result[static_cast<std::size_t>(c)]};
  }
};

template <class T>
struct Sum {
  static constexpr bool defined = is_summed<T> || is_wide_integer<T>;
  static constexpr InstructionSet widest = InstructionSet::avx512;
  using Accumulator = typename Total<T>::type;
  using Result = T;
  using Leaf = PairwiseSum<T>;
  using LeafOfFloats = PairwiseSum<float>;
  using LeafOfSquares = PairwiseSum<T, true>;
  using Columns = SumOfColumns<T>;
  static void combine(Accumulator& left, const Accumulator& right) { left = combined(left, right); }
  static Result finish(const Accumulator& sum, std::int64_t) { return static_cast<Result>(value_of(sum)); }
  static Result empty() { return Result{}; }
};

template <class T>
struct Mean : Sum<T> {
  static constexpr bool defined = is_summed<T>;
  using typename Sum<T>::Accumulator;
  static T finish(const Accumulator& total, std::int64_t count) {
    const Accumulated<T> sum = value_of(total);
    if constexpr (is_complex<T>) {
      using Part = typename T::value_type;
      return {sum.real() / static_cast<Part>(count), sum.imag() / static_cast<Part>(count)};
    } else {
      return static_cast<T>(sum / static_cast<Accumulated<T>>(count));
    }
  }
  static T empty() {
    if constexpr (is_complex<T>) {
      using Part = typename T::value_type;
      return {std::numeric_limits<Part>::quiet_NaN(), std::numeric_limits<Part>::quiet_NaN()};
    } else {
      return static_cast<T>(std::numeric_limits<Accumulated<T>>::quiet_NaN());
    }
  }
};

template <class Value>
void multiply(Value& left, Value right) {
  if constexpr (is_complex<Value>)
    left = {left.real() * right.real() - left.imag() * right.imag(),
            left.real() * right.imag() + left.imag() * right.real()};
  else
    left *= right;
}

// One after the other.
template <class T>
struct ProductOfLeaf {
  [[gnu::always_inline]] static void run(const T* elements, std::int64_t count, std::int64_t,
                                         Accumulated<T>* result) {
    auto product = static_cast<Accumulated<T>>(elements[0]);
    for (std::int64_t i = 1; i < count; ++i) multiply(product, static_cast<Accumulated<T>>(elements[i]));
    *result = product;
  }
};

template <class T>
struct Product {
  static constexpr bool defined = is_summed<T> || is_wide_integer<T>;
  static constexpr InstructionSet widest = InstructionSet::baseline;
  using Accumulator = Accumulated<T>;
  using Result = T;
  using Leaf = ProductOfLeaf<T>;
  static void combine(Accumulator& left, const Accumulator& right) { multiply(left, right); }
  static Result finish(const Accumulator& product, std::int64_t) { return static_cast<Result>(product); }
  static Result empty() { return static_cast<Result>(Accumulator{1}); }
};

constexpr std::array table = {function<Sum>("sum"), function<Mean>("mean"), function<Product>("prod")};

}  // namespace

std::span<const ReductionFunction> sums() { return table; }

}  // namespace tcalc::reductions
