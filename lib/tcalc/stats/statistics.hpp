// What can be said of an array's values in one pass, a run of elements at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include <tcalc/core/dtype.hpp>

namespace tcalc {

// Numbers are text as NumPy writes a scalar of their dtype. NaNs are counted, and left out of all the rest;
// nothing where no other element is there, and for the order of complex numbers.
struct Statistics {
  std::int64_t elements = 0, zeros = 0, nans = 0, infinities = 0;
  std::optional<std::string> min, max;
  std::optional<std::string> mean, standard_deviation;  // of the population: numpy.mean, numpy.std
};

// Feeds on runs of stored elements. Integer sums are exact, the mean of integers is rounded once; floats are
// summed in long double.
class StatisticsCollector {
 public:
  StatisticsCollector(Dtype dtype, bool byte_swapped) : dtype_(dtype), byte_swapped_(byte_swapped) {}

  // Whole elements, in any alignment.
  void add(std::span<const std::byte> bytes);
  Statistics statistics() const;

 private:
  template <class T>
  void add_elements(std::span<const std::byte> bytes);
  void add_moments(long double count, long double mean_real, long double mean_imaginary, long double squares);

  Dtype dtype_;
  bool byte_swapped_;
  Statistics counts_;
  std::int64_t counted_ = 0;  // elements that are no NaN
  std::byte least_[16] = {}, largest_[16] = {};
  bool has_extremes_ = false;
  __int128 sum_ = 0;                              // of integers
  long double sum_real_ = 0, sum_imaginary_ = 0;  // of the others
  // Of what was added so far: mean, and the sum of squared distances from it.
  long double mean_real_ = 0, mean_imaginary_ = 0, squares_ = 0;
};

}  // namespace tcalc
