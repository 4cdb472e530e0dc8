// `tcalc eval EXPR [NAME=OPERAND | OPERAND]...`: text -> tree -> operands' headers -> graph -> values.
#include <app/arrays/destination.hpp>
#include <app/calculate/expression.hpp>
#include <app/commands/registry.hpp>
#include <array>
#include <filesystem>
#include <system_error>

#include <tcalc/core/error.hpp>

namespace tcalc::app {

namespace {

constexpr std::array options_of_eval = {
    OptionSpec{"check", OptionKind::flag, "",
               "print nothing: exit code 1 unless the result is true everywhere, and the first index where "
               "it is not"},
    OptionSpec{
        "explain", OptionKind::flag, "",
        "compute nothing: print the graph, which parts run in one pass over memory, and what it costs"},
    OptionSpec{"svg", OptionKind::file, "FILE",
               "with explain eval, draw the graph as SVG; - is standard output"},
    OptionSpec{.name = "file",
               .kind = OptionKind::file,
               .value_name = "FILE",
               .help = "read the expression from FILE",
               .short_name = "f"},
};

// Throws Error{usage} where the result would replace the file of the expression.
void keep_expression(const Request& request) {
  const std::string* file = find_word(request.options, "file");
  std::error_code absent;
  if (file == nullptr || !std::filesystem::equivalent(*file, destination_from(request).file, absent)) return;
  throw Error(ErrorKind::usage, escaped(*file) + ": the result would replace the expression",
              "give it another name");
}

int run_eval(const Request& request, const Settings& settings, const Reporter& reporter) {
  keep_expression(request);
  evaluate(expression_from(request), request, settings, reporter);
  return 0;
}

}  // namespace

constinit const Command eval_command = {
    .name = "eval",
    .usage = "EXPR [NAME=OPERAND | OPERAND]...",
    .summary = "compute an expression with NumPy's names, on values or on shapes",
    .details =
        "EXPR is Python with NumPy's functions: 'softmax(q @ k.mT / 8) @ v'. Operands have the names you "
        "give them, or a, b, c, ...; a single operand without a name is also x. Statements are separated by "
        "; or lines: 's = q @ k.mT; softmax(s)'. np. before a function is dropped. If an operand is a shape "
        "only shapes are computed, and names of dims are integers: 'x.reshape(B*T, D)' x=B,T,D. A result of "
        "one element is printed bare. tcalc help functions lists the functions.",
    .example = "tcalc eval 'abs(a - b).max()' samples/a.npy samples/a.npy",
    .options = options_of_eval,
    .common =
        "out each format compress shape require json csv dtype strict as from "
        "delimiter skip full precision seed threads max-memory part no-progress sync",
    .run = run_eval,
};

}  // namespace tcalc::app
