// An error in full, its hints in the words of C++.
#include <algorithm>
#include <string_view>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/core/joined.hpp>
#include <tcalc/core/located.hpp>

namespace tcalc {

namespace {

std::string braced(const std::vector<std::int64_t>& integers) {
  return "{" + listed(integers, [](std::int64_t integer) { return std::to_string(integer); }) + "}";
}

std::string operand_text(const CallOperand& operand) {
  if (!operand.reshaped.empty())
    return formatted("xt::reshape_view({}, {{{}}})", operand.name, joined(operand.reshaped, ", "));
  if (!operand.shortened) return operand.name;
  std::string text = "xt::view(" + operand.name;
  for (int axis = 0; axis < operand.shortened->axis; ++axis) text += ", xt::all()";
  return formatted("{}, xt::range(0, {}))", text, operand.shortened->size);
}

template <class T>
const T* find(const CallHint& call, std::string_view name) {
  const auto found = std::ranges::find(call.arguments, name, &CallArgument::first);
  return found == call.arguments.end() ? nullptr : std::get_if<T>(&found->second);
}
const auto* integers(const CallHint& call, std::string_view name) {
  return find<std::vector<std::int64_t>>(call, name);
}

// ".transpose_b = true"
std::string member_text(const CallArgument& argument) {
  if (argument.first == "keras")
    return formatted(".rule = tcalc::KerasRule::{}",
                     argument.second == CallArgument::second_type("3") ? "from_2_2_5" : "until_2_2_4");
  std::string name = "." + argument.first + " = ";
  std::ranges::replace(name, '-', '_');
  if (const auto* list = std::get_if<std::vector<std::int64_t>>(&argument.second)) {
    return name +
           (argument.first == "axis" && list->size() == 1 ? std::to_string(list->front()) : braced(*list));
  }
  return name + "true";
}

// tensordot takes its axes one after the other.
std::string options_text(const CallHint& call) {
  if (call.operation == "tensordot") {
    const auto* count = integers(call, "axes");
    const auto* axes_a = integers(call, "axes-a");
    const auto* axes_b = integers(call, "axes-b");
    if (count != nullptr && count->size() == 1) return ", " + std::to_string(count->front());
    if (axes_a != nullptr && axes_b != nullptr) return ", " + braced(*axes_a) + ", " + braced(*axes_b);
    return "";
  }
  std::vector<CallArgument> members = call.arguments;
  std::erase_if(members, [](const CallArgument& argument) { return argument.first == "output-type"; });
  return members.empty() ? "" : ", {" + listed(members, member_text) + "}";
}

struct Wording {
  std::string operator()(const std::string& sentence) const { return sentence; }

  // What an option of the shell's would do, where there is something like it here.
  std::string operator()(const OptionHint& hint) const {
    if (hint.name == "require")
      return hint.before.empty() ? "defined only if " + hint.value
                                 : hint.before.substr(0, hint.before.rfind(':'));
    if (hint.name == "dtype") return hint.before + "xt::cast" + hint.after;
    return hint.before + member_text({hint.name, hint.value}) + hint.after;
  }

  std::string operator()(const CallHint& call) const {
    const std::string subscripts = call.leading_word.empty() ? "" : "\"" + call.leading_word + "\", ";
    std::string text = formatted("{}tcalc::{}({}{}{})", call.before, call.operation, subscripts,
                                 listed(call.operands, operand_text), options_text(call));
    if (call.shape)
      text += formatted(" is legal and gives ({}{})", joined(*call.shape, ", "),
                        call.shape->size() == 1 ? "," : "");
    return text;
  }
};

}  // namespace

std::string Error::text() const {
  std::string text = message;
  for (const DrawnLine& line : drawn(*this)) text += "\n  " + line.text;
  for (const Hint& hint : hints) text += "\n  hint: " + std::visit(Wording(), hint);
  return text;
}

}  // namespace tcalc
