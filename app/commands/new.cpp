// `tcalc new FILL -o FILE`: an array from a rule or from literal values.
#include <app/arrays/single_array.hpp>
#include <app/commands/command.hpp>
#include <array>

#include <tcalc/core/error.hpp>

namespace tcalc::app {

namespace {

constexpr std::array options_of_new = {
    OptionSpec{"--strict", OptionKind::flag, "", "a conversion that loses values is an error"},
};

int run_new(const Request& request, const Settings& settings, const Reporter& reporter) {
  write_arrays(request, settings, destination_from(request), reporter, [&](Source& source, Target& target) {
    if (source.input() != nullptr) {
      throw Error(ErrorKind::usage, "new: " + source.operand().name + " is a file, not a fill",
                  "tcalc convert copies files; a fill is ones:2,3 or randn:8,8:f4");
    }
    target.write(loaded(settings, source));
  });
  return 0;
}

}  // namespace

constinit const Command new_command = {
    .name = "new",
    .usage = "FILL",
    .summary = "make an array from a fill or from values, and write it to a file",
    .details =
        "The fills are zeros, ones, full=VALUE, arange, eye, rand, randn and randint=BOUND, each followed by "
        "a colon and its shape, and by another and its dtype where that is not float64 (int64 for arange "
        "and randint). Random ones depend on --seed alone and are the same on every machine. Values are "
        "JSON lists. Without -o the array is printed.",
    .example = "tcalc new randn:64,128:f4 --seed 1 -o w.npy",
    .options = options_of_new,
    .common =
        "--out --no-progress --format --compress --json --dtype --full --precision --seed --max-memory "
        "--sync",
    .synonyms = "create make",
    .run = run_new,
};

}  // namespace tcalc::app
