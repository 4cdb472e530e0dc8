// The products of arrays, by the names and rules that they have on the command line.
#include <array>

#include <tcalc/functions/function.hpp>
#include <tcalc/ops/registry.hpp>

namespace tcalc::functions {

using expression::Sequence;

namespace {

Value product(Builder& builder, const Arguments& arguments, std::string_view name) {
  return array_value(builder.contraction(*find_operation(name), {arguments.at("a"), arguments.at("b")}, {}));
}

Value batch_dot(Builder& builder, const Arguments& arguments, std::string_view name) {
  tcalc::Arguments options;
  if (const Value* axes = arguments.find("axes")) options["axes"] = integers_of(*axes);
  if (const Value* keras = arguments.find("keras")) {
    const auto* text = keras->get<std::string>();
    options["keras"] = text != nullptr ? *text : std::to_string(int64_of(*keras));
  }
  return array_value(
      builder.contraction(*find_operation(name), {arguments.at("a"), arguments.at("b")}, options));
}

Value vecdot(Builder& builder, const Arguments& arguments, std::string_view name) {
  tcalc::Arguments options;
  if (const Value* axis = arguments.find("axis")) options["axis"] = integers_of(*axis);
  return array_value(
      builder.contraction(*find_operation(name), {arguments.at("a"), arguments.at("b")}, options));
}

Value tensordot(Builder& builder, const Arguments& arguments, std::string_view name) {
  tcalc::Arguments options;
  if (const Value* axes = arguments.find("axes")) {
    const auto* pair = axes->get<Sequence>();
    if (pair == nullptr) {
      options["axes"] = integers_of(*axes);
    } else if (pair->items.size() == 2) {
      options["axes-a"] = integers_of(pair->items[0]);
      options["axes-b"] = integers_of(pair->items[1]);
    } else {
      throw LocatedError(
          {ErrorKind::usage, "axes is a number, or a list for each operand", "for example axes=([1], [0])"},
          {axes->span});
    }
  }
  return array_value(
      builder.contraction(*find_operation(name), {arguments.at("a"), arguments.at("b")}, options));
}

Value einsum(Builder& builder, const Arguments& arguments, std::string_view name) {
  const Operation& operation = *find_operation(name);
  tcalc::Arguments options;
  options[std::string(operation.leading_word)] = arguments.text("spec", "");
  if (arguments.rest().empty())
    throw LocatedError({ErrorKind::usage, "operands are missing", "for example einsum('ij,jk->ik', a, b)"},
                       {arguments.call()});
  return array_value(builder.contraction(operation, arguments.rest(), options));
}

Value multi_dot(Builder& builder, const Arguments& arguments, std::string_view name) {
  const auto* list = arguments.at("arrays").get<Sequence>();
  if (list == nullptr)
    throw LocatedError(
        {ErrorKind::usage, "arrays in brackets are expected", "for example multi_dot([a, b, c])"},
        {arguments.at("arrays").span});
  const Operation& operation = *find_operation(name);
  check_operand_count(operation, list->items.size());
  return array_value(builder.contraction(operation, list->items, {}));
}

constexpr std::array contractions_table = {
    Function{"matmul(a, b)", "a @ b: stacks of matrices, batch axes broadcast",
             "matmul([[1, 2], [3, 4]], [1, 1])", "[3 7]", product},
    Function{"dot(a, b)", "the last axis of a with the second-to-last of b", "dot([1, 2], [3, 4])", "11",
             product},
    Function{"inner(a, b)", "the last axis of a with the last of b", "inner([1, 2], [3, 4])", "11", product},
    Function{"outer(a, b)", "each element of a with each of b", "outer([1, 2], [3, 4])", "[[3 4]\n [6 8]]",
             product},
    Function{"vdot(a, b)", "the sum over all elements, a conjugated", "vdot([[1, 2]], [3, 4])", "11",
             product},
    Function{"vecdot(a, b, axis=-1)", "inner products of vectors along an axis, a conjugated",
             "vecdot([[1, 2], [3, 4]], [1, 1])", "[3 7]", vecdot},
    Function{"matvec(a, b)", "matrices times vectors", "matvec([[1, 2], [3, 4]], [1, 1])", "[3 7]", product},
    Function{"vecmat(a, b)", "vectors times matrices, a conjugated", "vecmat([1, 1], [[1, 2], [3, 4]])",
             "[4 6]", product},
    Function{"kron(a, b)", "Kronecker product", "kron([1, 2], [1, 1])", "[1 1 2 2]", product},
    Function{"tensordot(a, b, axes=2)", "the last axes of a with the first of b, or listed ones",
             "tensordot([1, 2], [3, 4], axes=1)", "11", tensordot},
    Function{"einsum(spec, *operands)", "letters for axes; what the output lacks is summed",
             "einsum('i,i->', [1, 2], [3, 4])", "11", einsum},
    Function{"batch_dot(a, b, axes=None, keras=None)",
             "Keras batch_dot: axis by axis, first axes are a batch", "batch_dot([[1, 2]], [[3, 4]], axes=1)",
             "[[11]]", batch_dot},
    Function{"multi_dot(arrays)", "a chain of matrix products, in the cheapest order",
             "multi_dot([[[1, 2]], [[3], [4]], [[2]]])", "[[22]]", multi_dot},
};

}  // namespace

std::span<const Function> contractions() { return contractions_table; }

}  // namespace tcalc::functions
