#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

#include <tcalc/builder/hint_text.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/core/joined.hpp>

namespace tcalc::expression {

namespace {

std::string tuple_text(const std::vector<std::string>& dims) {
  return "(" + joined(dims, ", ") + (dims.size() == 1 ? ",)" : ")");
}

// The first place outside brackets where one of `characters` stands; npos where there is none.
std::size_t find_outside(std::string_view text, std::string_view characters) {
  int depth = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (depth == 0 && characters.find(text[at]) != std::string_view::npos) return at;
    if (text[at] == '(' || text[at] == '[') ++depth;
    if (text[at] == ')' || text[at] == ']') --depth;
  }
  return std::string_view::npos;
}

bool has_operator(std::string_view name) {
  return find_outside(name, "+-*/%@&|^~<>=! ") != std::string_view::npos;
}

// As what binds most tightly: "a + b" in brackets.
std::string bracketed(const std::string& name) { return has_operator(name) ? "(" + name + ")" : name; }

// As an argument of a call.
std::string operand_text(const CallOperand& operand) {
  if (operand.shortened) {
    const auto [axis, rank, size] = *operand.shortened;
    return bracketed(operand.name) + (axis > 0 ? "[..., :" : "[:") + std::to_string(size) +
           (axis > 0 && axis + 1 < rank ? ", :]" : "]");
  }
  return operand.reshaped.empty() ? operand.name
                                  : bracketed(operand.name) + ".reshape" + tuple_text(operand.reshaped);
}

// The x of "transpose(x)"; nothing for any other text.
std::optional<std::string> argument_of_transpose(std::string_view name) {
  for (const std::string_view called : {"transpose(", "np.transpose(", "numpy.transpose("}) {
    if (!name.starts_with(called)) continue;
    const std::string_view rest = name.substr(called.size());
    const std::size_t close = find_outside(rest, ")");
    if (close + 1 == rest.size() && find_outside(rest, ",") == std::string_view::npos)
      return std::string(rest.substr(0, close));
  }
  return std::nullopt;
}

// With its last two axes swapped: of x.T that is x.
std::string transposed_text(const CallOperand& operand) {
  const std::string& name = operand.name;
  if (!has_operator(name)) {
    std::vector<std::string_view> endings = {".mT"};
    if (operand.rank == 2) endings.insert(endings.end(), {".T", ".transpose()"});
    for (const std::string_view ending : endings) {
      if (name.ends_with(ending)) return name.substr(0, name.size() - ending.size());
    }
    const auto inside = operand.rank == 2 ? argument_of_transpose(name) : std::nullopt;
    if (inside) return bracketed(*inside);
  }
  return bracketed(name) + ".mT";
}

std::string list_text(const std::vector<std::int64_t>& integers) {
  return listed(integers, [](std::int64_t integer) { return std::to_string(integer); });
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
  const std::string text = listed(call.arguments, argument_text);
  return text.empty() ? text : ", " + text;
}

// Whether all that is asked for is an operand, or both, transposed.
bool is_matmul(const CallHint& call) {
  return call.operation == "matmul" && std::ranges::all_of(call.arguments, [](const CallArgument& argument) {
           return argument.first.starts_with("transpose-");
         });
}

std::string shape_text(const CallHint& call) {
  return call.shape ? " is legal and gives " + tuple_text(*call.shape) : std::string();
}

std::string named_call(const CallHint& call) {
  return formatted("{}({}{}{})", call.operation,
                   call.leading_word.empty() ? "" : "'" + call.leading_word + "', ",
                   listed(call.operands, operand_text), arguments_text(call));
}

std::string call_text(const CallHint& call) {
  if (is_matmul(call)) {
    const auto side = [&](std::size_t place, std::string_view flag) {
      const bool transposed =
          std::ranges::find(call.arguments, flag, &CallArgument::first) != call.arguments.end();
      const CallOperand& operand = call.operands[place];
      return transposed ? transposed_text(operand) : bracketed(operand_text(operand));
    };
    return side(0, "transpose-a") + " @ " + side(1, "transpose-b");
  }
  return named_call(call);
}

}  // namespace

std::string expression_text(const CallHint& call) { return call.before + call_text(call) + shape_text(call); }

std::string function_text(const CallHint& call, std::string_view module) {
  return call.before + std::string(module) + named_call(call) + shape_text(call);
}

std::string keyword_text(std::string name, const std::string& value) {
  std::ranges::replace(name, '-', '_');
  const bool is_literal = value.find_first_not_of("0123456789,-") == std::string::npos;
  if (value.empty()) return name;
  if (!is_literal) return name + "='" + value + "'";
  return name + "=" + (value.find(',') == std::string::npos ? value : "(" + value + ")");
}

}  // namespace tcalc::expression
