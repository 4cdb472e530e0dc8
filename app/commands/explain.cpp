// `tcalc explain OPERATION ...`: operands -> rule -> explanation -> text, JSON or a picture. No data is read
// but that of --element.
#include <app/arrays/document.hpp>
#include <app/arrays/memory_limit.hpp>
#include <app/arrays/open_operands.hpp>
#include <app/calculate/compute.hpp>
#include <app/calculate/misreadings.hpp>
#include <app/commands/registry.hpp>
#include <app/parts/part.hpp>
#include <app/terminal/hint_text.hpp>
#include <app/terminal/terminal.hpp>
#include <array>
#include <optional>
#include <unistd.h>
#include <vector>

#include <tcalc/core/checked.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/core/in_quotes.hpp>
#include <tcalc/explain/explanation.hpp>
#include <tcalc/explain/json.hpp>
#include <tcalc/explain/parts.hpp>
#include <tcalc/explain/svg.hpp>
#include <tcalc/explain/text.hpp>
#include <tcalc/kernel/estimate.hpp>
#include <tcalc/kernel/execute.hpp>
#include <tcalc/os/memory.hpp>
#include <tcalc/os/standard_output.hpp>
#include <tcalc/view/reshape.hpp>

namespace tcalc::app {

namespace {

constexpr std::array options_of_explain = {
    OptionSpec{"element", OptionKind::integers, "I,J,...",
               "show which products make this element of the result"},
    OptionSpec{"svg", OptionKind::file, "FILE",
               "draw the pairing as SVG, also for an illegal product; - is standard output"},
    OptionSpec{.name = "parts",
               .kind = OptionKind::count,
               .value_name = "N",
               .help = "what it costs in N parts, as --part I/N computes them",
               .least = 1,
               .most = most_parts_of_a_run},
    OptionSpec{.name = "hosts",
               .kind = OptionKind::count,
               .value_name = "N",
               .help = "how many machines like this one compute the parts (default 1)",
               .least = 1},
    OptionSpec{"disk", OptionKind::word, "RATE",
               "what the file system that they share moves: 2GB/s, 100GB/s"},
};

constexpr Dtype assumed_dtype = Dtype::float32;

bool all_known(const std::vector<Operand>& operands) {
  for (const Operand& operand : operands) {
    if (!operand.shape.is_known()) return false;
  }
  return true;
}

// Layouts as they are in files; of shapes, C order and a dtype that is assumed.
std::vector<TensorView> layouts_of(const Settings& settings, const std::vector<Source>& sources) {
  std::vector<TensorView> layouts;
  for (const Source& source : sources) {
    if (source.has_data()) {
      layouts.push_back(source.layout());
      continue;
    }
    layouts.push_back(contiguous(settings.dtype.value_or(assumed_dtype), source.operand().shape.extents()));
  }
  return layouts;
}

std::int64_t bytes_of(const TensorView& view) {
  // Extents of size 0 and shapes that no memory holds: a double is close enough to be printed.
  double bytes = static_cast<double>(size_of(view.dtype));
  for (const std::int64_t extent : view.extents) bytes *= static_cast<double>(extent);
  constexpr double most = 9e18;
  return static_cast<std::int64_t>(std::min(bytes, most));
}

Costs costs_of(const Settings& settings, const std::vector<Source>& sources, const Outcome& outcome) {
  Costs costs;
  std::vector<TensorView> layouts = layouts_of(settings, sources);
  for (const TensorView& layout : layouts)
    costs.bytes_read = saturating_add(costs.bytes_read, bytes_of(layout));
  std::int64_t copies = 0;  // of operands that cannot be flattened where they are
  for (TensorView& layout : layouts) {
    if (!outcome.flattens_operands) continue;
    const Extents flat = {count(layout.extents)};
    const auto view = reshaped(layout, flat);
    if (!view) copies = saturating_add(copies, bytes_of(layout));
    layout = view ? *view : contiguous(layout.dtype, flat);
  }
  costs.schedule =
      make_schedule(contraction_of(outcome), layouts, outcome.dtype, settings.max_memory.value_or(INT64_MAX));
  for (const Source& source : sources)
    costs.dtype_assumed = costs.dtype_assumed || (!source.has_data() && !settings.dtype);
  costs.naive_flops = naive_flops(contraction_of(outcome));
  costs.bytes_written = costs.schedule.result_bytes;
  costs.threads = threads_of(settings);
  costs.scratch_bytes = saturating_add(
      costs.schedule.scratch_bytes * costs.threads + costs.schedule.intermediate_bytes, copies);
  costs.seconds = expected_seconds(costs.schedule, costs.threads);
  return costs;
}

// A result that no machine could hold has no plan, but its axes pair up all the same.
void add_costs(Explanation& explanation, const Settings& settings, const std::vector<Source>& sources,
               const Outcome& outcome) {
  try {
    explanation.costs = costs_of(settings, sources, outcome);
  } catch (const Error& error) {
    if (error.kind != ErrorKind::resource) throw;
    explanation.no_plan = error.message;
  }
}

// Of --parts, --hosts and --disk; nothing without the first. Throws Error{usage}.
std::optional<PartsSetting> parts_setting(const Request& request) {
  const auto* parts = find_option<std::int64_t>(request.options, "parts");
  const auto* hosts = find_option<std::int64_t>(request.options, "hosts");
  const std::string* disk = find_word(request.options, "disk");
  if (parts == nullptr) {
    if (hosts == nullptr && disk == nullptr) return std::nullopt;
    throw Error(ErrorKind::usage, formatted("--{} goes with --parts", hosts != nullptr ? "hosts" : "disk"),
                "--parts 64 says how many parts there are");
  }
  PartsSetting setting = {*parts, hosts == nullptr ? 1 : *hosts, std::nullopt};
  if (disk == nullptr) return setting;
  constexpr std::string_view a_second = "/s";
  const std::string_view rate = *disk;
  const auto bytes = rate.ends_with(a_second) ? os::parse_bytes(rate.substr(0, rate.size() - a_second.size()))
                                              : std::nullopt;
  if (!bytes || *bytes == 0)
    throw Error(ErrorKind::usage,
                formatted("--disk: must be bytes a second, 2GB/s or 500MB/s, not {}", in_quotes(*disk)));
  setting.disk_bytes = static_cast<double>(*bytes);
  return setting;
}

ExplainedElement element_of(const Settings& settings, std::vector<Source>& sources, const Outcome& outcome,
                            const Index& index) {
  const MemoryLimit limit = memory_limit(settings);
  std::vector<TensorView> views;
  for (Source& source : sources) {
    if (!source.has_data())
      throw Error(ErrorKind::usage,
                  "--element: operand " + source.operand().name + " is a shape and has no values to show");
    limit.require(source.operand(), source.buffer_bytes());
    source.load();
    views.push_back(source.values());
  }
  return explain_element(outcome, views, index, "explain: --element");
}

std::string text_of(const Settings& settings, const Explanation& explanation) {
  if (settings.json) return explanation_json(explanation) + "\n";
  const TextStyle style = {.color = wants_color(STDOUT_FILENO, settings.color),
                           .columns = columns(STDOUT_FILENO)};
  return explanation_text(explanation, style);
}

std::vector<const os::Input*> inputs_of(const std::vector<Source>& sources) {
  std::vector<const os::Input*> inputs;
  for (const Source& source : sources) inputs.push_back(source.input());
  return inputs;
}

void write_picture(const std::string& target, const std::string& picture,
                   const std::vector<Source>& sources) {
  Documents documents;
  documents.write(documents.add(target, inputs_of(sources)), picture);
  documents.publish();
}

int run_explain(const Request& request, const Settings& settings, const Reporter& reporter) {
  check_operand_count(*request.operation, request.operands.size());
  const std::string* svg = find_word(request.options, "svg");
  const auto* index = find_integers(request.options, "element");
  const std::optional<PartsSetting> parts = parts_setting(request);
  std::vector<Source> sources =
      open_operands(request, settings, memory_limit(settings), reporter, index != nullptr);
  for (Source& source : sources) source.compute();
  std::vector<Operand> operands;
  for (const Source& source : sources) operands.push_back(source.operand());
  note_misreadings(request, operands, reporter);

  Outcome outcome;
  try {
    outcome = apply(*request.operation, operands, request.arguments);
  } catch (const Error& error) {
    if (svg != nullptr && error.kind == ErrorKind::mismatch)
      write_picture(*svg,
                    mismatch_svg(std::string(request.operation->name), operands, error, shell_texts(error)),
                    sources);
    throw;
  }
  // JSON holds them in its object, text has them after the answer.
  const auto note_all = [&] {
    for (const Note& note : outcome.notes) reporter.note(note_text(note));
  };
  if (settings.json) note_all();
  Explanation explanation = explain(*request.operation, operands, outcome);
  for (const Note& note : outcome.notes) explanation.notes.push_back(note_text(note));
  const bool prints = svg == nullptr || *svg != "-";  // a picture shows no costs
  if (prints && all_known(operands)) add_costs(explanation, settings, sources, outcome);
  if (explanation.costs && parts) explanation.parts = explain_parts(*explanation.costs, *parts);
  if (index != nullptr) explanation.element = element_of(settings, sources, outcome, *index);
  Documents documents;
  std::optional<std::size_t> picture;
  if (svg != nullptr) picture = documents.add(*svg, inputs_of(sources));
  if (prints) documents.add_text();
  if (picture) documents.write(*picture, explanation_svg(explanation));
  if (prints) documents.print(with_notes(text_of(settings, explanation), reporter.take_notes()));
  documents.publish();
  if (!settings.json) note_all();
  return 0;
}

}  // namespace

constinit const Command explain_command = {
    .name = "explain",
    .usage = "OPERATION OPERAND...",
    .summary = "how the axes of a product pair up, how it would be computed, and what it costs",
    .details =
        "Takes any operation with its operands and options, and computes nothing: of files only the headers "
        "are read. Each axis has a letter and a colour, the same in every operand and in the result; batch "
        "axes are in several operands and the result, free ones in one and the result, contracted ones are "
        "summed. A multiply-add is one multiplication and one addition. The time is extrapolated from a "
        "short run of a smaller product. --json gives all of it as data. An illegal product is an error, "
        "exit code 1; --svg draws it too. explain eval EXPR ... shows the graph of an expression: what each "
        "node gives, which of them run in one pass over memory, and the cost; --svg draws it. --parts says "
        "what "
        "a product costs that several processes compute together, each with --part: how the result is cut, "
        "what each reads and writes, and whether computing or the file system sets the pace.",
    .example = "tcalc explain matmul 10,12,4,5 10,12,5,8",
    .options = options_of_explain,
    .common = "require json dtype as from delimiter skip seed threads max-memory",
    .wraps_operation = true,
    .run = run_explain,
};

}  // namespace tcalc::app
