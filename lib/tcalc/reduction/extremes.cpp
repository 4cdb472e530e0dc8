// max min argmax argmin.
#include <array>
#include <cmath>

#include <tcalc/core/cast.hpp>
#include <tcalc/reduction/loops.hpp>
#include <tcalc/reduction/tables.hpp>

namespace tcalc::reductions {

namespace {

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
  else
    return value != value;
}
template <class V>
bool is_less(V x, V y) {
  if constexpr (is_complex<V>)
    return x.real() < y.real() || (x.real() == y.real() && x.imag() < y.imag());
  else
    return x < y;
}

// Which of two elements is the greatest (or least): the first of equal ones, or the first NaN.
template <class T, bool greatest>
struct Order {
  using Value = typename Ordered<T>::type;
  static Value value_of(T element) {
    if constexpr (std::is_same_v<T, Boolean>)
      return element.byte != 0 ? 1 : 0;
    else
      return static_cast<Value>(element);
  }
  static bool is_beyond(Value later, Value earlier) {
    return greatest ? is_less(earlier, later) : is_less(later, earlier);
  }
  static bool replaces(Value later, Value earlier) {
    if constexpr (is_complex<Value>)
      return !is_nan(earlier) && (is_nan(later) || is_beyond(later, earlier));
    else  // without branches, for vectors
      return (earlier == earlier) & ((later != later) | is_beyond(later, earlier));
  }
  // As numbers are equal: 0 and -0, and here one NaN and another.
  static bool is_same(Value x, Value y) {
    if constexpr (is_complex<Value>)
      return (is_nan(x) && is_nan(y)) || x == y;
    else
      return (x == y) | ((x != x) & (y != y));
  }

  // The number of the first of `count` elements that is the same as `wanted`, which one of them is.
  [[gnu::always_inline]] static std::int64_t place_of(const T* elements, std::int64_t count, Value wanted) {
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

  // The greatest of them, or one that is the same.
  [[gnu::always_inline]] static Value best_of(const T* elements, std::int64_t count) {
    Value best = value_of(elements[0]);
    std::int64_t i = 0;
    if constexpr (std::is_floating_point_v<Value>)
      i = best_in_lanes(elements, count, best);
    else
      read_ahead(elements, count);
    for (; i < count; ++i) {
      const Value value = value_of(elements[i]);
      best = replaces(value, best) ? value : best;
    }
    return best;
  }

 private:
  // Of as many as fill all lanes, which it returns: compilers make no vectors of an order that knows NaN. A
  // NaN is not beyond a number, nor a number beyond it: whether there is one is asked beside it.
  [[gnu::always_inline]] static std::int64_t best_in_lanes(const T* elements, std::int64_t count,
                                                           Value& best) {
    constexpr std::size_t lanes = 32;  // fewer are taken for scalars to unroll
    constexpr auto step = static_cast<std::int64_t>(lanes);
    if (count < step) return 0;
    std::array<Value, lanes> found, nans = {};
    for (std::size_t j = 0; j < lanes; ++j) found[j] = best;
    std::int64_t i = 0;
    for (; i + step <= count; i += step) {
      read_ahead(elements + i, step);
      const T* from = elements + i;
      for (std::size_t j = 0; j < lanes; ++j) {
        const Value value = value_of(from[j]), kept = found[j];
        found[j] = is_beyond(value, kept) ? value : kept;
      }
      // In a loop of its own: GCC 14 makes branches of the two.
      for (std::size_t j = 0; j < lanes; ++j) {
        const Value value = value_of(from[j]), kept = nans[j];
        nans[j] = value != value ? value : kept;
      }
    }
    for (const Value value : found) best = is_beyond(value, best) ? value : best;
    for (const Value nan : nans) best = nan != nan ? nan : best;
    return i;
  }
};

// The value alone.
template <class T, bool greatest>
struct Extreme {
  using Order = reductions::Order<T, greatest>;
  using Value = typename Order::Value;
  static constexpr bool defined = true;
  static constexpr InstructionSet widest = InstructionSet::avx2;
  using Accumulator = Value;
  using Result = T;

  static bool has_same_of_other_bits(Value value) {
    if constexpr (std::is_floating_point_v<Value>)
      return value == 0 || value != value;
    else
      return is_complex<Value>;
  }
  struct Leaf {
    [[gnu::always_inline]] static void run(const T* elements, std::int64_t count, std::int64_t,
                                           Accumulator* found) {
      Value best = Order::best_of(elements, count);
      if (has_same_of_other_bits(best))
        best = Order::value_of(elements[Order::place_of(elements, count, best)]);
      *found = best;
    }
  };
  struct Columns {
    [[gnu::always_inline]] static void run(const T* elements, std::int64_t stride, std::int64_t rows,
                                           std::int64_t width, std::int64_t, Accumulator* found) {
      for (std::int64_t c = 0; c < width; ++c) found[c] = Order::value_of(elements[c]);
      for (std::int64_t row = 1; row < rows; ++row) {
        const T* from = elements + row * stride;
        read_ahead(from, width);
        for (std::int64_t c = 0; c < width; ++c) {
          const Value value = Order::value_of(from[c]);
          found[c] = Order::replaces(value, found[c]) ? value : found[c];
        }
      }
    }
  };
  using LeafOfFloats = typename Extreme<float, greatest>::Leaf;
  static void combine(Accumulator& left, const Accumulator& right) {
    if (Order::replaces(right, left)) left = right;
  }
  static Result finish(const Accumulator& found, std::int64_t) {
    if constexpr (std::is_same_v<T, Boolean>)
      return {found};
    else
      return static_cast<Result>(found);
  }
};
template <class T>
using Maximum = Extreme<T, true>;
template <class T>
using Minimum = Extreme<T, false>;

template <class Value>
struct Placed {
  Value value;
  std::int64_t index;
};

// Where it is.
template <class T, bool greatest>
struct Place {
  using Order = reductions::Order<T, greatest>;
  using Value = typename Order::Value;
  static constexpr bool defined = true;
  static constexpr InstructionSet widest = InstructionSet::avx2;
  using Accumulator = Placed<Value>;
  using Result = std::int64_t;

  struct Leaf {
    [[gnu::always_inline]] static void run(const T* elements, std::int64_t count, std::int64_t first,
                                           Accumulator* found) {
      const Value best = Order::best_of(elements, count);
      *found = {best, first + Order::place_of(elements, count, best)};
    }
  };
  struct Columns {
    [[gnu::always_inline]] static void run(const T* elements, std::int64_t stride, std::int64_t rows,
                                           std::int64_t width, std::int64_t first, Accumulator* found) {
      std::array<Value, tile<Accumulator>> best;
      std::array<std::int32_t, tile<Accumulator>> places = {};
      for (std::int64_t c = 0; c < width; ++c)
        best[static_cast<std::size_t>(c)] = Order::value_of(elements[c]);
      for (std::int64_t row = 1; row < rows; ++row) {
        const T* from = elements + row * stride;
        read_ahead(from, width);
        for (std::size_t c = 0; c < static_cast<std::size_t>(width); ++c) {
          const Value value = Order::value_of(from[c]);
          const bool replaced = Order::replaces(value, best[c]);
          places[c] = replaced ? static_cast<std::int32_t>(row) : places[c];
          best[c] = replaced ? value : best[c];
        }
      }
      for (std::size_t c = 0; c < static_cast<std::size_t>(width); ++c)
        found[c] = {best[c], first + places[c]};
    }
  };
  using LeafOfFloats = typename Place<float, greatest>::Leaf;
  static void combine(Accumulator& left, const Accumulator& right) {
    if (Order::replaces(right.value, left.value)) left = right;
  }
  static Result finish(const Accumulator& found, std::int64_t) { return found.index; }
};
template <class T>
using PlaceOfMaximum = Place<T, true>;
template <class T>
using PlaceOfMinimum = Place<T, false>;

constexpr std::array table = {function<Maximum>("max"), function<Minimum>("min"),
                              function<PlaceOfMaximum>("argmax"), function<PlaceOfMinimum>("argmin")};

}  // namespace

std::span<const ReductionFunction> extremes() { return table; }

}  // namespace tcalc::reductions
