// The statements of a program that assign nothing: expect, refuse, save and print.
#include <app/arrays/target.hpp>
#include <app/program/program.hpp>
#include <app/program/words.hpp>

#include <tcalc/core/error.hpp>
#include <tcalc/ops/registry.hpp>
#include <tcalc/script/expectation.hpp>
#include <tcalc/text/print.hpp>
#include <tcalc/text/suggest.hpp>
#include <tcalc/text/word.hpp>

namespace tcalc::app {

using script::LineError;
using script::Statement;
using script::Word;

namespace {

// Throws LineError{usage} where a variable has only a shape.
void require_values(const Variable& variable, const Word& verb, const Word& name) {
  if (variable.values) return;
  throw LineError({ErrorKind::usage, verb.text + ": " + name.text + " has no values: line " +
                                         std::to_string(variable.shape_line) + " has a shape, not an array"},
                  {name.span});
}

Dtype dtype_of(const Word& word) {
  if (const auto parsed = parse_dtype(word.text)) return parsed->dtype;
  throw LineError({ErrorKind::usage, "expect: unknown dtype " + text::in_quotes(word.text),
                   "supported: " + supported_dtypes()},
                  {word.span});
}

}  // namespace

void Program::check(const Statement& statement) {
  const std::string& verb = statement.verb.text;
  if (verb == "expect") return expect(statement);
  if (verb == "refuse") return refuse(statement);
  if (verb == "save") return save(statement);
  if (verb == "print") return print(statement);
  if (verb == "shape" || verb == "load" || find_operation(verb) != nullptr) {
    throw LineError({ErrorKind::usage, verb + ": its result has no name", "NAME = " + verb + " ..."},
                    {statement.verb.span});
  }
  const auto near = text::nearest(verb, {"expect", "refuse", "save", "print"});
  throw LineError({ErrorKind::usage, "unknown statement " + text::in_quotes(verb),
                   near ? "did you mean " + *near + "?" : "tcalc help run lists the statements"},
                  {statement.verb.span});
}

void Program::expect(const Statement& statement) const {
  const std::string form =
      "expect NAME SHAPE [DTYPE], the shape in parentheses where it has blanks: (B, T, 512)";
  require_words(statement, 2, 3, form);
  // Of "B, T" the T is no dtype.
  if (statement.arguments[1].text.ends_with(',')) require_words(statement, 2, 2, form);
  const Word& name = statement.arguments[0];
  const Variable& variable = variables_.find(name);
  const Shape expected = shape_of(statement.arguments[1]);
  std::optional<Dtype> dtype;
  if (statement.arguments.size() == 3) {
    require_values(variable, statement.verb, name);
    dtype = dtype_of(statement.arguments[2]);
  }
  try {
    script::check_expectation({name.text, variable.shape, variable.dtype}, expected, dtype);
  } catch (const Error& error) {
    throw LineError(error, {error.marks.empty() ? name.span : statement.arguments[1].span});
  }
}

void Program::refuse(const Statement& statement) {
  require_words(statement, 1, SIZE_MAX, "refuse OPERATION OPERAND...");
  const Call call =
      parse_call(statement.arguments[0], {statement.arguments.begin() + 1, statement.arguments.end()});
  const std::vector<ProgramOperand> operands = operands_of(call);
  Shape shape;
  try {
    shape = apply_rule(*call.operation, bare(operands), call.arguments).shape;
  } catch (const Error& error) {
    if (error.kind == ErrorKind::mismatch) return;
    throw LineError(error, spans_of(error, call));
  }
  throw LineError({ErrorKind::mismatch, "refuse: " + call.verb.text + " is legal and gives " + shape.text()},
                  {call.verb.span});
}

void Program::save(const Statement& statement) {
  require_words(statement, 2, 2, "save NAME FILE");
  const Word& name = statement.arguments[0];
  const Word& file = statement.arguments[1];
  const Variable& variable = variables_.find(name);
  require_values(variable, statement.verb, name);
  if (file.text.empty() || file.text == "-") {
    throw LineError({ErrorKind::usage, "save: " + text::in_quotes(file.text) + " is not a file",
                     "print " + name.text + " writes to standard output"},
                    {file.span});
  }
  try {
    values_.save(*variable.values, destination_of_file(file.text, request_.has("--sync")),
                 is_last_mention(name));
  } catch (const Error& error) {
    throw LineError(error, {error.kind == ErrorKind::output ? file.span : name.span});
  }
}

const TensorView* Program::values_of(const Variable& variable, const Word& name) {
  if (!variable.values) return nullptr;
  try {
    return &values_.of(*variable.values);
  } catch (const Error& error) {
    throw LineError(error, {name.span});
  }
}

void Program::print(const Statement& statement) {
  require_words(statement, 1, 1, "print NAME");
  const Word& name = statement.arguments[0];
  const Variable& variable = variables_.find(name);
  const text::Sink sink = [&](std::string_view piece) { output_.write(piece); };
  const TensorView* values = values_of(variable, name);
  if (settings_.json)
    print_json({"name", name.text}, variable.shape, values, sink);
  else if (values != nullptr)
    print_text(*values, settings_.print, sink);
  else
    sink(variable.shape.text() + "\n");
}

}  // namespace tcalc::app
