// `tcalc info FILE...`: what the headers say, one line a file; with --stats what the values are, in one pass.
#include <app/arrays/input_files.hpp>
#include <app/arrays/open_operands.hpp>
#include <app/commands/command.hpp>
#include <app/terminal/progress.hpp>
#include <array>

#include <nlohmann/json.hpp>

#include <tcalc/core/error.hpp>
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

std::int64_t elements_of(const npy::Header& header) { return header.data_bytes() / size_of(header.dtype); }

std::string byte_order(const npy::Header& header) {
  if (size_of(header.dtype) == 1) return "-";
  return header.big_endian ? "big" : "little";
}

// Words that say what they are, so that a line stands on its own: "little-endian", "12 elements".
text::TableRow row_of(const Description& description) {
  const npy::Header& header = description.header;
  const std::string order = byte_order(header);
  text::TableRow row = {description.file,
                        Shape(header.extents).text(),
                        std::string(name_of(header.dtype)),
                        header.fortran_order ? "F-order" : "C-order",
                        order == "-" ? order : order + "-endian",
                        "version " + std::to_string(header.major_version) + ".0",
                        std::to_string(elements_of(header)) + " elements",
                        std::to_string(header.data_bytes()) + " bytes"};
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
  Json json = {
      {"file", description.file},
      {"shape", Json::parse(text::shape_json(Shape(header.extents).dims()))},
      {"dtype", name_of(header.dtype)},
      {"order", header.fortran_order ? "F" : "C"},
      {"byte_order", size_of(header.dtype) == 1 ? Json() : Json(header.big_endian ? "big" : "little")},
      {"version", std::to_string(header.major_version) + ".0"},
      {"elements", elements_of(header)},
      {"bytes", header.data_bytes()},
      {"data_offset", header.data_offset}};
  if (description.statistics) {
    const Statistics& own = *description.statistics;
    const auto value = [](const std::optional<std::string>& text) { return text ? Json(*text) : Json(); };
    json["stats"] = {{"min", value(own.min)},       {"max", value(own.max)},
                     {"mean", value(own.mean)},     {"std", value(own.standard_deviation)},
                     {"zeros", own.zeros},          {"nans", own.nans},
                     {"infinities", own.infinities}};
  }
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

Description described(const std::shared_ptr<os::Input>& input, const Request& request,
                      const Settings& settings, const Reporter& reporter) {
  npy::Reader reader(input);
  Description description = {input->name(), reader.header(), std::nullopt};
  warn_of_trailing_bytes(reader, input->name(), reporter);
  if (!has_flag(request.options, "--stats")) {
    if (input->is_standard_input()) reader.skip();  // the next array of a stream may be asked for
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
  input->check_unchanged();
  description.statistics = collector.statistics();
  return description;
}

// A file that cannot be read does not keep the others from being described; the exit code is that of the
// first.
int run_info(const Request& request, const Settings& settings, const Reporter& reporter) {
  if (request.operands.empty())
    throw Error(ErrorKind::usage, "info needs a file", "for example: " + std::string(info_command.example));
  std::vector<Description> descriptions;
  int exit_code = 0;
  for (const std::string& typed : request.operands) {
    const int code = for_each_input(typed, reporter, [&](const std::shared_ptr<os::Input>& input) {
      descriptions.push_back(described(input, request, settings, reporter));
    });
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
        "One line an array, in columns; an archive is all of its members. Only headers are read, so it "
        "answers at once for any size. - is the next array on standard input. --stats reads the values in "
        "one pass and bounded memory; "
        "NaNs are counted and left out of the rest, the mean of integers is exact before it is "
        "rounded. With --json one object an array, a line each; statistics are text there, as "
        "numbers may be infinite. A file that cannot be read is an error, and the others are described all "
        "the "
        "same.",
    .example = "tcalc info samples/a.npy samples/b.npy --stats",
    .options = options_of_info,
    .common = "--json --no-progress",
    .run = run_info,
};

}  // namespace tcalc::app
