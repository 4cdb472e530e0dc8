// `tcalc check FILE...`: what is wrong with .npy files, a line each; with --repair a clean file is written.
#include <algorithm>
#include <app/arrays/input_files.hpp>
#include <app/arrays/series.hpp>
#include <app/commands/registry.hpp>
#include <app/commands/repair.hpp>
#include <app/terminal/progress.hpp>
#include <array>
#include <functional>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/formats/foreign.hpp>
#include <tcalc/formats/registry.hpp>
#include <tcalc/npy/lint_array.hpp>
#include <tcalc/npy/lint_values.hpp>
#include <tcalc/os/input.hpp>
#include <tcalc/os/standard_output.hpp>
#include <tcalc/text/json_object.hpp>
#include <tcalc/text/operand.hpp>

namespace tcalc::app {

namespace {

using text::Json;

constexpr std::array options_of_check = {
    OptionSpec{"allow-nan", OptionKind::flag, "", "NaNs and infinities are no defect"},
    OptionSpec{"repair", OptionKind::flag, "", "write a clean file to -o: of one file, - too"},
};

// The file of an operand whose format has rules for all of it; empty for any other.
std::string file_with_rules(const std::string& typed) {
  const auto member = text::member_from(typed);
  const std::string file = member ? member->file : typed;
  const formats::Format* format = formats::of_file(file);
  return format != nullptr && format->inspect != nullptr ? file : "";
}

// One array of one of the files, or such a file.
struct Checked {
  std::string file;
  std::vector<npy::Finding> findings;

  std::int64_t count(npy::Severity severity) const {
    return std::ranges::count(findings, severity, &npy::Finding::severity);
  }
};

// An array whose dtype tcalc has not: all that can be said is whether its data is there.
Checked foreign(npy::Reader& reader, os::Input& input, const std::string& name) {
  const npy::Header& header = reader.header();
  Checked result = {
      name, {{"dtype", npy::Severity::note, "dtype " + header.foreign + ": values are not looked at"}}};
  if (header.item_bytes() == 0) return result;
  const std::int64_t there = input.skip(header.data_bytes());
  if (there < header.data_bytes())
    result.findings.push_back(
        {"truncated", npy::Severity::defect,
         formatted("truncated: {} bytes of data needed, {} are there", header.data_bytes(), there)});
  return result;
}

Checked checked(const std::shared_ptr<os::Input>& input, const std::string& name, const Settings& settings,
                npy::LintOptions options) {
  npy::Reader reader = formats::open_npy(input, npy::Completeness::unchecked, npy::Dtypes::any);
  if (!reader.header().foreign.empty()) return foreign(reader, *input, name);
  ProgressLine line({input->name(), "B", static_cast<double>(reader.header().data_bytes())},
                    settings.progress);
  options.progress = [&](std::int64_t bytes) { line.update(static_cast<double>(bytes)); };
  Checked result = {name, npy::lint_array(reader, *input, options)};
  input->check_unchanged();
  return result;
}

std::string lines_of(const Checked& checked) {
  std::string lines;
  for (const npy::Finding& finding : checked.findings)
    lines += formatted("{}: {}: {}\n", checked.file, npy::name_of(finding.severity), finding.text());
  return lines;
}

// The findings that are notes are among the notes too: these are what --json has everywhere.
std::string json_text(const Checked& checked, std::vector<std::string> notes) {
  Json json = {
      {"file", checked.file}, {"defects", checked.count(npy::Severity::defect)}, {"findings", Json::array()}};
  for (const npy::Finding& finding : checked.findings) {
    json["findings"].push_back({{"id", finding.id},
                                {"severity", npy::name_of(finding.severity)},
                                {"message", finding.fact},
                                {"not_read_by", finding.not_read_by}});
    if (finding.severity == npy::Severity::note) notes.push_back(finding.text());
  }
  return with_notes(text::json_text(json) + "\n", notes);
}

// Prints the findings of one file; returns whether there is a defect.
bool print_findings(Checked checked, const Settings& settings, const Reporter& reporter,
                    os::StandardOutput& output) {
  const bool has_defects = checked.count(npy::Severity::defect) > 0;
  if (settings.quiet)
    std::erase_if(checked.findings,
                  [](const npy::Finding& finding) { return finding.severity == npy::Severity::note; });
  const std::string text = settings.json ? json_text(checked, reporter.take_notes()) : lines_of(checked);
  if (!text.empty()) output.write(text);
  return has_defects;
}

// The values of one array of a file that holds many by name.
Checked checked(Source& source, const Settings& settings, bool allow_nan) {
  Checked result = {source.operand().name, {}};
  const formats::Description description = source.description();
  if (!description.has_values) return result;
  if (!description.is_known) {
    result.findings.push_back(
        {"dtype", npy::Severity::note, "dtype " + description.dtype + ": values are not looked at"});
    return result;
  }
  npy::Header header;
  header.dtype = *source.operand().dtype;
  header.extents = description.extents;
  npy::ValueLint values(header, allow_nan);
  if (!values.wanted()) return result;
  ProgressLine line({result.file, "B", static_cast<double>(description.bytes.value_or(0))},
                    settings.progress);
  double done = 0;
  source.for_each_run([&](std::span<const std::byte> run) {
    values.add(run);
    line.update(done += static_cast<double>(run.size()));
  });
  source.check_unchanged();
  result.findings = values.findings();
  return result;
}

// The rules of the file's format, and the values of its arrays where it keeps to them.
int check_collection(const Request& request, std::size_t place, const Settings& settings, bool allow_nan,
                     const Reporter& reporter, const std::function<void(Checked)>& tell) {
  int exit_code = 0;
  const int code = attempt(reporter, [&] {
    const std::string file = file_with_rules(request.operands[place]);
    Checked rules = {escaped(file), formats::of_file(file)->inspect(file)};
    const bool is_sound = rules.count(npy::Severity::defect) == 0;
    tell(std::move(rules));
    if (!is_sound) return;
    Settings any = settings;
    any.reading.dtypes.foreign = true;
    Series series(request, any, place);
    while (!series.at_end()) {
      const int next = attempt(reporter, [&] {
        Source source = series.next();
        tell(checked(source, settings, allow_nan));
      });
      if (exit_code == 0) exit_code = next;
    }
  });
  return code != 0 ? code : exit_code;
}

// A file that cannot be read does not keep the others from being checked; the exit code is that of the first,
// else 1 when there is a defect.
int check_all(const Request& request, const Settings& settings, npy::LintOptions options,
              const Reporter& reporter) {
  os::StandardOutput output;
  int exit_code = 0;
  bool has_defects = false;
  for (std::size_t place = 0; place < request.operands.size(); ++place) {
    options.is_last = takes_rest(request.operands, place);
    const auto tell = [&](Checked result) {
      const bool defects = print_findings(std::move(result), settings, reporter, output);
      has_defects = has_defects || defects;
    };
    const auto visit = [&](const std::shared_ptr<os::Input>& input, const std::string& name) {
      tell(checked(input, name, settings, options));
    };
    const std::string& typed = request.operands[place];
    const int code = file_with_rules(typed).empty()
                         ? for_each_input(typed, options.is_last, reporter, visit)
                         : check_collection(request, place, settings, options.allow_nan, reporter, tell);
    if (exit_code == 0) exit_code = code;
  }
  output.finish();
  if (exit_code != 0) return exit_code;
  return has_defects ? 1 : 0;
}

int run_check(const Request& request, const Settings& settings, const Reporter& reporter) {
  if (request.operands.empty())
    throw Error(ErrorKind::usage, "check needs a file", "for example: " + std::string(check_command.example));
  const bool repairs = has_flag(request.options, "repair");
  const npy::LintOptions options = {.allow_nan = has_flag(request.options, "allow-nan")};
  if (repairs) return repair(request, destination_from(request), options, reporter);
  if (request.options.contains("out"))
    throw Error(ErrorKind::usage, "--out: check writes a file only with --repair");
  if (request.has("sync")) throw Error(ErrorKind::usage, "--sync: check writes a file only with --repair");
  return check_all(request, settings, options, reporter);
}

}  // namespace

constinit const Command check_command = {
    .name = "check",
    .usage = "FILE...",
    .summary = "find what is wrong with .npy, .npz and model files: damage, odd headers, NaNs; repair .npy",
    .details =
        "One line per finding, FILE: defect: ... or FILE: note: ..., and nothing for a clean file. Exit "
        "code 1 for a defect: data that is truncated or followed by other bytes; NaNs and infinities, "
        "counted, with the index of the first (--allow-nan); bools that are neither 0 nor 1; and a header "
        "that numpy.save does not write and some programs do not read: keys in another order, double "
        "quotes, no line break at the end, tabs or line breaks within, spaces elsewhere, a descr without < "
        "> or |, the suffix L, version 2.0 or 3.0, more than 10000 bytes, data not at a multiple of 16. A "
        "note is about what numpy.save writes too, though not every program reads it: big-endian, Fortran "
        "order, rank above 32, a header of more than 255 bytes or with a length whose low byte is above "
        "127, data at a multiple of 16 but not 64. --quiet leaves the notes out. Values are read in one "
        "pass and bounded memory. Of .safetensors files the rules of the format are checked: names that "
        "come twice, sizes that disagree, tensors that overlap or leave a gap; then the values of each "
        "tensor; of .gguf files those of theirs; of .pt files that each tensor lies within its storage. A "
        "file that is no .npy array at all is an error, exit code 3; the other files are checked "
        "all the same. --repair writes the array as numpy.save would: little-endian, in the order of axes "
        "that it has; not when data is missing, or has NaNs that are not allowed.",
    .example = "tcalc check samples/a.npy samples/fortran.npy",
    .options = options_of_check,
    .common = "each no-progress out json sync",
    .synonyms = "lint verify validate",
    .run = run_check,
};

}  // namespace tcalc::app
