// sum mean prod.
#include <array>
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

template <class T>
constexpr bool is_summed = !std::is_integral_v<T> && !std::is_same_v<T, Boolean>;
template <class T>
constexpr bool is_wide_integer = std::is_same_v<T, std::int64_t> || std::is_same_v<T, std::uint64_t>;

constexpr std::int64_t side_by_side = 8;

template <class T, bool squared>
[[gnu::always_inline]] inline Accumulated<T> summand(T element) {
  const auto value = static_cast<Accumulated<T>>(element);
  if constexpr (squared)
    return value * value;
  else
    return value;
}

// Of up to column_rows elements: eight sums side by side.
template <class T, bool squared>
[[gnu::always_inline]] inline Accumulated<T> sum_of_run(const T* elements, std::int64_t count) {
  using Sum = Accumulated<T>;
  if (count < side_by_side) {
    Sum sum = summand<T, squared>(elements[0]);
    for (std::int64_t i = 1; i < count; ++i) sum += summand<T, squared>(elements[i]);
    return sum;
  }
  std::array<Sum, side_by_side> sums;
  for (std::size_t j = 0; j < side_by_side; ++j) sums[j] = summand<T, squared>(elements[j]);
  std::int64_t i = side_by_side;
  for (; i + side_by_side <= count; i += side_by_side) {
    for (std::size_t j = 0; j < side_by_side; ++j)
      sums[j] += summand<T, squared>(elements[i + static_cast<std::int64_t>(j)]);
  }
  Sum sum = ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]));
  for (; i < count; ++i) sum += summand<T, squared>(elements[i]);
  return sum;
}

// Pairwise: NumPy's tree within a leaf. Halves that are still to be added are on a stack, as no function that
// calls itself is inlined.
template <class T, bool squared = false>
struct PairwiseSum {
  using Sum = Accumulated<T>;
  [[gnu::always_inline]] static void run(const T* elements, std::int64_t count, std::int64_t, Sum* result) {
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
      Sum sum = sum_of_run<T, squared>(elements, count);
      elements += count;
      for (; depth > 0 && rights[depth - 1] == 0; --depth) sum = lefts[depth - 1] + sum;
      if (depth == 0) {
        *result = sum;
        return;
      }
      lefts[depth - 1] = sum;
      count = std::exchange(rights[depth - 1], 0);
    }
  }
};

// The same of up to column_rows rows of `width` <= tile<Sum> columns side by side.
template <class T>
struct SumOfColumns {
  using Sum = Accumulated<T>;
  [[gnu::always_inline]] static void add(const T* row, std::int64_t width, Sum* sums) {
    for (std::int64_t c = 0; c < width; ++c) sums[c] += static_cast<Sum>(row[c]);
  }
  [[gnu::always_inline]] static void run(const T* elements, std::int64_t stride, std::int64_t rows,
                                         std::int64_t width, std::int64_t, Sum* result) {
    const std::int64_t even = rows / side_by_side * side_by_side;
    if (even == 0) {
      for (std::int64_t c = 0; c < width; ++c) result[c] = static_cast<Sum>(elements[c]);
    } else {
      std::array<std::array<Sum, tile<Sum>>, side_by_side> sums;
      for (std::int64_t row = 0; row < side_by_side; ++row) {
        for (std::int64_t c = 0; c < width; ++c)
          sums[static_cast<std::size_t>(row)][static_cast<std::size_t>(c)] =
              static_cast<Sum>(elements[row * stride + c]);
      }
      for (std::int64_t row = side_by_side; row < even; ++row) {
        read_ahead(elements + row * stride, width);
        add(elements + row * stride, width, sums[static_cast<std::size_t>(row % side_by_side)].data());
      }
      for (std::size_t c = 0; c < static_cast<std::size_t>(width); ++c)
        result[c] = ((sums[0][c] + sums[1][c]) + (sums[2][c] + sums[3][c])) +
                    ((sums[4][c] + sums[5][c]) + (sums[6][c] + sums[7][c]));
    }
    for (std::int64_t row = std::max<std::int64_t>(even, even == 0 ? 1 : 0); row < rows; ++row)
      add(elements + row * stride, width, result);
  }
};

template <class T>
struct Sum {
  static constexpr bool defined = is_summed<T> || is_wide_integer<T>;
  static constexpr InstructionSet widest = InstructionSet::avx512;
  using Accumulator = Accumulated<T>;
  using Result = T;
  using Leaf = PairwiseSum<T>;
  using LeafOfFloats = PairwiseSum<float>;
  using LeafOfSquares = PairwiseSum<T, true>;
  using Columns = SumOfColumns<T>;
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
