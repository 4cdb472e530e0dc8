// Sums over more of k than one kernel call adds up: parts from zero, and what is lost when they are added.
#pragma once

#include <algorithm>
#include <cmath>
#include <complex>
#include <cstdint>
#include <type_traits>

#include <tcalc/core/cast.hpp>
#include <tcalc/kernel/scratch.hpp>
#include <tcalc/plan/plan.hpp>

namespace tcalc {

template <class T>
inline constexpr bool is_rounded = std::is_floating_point_v<T> || is_complex<T>;

// Totals of `count` sums of type T, in a buffer, and what was lost when they were added: Knuth's TwoSum.
template <class T>
class Totals {
 public:
  Totals(Buffer& buffer, std::int64_t count)
      : sums_(reinterpret_cast<Scalar*>(buffer.get<T>(2 * count))), lost_(sums_ + count * scalars) {
    std::fill_n(sums_, 2 * count * scalars, Scalar{});
  }

  // Adds a part's sums to `count` totals from the given one on.
  void add(std::int64_t first, std::int64_t count, const T* part) {
    const auto* values = reinterpret_cast<const Scalar*>(part);
    Scalar* sums = sums_ + first * scalars;
    Scalar* lost = lost_ + first * scalars;
    for (std::int64_t i = 0; i < count * scalars; ++i) {
      const Scalar sum = sums[i] + values[i];
      const Scalar added = sum - sums[i];
      lost[i] += (sums[i] - (sum - added)) + (values[i] - added);
      sums[i] = sum;
    }
  }

  void store(std::int64_t first, std::int64_t count, T* totals) const {
    auto* values = reinterpret_cast<Scalar*>(totals);
    const Scalar* sums = sums_ + first * scalars;
    const Scalar* lost = lost_ + first * scalars;
    // Nothing can be said of what an infinite sum lost.
    for (std::int64_t i = 0; i < count * scalars; ++i)
      values[i] = std::isfinite(sums[i]) ? sums[i] + lost[i] : sums[i];
  }

 private:
  using Scalar = typename decltype([] {
    if constexpr (is_complex<T>)
      return std::type_identity<typename T::value_type>();
    else
      return std::type_identity<T>();
  }())::type;
  static constexpr std::int64_t scalars = sizeof(T) / sizeof(Scalar);

  Scalar* sums_;
  Scalar* lost_;
};

// Where sums of type T stand: rows of neighbours.
template <class T>
struct SumRows {
  T* values;
  std::int64_t rows, columns, stride;
};

// Has add_up(first, end) write the sums over each part of k, at most `part` long, and leaves those over all
// of it. Integers lose nothing: their part is the whole.
template <class T, class AddUp>
void add_parts(std::int64_t k, std::int64_t part, const SumRows<T>& sums, Buffer& buffer,
               const AddUp& add_up) {
  if constexpr (is_rounded<T>) {
    if (k > part) {
      Totals<T> totals(buffer, sums.rows * sums.columns);
      for (std::int64_t first = 0; first < k; first += part) {
        add_up(first, std::min(first + part, k));
        for (std::int64_t i = 0; i < sums.rows; ++i)
          totals.add(i * sums.columns, sums.columns, sums.values + i * sums.stride);
      }
      for (std::int64_t i = 0; i < sums.rows; ++i)
        totals.store(i * sums.columns, sums.columns, sums.values + i * sums.stride);
      return;
    }
  }
  add_up(0, k);
}

}  // namespace tcalc
