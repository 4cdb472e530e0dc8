#include <algorithm>
#include <cmath>
#include <complex>
#include <cstring>

#include <tcalc/core/cast.hpp>
#include <tcalc/core/load.hpp>
#include <tcalc/stats/statistics.hpp>
#include <tcalc/text/format.hpp>

namespace tcalc {

namespace {

// Elements that are looked at twice: for their mean, and for their distances from it. They stay in the L1
// cache.
constexpr std::size_t block = 1024;

template <class T>
double real_of(T value) {
  return cast<double>(value);
}

template <class T>
double imaginary_of(T value) {
  if constexpr (is_complex<T>)
    return static_cast<double>(value.imag());
  else
    return 0;
}

template <class T>
bool is_less(T x, T y) {
  if constexpr (std::is_integral_v<T>)
    return x < y;
  else
    return real_of(x) < real_of(y);
}

template <class T>
constexpr bool is_whole = std::is_integral_v<T> || std::is_same_v<T, Boolean>;

// The sum of distances stays a double: four chains at once, since one would wait for every addition.
struct Moments {
  double mean_real = 0, mean_imaginary = 0, squares = 0;
};

Moments moments_of(std::span<const double> reals, std::span<const double> imaginaries) {
  constexpr std::size_t lanes = 4;
  const auto mean = [](std::span<const double> values) {
    double sums[lanes] = {};
    for (std::size_t i = 0; i < values.size(); ++i) sums[i % lanes] += values[i];
    return ((sums[0] + sums[1]) + (sums[2] + sums[3])) / static_cast<double>(values.size());
  };
  const auto squares = [](std::span<const double> values, double middle) {
    double sums[lanes] = {};
    for (std::size_t i = 0; i < values.size(); ++i)
      sums[i % lanes] += (values[i] - middle) * (values[i] - middle);
    return (sums[0] + sums[1]) + (sums[2] + sums[3]);
  };
  Moments moments;
  moments.mean_real = mean(reals);
  moments.squares = squares(reals, moments.mean_real);
  if (imaginaries.empty()) return moments;
  moments.mean_imaginary = mean(imaginaries);
  moments.squares += squares(imaginaries, moments.mean_imaginary);
  return moments;
}

}  // namespace

void StatisticsCollector::add(std::span<const std::byte> bytes) {
  visit_stored(dtype_, [&](auto tag) { add_elements<typename decltype(tag)::type>(bytes); });
}

template <class T>
void StatisticsCollector::add_elements(std::span<const std::byte> bytes) {
  const std::size_t count = bytes.size() / sizeof(T);
  T least{}, largest{};
  std::memcpy(&least, least_, sizeof(T));
  std::memcpy(&largest, largest_, sizeof(T));
  double reals[block], imaginaries[block];
  for (std::size_t first = 0; first < count; first += block) {
    std::size_t kept = 0;
    for (std::size_t i = first; i < std::min(first + block, count); ++i) {
      const T value = load<T>(bytes.data() + i * sizeof(T), byte_swapped_);
      const double real = real_of(value);
      const double imaginary = imaginary_of(value);
      if (std::isnan(real) || std::isnan(imaginary)) {
        ++counts_.nans;
        continue;
      }
      counts_.zeros += real == 0 && imaginary == 0 ? 1 : 0;
      counts_.infinities += std::isinf(real) || std::isinf(imaginary) ? 1 : 0;
      if constexpr (is_whole<T>) {
        if constexpr (std::is_same_v<T, Boolean>)
          sum_ += value.byte != 0 ? 1 : 0;
        else
          sum_ += value;
      }
      if constexpr (!is_complex<T>) {
        if (!has_extremes_ || is_less(value, least)) least = value;
        if (!has_extremes_ || is_less(largest, value)) largest = value;
        has_extremes_ = true;
      }
      reals[kept] = real;
      imaginaries[kept++] = imaginary;
    }
    if (kept == 0) continue;
    const std::span<const double> second(imaginaries, is_complex<T> ? kept : 0);
    const Moments moments = moments_of({reals, kept}, second);
    add_moments(static_cast<long double>(kept), moments.mean_real, moments.mean_imaginary, moments.squares);
  }
  std::memcpy(least_, &least, sizeof(T));
  std::memcpy(largest_, &largest, sizeof(T));
  counts_.elements += static_cast<std::int64_t>(count);
}

// Chan, Golub and LeVeque: the moments of two parts as those of the whole.
void StatisticsCollector::add_moments(long double count, long double mean_real, long double mean_imaginary,
                                      long double squares) {
  sum_real_ += mean_real * count;  // an infinity stays one, where the mean below becomes NaN
  sum_imaginary_ += mean_imaginary * count;
  const auto before = static_cast<long double>(counted_);
  counted_ += static_cast<std::int64_t>(count);
  const long double share = count / static_cast<long double>(counted_);
  const long double real = mean_real - mean_real_;
  const long double imaginary = mean_imaginary - mean_imaginary_;
  squares_ += squares + (real * real + imaginary * imaginary) * before * share;
  mean_real_ += real * share;
  mean_imaginary_ += imaginary * share;
}

Statistics StatisticsCollector::statistics() const {
  Statistics result = counts_;
  if (counted_ == 0) return result;
  const auto count = static_cast<long double>(counted_);
  visit_stored(dtype_, [&](auto tag) {
    using T = typename decltype(tag)::type;
    if constexpr (is_complex<T>) {
      const std::complex<double> mean(static_cast<double>(sum_real_ / count),
                                      static_cast<double>(sum_imaginary_ / count));
      result.mean = text::scalar_text(mean);
    } else {
      T least, largest;
      std::memcpy(&least, least_, sizeof(T));
      std::memcpy(&largest, largest_, sizeof(T));
      result.min = text::scalar_text(least);
      result.max = text::scalar_text(largest);
      const long double mean = is_whole<T> ? static_cast<long double>(sum_) / count : sum_real_ / count;
      result.mean = text::scalar_text(static_cast<double>(mean));
    }
  });
  result.standard_deviation = text::scalar_text(static_cast<double>(std::sqrt(squares_ / count)));
  return result;
}

}  // namespace tcalc
