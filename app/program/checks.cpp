// The statements of a program that assign nothing: expect, refuse, save and print.
#include <app/arrays/series.hpp>
#include <app/arrays/target.hpp>
#include <app/program/program.hpp>
#include <app/program/words.hpp>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/script/expectation.hpp>
#include <tcalc/text/json_object.hpp>
#include <tcalc/text/print.hpp>

namespace tcalc::app {

using script::LineError;
using script::Statement;
using script::Word;

namespace {

// Throws LineError{usage} where a variable has only a shape.
void require_values(const Variable& variable, const Word& verb, const Word& name) {
  if (variable.values) return;
  require_array(variable, verb, name);
  throw LineError({ErrorKind::usage, formatted("{}: {} has no values: line {} has a shape, not an array",
                                               verb.text, name.text, variable.shape_line)},
                  {name.span});
}

}  // namespace

// The arrays of a file, by their headers alone.
void Program::expect_of_file(const Line& line) {
  const Word& word = line.statement.arguments[0];
  const Shape expected = shape_of(line.statement.arguments[1]);
  std::optional<Dtype> dtype;
  if (line.statement.arguments.size() == 3) dtype = dtype_of(line.statement.arguments[2]);
  const auto check = [&](const Operand& array) {
    contract_.check(array, expected, dtype, formatted("line {}", line.number));
  };
  try {
    const std::string path = path_from(line.file->folder, word.text);
    if (!names_several(path)) {
      check(Source(text::parse_operand(path), word.text, escaped(word.text), {}, 0).operand());
    } else {
      const NamedArrays named = open_named_arrays(path);
      for (const formats::Member& member : named.members) {
        const Source source(named.archive->open(member, npy::Dtypes::any),
                            named.archive->name() + ":" + escaped(member.name), word.text, {});
        check(source.operand());
      }
    }
    contract_.raise_if_any();
  } catch (const LineError&) {
    throw;
  } catch (const Error& error) {
    throw LineError(error, {(error.kind == ErrorKind::mismatch ? line.statement.arguments[1] : word).span});
  }
}

void Program::expect(const Line& line) {
  if (is_of_file(line)) return expect_of_file(line);
  const Statement& statement = line.statement;
  const Word& name = statement.arguments[0];
  const Variable& variable = variables_.find(name);
  require_array(variable, statement.verb, name);
  const Shape expected = shape_of(statement.arguments[1], sizes_.facts());
  std::optional<Dtype> dtype;
  if (statement.arguments.size() == 3) {
    require_values(variable, statement.verb, name);
    dtype = dtype_of(statement.arguments[2]);
  }
  try {
    script::check_expectation({name.text, sizes_.facts().applied(variable.shape), variable.dtype}, expected,
                              dtype);
  } catch (const Error& error) {
    throw LineError(error, {error.marks.empty() ? name.span : statement.arguments[1].span});
  }
}

void Program::refuse(const Line& line) {
  const Call& call = line.call;
  const std::vector<ProgramOperand> operands = operands_of(call);
  Shape shape;
  try {
    shape = apply_rule(*call.operation, bare(operands), call.arguments).shape;
  } catch (const Error& error) {
    if (error.kind == ErrorKind::mismatch) return;
    throw LineError(error, spans_of(error, call));
  }
  throw LineError(
      {ErrorKind::mismatch, formatted("refuse: {} is legal and gives {}", call.verb.text, shape.text())},
      {call.verb.span});
}

void Program::save(const Line& line) {
  const Statement& statement = line.statement;
  const Word& name = statement.arguments[0];
  const Word& file = statement.arguments[1];
  const Variable& variable = variables_.find(name);
  require_values(variable, statement.verb, name);
  try {
    save_values(*variable.values,
                destination_of_file(path_from(line.file->folder, file.text), "save", request_.has("sync")),
                is_last_mention(name));
  } catch (const Error& error) {
    throw LineError(error, {error.kind == ErrorKind::output ? file.span : name.span});
  }
}

// A product that nothing else needs is computed where it is stored: its values are in the file alone then.
void Program::save_values(NodeId values, const Destination& destination, bool is_last_need) {
  Target target(destination, settings_, {}, {"name", "save"});
  for (const ProgramFile& file : parsed_.files) {
    if (!file.path.empty() && target.replaces(file.path))
      throw Error(ErrorKind::usage, formatted("save: {} is the program itself", escaped(destination.typed)),
                  "give the array another name");
  }
  const bool stores = is_last_need && evaluation_.can_compute_into(values);
  const TensorView* view = nullptr;
  try {
    if (stores)
      evaluation_.compute_into(values, target);
    else
      view = &evaluation_.values(values);
  } catch (const Error& error) {
    throw with_line(error);
  }
  if (view != nullptr) target.write(*view);
  output_.flush();  // nothing is published after a line that could not be printed
  target.publish();
}

const TensorView* Program::values_of(const Variable& variable, const Word& name) {
  if (!variable.values) return nullptr;
  try {
    return &evaluation_.values(*variable.values);
  } catch (const Error& error) {
    throw LineError(with_line(error), {name.span});
  }
}

void Program::print(const Line& line) {
  const Word& name = line.statement.arguments[0];
  const Variable& variable = variables_.find(name);
  const text::Sink sink = [&](std::string_view piece) { output_.write(piece); };
  const formats::Format& format = settings_.json ? formats::json_format : formats::text_format;
  if (variable.value) return print_value(*variable.value, name.text);
  const TensorView* values = values_of(variable, name);
  const formats::Label label = {"name", name.text, reporter_.take_notes()};
  if (values != nullptr)
    format.write(*values, label, {.storage = {}, .print = settings_.print}, sink);
  else
    format.write_shape(sizes_.facts().applied(variable.shape), label, sink);
}

// A number of Python's, a tuple, a dtype.
void Program::print_value(const tcalc::expression::Value& value, const std::string& name) {
  const std::string text = text_of(value);
  if (settings_.json)
    output_.write(
        with_notes(text::json_text({{"name", name}, {"value", text}}) + "\n", reporter_.take_notes()));
  else
    output_.write(text + "\n");
}

}  // namespace tcalc::app
