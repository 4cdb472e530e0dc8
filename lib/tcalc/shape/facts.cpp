#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/shape/dim_expression.hpp>
#include <tcalc/shape/facts.hpp>
#include <tcalc/shape/names.hpp>
#include <tcalc/shape/proof.hpp>

namespace tcalc {

namespace {

using symbolic::Atom;
using symbolic::Polynomial;
using symbolic::RuleGroups;
using symbolic::Rules;

std::string_view sign_of(Relation relation) {
  constexpr std::string_view signs[] = {"==", "<", "<=", ">", ">="};
  return signs[static_cast<std::size_t>(relation)];
}

bool mentions(const Polynomial& x, const std::string& name) {
  for (const symbolic::Term& term : x.terms()) {
    for (const auto& [atom, power] : term.monomial) {
      if (atom.kind == Atom::Kind::name ? atom.name == name
                                        : mentions(*atom.left, name) || mentions(*atom.right, name))
        return true;
    }
  }
  return false;
}

// A name that x == 0 says the value of, and the value. Of several the last by alphabet: in "B == T" T is B.
struct Solution {
  std::string name;
  Polynomial value;
};
std::optional<Solution> solution_of(const Polynomial& x) {
  std::optional<Solution> best;
  for (const symbolic::Term& term : x.terms()) {
    const bool linear = term.monomial.size() == 1 && term.monomial.front().power == 1 &&
                        term.monomial.front().atom.kind == Atom::Kind::name;
    if (!linear || (term.coefficient != 1 && term.coefficient != -1)) continue;
    const std::string& name = term.monomial.front().atom.name;
    const Polynomial rest = x - Polynomial(std::vector{term});
    if (mentions(rest, name)) continue;
    best = {name, term.coefficient == 1 ? -rest : rest};  // names come by the alphabet
  }
  return best;
}

Polynomial with_positive_first(const Polynomial& x) { return x.terms().front().coefficient < 0 ? -x : x; }

// Rules that grow by a fact at a time, each of them written in terms of the others.
class Builder {
 public:
  explicit Builder(Rules rules) : rules_(std::move(rules)) {}

  void add_zero(const Polynomial& zero) {
    if (zero.is_zero()) return;
    const Polynomial x = with_positive_first(without_positive_factor(zero, rules_));
    // A number that is not 0: the facts contradict each other.
    if (x.number()) {
      holds_ = false;
      return;
    }
    const Atom* atom = x.single_atom();
    if (atom != nullptr && atom->kind == Atom::Kind::modulo) {
      add_divisible(*atom->left, *atom->right);
    } else if (const auto solution = solution_of(x)) {
      replace(solution->name, solution->value);
    } else {
      rules_.zeros.push_back(x);
    }
  }

  void add_nonnegative(const Polynomial& x) {
    if (!symbolic::is_nonnegative(x, rules_)) rules_.nonnegative.push_back(x);
  }

  // Whether the facts hold at any sizes, as far as was seen.
  bool holds() const { return holds_; }
  Rules rules() && { return std::move(rules_); }

 private:
  void add_divisible(const Polynomial& multiple, const Polynomial& divisor) {
    const symbolic::Term factor = positive_factor(multiple, divisor, rules_);
    const Polynomial left = symbolic::without_factor(multiple, factor);
    const Polynomial right = symbolic::without_factor(divisor, factor);
    const Polynomial exact(symbolic::composed(Atom::Kind::floor_divide, left, right));
    rules_.divisible.emplace_back(left, right);
    rules_.zeros.push_back(with_positive_first(right * exact - left));
  }

  // The name is gone from every rule; that it is >= 1 is a rule about its value.
  void replace(const std::string& name, const Polynomial& value) {
    Rules before = std::exchange(rules_, {});
    const symbolic::Replacements replacements = {{name, value}};
    const auto renewed = [&](const Polynomial& x) { return substituted(x, replacements, rules_); };
    for (auto& [own, own_value] : before.replaced) rules_.replaced.emplace(own, renewed(own_value));
    rules_.replaced.emplace(name, value);
    for (const Polynomial& x : before.nonnegative) add_nonnegative(renewed(x));
    add_nonnegative(value - 1);
    for (const auto& [multiple, divisor] : before.divisible)
      add_zero(remainder_of(renewed(multiple), renewed(divisor), rules_));
    for (const Polynomial& zero : before.zeros) {
      const Polynomial x = simplified(renewed(zero), rules_);
      if (symbolic::equality(x, 0, rules_) != Verdict::proved) add_zero(x);
    }
  }

  Rules rules_;
  bool holds_ = true;
};

// What a fact says under those before it: that the difference is 0, or not negative.
struct Claim {
  Polynomial difference;
  Verdict verdict;
};
Claim claim_of(const Fact& fact, const Facts& facts) {
  const Dim left = facts.applied(fact.left), right = facts.applied(fact.right);
  const bool descending = fact.relation == Relation::greater || fact.relation == Relation::greater_or_equal;
  const bool strict = fact.relation == Relation::less || fact.relation == Relation::greater;
  const Dim& larger = descending ? left : right;
  const Dim smaller = (descending ? right : left) + (strict ? 1 : 0);
  const Verdict verdict =
      fact.relation == Relation::equal ? is_equal(left, right) : is_at_least(larger, smaller);
  return {verdict == Verdict::open ? polynomial_of(larger - smaller) : Polynomial(), verdict};
}

}  // namespace

std::string Fact::text() const { return formatted("{} {} {}", left.text(), sign_of(relation), right.text()); }

void Facts::require(const Fact& fact) {
  if (fact.left.is_unknown() || fact.right.is_unknown())
    throw Error(ErrorKind::usage, fact.text() + ": a fact about an unknown dim says nothing");
  const auto refuse = [&] {
    throw Error(ErrorKind::usage,
                fact.text() + ": holds at no sizes" + (empty() ? "" : ", with the facts before it"));
  };
  const Claim claim = claim_of(fact, *this);
  if (claim.verdict == Verdict::proved) return;
  if (claim.verdict == Verdict::refuted) refuse();
  std::set<std::string> names = names_in(fact.left);
  names.merge(names_in(fact.right));
  names.merge(names_in(claim.difference));
  Builder builder(rules_ ? *rules_->about(names) : Rules{});
  if (fact.relation == Relation::equal)
    builder.add_zero(claim.difference);
  else
    builder.add_nonnegative(claim.difference);
  if (!builder.holds()) refuse();
  if (!rules_)
    rules_ = std::make_shared<RuleGroups>();
  else if (rules_.use_count() > 1)
    rules_ = std::make_shared<RuleGroups>(*rules_);
  rules_->put(std::move(builder).rules(), names);
}

std::set<std::string> Facts::names() const { return rules_ ? rules_->names() : std::set<std::string>(); }

bool Facts::mention(std::string_view name) const { return rules_ && rules_->mention(name); }

Dim Facts::applied(const Dim& dim) const { return under(dim, rules_); }

Shape Facts::applied(const Shape& shape) const {
  if (!rules_) return shape;
  Dims dims;
  for (const Dim& dim : shape) dims.push_back(applied(dim));
  return Shape(std::move(dims));
}

Dim under(const Dim& dim, const std::shared_ptr<const RuleGroups>& rules) {
  if (!dim.is_symbolic() || dim.expression()->rules == rules || !rules) return dim;
  const Polynomial& value = dim.expression()->value;
  const auto own = rules->about(names_in(value));
  return Dim::from({substituted(value, own->replaced, *own), rules});
}

}  // namespace tcalc
