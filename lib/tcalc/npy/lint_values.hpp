// What is odd about an array's values: NaNs, infinities, and bools that are neither 0 nor 1.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <tcalc/npy/header.hpp>
#include <tcalc/npy/lint.hpp>

namespace tcalc::npy {

// Feeds on the elements as they are stored, in order, a run at a time.
class ValueLint {
 public:
  // NaNs and infinities are looked for unless they are allowed.
  ValueLint(const Header& header, bool allow_nan) : header_(header), allow_nan_(allow_nan) {}

  // Whether any value could be odd: else nothing needs to be read.
  bool wanted() const;
  // Whole elements, in any alignment; a part of one at the end is left out.
  void add(std::span<const std::byte> run);
  // "3 NaNs, the first at [0, 1]"
  std::vector<Finding> findings() const;

 private:
  struct Tally {
    std::int64_t count = 0;
    std::int64_t first = 0;  // counted as stored
    void add(std::int64_t place) {
      if (count++ == 0) first = place;
    }
  };

  template <class T>
  void look_closer(std::span<const std::byte> run);
  std::string told(const Tally& tally, const char* one, const char* many) const;

  Header header_;
  bool allow_nan_;
  std::int64_t elements_ = 0;  // before the run
  Tally nans_, infinities_, bools_;
};

}  // namespace tcalc::npy
