#include <app/commands/diff_archives.hpp>
#include <set>

#include <tcalc/core/error.hpp>
#include <tcalc/formats/foreign.hpp>
#include <tcalc/os/standard_output.hpp>
#include <tcalc/text/json.hpp>
#include <tcalc/text/operand.hpp>

namespace tcalc::app {

namespace {

std::set<std::string> names_in(const std::string& path) {
  const npz::Archive archive = formats::open_archive(path);
  std::set<std::string> names;
  for (const npz::Member& member : archive.members()) {
    if (archive.holds_array(member)) names.insert(member.name);
  }
  return names;
}

class ArchiveDiff {
 public:
  ArchiveDiff(const std::string& left, const std::string& right, const Settings& settings)
      : left_(left),
        right_(right),
        settings_(settings),
        left_names_(names_in(left)),
        right_names_(names_in(right)) {}

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
    output_.write(settings_.json ? "{\"member\":" + text::json_string(name) +
                                       ",\"only_in\":" + text::json_string(only_in) + "}\n"
                                 : escaped(name) + ": only in " + escaped(only_in) + "\n");
  }

  void print(const std::string& name, const ComparePair& compare) {
    std::vector<Source> pair;
    pair.push_back(open(left_, name));
    pair.push_back(open(right_, name));
    const DiffReport report = compare(pair);
    equal_ = equal_ && report.equal();
    if (settings_.json) {
      output_.write("{\"member\":" + text::json_string(name) + "," + report_json(report).substr(1));
    } else if (!report.equal()) {
      output_.write(escaped(name) + ":\n" + report_text(report));
    }
  }

  Source open(const std::string& archive, const std::string& name) const {
    const std::string typed = archive + ":" + name;
    return {text::ArchiveMember{archive, name}, typed, typed, settings_.dtype, settings_.seed};
  }

  const std::string &left_, &right_;
  const Settings& settings_;
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
