// Values and strings as JSON, written piece by piece.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tcalc/core/tensor.hpp>
#include <tcalc/shape/shape.hpp>
#include <tcalc/text/print.hpp>

namespace tcalc::text {

// The values as nested JSON lists (a bare value for 0-D): numbers in the shortest form that round-trips in
// their own dtype, or with at most `precision` digits after the point, NaN and infinities as "nan", "inf",
// "-inf", complex as [re,im], no spaces. An array without elements that would be more than a million empty
// lists is [].
void write_json(const TensorView& view, const Sink& sink, std::optional<int> precision = std::nullopt);

// A shape as a JSON list: sizes, names in quotes, null for unknown dims.
std::string shape_json(const Dims& dims);

// text as a JSON string in quotes; bytes that are not UTF-8 become U+FFFD.
std::string json_string(std::string_view text);

}  // namespace tcalc::text
