#include <algorithm>
#include <app/arrays/input_files.hpp>
#include <app/arrays/series.hpp>
#include <app/commands/diff_archives.hpp>
#include <limits>
#include <map>
#include <vector>

#include <tcalc/core/formatted.hpp>
#include <tcalc/os/standard_output.hpp>
#include <tcalc/text/json_object.hpp>
#include <tcalc/text/number.hpp>
#include <tcalc/text/word.hpp>

namespace tcalc::app {

namespace {

using Members = std::map<std::string, const formats::Member*, std::less<>>;

Members by_name(const NamedArrays& arrays) {
  Members members;
  for (const formats::Member& member : arrays.members) members[member.name] = &member;
  return members;
}

// An array that both have.
struct Compared {
  std::string name;
  DiffReport report;

  // How far the two are apart: another shape is the worst.
  double distance() const {
    constexpr double farthest = std::numeric_limits<double>::infinity();
    if (!report.shapes_equal) return farthest;
    if (!report.comparison || report.comparison->differing == 0) return report.equal() ? -1 : 0;
    if (!report.largest_absolute) return std::numeric_limits<double>::max();  // a NaN on one side
    return text::parse_number(report.largest_absolute->absolute).value_or(farthest);
  }
};

std::string line_of(const Compared& array) {
  const DiffReport& report = array.report;
  std::string text;
  const auto add = [&](const std::string& fact) { text += (text.empty() ? "" : "; ") + fact; };
  if (!report.shapes_equal)
    add(formatted("shape {} and {}", report.shapes[0].text(), report.shapes[1].text()));
  if (!report.dtypes_equal())
    add(formatted("dtype {} and {}", name_of(*report.dtypes[0]), name_of(*report.dtypes[1])));
  if (report.comparison && report.comparison->differing > 0) {
    const Comparison& values = *report.comparison;
    add(formatted("{} of {} differ", values.differing, counted(values.elements, "value")));
    if (values.with_nan > 0) text += formatted(", {} with a NaN", values.with_nan);
    if (report.largest_absolute)
      text += formatted(", by {} at most, at {}", report.largest_absolute->absolute,
                        index_text(report.largest_absolute->index));
    if (report.largest_relative) text += formatted(" (relative {})", report.largest_relative->relative);
  }
  return escaped(array.name) + ": " + text + "\n";
}

class ArchiveDiff {
 public:
  ArchiveDiff(const std::string& left, const std::string& right, const Settings& settings,
              const Reporter& reporter)
      : settings_(settings),
        reporter_(reporter),
        left_(open_named_arrays(left)),
        right_(open_named_arrays(right)),
        left_members_(by_name(left_)),
        right_members_(by_name(right_)) {}

  int run(const ComparePair& compare) {
    tell_missing(left_members_, right_members_, left_);
    tell_missing(right_members_, left_members_, right_);
    int exit_code = 0;
    for (const auto& pair : left_members_) {
      const auto other = right_members_.find(pair.first);
      if (other == right_members_.end()) continue;
      const int code = attempt(reporter_, [&] {
        Source left = open(left_, *pair.second), right = open(right_, *other->second);
        compared_.push_back({pair.first, compare(left, right)});
      });
      if (exit_code == 0) exit_code = code;
    }
    std::ranges::stable_sort(compared_, std::ranges::greater(), &Compared::distance);
    for (const Compared& array : compared_) tell(array);
    if (std::ranges::any_of(compared_, [](const Compared& array) {
          return array.report.shapes_equal && !array.report.comparison;
        }))
      reporter_.note(std::string(values_not_compared));
    output_.finish();
    if (exit_code != 0) return exit_code;
    return missing_ == 0 && std::ranges::all_of(compared_, [](auto& array) { return array.report.equal(); })
               ? 0
               : 1;
  }

 private:
  void tell_missing(const Members& members, const Members& others, const NamedArrays& file) {
    for (const auto& [name, member] : members) {
      if (others.contains(name)) continue;
      ++missing_;
      output_.write(settings_.json ? text::json_text({{"member", name}, {"only_in", file.path}}) + "\n"
                                   : escaped(name) + ": only in " + escaped(file.path) + "\n");
    }
  }

  void tell(const Compared& array) {
    if (settings_.json)
      output_.write(with_notes(report_json(array.report, {{"member", array.name}}), reporter_.take_notes()));
    else if (!array.report.equal())
      output_.write(line_of(array));
  }

  Source open(const NamedArrays& arrays, const formats::Member& member) const {
    const std::string typed = arrays.path + ":" + member.name;
    return {arrays.archive->open(member, settings_.reading.dtypes),
            escaped(typed),
            text::shell_quoted(typed),
            {settings_.dtype}};
  }

  const Settings& settings_;
  const Reporter& reporter_;
  NamedArrays left_, right_;
  Members left_members_, right_members_;
  std::vector<Compared> compared_;
  os::StandardOutput output_;
  std::size_t missing_ = 0;
};

}  // namespace

int diff_archives(const std::string& left, const std::string& right, const Settings& settings,
                  const Reporter& reporter, const ComparePair& compare) {
  return ArchiveDiff(left, right, settings, reporter).run(compare);
}

}  // namespace tcalc::app
