// Every option of every operation and command: a name is one thing wherever it is taken.
#include <algorithm>
#include <app/cli/common_options.hpp>
#include <app/commands/registry.hpp>
#include <map>
#include <set>
#include <string>
#include <tests/support/catch.hpp>
#include <vector>

#include <tcalc/ops/registry.hpp>
#include <tcalc/text/layout.hpp>

using namespace tcalc;
using namespace tcalc::app;

namespace {

struct Use {
  std::string where;  // "matmul", "show"; "common"
  OptionSpec spec;
};

std::map<std::string, std::vector<Use>, std::less<>> uses_by_name() {
  std::map<std::string, std::vector<Use>, std::less<>> uses;
  const auto add = [&](const std::string& where, const OptionSpec& spec) {
    uses[std::string(spec.name)].push_back({where, spec});
  };
  for (const OptionSpec& spec : common_options) add("common", spec);
  for (const Operation* operation : operations()) {
    for (const OptionSpec& spec : operation->options) add(std::string(operation->name), spec);
  }
  for (const Command* command : commands()) {
    for (const OptionSpec& spec : command->options) add(std::string(command->name), spec);
  }
  return uses;
}

// Names whose words differ by what they are about, and the one meaning that each has.
const std::map<std::string, std::string, std::less<>> one_meaning = {
    {"axis", "the axis argument of the library's function: along which axis it works"},
    {"axes", "the axes argument of the library's function: which axes are contracted"},
    {"axis", "the axis along which the work goes"},
    {"parts", "a number of parts"},
    {"strict", "refuse what is only noted otherwise"},
    {"svg", "write the picture as SVG to a file"},
    {"transpose-a", "transpose_a of tf.matmul"},
    {"transpose-b", "transpose_b of tf.matmul"},
};

}  // namespace

TEST_CASE("an option's name has one type and one meaning in every command") {
  const auto uses = uses_by_name();
  CHECK(uses.size() > 50);
  std::set<std::string> worded_apart;
  for (const auto& [name, list] : uses) {
    const OptionSpec& first = list.front().spec;
    for (const Use& use : list) {
      INFO(name << ": " << list.front().where << " and " << use.where);
      CHECK(use.spec.kind == first.kind);
      CHECK(use.spec.short_name == first.short_name);
      CHECK(use.spec.values == first.values);
      const bool same_words = use.spec.help == first.help && use.spec.value_name == first.value_name;
      if (!same_words) worded_apart.insert(name);
      CHECK((same_words || one_meaning.contains(name)));
    }
  }
  for (const auto& [name, meaning] : one_meaning) {
    INFO(name << " is listed as worded apart: " << meaning);
    CHECK(worded_apart.contains(name));
  }
}

TEST_CASE("a short name stands for one option") {
  std::map<std::string, std::string> long_of;
  for (const auto& [name, list] : uses_by_name()) {
    for (const Use& use : list) {
      if (use.spec.short_name.empty()) continue;
      const auto [found, is_new] = long_of.emplace(use.spec.short_name, name);
      INFO(use.where << ": " << use.spec.short_name);
      CHECK((is_new || found->second == name));
    }
  }
}

TEST_CASE("commands take the common options by their names") {
  for (const Command* command : commands()) {
    for (const std::string& name : text::words_of(command->common)) {
      INFO(command->name << " takes " << name);
      CHECK(std::ranges::find(common_options, name, &OptionSpec::name) != common_options.end());
    }
  }
}
