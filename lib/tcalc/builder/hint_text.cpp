#include <algorithm>
#include <string_view>

#include <tcalc/builder/hint_text.hpp>
#include <tcalc/core/formatted.hpp>

namespace tcalc::expression {

namespace {

template <class List, class Text>
std::string joined(const List& list, const Text& text_of) {
  std::string text;
  for (const auto& entry : list) text.append(text.empty() ? "" : ", ").append(text_of(entry));
  return text;
}

std::string tuple_text(const std::vector<std::string>& dims) {
  const auto own = [](const std::string& dim) { return dim; };
  return "(" + joined(dims, own) + (dims.size() == 1 ? ",)" : ")");
}

std::string operand_text(const CallOperand& operand) {
  if (operand.shortened) {
    const auto [axis, rank, size] = *operand.shortened;
    return operand.name + (axis > 0 ? "[..., :" : "[:") + std::to_string(size) +
           (axis > 0 && axis + 1 < rank ? ", :]" : "]");
  }
  return operand.reshaped.empty() ? operand.name : operand.name + ".reshape" + tuple_text(operand.reshaped);
}

std::string list_text(const std::vector<std::int64_t>& integers) {
  return joined(integers, [](std::int64_t integer) { return std::to_string(integer); });
}

const std::vector<std::int64_t>* integers_of(const CallHint& call, std::string_view name) {
  const auto found = std::ranges::find(call.arguments, name, &CallArgument::first);
  return found == call.arguments.end() ? nullptr : std::get_if<std::vector<std::int64_t>>(&found->second);
}

std::string argument_text(const CallArgument& argument) {
  std::string name = argument.first;
  std::ranges::replace(name, '-', '_');
  if (const auto* word = std::get_if<std::string>(&argument.second)) return name + "=" + *word;
  if (const auto* integers = std::get_if<std::vector<std::int64_t>>(&argument.second))
    return name + "=" + (integers->size() == 1 ? list_text(*integers) : "(" + list_text(*integers) + ")");
  return name + "=True";
}

// numpy.tensordot takes both lists as one argument.
std::string arguments_text(const CallHint& call) {
  const auto* axes_a = integers_of(call, "axes-a");
  const auto* axes_b = integers_of(call, "axes-b");
  if (axes_a != nullptr && axes_b != nullptr)
    return formatted(", axes=([{}], [{}])", list_text(*axes_a), list_text(*axes_b));
  const std::string text = joined(call.arguments, argument_text);
  return text.empty() ? text : ", " + text;
}

// Whether all that is asked for is an operand, or both, transposed.
bool is_matmul(const CallHint& call) {
  return call.operation == "matmul" && std::ranges::all_of(call.arguments, [](const CallArgument& argument) {
           return argument.first.starts_with("transpose-");
         });
}

std::string call_text(const CallHint& call) {
  if (is_matmul(call)) {
    const auto side = [&](std::size_t place, std::string_view flag) {
      const bool transposed =
          std::ranges::find(call.arguments, flag, &CallArgument::first) != call.arguments.end();
      return operand_text(call.operands[place]) + (transposed ? ".mT" : "");
    };
    return side(0, "transpose-a") + " @ " + side(1, "transpose-b");
  }
  return formatted("{}({}{}{})", call.operation,
                   call.leading_word.empty() ? "" : "'" + call.leading_word + "', ",
                   joined(call.operands, operand_text), arguments_text(call));
}

}  // namespace

std::string expression_text(const CallHint& call) {
  return call.before + call_text(call) +
         (call.shape ? " is legal and gives " + tuple_text(*call.shape) : std::string());
}

}  // namespace tcalc::expression
