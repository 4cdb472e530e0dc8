#include <array>

#include <tcalc/ops/batch_dot.hpp>
#include <tcalc/ops/dot.hpp>
#include <tcalc/ops/einsum.hpp>
#include <tcalc/ops/inner.hpp>
#include <tcalc/ops/kron.hpp>
#include <tcalc/ops/matmul.hpp>
#include <tcalc/ops/matvec.hpp>
#include <tcalc/ops/multi_dot.hpp>
#include <tcalc/ops/outer.hpp>
#include <tcalc/ops/registry.hpp>
#include <tcalc/ops/tensordot.hpp>
#include <tcalc/ops/vdot.hpp>
#include <tcalc/ops/vecdot.hpp>
#include <tcalc/ops/vecmat.hpp>

namespace tcalc {

namespace {
constexpr std::array registry = {
    &dot_operation,       &batch_dot_operation, &matmul_operation,    &inner_operation,  &outer_operation,
    &vdot_operation,      &vecdot_operation,    &matvec_operation,    &vecmat_operation, &kron_operation,
    &tensordot_operation, &einsum_operation,    &multi_dot_operation,
};
}

std::span<const Operation* const> operations() { return registry; }

const Operation* find_operation(std::string_view name) {
  for (const Operation* operation : registry) {
    if (name == operation->name || (!operation->alias.empty() && name == operation->alias)) return operation;
  }
  return nullptr;
}

}  // namespace tcalc
