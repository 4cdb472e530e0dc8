// `tcalc info IN...`: what the headers say, one line an array; with --stats what the values are, in one pass.
#include <algorithm>
#include <app/arrays/input_files.hpp>
#include <app/arrays/memory_limit.hpp>
#include <app/arrays/series.hpp>
#include <app/commands/info_lines.hpp>
#include <app/commands/info_tree.hpp>
#include <app/commands/registry.hpp>
#include <app/terminal/progress.hpp>
#include <array>

#include <tcalc/core/checked.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/os/standard_output.hpp>

namespace tcalc::app {

namespace {

constexpr std::array options_of_info = {
    OptionSpec{"stats", OptionKind::flag, "",
               "read the values too: min, max, mean, standard deviation, zeros, NaNs, infinities"},
    OptionSpec{"tree", OptionKind::flag, "",
               "a file of many arrays by the parts of their names, with the sums of each"},
    OptionSpec{"long", OptionKind::flag, "", "show everything that is known of every array"},
    OptionSpec{"tsv", OptionKind::flag, "", "the same for scripts: tab-separated, below a line of names"},
    OptionSpec{"template", OptionKind::word, "TEXT",
               "a line an array, with {file} {shape} {dtype} and other fields replaced"},
};

// How the answer is to look; at most one of the ways.
struct Look {
  bool json = false, long_lines = false, tsv = false, statistics = false, tree = false;
  std::optional<InfoTemplate> lines;
};

Look look_from(const Request& request, const Settings& settings) {
  Look look = {settings.json,        request.has("long"), request.has("tsv"),
               request.has("stats"), request.has("tree"), {}};
  const std::string* text = find_word(request.options, "template");
  if (look.json + look.long_lines + look.tsv + look.tree + (text != nullptr) > 1)
    throw Error(ErrorKind::usage, "--json, --long, --tsv, --tree and --template exclude each other");
  if (look.tree && look.statistics) throw Error(ErrorKind::usage, "--tree and --stats exclude each other");
  if (text == nullptr) return look;
  look.lines.emplace(*text);
  look.statistics = look.statistics || look.lines->needs_statistics();
  return look;
}

Statistics statistics_of(Source& source, const Settings& settings) {
  const formats::Description description = source.description();
  // What has no header is made, or read whole.
  if (!description.data_offset) memory_limit(settings).require(source.operand(), source.buffer_bytes());
  StatisticsCollector collector(*source.operand().dtype, description.byte_order == "big");
  ProgressLine line({source.operand().name, "B", static_cast<double>(description.bytes.value_or(0))},
                    settings.progress);
  double done = 0;
  source.for_each_run([&](std::span<const std::byte> run) {
    collector.add(run);
    line.update(done += static_cast<double>(run.size()));
  });
  source.check_unchanged();
  return collector.statistics();
}

// Moves past the values.
Described described(Source& source, const std::string& name, bool statistics, const Settings& settings) {
  Described result = {name, source.operand().shape, std::nullopt, std::nullopt, {}, {}};
  if (!source.has_data()) return result;
  result.description = source.description();
  if (statistics && result.description->is_known && result.description->has_values)
    result.statistics = statistics_of(source, settings);
  else if (result.description->bytes)
    source.skip();
  return result;
}

class Describer {
 public:
  Describer(const Request& request, const Settings& settings, const Look& look, const Reporter& reporter)
      : request_(request), settings_(settings), look_(look), reporter_(reporter) {
    settings_.reading.dtypes.foreign = true;
  }

  // The arrays of one operand. What cannot be read is reported, and the others are described all the same;
  // the exit code is that of the first.
  int describe(std::size_t place) {
    int exit_code = 0;
    const int code = attempt(reporter_, [&] {
      exit_code = describe_series({request_, settings_, place}, place);
    });
    return exit_code != 0 ? exit_code : code;
  }

  const std::vector<Described>& arrays() const { return arrays_; }
  const std::vector<ModelSummary>& models() const { return models_; }

 private:
  int describe_series(Series series, std::size_t place) {
    warn_of_other_members(series.name(), series.others(), reporter_);
    const bool takes_one = !takes_rest(request_.operands, place);
    const std::size_t before = arrays_.size();
    int exit_code = 0;
    while (!series.at_end()) {
      const int code = attempt(reporter_, [&] { describe_next(series); });
      if (exit_code == 0) exit_code = code;
      if (takes_one || !goes_on(series, code)) break;
    }
    const formats::Collection* archive = series.whole_archive();
    if (archive != nullptr && archive->is_model()) sum_up(*archive, before);
    return exit_code;
  }

  void sum_up(const formats::Collection& model, std::size_t first) {
    ModelSummary summary = {.name = model.name(), .metadata = model.metadata()};
    for (std::size_t i = first; i < arrays_.size(); ++i) {
      ++summary.tensors;
      summary.parameters = saturating_add(summary.parameters, count(arrays_[i].description->extents));
      summary.bytes = saturating_add(summary.bytes, arrays_[i].description->bytes.value_or(0));
    }
    models_.push_back(std::move(summary));
  }

  // A member that cannot be read leaves the others where they are; what follows on a stream is lost.
  bool goes_on(const Series& series, int code) const {
    if (series.is_archive()) return true;
    const bool has_end = code == 0 && (!arrays_.back().description || arrays_.back().description->bytes);
    return has_end;
  }

  void describe_next(Series& series) {
    Source source = series.next();
    source.warn_of_oddities(reporter_);
    const std::string number = series.taken() > 1 ? formatted("@{}", series.taken() - 1) : "";
    const std::string& typed = request_.operands[series.place()];
    const std::string name = series.is_stream() || typed == "-" ? "standard input" + number
                             : series.is_one()                  ? escaped(typed)
                                                                : source.operand().name;
    arrays_.push_back(described(source, name, look_.statistics, settings_));
    arrays_.back().notes = reporter_.take_notes();
    if (series.is_archive()) arrays_.back().file = series.name();
  }

  const Request& request_;
  Settings settings_;
  const Look& look_;
  const Reporter& reporter_;
  std::vector<Described> arrays_;
  std::vector<ModelSummary> models_;
};

std::string text_of(const std::vector<Described>& arrays, const std::vector<ModelSummary>& models,
                    const Look& look) {
  if (look.tsv) return info_tsv(arrays, look.statistics);
  std::string text;
  for (const Described& array : arrays) {
    if (look.json) text += info_json(array);
    if (look.lines) text += look.lines->line(array);
  }
  if (look.json) {
    for (const ModelSummary& model : models) text += summary_json(model);
  }
  if (look.json || look.lines) return text;
  if (!arrays.empty()) text = look.tree ? info_tree(arrays) : info_table(arrays, look.long_lines);
  for (const ModelSummary& model : models) text += summary_text(model);
  return text;
}

int run_info(const Request& request, const Settings& settings, const Reporter& reporter) {
  if (request.operands.empty())
    throw Error(ErrorKind::usage, "info needs a file", "for example: " + std::string(info_command.example));
  const Look look = look_from(request, settings);
  Describer describer(request, settings, look, reporter);
  int exit_code = 0;
  for (std::size_t place = 0; place < request.operands.size(); ++place) {
    const int code = describer.describe(place);
    if (exit_code == 0) exit_code = code;
  }
  os::StandardOutput output;
  output.write(text_of(describer.arrays(), describer.models(), look));
  output.finish();
  return exit_code;
}

}  // namespace

constinit const Command info_command = {
    .name = "info",
    .usage = "IN...",
    .summary = "describe arrays by their headers alone: name, shape, dtype, bytes, and what is unusual",
    .details =
        "One line per array, in columns: for every member of an archive and every array of a file or "
        "stream; slices, tables, fills, values and shapes are described too. Only headers are read, so it "
        "answers at once for any size. - is the next array on standard input. What numpy.save does not "
        "write by itself is always shown: Fortran order, big-endian, another version; --long shows "
        "everything. --tsv and --template are for scripts, and --json: one object per array, one per line. "
        "The fields of a template are file, shape, dtype, rank, elements, bytes, order, byte_order, "
        "version, data_offset and those of --stats: min, max, mean, std, zeros, nans, infinities; missing "
        "ones are -. Of a model, .safetensors, the .safetensors.index.json of one in several files, .gguf or "
        ".pt, the sums and the metadata follow; --tree shows it by the parts of its names. --stats reads the "
        "values "
        "in one pass and bounded memory; NaNs are counted and left out of the rest, the mean of integers is "
        "exact before it is rounded; in JSON, statistics that are not finite are text. A file that cannot "
        "be read is an error, and the others are described all the same.",
    .example = "tcalc info samples/a.npy samples/b.npy --stats",
    .options = options_of_info,
    .common = "each json no-progress as from delimiter skip require max-memory seed",
    .synonyms = "ls stats stat header",
    .run = run_info,
};

}  // namespace tcalc::app
