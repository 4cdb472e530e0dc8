#include <array>

#include <tcalc/ops/batch_dot.hpp>
#include <tcalc/ops/dot.hpp>
#include <tcalc/ops/matmul.hpp>
#include <tcalc/ops/registry.hpp>
#include <tcalc/ops/tensordot.hpp>

namespace tcalc {

namespace {
constexpr std::array registry = {
    &dot_operation,
    &batch_dot_operation,
    &matmul_operation,
    &tensordot_operation,
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
