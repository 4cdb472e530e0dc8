#include <algorithm>
#include <vector>

#include <tcalc/shape/names.hpp>
#include <tcalc/shape/rule_groups.hpp>

namespace tcalc::symbolic {

namespace {

std::set<std::string> names_in(const Rules& rules) {
  std::set<std::string> names;
  for (const auto& [name, value] : rules.replaced) {
    names.insert(name);
    names.merge(tcalc::names_in(value));
  }
  for (const auto& [multiple, divisor] : rules.divisible) {
    names.merge(tcalc::names_in(multiple));
    names.merge(tcalc::names_in(divisor));
  }
  for (const Polynomial& zero : rules.zeros) names.merge(tcalc::names_in(zero));
  for (const Polynomial& nonnegative : rules.nonnegative) names.merge(tcalc::names_in(nonnegative));
  return names;
}

void append(Rules& all, const Rules& group) {
  all.replaced.insert(group.replaced.begin(), group.replaced.end());
  all.divisible.insert(all.divisible.end(), group.divisible.begin(), group.divisible.end());
  all.zeros.insert(all.zeros.end(), group.zeros.begin(), group.zeros.end());
  all.nonnegative.insert(all.nonnegative.end(), group.nonnegative.begin(), group.nonnegative.end());
}

}  // namespace

std::shared_ptr<const Rules> RuleGroups::about(const std::set<std::string>& names) const {
  static const auto none = std::make_shared<const Rules>();
  std::vector<std::shared_ptr<const Rules>> groups;
  for (const std::string& name : names) {
    const auto found = group_of_.find(name);
    if (found != group_of_.end() && std::ranges::find(groups, found->second) == groups.end())
      groups.push_back(found->second);
  }
  if (groups.empty()) return none;
  if (groups.size() == 1) return groups.front();
  const auto all = std::make_shared<Rules>();
  for (const auto& group : groups) append(*all, *group);
  return all;
}

void RuleGroups::put(Rules rules, const std::set<std::string>& names) {
  std::set<std::string> own = names_in(*about(names));  // also those that the new rules have no longer
  own.merge(names_in(rules));
  const auto group = std::make_shared<const Rules>(std::move(rules));
  for (const std::string& name : own) group_of_.insert_or_assign(name, group);
}

bool RuleGroups::mention(std::string_view name) const {
  const auto found = group_of_.find(name);
  return found != group_of_.end() && names_in(*found->second).contains(std::string(name));
}

std::set<std::string> RuleGroups::names() const {
  std::set<const Rules*> seen;
  std::set<std::string> names;
  for (const auto& [name, group] : group_of_) {
    if (seen.insert(group.get()).second) names.merge(names_in(*group));
  }
  return names;
}

}  // namespace tcalc::symbolic
