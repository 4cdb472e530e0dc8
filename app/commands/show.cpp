// `tcalc show FILE`: values as text, CSV or JSON, and as a picture.
#include <app/arrays/document.hpp>
#include <app/arrays/single_array.hpp>
#include <app/cli/reading_options.hpp>
#include <app/commands/command.hpp>
#include <app/terminal/terminal.hpp>
#include <array>
#include <limits>
#include <unistd.h>

#include <tcalc/core/error.hpp>
#include <tcalc/formats/registry.hpp>
#include <tcalc/os/standard_output.hpp>
#include <tcalc/picture/png.hpp>
#include <tcalc/picture/svg.hpp>
#include <tcalc/picture/terminal.hpp>

namespace tcalc::app {

namespace {

constexpr std::array options_of_show = {
    OptionSpec{"--slice", OptionKind::slice, "SLICE", "a part, as Python writes it: 0:5,:,-1 or ...,None"},
    from_option,
    delimiter_option,
    skip_option,
    OptionSpec{"--strict", OptionKind::flag, "", "a conversion that loses values is an error"},
    OptionSpec{"--heat", OptionKind::flag, "",
               "draw one or two axes in the terminal, in colours where it has them"},
    OptionSpec{"--svg", OptionKind::file, "FILE", "write that picture as SVG; - is standard output"},
    OptionSpec{"--png", OptionKind::file, "FILE", "write it as PNG"},
    OptionSpec{"--csv", OptionKind::flag, "", "comma-separated values, for one or two axes: --format csv"},
};

// A picture needs a pipe or $COLUMNS as much room as a common terminal has.
HeatStyle heat_style(const Settings& settings) {
  constexpr int usual_columns = 80, usual_lines = 40;
  HeatStyle style;
  if (wants_color(STDOUT_FILENO, settings.color))
    style.colours = has_all_colors() ? TerminalColours::all : TerminalColours::palette256;
  const int wide = columns(STDOUT_FILENO);
  style.columns = wide == std::numeric_limits<int>::max() ? usual_columns : wide;
  style.lines = lines(STDOUT_FILENO).value_or(usual_lines);
  return style;
}

// Whether a picture was asked for.
bool draw(const Request& request, const Settings& settings, const Reporter& reporter) {
  const std::string* svg = find_word(request.options, "--svg");
  const std::string* png = find_word(request.options, "--png");
  const bool heat = has_flag(request.options, "--heat");
  if (svg == nullptr && png == nullptr && !heat) return false;
  if (destination_from(request).format != &formats::text_format)
    throw Error(ErrorKind::usage,
                "--heat, --svg and --png draw: --format, --csv and --json do not go with them");
  if (request.has("--each")) throw Error(ErrorKind::usage, "--each does not go with pictures");
  if (png != nullptr && *png == "-" && os::is_terminal(STDOUT_FILENO))
    throw Error(ErrorKind::usage, "--png -: standard output is a terminal", "send it to a pipe or a file");
  Source source = open_array(request, settings, reporter);
  Documents documents;
  const auto added = [&](const std::string* target) {
    return target == nullptr ? std::nullopt : std::optional(documents.add(*target, source.input()));
  };
  const auto svg_number = added(svg), png_number = added(png);
  const TensorView& values = loaded(settings, source);
  const std::string& name = source.operand().name;
  const auto* slice = find_option<Slice>(request.options, "--slice");
  if (svg_number)
    documents.write(*svg_number, heat_svg(values, slice == nullptr ? name : name + " [" + slice->text + "]"));
  if (png_number) documents.write(*png_number, heat_png(values));
  if (heat) documents.print(heat_text(values, heat_style(settings)));
  if (source.input() != nullptr) source.input()->check_unchanged();
  documents.publish();
  return true;
}

int run_show(const Request& request, const Settings& settings, const Reporter& reporter) {
  const bool is_archive =
      request.operands.size() == 1 && formats::of_file(request.operands.front()) == &formats::npz_format;
  if (is_archive) return info_command.run(request, settings, reporter);
  if (draw(request, settings, reporter)) return 0;
  write_arrays(request, settings, destination_from(request), reporter,
               [&](Source& source, Target& target) { target.write(loaded(settings, source)); });
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
        "a.npy[0,:,1:3] or w.npz:k[0]. More than 1000 values are summarised, unless --full. A picture has "
        "one or "
        "two axes; a large array is drawn by the means of blocks of it, NaN is grey, the scale is viridis "
        "from "
        "the least to the largest finite element. Without colours a picture is made of characters. Of an "
        "archive its members are listed.",
    .example = "tcalc show samples/x.npy --slice 0,0,:,-1",
    .options = options_of_show,
    .common = "--format --each --json --dtype --as --full --precision --seed --max-memory",
    .synonyms = "cat head tail view print plot",
    .run = run_show,
};

}  // namespace tcalc::app
