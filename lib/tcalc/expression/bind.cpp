#include <algorithm>
#include <utility>

#include <tcalc/expression/bind.hpp>
#include <tcalc/expression/names.hpp>
#include <tcalc/expression/operators.hpp>
#include <tcalc/expression/scope.hpp>
#include <tcalc/functions/function.hpp>
#include <tcalc/text/suggest.hpp>
#include <tcalc/text/word.hpp>

namespace tcalc::expression {

using TreeNode = language::Node;
using language::NodeKind;

namespace {

// Throws LocatedError{usage} where there is none of that name.
const functions::Function& function_of(const TreeNode& callee, bool is_method) {
  if (const functions::Function* function = functions::find_function(callee.text)) return *function;
  const std::vector<std::string> attributes = attribute_names();
  if (is_method && std::ranges::find(attributes, callee.text) != attributes.end())
    throw LocatedError({ErrorKind::usage, "." + callee.text + " is an attribute", "write it without ()"},
                       {callee.token});
  const bool has_module = callee.text.find('.') != std::string::npos;
  throw LocatedError(
      {ErrorKind::usage,
       "there is no " + std::string(is_method ? "method " : "function ") + text::in_quotes(callee.text),
       hint_for_absent(callee.text, functions::function_names())},
      {has_module ? callee.span : callee.token});
}

class Binder {
 public:
  Binder(const language::Program& program, const std::vector<Binding>& bindings, Graph& graph,
         const BindOptions& options)
      : program_(program),
        builder_(graph, program.text, options.values, options.seed),
        names_(bindings, graph, options) {
    values_.resize(program.nodes.size());
    callee_.assign(program.nodes.size(), false);
    for (const TreeNode& node : program.nodes) {
      if (node.kind == NodeKind::call) callee_[node.children[0]] = true;
    }
  }

  Bound run() {
    Bound bound;
    language::NodeId next = 0;
    for (const language::Statement& statement : program_.statements) {
      for (; next <= statement.value; ++next) evaluate(next);
      bound.value = values_[statement.value];
      if (!statement.name.empty()) names_.assign(statement, bound.value);
    }
    const bool list = bound.value.is<Sequence>() && bound.value.get<Sequence>()->is_list;
    if (bound.value.is<ArrayValue>() || bound.value.is_number() || list)
      bound.node = builder_.array(bound.value);
    bound.used = names_.used();
    bound.notes = builder_.take_notes();
    bound.seeds = builder_.seeds_taken();
    return bound;
  }

 private:
  // Errors that do not know where they are get the node's place.
  void evaluate(language::NodeId id) {
    const TreeNode& node = program_[id];
    try {
      values_[id] = value_of(id, node);
    } catch (const LocatedError& error) {
      if (!error.spans.empty() && error.spans[0] != Span{}) throw;
      throw LocatedError(error, spans_of(node, error));
    } catch (const Error& error) {
      throw LocatedError(error, spans_of(node, error));
    }
    values_[id].span = node.span;
  }

  std::vector<Span> spans_of(const TreeNode& node, const Error& error) const {
    if (node.kind == NodeKind::binary)
      return {program_[node.children[0]].span, node.token, program_[node.children[1]].span};
    if (node.kind == NodeKind::unary) return {node.token, program_[node.children[0]].span};
    if (node.kind == NodeKind::attribute) return {program_[node.children[0]].span, node.token};
    if (node.kind != NodeKind::call) return {node.token};
    std::vector<Span> spans = {node.token};
    const std::vector<Span> operands = operands_of(node);
    for (const Mark& mark : error.marks) {
      const auto place = static_cast<std::size_t>(mark.operand);
      if (place < operands.size()) spans.push_back(operands[place]);
    }
    std::ranges::sort(spans, {}, &Span::begin);
    return spans;
  }

  // What stands for the operands of a call: what a method is called on, arguments but for the text of einsum,
  // or what the one list of multi_dot holds.
  std::vector<Span> operands_of(const TreeNode& call) const {
    std::vector<language::NodeId> operands;
    const TreeNode& callee = program_[call.children[0]];
    if (callee.kind == NodeKind::attribute) operands.push_back(callee.children[0]);
    for (std::size_t i = 1; i < call.children.size(); ++i) {
      if (program_[call.children[i]].kind != NodeKind::text) operands.push_back(call.children[i]);
    }
    if (operands.size() == 1 && is_sequence(operands[0])) operands = program_[operands[0]].children;
    std::vector<Span> spans;
    for (const language::NodeId operand : operands) spans.push_back(program_[operand].span);
    return spans;
  }

  bool is_sequence(language::NodeId id) const {
    return program_[id].kind == NodeKind::list || program_[id].kind == NodeKind::tuple;
  }

  Value value_of(language::NodeId id, const TreeNode& node) {
    switch (node.kind) {
      case NodeKind::none:
      case NodeKind::absent:
      case NodeKind::keyword:
        return {None{}};
      case NodeKind::boolean:
        return {node.integer != 0};
      case NodeKind::integer:
        return {Dim(node.integer)};
      case NodeKind::floating:
        return {node.number};
      case NodeKind::imaginary:
        return {std::complex<double>(0, node.number)};
      case NodeKind::text:
        return {node.text};
      case NodeKind::ellipsis:
        return {EllipsisValue{}};
      case NodeKind::name:
        return callee_[id] ? Value{} : names_.value(node);
      case NodeKind::list:
      case NodeKind::tuple: {
        Sequence sequence;
        sequence.is_list = node.kind == NodeKind::list;
        for (const language::NodeId child : node.children) sequence.items.push_back(values_[child]);
        return {sequence};
      }
      case NodeKind::unary:
        return unary(builder_, node.text, values_[node.children[0]]);
      case NodeKind::binary:
        return binary(builder_, node.text, values_[node.children[0]], values_[node.children[1]]);
      case NodeKind::attribute:
        return callee_[id] ? Value{} : attribute_of(node);
      case NodeKind::slice:
        return {
            RangeValue{bound_of(node.children[0]), bound_of(node.children[1]), bound_of(node.children[2])}};
      case NodeKind::index: {
        std::vector<Value> items;
        for (std::size_t i = 1; i < node.children.size(); ++i) items.push_back(values_[node.children[i]]);
        return indexed(builder_, values_[node.children[0]], items);
      }
      case NodeKind::call:
        return called(node);
    }
    return {};
  }

  std::optional<Dim> bound_of(language::NodeId id) const {
    const Value& value = values_[id];
    if (value.is<None>()) return std::nullopt;
    if (const auto* integer = value.get<Dim>()) return *integer;
    throw LocatedError({ErrorKind::usage, "the bounds of a range are integers, not " + kind_of(value)},
                       {program_[id].span});
  }

  Value attribute_of(const TreeNode& node) {
    const Value& operand = values_[node.children[0]];
    if (!is_array(operand) && !operand.is_number())
      throw LocatedError(
          {ErrorKind::usage, kind_of(operand) + " has no attribute " + text::in_quotes(node.text)},
          {node.token});
    if (const auto value = attribute(builder_, operand, node.text)) return *value;
    if (functions::find_function(node.text) != nullptr)
      throw LocatedError(
          {ErrorKind::usage, "." + node.text + " is a method", "call it: ." + node.text + "()"},
          {node.token});
    std::vector<std::string> known = attribute_names();
    const auto near = text::nearest(node.text, known);
    throw LocatedError({ErrorKind::usage, "arrays have no attribute " + text::in_quotes(node.text),
                        near ? Hint("did you mean ." + *near + "?")
                             : hint_for_absent(node.text, functions::function_names())},
                       {node.token});
  }

  static bool is_array(const Value& value) {
    return value.is<ArrayValue>() || (value.is<Sequence>() && value.get<Sequence>()->is_list);
  }

  std::vector<functions::GivenArgument> arguments_of(const TreeNode& node) const {
    std::vector<functions::GivenArgument> given;
    for (std::size_t i = 1; i < node.children.size(); ++i) {
      const TreeNode& child = program_[node.children[i]];
      if (child.kind == NodeKind::keyword)
        given.push_back({child.text, child.token, values_[child.children[0]]});
      else
        given.push_back({"", {}, values_[node.children[i]]});
    }
    return given;
  }

  Value called(const TreeNode& node) {
    const TreeNode& callee = program_[node.children[0]];
    std::vector<functions::GivenArgument> given = arguments_of(node);
    if (callee.kind == NodeKind::attribute) {
      given.insert(given.begin(), {"", {}, receiver_of(callee)});
      return applied(callee, given, true);
    }
    if (names_.contains(callee.text))
      throw LocatedError({ErrorKind::usage, text::in_quotes(callee.text) + " is not a function",
                          "a product is written with *, an index with []"},
                         {callee.token});
    if (const auto number = of_numbers(callee.text, given)) return *number;
    return applied(callee, given, false);
  }

  Value receiver_of(const TreeNode& callee) {
    const language::NodeId object = callee.children[0];
    return values_[object];
  }

  // Python's min and max of sizes, and conversions by the name of a dtype.
  std::optional<Value> of_numbers(const std::string& name,
                                  const std::vector<functions::GivenArgument>& given) {
    const bool sizes = given.size() > 1 && std::ranges::all_of(given, [](const auto& argument) {
                         return argument.name.empty() && argument.value.template is<Dim>();
                       });
    if (sizes && (name == "min" || name == "max")) {
      Dim result = *given[0].value.get<Dim>();
      for (const auto& argument : given)
        result = name == "min" ? minimum(result, *argument.value.get<Dim>())
                               : maximum(result, *argument.value.get<Dim>());
      return Value{result};
    }
    const auto dtype = dtype_named(name);
    if (!dtype) return std::nullopt;
    if (given.size() != 1 || !given[0].name.empty())
      throw Error(ErrorKind::usage, name + " converts one array", name + "(x)");
    return Value{ArrayValue{builder_.converted(builder_.array(given[0].value), *dtype)}};
  }

  Value applied(const TreeNode& callee, std::vector<functions::GivenArgument>& given, bool is_method) {
    const functions::Function& function = function_of(callee, is_method);
    const functions::Arguments arguments(function.signature, std::move(given), callee.token);
    return function.apply(builder_, arguments, function.name());
  }

  const language::Program& program_;
  Builder builder_;
  Scope names_;
  std::vector<Value> values_;  // of the tree's nodes
  std::vector<bool> callee_;   // names and attributes that are called
};

}  // namespace

Bound bind(const language::Program& program, const std::vector<Binding>& bindings, Graph& graph,
           const BindOptions& options) {
  return Binder(program, bindings, graph, options).run();
}

void check_calls(const language::Program& program,
                 const std::function<bool(const std::string&)>& is_variable) {
  for (const TreeNode& node : program.nodes) {
    if (node.kind != NodeKind::call) continue;
    const TreeNode& callee = program[node.children[0]];
    const bool is_method = callee.kind == NodeKind::attribute;
    if (is_method || (!dtype_named(callee.text) && !is_variable(callee.text))) function_of(callee, is_method);
  }
}

}  // namespace tcalc::expression
