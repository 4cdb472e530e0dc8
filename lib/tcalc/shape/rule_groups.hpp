// Facts in groups that have no name in common: what is asked about some names needs the rules of their groups
// alone, however many facts there are.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>

#include <tcalc/shape/rules.hpp>

namespace tcalc::symbolic {

class RuleGroups {
 public:
  // What is known of these names; never null.
  std::shared_ptr<const Rules> about(const std::set<std::string>& names) const;

  // Takes the place of the groups that it has a name of; `names` are those that were asked about when it was
  // made.
  void put(Rules rules, const std::set<std::string>& names);

  // That the rules are about.
  std::set<std::string> names() const;
  bool mention(std::string_view name) const;

 private:
  std::map<std::string, std::shared_ptr<const Rules>, std::less<>> group_of_;
};

}  // namespace tcalc::symbolic
