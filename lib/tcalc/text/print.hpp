// Arrays as NumPy prints them: print(array) of NumPy 1.24.
#pragma once

#include <functional>
#include <optional>
#include <string_view>

#include <tcalc/core/tensor.hpp>

namespace tcalc::text {

// Receives text piece by piece, so that a large array is never one string.
using Sink = std::function<void(std::string_view)>;

struct PrintOptions {
  bool full = false;  // print every element; otherwise more than 1000 are summarised with 3 at each edge
  std::optional<int>
      precision;      // digits after the point, numpy.set_printoptions(precision=...); 8 when not given
  bool bare = false;  // a single number stands alone, without shape and dtype before it
};

// The text of print(array) without the final newline.
void print_array(const TensorView& view, const PrintOptions& options, const Sink& sink);

}  // namespace tcalc::text
