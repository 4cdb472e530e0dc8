#include <app/arrays/series.hpp>
#include <app/commands/diff_archives.hpp>
#include <memory>
#include <set>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/formats/registry.hpp>
#include <tcalc/os/standard_output.hpp>
#include <tcalc/text/json.hpp>
#include <tcalc/text/word.hpp>

namespace tcalc::app {

namespace {

std::set<std::string> names_in(const NamedArrays& arrays) {
  std::set<std::string> names;
  for (const formats::Member& member : arrays.members) names.insert(member.name);
  return names;
}

class ArchiveDiff {
 public:
  ArchiveDiff(const std::string& left, const std::string& right, const Settings& settings)
      : left_(left),
        right_(right),
        settings_(settings),
        left_archive_(open_named_arrays(left)),
        right_archive_(open_named_arrays(right)),
        left_names_(names_in(left_archive_)),
        right_names_(names_in(right_archive_)) {}

  int run(const ComparePair& compare) {
    std::set<std::string> names = left_names_;
    names.insert(right_names_.begin(), right_names_.end());
    for (const std::string& name : names) {
      if (!right_names_.contains(name))
        missing(name, left_);
      else if (!left_names_.contains(name))
        missing(name, right_);
      else
        print(name, compare);
    }
    output_.finish();
    return equal_ ? 0 : 1;
  }

 private:
  void missing(const std::string& name, const std::string& only_in) {
    equal_ = false;
    output_.write(settings_.json ? formatted("{{\"member\":{},\"only_in\":{}}}\n", text::json_string(name),
                                             text::json_string(only_in))
                                 : formatted("{}: only in {}\n", escaped(name), escaped(only_in)));
  }

  void print(const std::string& name, const ComparePair& compare) {
    Source left = open(left_archive_, name), right = open(right_archive_, name);
    const DiffReport report = compare(left, right);
    equal_ = equal_ && report.equal();
    if (settings_.json) {
      output_.write(formatted("{{\"member\":{},{}", text::json_string(name), report_json(report).substr(1)));
    } else if (!report.equal()) {
      output_.write(escaped(name) + ":\n" + report_text(report));
    }
  }

  Source open(const NamedArrays& arrays, const std::string& name) const {
    const formats::Collection& archive = *arrays.archive;
    const std::string typed = arrays.path + ":" + name;
    return {archive.open(archive.find(name), settings_.reading.dtypes),
            escaped(typed),
            text::shell_quoted(typed),
            {settings_.dtype}};
  }

  const std::string &left_, &right_;
  const Settings& settings_;
  NamedArrays left_archive_, right_archive_;
  std::set<std::string> left_names_, right_names_;
  os::StandardOutput output_;
  bool equal_ = true;
};

}  // namespace

int diff_archives(const std::string& left, const std::string& right, const Settings& settings,
                  const ComparePair& compare) {
  return ArchiveDiff(left, right, settings).run(compare);
}

}  // namespace tcalc::app
