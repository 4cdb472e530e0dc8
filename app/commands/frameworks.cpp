// `tcalc frameworks A B`: one row for each operation of each library. Of files only the headers are read.
#include <app/arrays/memory_limit.hpp>
#include <app/arrays/open_operands.hpp>
#include <app/commands/registry.hpp>
#include <app/terminal/hint_text.hpp>
#include <app/terminal/terminal.hpp>
#include <array>
#include <unistd.h>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/core/in_quotes.hpp>
#include <tcalc/frameworks/text.hpp>
#include <tcalc/ops/einsum_spec.hpp>
#include <tcalc/os/standard_output.hpp>

namespace tcalc::app {

namespace {

constexpr std::array options_of_frameworks = {
    OptionSpec{"axes", OptionKind::integers, "I[,J]", "the axes that batch_dot and tensordot are given"},
    OptionSpec{"transpose-a", OptionKind::flag, "", "transpose_a of tf.matmul"},
    OptionSpec{"transpose-b", OptionKind::flag, "", "transpose_b of tf.matmul"},
    OptionSpec{"einsum", OptionKind::word, "SPEC", "ask the einsum of NumPy, PyTorch and JAX too"},
    OptionSpec{"want", OptionKind::shape, "SHAPE",
               "mark operations that give it; find transpositions and einsums that would"},
};

// Throws Error{usage} for what no library would take for a spec of two operands.
const std::string& checked_spec(const std::string& spec) {
  const std::size_t terms = parse_einsum(spec).operands.size();
  if (terms != 2)
    throw Error(ErrorKind::usage, formatted("--einsum: {} has {}, but there are 2 operands", in_quotes(spec),
                                            counted(terms, "term")));
  return spec;
}

int run_frameworks(const Request& request, const Settings& settings, const Reporter& reporter) {
  constexpr std::size_t needed = 2;
  if (request.operands.size() != needed)
    throw Error(ErrorKind::usage, formatted("frameworks takes 2 operands, got {}", request.operands.size()),
                "for example: " + std::string(frameworks_command.example));
  FrameworkOptions options;
  if (const auto* axes = find_integers(request.options, "axes")) {
    if (axes->empty() || axes->size() > 2)
      throw Error(ErrorKind::usage,
                  formatted("frameworks: --axes takes one axis or two, got {}", axes->size()));
    options.axes = *axes;
  }
  options.transpose_a = has_flag(request.options, "transpose-a");
  options.transpose_b = has_flag(request.options, "transpose-b");
  if (const std::string* spec = find_word(request.options, "einsum")) options.einsum = checked_spec(*spec);
  std::optional<Shape> wanted;
  if (const auto* shape = find_option<Shape>(request.options, "want"))
    wanted = settings.facts.applied(*shape);

  const std::vector<Source> sources =
      open_operands(request, settings, memory_limit(settings), reporter, false);
  const Operand& a = sources[0].operand();
  const Operand& b = sources[1].operand();
  const FrameworkTable table = make_table(a, b, options, wanted);
  os::StandardOutput output;
  if (settings.json)
    output.write(with_notes(table_json(table, command_text), reporter.take_notes()) + "\n");
  else
    output.write(table_text(
        table, {.color = wants_color(STDOUT_FILENO, settings.color), .columns = columns(STDOUT_FILENO)},
        command_text));
  output.finish();
  return wanted && !table.gives_wanted() ? static_cast<int>(ErrorKind::mismatch) : 0;
}

}  // namespace

constinit const Command frameworks_command = {
    .name = "frameworks",
    .usage = "A B",
    .summary = "what the operations of Keras, TensorFlow, NumPy, PyTorch, Theano and JAX give for two shapes",
    .details =
        "One row per operation: its result, the same as an einsum, and the tcalc command that computes it; "
        "or, after a dash, why that library refuses, in its own words. --axes goes to the operations that "
        "have axes, --transpose-a and --transpose-b to those that have such flags. --want marks the rows "
        "that give that shape with a star, and lists transpositions of A and B with which others would, and "
        "einsums of A and B that do; the exit code is 1 when nothing gives it. --einsum adds rows for that "
        "spec. keras.backend is that of the TensorFlow backend.",
    .example = "tcalc frameworks 9,8,7,4,2 9,8,7,2,5 --want 9,8,7,4,5",
    .options = options_of_frameworks,
    .common = "require json from delimiter skip",
    .run = run_frameworks,
};

}  // namespace tcalc::app
