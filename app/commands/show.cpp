// `tcalc show FILE`: values as text, CSV or JSON, and as a picture.
#include <algorithm>
#include <app/arrays/document.hpp>
#include <app/arrays/series.hpp>
#include <app/arrays/write_arrays.hpp>
#include <app/cli/option_values.hpp>
#include <app/cli/reading_options.hpp>
#include <app/commands/registry.hpp>
#include <app/terminal/terminal.hpp>
#include <array>
#include <limits>
#include <unistd.h>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/formats/registry.hpp>
#include <tcalc/os/standard_output.hpp>
#include <tcalc/picture/png.hpp>
#include <tcalc/picture/svg.hpp>
#include <tcalc/picture/terminal.hpp>

namespace tcalc::app {

namespace {

constexpr std::array options_of_show = {
    slice_option,
    OptionSpec{"heat", OptionKind::flag, "",
               "draw one or two axes in the terminal, in colours where it has them"},
    svg_option,
    OptionSpec{"png", OptionKind::file, "FILE", "write it as PNG"},
    OptionSpec{"vmin", OptionKind::number, "V",
               "the lower end of a picture's scale (default: of what is drawn)", "", INT64_MIN},
    OptionSpec{"vmax", OptionKind::number, "V", "the upper end of a picture's scale", "", INT64_MIN},
};

// A picture needs a pipe or $COLUMNS as much room as a common terminal has.
HeatStyle heat_style(const Settings& settings) {
  constexpr int usual_columns = 80, usual_lines = 40;
  HeatStyle style;
  // Half blocks are no ASCII.
  if (wants_color(STDOUT_FILENO, settings.color) && has_utf8())
    style.colours = has_all_colors() ? TerminalColours::all : TerminalColours::palette256;
  const int wide = columns(STDOUT_FILENO);
  style.columns = wide == std::numeric_limits<int>::max() ? usual_columns : wide;
  style.lines = lines(STDOUT_FILENO).value_or(usual_lines);
  return style;
}

ScaleEnds scale_ends(const Arguments& options) {
  ScaleEnds ends;
  if (const auto* low = find_option<double>(options, "vmin")) ends.low = *low;
  if (const auto* high = find_option<double>(options, "vmax")) ends.high = *high;
  if (ends.low && ends.high && *ends.low >= *ends.high)
    throw Error(ErrorKind::usage, "--vmin must be less than --vmax");
  return ends;
}

// Whether a picture was asked for.
bool draw(const Request& request, const Settings& settings, const Reporter& reporter) {
  const std::string* svg = find_word(request.options, "svg");
  const std::string* png = find_word(request.options, "png");
  const bool heat = has_flag(request.options, "heat");
  const ScaleEnds ends = scale_ends(request.options);
  if (svg == nullptr && png == nullptr && !heat) {
    if (!ends.low && !ends.high) return false;
    throw Error(ErrorKind::usage, "--vmin and --vmax are about pictures, but none is drawn",
                "--heat draws one in the terminal, --svg and --png write one");
  }
  if (destination_from(request).format != &formats::text_format)
    throw Error(ErrorKind::usage,
                "--heat, --svg and --png draw: --format, --csv and --json do not go with them");
  if (request.has("each")) throw Error(ErrorKind::usage, "--each does not go with pictures");
  if (png != nullptr && *png == "-" && os::is_terminal(STDOUT_FILENO))
    throw Error(ErrorKind::usage, "--png -: standard output is a terminal", "send it to a pipe or a file");
  Source source = open_single_array(request, settings, reporter);
  Documents documents;
  const auto added = [&](const std::string* target) {
    const os::Input* const input = source.input();
    return target == nullptr ? std::nullopt : std::optional(documents.add(*target, {&input, 1}));
  };
  const auto svg_number = added(svg), png_number = added(png);
  if (heat) documents.add_text();
  const TensorView& values = loaded(settings, source);
  const std::string& name = source.operand().name;
  const auto* slice = find_option<Slice>(request.options, "slice");
  const std::string title = slice == nullptr ? name : formatted("{} [{}]", name, slice->text);
  if (svg_number) documents.write(*svg_number, heat_svg(values, title, ends));
  if (png_number) documents.write(*png_number, heat_png(values, title, ends));
  HeatStyle style = heat_style(settings);
  style.ends = ends;
  if (heat) documents.print(heat_text(values, style));
  if (source.input() != nullptr) source.input()->check_unchanged();
  documents.publish();
  return true;
}

// Which arrays an archive has; --each shows their values.
int list(const Request& request, const Settings& settings, const Reporter& reporter) {
  const auto other = std::ranges::find_if_not(request.operands, names_several);
  if (other != request.operands.end())
    throw Error(ErrorKind::usage, "show: archives are listed, but " + escaped(*other) + " is one array",
                "--each shows the values of all arrays of an archive");
  if (!request.order.empty())
    throw Error(ErrorKind::usage,
                long_name(request.order.front()) + ": the archive is listed, no values are shown",
                "--each shows the values of all of its arrays");
  return info_command.run(request, settings, reporter);
}

int run_show(const Request& request, const Settings& settings, const Reporter& reporter) {
  if (draw(request, settings, reporter)) return 0;
  if (!request.has("each") && std::ranges::any_of(request.operands, names_several))
    return list(request, settings, reporter);
  write_arrays(request, settings, destination_from(request), reporter,
               [](const TensorView&) { return npy::Storage{}; });
  return 0;
}

}  // namespace

constinit const Command show_command = {
    .name = "show",
    .usage = "IN...",
    .summary = "print values as NumPy does, a slice of them, or a picture",
    .details =
        "Of a file only what is shown is read: a slice of a large file is shown at once. Slices have "
        "Python's grammar: negative indices, steps, ... and None; they may follow the name as well, "
        "a.npy[0,:,1:3] or w.npz:k[0]. More than 1000 values are summarised, unless --full. A picture has "
        "one or two axes; a large array is drawn by the means of blocks of it, NaN is grey, the scale is "
        "viridis from the least to the largest finite element. Without colours a picture is made of "
        "characters. Of an archive its members are listed; --each shows the values of all of them, and of "
        "all arrays of a file or a stream. A shape is printed as it is.",
    .example = "tcalc show samples/x.npy --slice 0,0,:,-1",
    .options = options_of_show,
    .common =
        "format each json csv dtype strict as from delimiter skip full precision seed max-memory require",
    .synonyms = "cat head tail view print plot",
    .run = run_show,
};

}  // namespace tcalc::app
