// The grammar of an array without a header: raw=FILE:SHAPE:DTYPE, raw=FILE@OFFSET:SHAPE:DTYPE.
#pragma once

#include <string_view>

#include <tcalc/text/operand.hpp>

namespace tcalc::text {

inline constexpr std::string_view raw_prefix = "raw=";

inline bool has_form_of_raw(std::string_view typed) { return typed.starts_with(raw_prefix); }

// Requires that form. Throws Error{usage} beginning with the operand as typed.
RawFile raw_from(std::string_view typed);

}  // namespace tcalc::text
