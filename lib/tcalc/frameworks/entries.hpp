// The rules behind the table of frameworks, a file for each library. Sources: the libraries' own code and
// tests.
#pragma once

#include <tcalc/frameworks/framework.hpp>

namespace tcalc::framework {

FrameworkAnswer keras_dot(const Operand& a, const Operand& b, const FrameworkOptions& options);
FrameworkAnswer keras_batch_dot_until_2_2_4(const Operand& a, const Operand& b,
                                            const FrameworkOptions& options);
FrameworkAnswer keras_batch_dot_from_2_2_5(const Operand& a, const Operand& b,
                                           const FrameworkOptions& options);

FrameworkAnswer keras_ops_dot(const Operand& a, const Operand& b, const FrameworkOptions& options);
FrameworkAnswer keras_ops_matmul(const Operand& a, const Operand& b, const FrameworkOptions& options);

FrameworkAnswer tf_matmul_until_1_13(const Operand& a, const Operand& b, const FrameworkOptions& options);
FrameworkAnswer tf_matmul_from_1_14(const Operand& a, const Operand& b, const FrameworkOptions& options);
std::string tf_matmul_options(const FrameworkOptions& options);

FrameworkAnswer numpy_dot(const Operand& a, const Operand& b, const FrameworkOptions& options);
FrameworkAnswer numpy_matmul(const Operand& a, const Operand& b, const FrameworkOptions& options);
FrameworkAnswer numpy_inner(const Operand& a, const Operand& b, const FrameworkOptions& options);
FrameworkAnswer numpy_tensordot(const Operand& a, const Operand& b, const FrameworkOptions& options);

FrameworkAnswer torch_matmul(const Operand& a, const Operand& b, const FrameworkOptions& options);
FrameworkAnswer torch_mm(const Operand& a, const Operand& b, const FrameworkOptions& options);
FrameworkAnswer torch_bmm(const Operand& a, const Operand& b, const FrameworkOptions& options);
FrameworkAnswer torch_mv(const Operand& a, const Operand& b, const FrameworkOptions& options);
FrameworkAnswer torch_dot(const Operand& a, const Operand& b, const FrameworkOptions& options);

FrameworkAnswer torch_linear(const Operand& a, const Operand& b, const FrameworkOptions& options);
FrameworkAnswer torch_tensordot(const Operand& a, const Operand& b, const FrameworkOptions& options);
std::string torch_tensordot_options(const FrameworkOptions& options);

FrameworkAnswer theano_dot(const Operand& a, const Operand& b, const FrameworkOptions& options);
FrameworkAnswer theano_batched_dot(const Operand& a, const Operand& b, const FrameworkOptions& options);

FrameworkAnswer jax_numpy_dot(const Operand& a, const Operand& b, const FrameworkOptions& options);
FrameworkAnswer jax_numpy_matmul(const Operand& a, const Operand& b, const FrameworkOptions& options);
FrameworkAnswer jax_batch_matmul(const Operand& a, const Operand& b, const FrameworkOptions& options);

// With the spec of --einsum; they are no rows without one.
FrameworkAnswer numpy_einsum_of(const Operand& a, const Operand& b, const FrameworkOptions& options);
FrameworkAnswer torch_einsum_of(const Operand& a, const Operand& b, const FrameworkOptions& options);
FrameworkAnswer jax_numpy_einsum_of(const Operand& a, const Operand& b, const FrameworkOptions& options);
std::string einsum_call(const FrameworkOptions& options);

}  // namespace tcalc::framework
