// Operand -> rule -> plan -> run, for each operation.
#include <array>
#include <utility>
#include <vector>

#include <tcalc/api/calls.hpp>
#include <tcalc/api/destination.hpp>
#include <tcalc/api/operands.hpp>
#include <tcalc/api/product.hpp>
#include <tcalc/api/thrown.hpp>
#include <tcalc/kernel/execute.hpp>
#include <tcalc/kernel/threads.hpp>
#include <tcalc/ops/batch_dot.hpp>
#include <tcalc/ops/dot.hpp>
#include <tcalc/ops/einsum.hpp>
#include <tcalc/ops/hints.hpp>
#include <tcalc/ops/inner.hpp>
#include <tcalc/ops/kron.hpp>
#include <tcalc/ops/matmul.hpp>
#include <tcalc/ops/matvec.hpp>
#include <tcalc/ops/multi_dot.hpp>
#include <tcalc/ops/outer.hpp>
#include <tcalc/ops/tensordot.hpp>
#include <tcalc/ops/vdot.hpp>
#include <tcalc/ops/vecdot.hpp>
#include <tcalc/ops/vecmat.hpp>

namespace tcalc::api {
inline namespace v0 {

namespace {

void carry_out(const Product& product, std::span<const TensorView> operands, const Destination& result) {
  const int threads = product.require_memory(default_threads());
  write(result, product.extents(), operands,
        [&](std::byte* elements) { product.run(operands, elements, threads); });
}

// A matrix, or what swapping its axes makes of it.
MatrixLayout layout_of(const TensorView& view, bool swapped) {
  const std::size_t rows = swapped ? 1 : 0, columns = 1 - rows;
  return {view.extents[rows], view.extents[columns], view.strides[rows], view.strides[columns]};
}

// Beyond this a rule costs less than a hundredth of the product, and memory has to be asked for.
constexpr std::int64_t largest_quick = 256;
bool is_quick(std::int64_t size) { return size > 1 && size <= largest_quick; }

// The product of two small matrices of the result's dtype, which is most calls: what the rule would say of
// them is known without asking it. False, and nothing was done, where that is not so.
bool multiplied_quickly(const std::array<TensorView, 2>& operands, bool swaps_a, bool swaps_b,
                        const Destination& result) {
  for (const TensorView& operand : operands)
    if (operand.rank() != 2 || operand.dtype != result.dtype) return false;
  const MatrixLayout a = layout_of(operands[0], swaps_a), b = layout_of(operands[1], swaps_b);
  if (a.columns != b.rows || !is_quick(a.rows) || !is_quick(a.columns) || !is_quick(b.columns)) return false;
  const Plan plan = plan_of_matrices(result.dtype, a, b);
  write(result, {a.rows, b.columns}, operands,
        [&](std::byte* elements) { execute(plan, operands[0], operands[1], elements, default_threads()); });
  return true;
}

// `rule` gives a Contraction or an Outcome of two operands, `arguments` what was asked for beside them, as
// hints name it.
template <class Rule, class Named, class Shortcut>
void of_two(const Operation& operation, const ArrayRef& a, const ArrayRef& b, const Destination& result,
            const Rule& rule, const Named& arguments, const Shortcut& shortcut) {
  translated([&] {
    const std::array views = {view_of(a), view_of(b)};
    if (shortcut(views)) return;
    const std::array operands = {operand_of(0, views[0]), operand_of(1, views[1])};
    const auto with_hints = [&] {
      try {
        return rule(operands[0], operands[1]);
      } catch (Error& error) {
        if (!error.operands.empty())
          add_nearer_hints(error, legal_alternatives(operation, operands[0], operands[1], arguments()));
        throw;
      }
    };
    carry_out({operation.name, with_hints(), views, result.dtype}, views, result);
  });
}
template <class Rule, class Named>
void of_two(const Operation& operation, const ArrayRef& a, const ArrayRef& b, const Destination& result,
            const Rule& rule, const Named& arguments) {
  of_two(operation, a, b, result, rule, arguments, [](const auto&) { return false; });
}
Arguments no_arguments() { return {}; }
template <class Rule>
void of_two(const Operation& operation, const ArrayRef& a, const ArrayRef& b, const Destination& result,
            const Rule& rule) {
  of_two(operation, a, b, result, rule, no_arguments);
}

template <class Rule>
void of_many(const Operation& operation, std::span<const ArrayRef> arrays, const Destination& result,
             const Rule& rule) {
  translated([&] {
    try {
      check_operand_count(operation, arrays.size());
    } catch (Error& error) {
      error.hints.clear();  // a command line as an example
      throw;
    }
    std::vector<TensorView> views;
    std::vector<Operand> operands;
    for (std::size_t place = 0; place < arrays.size(); ++place) {
      views.push_back(view_of(arrays[place]));
      operands.push_back(operand_of(place, views.back()));
    }
    carry_out({operation.name, rule(std::span<const Operand>(operands)), views, result.dtype}, views, result);
  });
}

Arguments named(const MatmulOptions& options) {
  Arguments arguments;
  if (options.transpose_a) arguments["transpose-a"] = true;
  if (options.transpose_b) arguments["transpose-b"] = true;
  if (options.adjoint_a) arguments["adjoint-a"] = true;
  if (options.adjoint_b) arguments["adjoint-b"] = true;
  return arguments;
}

Arguments named(const BatchDotOptions& options) {
  Arguments arguments;
  if (!options.axes.empty()) arguments["axes"] = options.axes;
  if (options.rule == KerasRule::from_2_2_5) arguments["keras"] = std::string("3");
  return arguments;
}

}  // namespace

void matmul(const ArrayRef& a, const ArrayRef& b, const MatmulOptions& options, const Destination& result) {
  of_two(
      matmul_operation, a, b, result,
      [&](const Operand& x, const Operand& y) { return tcalc::matmul(x, y, options); },
      [&] { return named(options); },
      [&](const std::array<TensorView, 2>& operands) {
        if (options.adjoint_a || options.adjoint_b) return false;
        return multiplied_quickly(operands, options.transpose_a, options.transpose_b, result);
      });
}

void dot(const ArrayRef& a, const ArrayRef& b, const Destination& result) {
  of_two(
      dot_operation, a, b, result, [](const Operand& x, const Operand& y) { return tcalc::dot(x, y); },
      no_arguments,
      [&](const std::array<TensorView, 2>& operands) {
        return multiplied_quickly(operands, false, false, result);
      });
}

void batch_dot(const ArrayRef& a, const ArrayRef& b, const BatchDotOptions& options,
               const Destination& result) {
  of_two(
      batch_dot_operation, a, b, result,
      [&](const Operand& x, const Operand& y) { return tcalc::batch_dot(x, y, options); },
      [&] { return named(options); });
}

void tensordot(const ArrayRef& a, const ArrayRef& b, const TensordotOptions& options,
               const Destination& result) {
  of_two(
      tensordot_operation, a, b, result,
      [&](const Operand& x, const Operand& y) { return tcalc::tensordot(x, y, options); },
      [&] {
        return Arguments{{"axes-a", options.axes_a}, {"axes-b", options.axes_b}};
      });
}

void tensordot(const ArrayRef& a, const ArrayRef& b, std::int64_t count, const Destination& result) {
  of_two(
      tensordot_operation, a, b, result,
      [&](const Operand& x, const Operand& y) { return tcalc::tensordot(x, y, count); },
      [&] {
        return Arguments{{"axes", std::vector<std::int64_t>{count}}};
      });
}

void inner(const ArrayRef& a, const ArrayRef& b, const Destination& result) {
  of_two(
      inner_operation, a, b, result, [](const Operand& x, const Operand& y) { return tcalc::inner(x, y); },
      no_arguments,
      [&](const std::array<TensorView, 2>& operands) {
        return multiplied_quickly(operands, false, true, result);
      });
}

void outer(const ArrayRef& a, const ArrayRef& b, const Destination& result) {
  of_two(outer_operation, a, b, result,
         [](const Operand& x, const Operand& y) { return tcalc::outer(x, y); });
}

void vdot(const ArrayRef& a, const ArrayRef& b, const Destination& result) {
  of_two(vdot_operation, a, b, result, [](const Operand& x, const Operand& y) { return tcalc::vdot(x, y); });
}

void vecdot(const ArrayRef& a, const ArrayRef& b, const VecdotOptions& options, const Destination& result) {
  of_two(
      vecdot_operation, a, b, result,
      [&](const Operand& x, const Operand& y) { return tcalc::vecdot(x, y, options); },
      [&] {
        return Arguments{{"axis", std::vector<std::int64_t>{options.axis}}};
      });
}

void matvec(const ArrayRef& a, const ArrayRef& b, const Destination& result) {
  of_two(matvec_operation, a, b, result,
         [](const Operand& x, const Operand& y) { return tcalc::matvec(x, y); });
}

void vecmat(const ArrayRef& a, const ArrayRef& b, const Destination& result) {
  of_two(vecmat_operation, a, b, result,
         [](const Operand& x, const Operand& y) { return tcalc::vecmat(x, y); });
}

void kron(const ArrayRef& a, const ArrayRef& b, const Destination& result) {
  of_two(kron_operation, a, b, result, [](const Operand& x, const Operand& y) { return tcalc::kron(x, y); });
}

void einsum(const std::string& spec, std::span<const ArrayRef> operands, const EinsumOptions& options,
            const Destination& result) {
  of_many(einsum_operation, operands, result,
          [&](std::span<const Operand> described) { return tcalc::einsum(spec, described, options); });
}

void multi_dot(std::span<const ArrayRef> operands, const Destination& result) {
  of_many(multi_dot_operation, operands, result,
          [](std::span<const Operand> described) { return tcalc::multi_dot(described); });
}

}  // namespace v0
}  // namespace tcalc::api
