// --output-type: integers summed in a wider integer dtype, as tf.matmul does for int8 operands.
#pragma once

#include <optional>

#include <tcalc/ops/operation.hpp>

namespace tcalc {

inline constexpr OptionSpec output_type_option = {
    "output-type", OptionKind::word, "DTYPE",
    "sum integers in this wider integer dtype: int32 for int8 and uint8"};

// The dtype that was asked for; nothing where none was. Throws Error{usage} for a word that is no integer
// dtype, Error{mismatch} for operands whose dtypes are known and whose values it does not hold.
std::optional<Dtype> output_type(const Operation& operation, std::span<const Operand> operands,
                                 const Arguments& arguments);

}  // namespace tcalc
