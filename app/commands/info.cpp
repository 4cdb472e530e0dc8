// `tcalc info FILE...`: what the headers say, one line a file; with --stats what the values are, in one pass.
#include <app/arrays/input_files.hpp>
#include <app/arrays/memory_limit.hpp>
#include <app/arrays/open_operands.hpp>
#include <app/commands/command.hpp>
#include <app/terminal/progress.hpp>
#include <array>

#include <nlohmann/json.hpp>

#include <tcalc/core/error.hpp>
#include <tcalc/formats/foreign.hpp>
#include <tcalc/formats/registry.hpp>
#include <tcalc/npy/read.hpp>
#include <tcalc/os/input.hpp>
#include <tcalc/os/standard_output.hpp>
#include <tcalc/shape/shape.hpp>
#include <tcalc/stats/statistics.hpp>
#include <tcalc/text/json.hpp>
#include <tcalc/text/layout.hpp>
#include <tcalc/text/operand.hpp>

namespace tcalc::app {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::array options_of_info = {
    OptionSpec{"--stats", OptionKind::flag, "",
               "read the values too: min, max, mean, standard deviation, zeros, NaNs, infinities"},
};

// One array of one of the files.
struct Description {
  std::string file;
  npy::Header header;
  std::optional<Statistics> statistics;
};

// A fill, values, a table or a slice has no header of its own.
bool is_npy(const npy::Header& header) { return header.data_offset > 0; }

std::int64_t elements_of(const npy::Header& header) { return count(header.extents); }

// As the header has it where it is none of tcalc's.
std::string dtype_of(const npy::Header& header) {
  return header.foreign.empty() ? std::string(name_of(header.dtype)) : header.foreign;
}

std::string byte_order(const npy::Header& header) {
  if (!header.foreign.empty() || header.item_bytes() == 1 || !is_npy(header)) return "-";
  return header.big_endian ? "big" : "little";
}

std::string bytes_of(const npy::Header& header) {
  return header.item_bytes() == 0 ? "?" : std::to_string(header.data_bytes());
}

// Words that say what they are, so that a line stands on its own: "little-endian", "12 elements".
text::TableRow row_of(const Description& description) {
  const npy::Header& header = description.header;
  const std::string order = byte_order(header);
  text::TableRow row = {description.file,
                        Shape(header.extents).text(),
                        dtype_of(header),
                        header.fortran_order ? "F-order" : "C-order",
                        order == "-" ? order : order + "-endian",
                        is_npy(header) ? "version " + std::to_string(header.major_version) + ".0" : "-",
                        std::to_string(elements_of(header)) + " elements",
                        bytes_of(header) + " bytes"};
  if (!description.statistics) return row;
  const Statistics& own = *description.statistics;
  const auto add = [&](const std::string& name, const std::optional<std::string>& value) {
    row.push_back(name + " " + value.value_or("-"));
  };
  add("min", own.min);
  add("max", own.max);
  add("mean", own.mean);
  add("std", own.standard_deviation);
  add("zeros", std::to_string(own.zeros));
  add("nans", std::to_string(own.nans));
  add("infinities", std::to_string(own.infinities));
  return row;
}

// A line for each array, in columns; amounts stand to the right.
std::string table_text(const std::vector<Description>& descriptions) {
  std::vector<text::TableRow> rows;
  for (const Description& description : descriptions) rows.push_back(row_of(description));
  const std::vector<std::size_t> widths = text::column_widths(rows);
  std::vector<bool> numbers(widths.size(), false);
  numbers[6] = numbers[7] = true;
  std::string text;
  for (const text::TableRow& row : rows) text += text::table_line(row, widths, numbers) + "\n";
  return text;
}

std::string json_text(const Description& description) {
  const npy::Header& header = description.header;
  Json json = {{"file", description.file},
               {"shape", Json::parse(text::shape_json(Shape(header.extents).dims()))},
               {"dtype", dtype_of(header)},
               {"order", header.fortran_order ? "F" : "C"},
               {"byte_order", byte_order(header) == "-" ? Json() : Json(byte_order(header))},
               {"version", is_npy(header) ? Json(std::to_string(header.major_version) + ".0") : Json()},
               {"elements", elements_of(header)},
               {"bytes", header.item_bytes() == 0 ? Json() : Json(header.data_bytes())},
               {"data_offset", is_npy(header) ? Json(header.data_offset) : Json()}};
  if (description.statistics) {
    const Statistics& own = *description.statistics;
    // What JSON has no number for is text: "nan", "inf", complex numbers.
    const auto value = [](const std::optional<std::string>& text) {
      if (!text) return Json();
      return Json::accept(*text) ? Json::parse(*text) : Json(*text);
    };
    json["stats"] = {{"min", value(own.min)},       {"max", value(own.max)},
                     {"mean", value(own.mean)},     {"std", value(own.standard_deviation)},
                     {"zeros", own.zeros},          {"nans", own.nans},
                     {"infinities", own.infinities}};
  }
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

void warn_unless_array_follows(os::Input& input, std::int64_t trailing, const std::string& name,
                               const Reporter& reporter) {
  if (trailing > 0 && !array_follows(input)) warn_of_trailing_bytes(trailing, name, reporter);
}

Description described(const std::shared_ptr<os::Input>& input, const std::string& name,
                      const Request& request, const Settings& settings, const Reporter& reporter) {
  npy::Reader reader = formats::open_npy(input, npy::Completeness::required, npy::Dtypes::any);
  Description description = {name, reader.header(), std::nullopt};
  const std::int64_t trailing = reader.trailing_bytes();
  if (reader.header().item_bytes() == 0) return description;  // where it ends is not known
  if (!has_flag(request.options, "--stats") || !reader.header().foreign.empty()) {
    // Another array may follow, but in a member of an archive.
    if (input->is_standard_input() || input->is_mappable()) reader.skip();
    warn_unless_array_follows(*input, trailing, name, reporter);
    return description;
  }
  StatisticsCollector collector(description.header.dtype, description.header.big_endian);
  ProgressLine line({input->name(), "B", static_cast<double>(reader.header().data_bytes())},
                    settings.progress);
  double done = 0;
  reader.for_each_run([&](std::span<const std::byte> run) {
    collector.add(run);
    line.update(done += static_cast<double>(run.size()));
  });
  warn_unless_array_follows(*input, trailing, name, reporter);
  input->check_unchanged();
  description.statistics = collector.statistics();
  return description;
}

// Whether an operand is one array that is to be opened as operations open it, and no file as it is.
bool is_opened(const text::Operand& operand) {
  if (const auto* path = std::get_if<text::Path>(&operand)) {
    const formats::Format* format = formats::of_file(path->path);
    return path->slice.has_value() || (format != nullptr && format->open == formats::csv_format.open);
  }
  if (const auto* member = std::get_if<text::ArchiveMember>(&operand)) return member->slice.has_value();
  return !std::holds_alternative<text::StandardInput>(operand);
}

Description described(text::Operand operand, const std::string& typed, const Request& request,
                      const Settings& settings) {
  if (std::holds_alternative<Shape>(operand))
    throw Error(ErrorKind::usage, "info: " + escaped(typed) + " is a shape, there is no array",
                "a file of that name is ./" + escaped(typed));
  Source source(std::move(operand), typed, escaped(typed), settings.dtype, settings.seed);
  const TensorView layout = source.layout();
  Description description = {escaped(typed), {}, std::nullopt};
  description.header.dtype = layout.dtype;
  description.header.extents = layout.extents;
  description.header.fortran_order =
      layout.strides == fortran_strides(layout.extents) && layout.strides != c_strides(layout.extents);
  if (!request.has("--stats")) return description;
  memory_limit(settings).require(source.operand(), source.buffer_bytes());
  source.load();
  const Tensor values = converted(source.values(), layout.dtype);
  StatisticsCollector collector(layout.dtype, false);
  collector.add({values.data(), static_cast<std::size_t>(values.bytes())});
  description.statistics = collector.statistics();
  return description;
}

// The arrays of one operand; returns the exit code.
int describe(std::vector<Description>& descriptions, const Request& request, std::size_t place,
             const Settings& settings, const Reporter& reporter) {
  const std::string& typed = request.operands[place];
  const bool is_file = typed == "-" || formats::of_file(typed) == &formats::npz_format;
  try {
    std::optional<text::Operand> operand;
    if (!is_file) operand = text::parse_operand(typed, settings.facts);
    if (operand && is_opened(*operand)) {
      descriptions.push_back(described(std::move(*operand), typed, request, settings));
      return 0;
    }
  } catch (const Error& error) {
    return reporter.error(error);
  }
  return for_each_input(typed, takes_rest(request.operands, place), reporter,
                        [&](const std::shared_ptr<os::Input>& input, const std::string& name) {
                          descriptions.push_back(described(input, name, request, settings, reporter));
                        });
}

// A file that cannot be read does not keep the others from being described; the exit code is that of the
// first.
int run_info(const Request& request, const Settings& settings, const Reporter& reporter) {
  if (request.operands.empty())
    throw Error(ErrorKind::usage, "info needs a file", "for example: " + std::string(info_command.example));
  std::vector<Description> descriptions;
  int exit_code = 0;
  for (std::size_t place = 0; place < request.operands.size(); ++place) {
    const int code = describe(descriptions, request, place, settings, reporter);
    if (exit_code == 0) exit_code = code;
  }
  os::StandardOutput output;
  if (settings.json) {
    for (const Description& description : descriptions) output.write(json_text(description));
  } else if (!descriptions.empty()) {
    output.write(table_text(descriptions));
  }
  output.finish();
  return exit_code;
}

}  // namespace

constinit const Command info_command = {
    .name = "info",
    .usage = "FILE...",
    .summary = "what .npy and .npz files hold: shape, dtype, order, byte order, version, elements, bytes",
    .details =
        "One line an array, in columns; an archive is all of its members, a stream all "
        "of its arrays; slices, tables, fills and values are described too. Only headers are read, so it "
        "answers at once for any size. - is the next array on standard input. --stats reads the values in "
        "one pass and bounded memory; "
        "NaNs are counted and left out of the rest, the mean of integers is exact before it is "
        "rounded. With --json one object an array, a line each; statistics that are not finite are text "
        "there. A file that cannot be read is an error, and the others are described all "
        "the "
        "same.",
    .example = "tcalc info samples/a.npy samples/b.npy --stats",
    .options = options_of_info,
    .common = "--each --json --no-progress",
    .synonyms = "ls stats stat header",
    .run = run_info,
};

}  // namespace tcalc::app
