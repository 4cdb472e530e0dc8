// Arrays written out: JSON lists in lists, [[1,2],[3,4]], and true and false.
#pragma once

#include <string_view>

#include <tcalc/core/tensor.hpp>

namespace tcalc::text {

// Whether text begins with '[' or is "true" or "false".
bool has_form_of_literal(std::string_view text);

// bool when all elements are true or false, int64 when all are integers or one of these, else float64: so is
// a list without any. "nan", "inf" and "-inf" in quotes are floats, as JSON output writes them. Throws
// Error{usage} that begins with the text.
Tensor literal_from(std::string_view typed);

}  // namespace tcalc::text
