// `tcalc show FILE`: values as text, CSV or JSON, and as a picture.
#include <app/array_operand.hpp>
#include <app/command.hpp>
#include <array>

#include <tcalc/core/error.hpp>

namespace tcalc::app {

namespace {

constexpr std::array options_of_show = {
    OptionSpec{"--slice", OptionKind::word, "SLICE", "a part, as Python writes it: 0:5,:,-1 or ...,None"},
    OptionSpec{"--csv", OptionKind::flag, "", "comma-separated values, for one or two axes: --format csv"},
};

constexpr std::array<std::string_view, 12> common_of_show = {
    "--format", "--each",       "--json",  "--dtype", "--full", "--precision",
    "--seed",   "--max-memory", "--quiet", "--color", "--help", "--version"};

int run_show(const Request& typed, const Reporter& reporter) {
  Request request = typed;
  if (has_flag(request.own_arguments, "--csv")) request.format = Format::csv;
  write_arrays(request, reporter,
               [&](Source& source, Target& target) { target.write(loaded(request, source)); });
  return 0;
}

}  // namespace

constinit const Command show_command = {
    .name = "show",
    .usage = "FILE",
    .summary = "print values as NumPy does, a slice of them, or a picture",
    .details =
        "Of a file only what is shown is read: a slice of a large one is there at once. Slices have "
        "Python's grammar: negative indices, steps, ... and None; they may follow the name as well, "
        "a.npy[0,:,1:3] or w.npz:k[0]. More than 1000 values are summarised, unless --full.",
    .example = "tcalc show samples/x.npy --slice 0,0,:,-1",
    .options = options_of_show,
    .common = common_of_show,
    .run = run_show,
};

}  // namespace tcalc::app
