// What may be asked of an operation beside its operands.
#pragma once

#include <cstdint>
#include <vector>

namespace tcalc {

/// For each operand: swap its last two axes (transpose), or swap and conjugate them (adjoint); not both.
struct MatmulOptions {
  bool transpose_a = false;
  bool transpose_b = false;
  bool adjoint_a = false;
  bool adjoint_b = false;
};

enum class KerasRule : std::uint8_t {
  until_2_2_4,  ///< agrees with tf.matmul: all axes but the last two are a batch
  from_2_2_5,   ///< axis 0 is the batch, all other axes are kept
};

struct BatchDotOptions {
  std::vector<std::int64_t> axes =
      {};  ///< none: the rule's default; one: for both operands; two: of A and of B
  KerasRule rule = KerasRule::until_2_2_4;
};

struct TensordotOptions {
  std::vector<std::int64_t> axes_a = {}, axes_b = {};  ///< contracted in pairs; none is an outer product
};

struct VecdotOptions {
  std::int64_t axis = -1;  ///< of both operands, contracted
};

struct EinsumOptions {
  bool strict = false;  ///< an axis of size 1 that meets a larger one under its letter is an error
};

}  // namespace tcalc
