// A part of a contraction: the rows of its result that belong to some rows of an operand. What comes piece by
// piece is computed that way.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <tcalc/core/tensor.hpp>
#include <tcalc/shape/contraction.hpp>

namespace tcalc {

// The label of the operand's first axis, when that is the result's first axis too and nothing else of this
// operand depends on it: its rows, in order, then give the rows of the result. Nothing for any other
// contraction.
std::optional<int> row_label(const Contraction& contraction, std::size_t operand, const Extents& extents);

// The same contraction with `rows` elements along the label.
Contraction with_rows(const Contraction& contraction, int label, std::int64_t rows);

// Of an operand with these labels the elements `first` to `first + rows` along the label; all of it where it
// lacks the label or is broadcast along it.
TensorView part_along(const TensorView& view, std::span<const int> labels, int label, std::int64_t extent,
                      std::int64_t first, std::int64_t rows);

}  // namespace tcalc
