// `tcalc new FILL -o FILE`: an array from a rule or from literal values.
#include <app/arrays/write_arrays.hpp>
#include <app/commands/registry.hpp>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/text/operand.hpp>

namespace tcalc::app {

namespace {

void require_fill(const std::string& typed) {
  const text::Operand parsed = text::parse_operand(typed);
  if (std::holds_alternative<Fill>(parsed) || std::holds_alternative<Tensor>(parsed)) return;
  const std::string word = escaped(typed);
  if (std::holds_alternative<Shape>(parsed))
    throw Error(ErrorKind::usage, "new: " + word + " is a shape and has no values",
                formatted("zeros:{} is an array, ./{} a file", word, word));
  throw Error(ErrorKind::usage, "new: " + (typed == "-" ? "standard input" : word) + " is a file, not a fill",
              "tcalc convert copies files; a fill is ones:2,3 or randn:8,8:f4");
}

int run_new(const Request& request, const Settings& settings, const Reporter& reporter) {
  for (const std::string& typed : request.operands) require_fill(typed);
  write_arrays(request, settings, destination_from(request, Archives::whole), reporter,
               [](const TensorView&) { return npy::Storage{}; });
  return 0;
}

}  // namespace

constinit const Command new_command = {
    .name = "new",
    .usage = "FILL...",
    .summary = "make an array from a fill or from values, and write it to a file",
    .details =
        "The fills are zeros, ones, full=VALUE, arange, eye, rand, randn and randint=BOUND, each followed by "
        ":SHAPE or by :SHAPE:DTYPE; the dtype is float64 by default, of arange and randint int64. Random "
        "ones "
        "depend on --seed alone and are the same on every machine. Values are JSON lists. Without -o the "
        "array is printed.",
    .example = "tcalc new randn:64,128:f4 --seed 1 -o w.npy",
    .options = {},
    .common =
        "out no-progress format compress json csv dtype strict full precision seed "
        "max-memory sync",
    .synonyms = "create make",
    .run = run_new,
};

}  // namespace tcalc::app
