// `tcalc diff A B`: operands -> shapes and dtypes -> values in one pass -> what differs, and exit code 1;
// nothing and exit code 0 when they are equal.
#include <algorithm>
#include <app/arrays/memory_limit.hpp>
#include <app/arrays/open_operands.hpp>
#include <app/arrays/streamed_operands.hpp>
#include <app/cli/option_values.hpp>
#include <app/commands/diff_archives.hpp>
#include <app/commands/registry.hpp>
#include <app/terminal/progress.hpp>
#include <array>

#include <tcalc/compare/report.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/os/cleanup.hpp>
#include <tcalc/os/standard_output.hpp>

namespace tcalc::app {

namespace {

constexpr std::int64_t default_listed = 5;
constexpr std::int64_t most_listed = 1'000'000;  // all are kept in memory
constexpr std::int64_t most_ulps = std::int64_t{1} << 62;

constexpr std::array options_of_diff = {
    OptionSpec{"rtol", OptionKind::number, "R", "equal where |A - B| <= atol + R * |B| (default 0)"},
    OptionSpec{"atol", OptionKind::number, "A", "equal where |A - B| <= A + rtol * |B| (default 0)"},
    OptionSpec{.name = "ulp",
               .kind = OptionKind::count,
               .value_name = "N",
               .help = "equal where floats are at most N representable ones apart",
               .most = most_ulps},
    OptionSpec{"equal-nan", OptionKind::flag, "", "NaN equals NaN"},
    OptionSpec{.name = "max",
               .kind = OptionKind::count,
               .value_name = "N",
               .help = "list at most N differing elements (default 5)",
               .most = most_listed},
};

struct DiffOptions {
  Tolerance tolerance;
  bool dtypes_matter = true;
  std::int64_t listed = default_listed;
};

DiffOptions options_from(const Arguments& arguments) {
  DiffOptions options;
  const auto* relative = find_option<double>(arguments, "rtol");
  const auto* absolute = find_option<double>(arguments, "atol");
  const auto* ulps = find_option<std::int64_t>(arguments, "ulp");
  const bool by_distance = relative != nullptr || absolute != nullptr;
  if (ulps != nullptr && by_distance)
    throw Error(ErrorKind::usage, "--ulp contradicts --rtol and --atol: give one or the other");
  if (relative != nullptr) options.tolerance.relative = *relative;
  if (absolute != nullptr) options.tolerance.absolute = *absolute;
  if (ulps != nullptr) options.tolerance.ulps = *ulps;
  options.tolerance.equal_nan = has_flag(arguments, "equal-nan");
  options.dtypes_matter = !by_distance;
  if (const auto* most = find_option<std::int64_t>(arguments, "max")) options.listed = *most;
  return options;
}

// Dims are equal as where a product needs it: ? equals anything, a name only itself.
bool shapes_equal(const Shape& left, const Shape& right) {
  if (left.rank() != right.rank()) return false;
  for (int axis = 0; axis < left.rank(); ++axis) {
    if (!equal(left[axis], right[axis])) return false;
  }
  return true;
}

using Pair = std::array<Source*, 2>;

void refuse_options_without_values(const Request& request, const Pair& sources) {
  const auto* const found = std::ranges::find_if(sources, [](auto* source) { return !source->has_data(); });
  if (found == sources.end()) return;
  const Source* shape = *found;
  const auto* const given = std::ranges::find_if(
      options_of_diff, [&](const OptionSpec& spec) { return request.options.contains(spec.name); });
  if (given == options_of_diff.end()) return;
  throw Error(ErrorKind::usage, formatted("{}: operand {} is a shape and has no values to compare",
                                          long_name(given->name), shape->operand().name));
}

// Pages of files that were compared are given back: what is left of them does not grow with the files.
class PassedPages {
 public:
  // Both are walked as the left one lies in memory.
  PassedPages(const TensorView& left, const TensorView& right)
      : left_(left.data),
        right_(left.strides == right.strides ? right.data : nullptr),
        element_bytes_(size_of(left.dtype) + size_of(right.dtype)) {}

  void pass(std::int64_t elements) {
    constexpr std::int64_t most_bytes = std::int64_t{16} << 20;
    if ((elements - kept_from_) * element_bytes_ < most_bytes) return;
    kept_from_ = elements;
    os::forget_pages(left_);
    os::forget_pages(right_);
  }

 private:
  const std::byte *left_, *right_;  // null where it is not read from front to back
  std::int64_t element_bytes_, kept_from_ = 0;
};

void compare_values(DiffReport& report, const Pair& sources, const DiffOptions& options,
                    const MemoryLimit& limit, bool wants_progress) {
  for (Source* source : sources) {
    if (source->is_loaded()) continue;
    limit.require(source->operand(), source->buffer_bytes());
    source->load();
  }
  const TensorView& left = sources[0]->values();
  const TensorView& right = sources[1]->values();
  ProgressLine line({"diff", "elements", static_cast<double>(count(left.extents))}, wants_progress);
  PassedPages pages(left, right);
  const Comparison comparison =
      compare(left, right, options.tolerance, options.listed, [&](std::int64_t elements) {
        pages.pass(elements);
        line.update(static_cast<double>(elements));
      });
  for (const std::int64_t place : comparison.first) report.first.push_back(difference_at(left, right, place));
  if (comparison.largest_absolute)
    report.largest_absolute = difference_at(left, right, *comparison.largest_absolute);
  if (comparison.largest_relative)
    report.largest_relative = difference_at(left, right, *comparison.largest_relative);
  for (const Source* source : sources) source->check_unchanged();
  report.comparison = comparison;
}

// Of some files only what arrays they hold is read.
bool has_values(const Source& source) {
  return source.has_data() && (source.is_loaded() || source.description().has_values);
}

DiffReport report_on(const Pair& sources, const DiffOptions& options, const MemoryLimit& limit,
                     const Settings& settings) {
  DiffReport report;
  const bool have_values = has_values(*sources[0]) && has_values(*sources[1]);
  for (std::size_t side = 0; side < sources.size(); ++side) {
    report.shapes[side] = sources[side]->operand().shape;
    report.dtypes[side] = sources[side]->operand().dtype;
  }
  report.shapes_equal = shapes_equal(report.shapes[0], report.shapes[1]);
  report.dtypes_matter = sources[0]->has_data() && sources[1]->has_data() && options.dtypes_matter;
  if (have_values && report.shapes_equal) compare_values(report, sources, options, limit, settings.progress);
  return report;
}

// Rounds of arrays: nothing for those that are equal, else the report under the names of both.
class EachDiff {
 public:
  EachDiff(const Request& request, const DiffOptions& options, const Settings& settings,
           const Reporter& reporter)
      : request_(request),
        options_(options),
        settings_(settings),
        reporter_(reporter),
        limit_(memory_limit(settings)),
        operands_(request, settings, reporter, limit_, "diff") {}

  int run() {
    while (!at_end()) {
      const std::vector<Source*> sources = operands_.next();
      const Pair pair = {sources[0], sources[1]};
      refuse_options_without_values(request_, pair);
      const DiffReport report = report_on(pair, options_, limit_, settings_);
      operands_.finish_round();
      equal_ = equal_ && report.equal();
      print(report, pair);
    }
    output_.finish();
    return equal_ ? 0 : 1;
  }

 private:
  // That one side has fewer arrays is a difference.
  bool at_end() {
    try {
      return operands_.at_end();
    } catch (Error& error) {
      if (error.kind == ErrorKind::input && operands_.ended_unevenly()) error.kind = ErrorKind::mismatch;
      throw;
    }
  }

  void print(const DiffReport& report, const Pair& pair) {
    const std::string &left = pair[0]->operand().name, &right = pair[1]->operand().name;
    if (settings_.json)
      output_.write(
          with_notes(report_json(report, {{"left", left}, {"right", right}}), reporter_.take_notes()));
    else if (!report.equal())
      output_.write(formatted("{} and {}:\n{}", left, right, report_text(report)));
  }

  const Request& request_;
  const DiffOptions& options_;
  const Settings& settings_;
  const Reporter& reporter_;
  MemoryLimit limit_;
  StreamedOperands operands_;
  os::StandardOutput output_;
  bool equal_ = true;
};

int run_diff(const Request& request, const Settings& settings, const Reporter& reporter) {
  constexpr std::size_t needed = 2;
  if (request.operands.size() != needed)
    throw Error(ErrorKind::usage, formatted("diff takes 2 operands, got {}", request.operands.size()),
                "for example: " + std::string(diff_command.example));
  const DiffOptions options = options_from(request.options);
  const MemoryLimit limit = memory_limit(settings);
  if (std::ranges::all_of(request.operands, names_several))
    return diff_archives(request.operands[0], request.operands[1], settings, reporter,
                         [&](Source& left, Source& right) {
                           return report_on({&left, &right}, options, limit, settings);
                         });
  if (request.has("each")) return EachDiff(request, options, settings, reporter).run();
  std::vector<Source> sources = open_operands(request, settings, limit, reporter, true);
  const Pair pair = {&sources[0], &sources[1]};
  refuse_options_without_values(request, pair);
  const DiffReport report = report_on(pair, options, limit, settings);

  if (report.comparison && report.comparison->differing == 0 && !report.dtypes_equal())
    reporter.note("diff: the values are all equal; --rtol 0 compares values alone");
  if (!report.comparison && report.shapes_equal && sources[0].has_data() && sources[1].has_data())
    reporter.note(std::string(values_not_compared));
  const std::string text =
      settings.json ? with_notes(report_json(report), reporter.take_notes()) : report_text(report);
  if (!text.empty()) {
    os::StandardOutput output;
    output.write(text);
    output.finish();
  }
  return report.equal() ? 0 : 1;
}

}  // namespace

constinit const Command diff_command = {
    .name = "diff",
    .usage = "A B",
    .summary = "tell whether two arrays are equal, and where they differ: exit code 0 or 1",
    .details =
        "Prints nothing when they are equal. Otherwise it prints the shapes or dtypes that differ, how many "
        "elements differ, where the largest absolute difference |A - B| and the largest relative one "
        "|A - B| / |B| are (without elements where B is 0), and the first differing elements. Elements are "
        "equal "
        "when their values are: 0.0 equals -0.0, infinities of the same sign are equal, NaN equals nothing "
        "without --equal-nan; layout and byte order do not matter. --rtol and --atol have the meaning of "
        "numpy.isclose; with either of them, 0 too, a different dtype alone is no difference, without it is "
        "one. Different dtypes are compared in the dtype they promote to, integers always exactly. --ulp "
        "counts representable numbers between two floats of the same dtype, for complex numbers between "
        "each part; all else is compared exactly. When an operand is a shape only shapes are compared: ? "
        "equals any size, a name only itself. Two files that hold arrays by name, .npz or .safetensors, are "
        "compared array by array, a line each, those farthest apart first; a name that only one has is a "
        "difference. With --each the arrays of streams, files and archives are compared in turn.",
    .example = "tcalc diff expected.npy result.npy --rtol 1e-5 --atol 1e-8",
    .options = options_of_diff,
    .common = "each no-progress json as from delimiter skip require seed max-memory",
    .synonyms = "cmp compare",
    .run = run_diff,
};

}  // namespace tcalc::app
