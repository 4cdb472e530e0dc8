#include <array>

#include <tcalc/frameworks/entries.hpp>
#include <tcalc/frameworks/refusal.hpp>

namespace tcalc {

namespace {

using namespace framework;

constexpr std::array framework_table = {
    Framework{"keras.backend.dot", "", nullptr, keras_dot},
    Framework{"keras.backend.batch_dot", "up to 2.2.4", axes_call, keras_batch_dot_until_2_2_4},
    Framework{"keras.backend.batch_dot", "from 2.2.5", axes_call, keras_batch_dot_from_2_2_5},
    Framework{"keras.ops.dot", "", nullptr, keras_ops_dot},
    Framework{"keras.ops.matmul", "", nullptr, keras_ops_matmul},
    Framework{"tf.matmul", "up to 1.13", tf_matmul_options, tf_matmul_until_1_13},
    Framework{"tf.matmul", "from 1.14", tf_matmul_options, tf_matmul_from_1_14},
    Framework{"numpy.dot", "", nullptr, numpy_dot},
    Framework{"numpy.matmul", "", nullptr, numpy_matmul},
    Framework{"numpy.inner", "", nullptr, numpy_inner},
    Framework{"numpy.tensordot", "", axes_call, numpy_tensordot},
    Framework{"torch.matmul", "", nullptr, torch_matmul},
    Framework{"torch.mm", "", nullptr, torch_mm},
    Framework{"torch.bmm", "", nullptr, torch_bmm},
    Framework{"torch.mv", "", nullptr, torch_mv},
    Framework{"torch.dot", "", nullptr, torch_dot},
    Framework{"torch.nn.functional.linear", "", nullptr, torch_linear},
    Framework{"torch.tensordot", "", torch_tensordot_options, torch_tensordot},
    Framework{"theano.dot", "", nullptr, theano_dot},
    Framework{"theano.batched_dot", "", nullptr, theano_batched_dot},
    Framework{"jax.numpy.dot", "", nullptr, jax_numpy_dot},
    Framework{"jax.numpy.matmul", "", nullptr, jax_numpy_matmul},
    Framework{"jax.lax.batch_matmul", "", nullptr, jax_batch_matmul},
};

constexpr std::array einsum_table = {
    Framework{"numpy.einsum", "", einsum_call, numpy_einsum_of},
    Framework{"torch.einsum", "", einsum_call, torch_einsum_of},
    Framework{"jax.numpy.einsum", "", einsum_call, jax_numpy_einsum_of},
};

}  // namespace

std::span<const Framework> frameworks() { return framework_table; }
std::span<const Framework> einsum_frameworks() { return einsum_table; }

}  // namespace tcalc
