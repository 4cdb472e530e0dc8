// Blocks of elements to another dtype, in the vectors that the machine has.
#pragma once

#include <tcalc/core/convert.hpp>

namespace tcalc {

// With the bits of converter(), which it is where vectors gain nothing. Throws what instruction_set() does
// when it is called, as does what it returns.
Converter vector_converter(Dtype from, Dtype to);

}  // namespace tcalc
