// Axes with their strides in both operands and the result.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <vector>

namespace tcalc {

// Strides are in elements; 0 where the operand (or the result) does not move along the axis.
struct Axis {
  std::int64_t extent = 1;
  std::int64_t a = 0;
  std::int64_t b = 0;
  std::int64_t c = 0;  // of the result

  friend bool operator==(const Axis&, const Axis&) = default;
};

// Outermost first: the axes of one group of a product. A few of them take no memory of their own: a plan for
// a small product would otherwise take longer to allocate than the product to compute.
class Axes {
 public:
  Axes() = default;
  Axes(std::initializer_list<Axis> axes) { append(axes.begin(), axes.end()); }
  Axes(const Axis* first, const Axis* last) { append(first, last); }

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  const Axis* begin() const { return size_ > few ? many_.data() : few_.data(); }
  Axis* begin() { return size_ > few ? many_.data() : few_.data(); }
  const Axis* end() const { return begin() + size_; }
  Axis* end() { return begin() + size_; }
  const Axis& operator[](std::size_t place) const { return begin()[place]; }
  Axis& operator[](std::size_t place) { return begin()[place]; }
  const Axis& front() const { return *begin(); }
  const Axis& back() const { return begin()[size_ - 1]; }
  Axis& back() { return begin()[size_ - 1]; }

  void push_back(const Axis& axis) {
    if (size_ < few) {
      few_[size_++] = axis;
      return;
    }
    if (size_ == few) many_.assign(few_.begin(), few_.end());
    many_.push_back(axis);
    ++size_;
  }
  void append(const Axis* first, const Axis* last) {
    for (; first != last; ++first) push_back(*first);
  }

  friend bool operator==(const Axes& x, const Axes& y) {
    return std::equal(x.begin(), x.end(), y.begin(), y.end());
  }

 private:
  static constexpr std::size_t few = 4;

  std::size_t size_ = 0;
  std::array<Axis, few> few_;
  std::vector<Axis> many_;  // all of them, once there are more
};

}  // namespace tcalc
