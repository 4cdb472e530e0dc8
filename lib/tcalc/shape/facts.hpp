// What is known of the names in dims: "D % H == 0", "T == 1024", "H <= D".
#pragma once

#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <string_view>

#include <tcalc/shape/shape.hpp>

namespace tcalc {

namespace symbolic {
class RuleGroups;
}

enum class Relation : std::uint8_t { equal, less, less_or_equal, greater, greater_or_equal };

struct Fact {
  Dim left;
  Relation relation;
  Dim right;

  std::string text() const;  // "D%H == 0"
};

// A set of facts, cheap to copy. Dims that it is applied to carry it on, into all that is computed from them;
// in one computation all dims have to be under the same facts, or under none.
class Facts {
 public:
  // Adds a fact; one that is implied changes nothing. Throws Error{usage} for one that holds at no sizes,
  // alone or beside those before, and for one with an unknown.
  void require(const Fact& fact);

  bool empty() const { return rules_ == nullptr; }
  // That they are about.
  std::set<std::string> names() const;
  bool mention(std::string_view name) const;

  // Simplified by the facts: H*(D//H) is D, T is 1024. Errors as arithmetic has them.
  Dim applied(const Dim& dim) const;
  Shape applied(const Shape& shape) const;

  friend bool operator==(const Facts&, const Facts&) = default;  // copies of the same

 private:
  std::shared_ptr<symbolic::RuleGroups> rules_;  // changed only while nothing else points to it
};

// The dim under these rules, which may be null.
Dim under(const Dim& dim, const std::shared_ptr<const symbolic::RuleGroups>& rules);

}  // namespace tcalc
