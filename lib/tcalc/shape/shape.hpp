// A sequence of dims that is known to be valid.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

#include <tcalc/export.hpp>
#include <tcalc/shape/dim.hpp>

namespace tcalc {

inline constexpr int max_rank = 64;  // NPY_MAXDIMS since NumPy 2.0

// A Shape that exists is valid: rank <= max_rank, no dim that is known or proved to be negative, and the
// product of the known dims (zeros left out: they must not hide an overflow) fits int64.
class TCALC_EXPORT Shape {
 public:
  Shape() = default;  // 0-D
  Shape(std::initializer_list<Dim> dims);
  // Throws Error{resource} with what `defect` says.
  explicit Shape(Dims dims);
  explicit Shape(const Extents& extents);

  // What keeps dims from being a Shape: "rank 65 exceeds 64", "has too many elements"; nothing when valid.
  static std::optional<std::string> defect(const Dims& dims);

  int rank() const { return static_cast<int>(dims_.size()); }
  const Dim& operator[](int axis) const { return dims_[static_cast<std::size_t>(axis)]; }
  const Dims& dims() const { return dims_; }
  auto begin() const { return dims_.begin(); }
  auto end() const { return dims_.end(); }

  bool is_known() const;    // every dim is
  Extents extents() const;  // only when is_known()

  // As Python prints a tuple: "()", "(5,)", "(2, 3)", "(B, T, ?)".
  std::string text() const;

  friend bool operator==(const Shape&, const Shape&) = default;

 private:
  Dims dims_;
};

std::string text_of(const Dims& dims);

// Each dim as text: "3", "B*T", "?".
std::vector<std::string> texts_of(const Dims& dims);

}  // namespace tcalc
