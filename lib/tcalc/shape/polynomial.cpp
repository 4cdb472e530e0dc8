#include <algorithm>
#include <cstdint>
#include <numeric>
#include <optional>

#include <tcalc/core/checked.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/shape/polynomial.hpp>

namespace tcalc::symbolic {

namespace {

[[noreturn]] void refuse(const std::string& fact) { throw Error(ErrorKind::resource, "a dim " + fact); }

// The least integer fits, but could be neither negated nor divided by -1.
std::int64_t fitting(std::optional<std::int64_t> result) {
  if (!result || *result == INT64_MIN) refuse("holds a number that does not fit int64");
  return *result;
}

std::int64_t sum(std::int64_t x, std::int64_t y) { return fitting(checked_add(x, y)); }

std::int64_t product(std::int64_t x, std::int64_t y) { return fitting(checked_multiply(x, y)); }

std::int64_t floor_quotient(std::int64_t x, std::int64_t positive) {
  return x / positive - (x % positive < 0 ? 1 : 0);
}

int degree(const Monomial& monomial) {
  int sum = 0;
  for (const Factor& factor : monomial) sum += factor.power;
  return sum;
}

Monomial product(const Monomial& x, const Monomial& y) {
  Monomial result;
  auto left = x.begin();
  auto right = y.begin();
  while (left != x.end() || right != y.end()) {
    const auto order = left == x.end()    ? std::strong_ordering::greater
                       : right == y.end() ? std::strong_ordering::less
                                          : left->atom <=> right->atom;
    if (order < 0) {
      result.push_back(*left++);
    } else if (order > 0) {
      result.push_back(*right++);
    } else {
      result.push_back({left->atom, left->power + right->power});
      ++left;
      ++right;
    }
  }
  return result;
}

Polynomial times(const Polynomial& x, const Term& term) {
  std::vector<Term> terms;
  for (const Term& own : x.terms())
    terms.push_back({product(own.coefficient, term.coefficient), product(own.monomial, term.monomial)});
  return Polynomial(std::move(terms));
}

std::strong_ordering order_of(const Monomial& x, const Monomial& y) {
  const int degrees = degree(y) - degree(x);
  if (degrees != 0) return degrees <=> 0;
  for (std::size_t i = 0; i < std::min(x.size(), y.size()); ++i) {
    if (const auto order = x[i].atom <=> y[i].atom; order != 0) return order;
    if (x[i].power != y[i].power) return y[i].power <=> x[i].power;
  }
  return x.size() <=> y.size();
}

}  // namespace

Atom named(std::string name) { return {Atom::Kind::name, std::move(name), nullptr, nullptr}; }

Atom composed(Atom::Kind kind, const Polynomial& left, const Polynomial& right) {
  return {kind, {}, std::make_shared<const Polynomial>(left), std::make_shared<const Polynomial>(right)};
}

std::strong_ordering operator<=>(const Atom& x, const Atom& y) {
  if (x.kind != y.kind) return x.kind <=> y.kind;
  if (x.kind == Atom::Kind::name) return x.name.compare(y.name) <=> 0;
  if (x.left == y.left && x.right == y.right) return std::strong_ordering::equal;
  const auto order = *x.left <=> *y.left;
  return order != 0 ? order : *x.right <=> *y.right;
}

bool operator==(const Atom& x, const Atom& y) { return (x <=> y) == 0; }

bool comes_before(const Monomial& x, const Monomial& y) { return order_of(x, y) < 0; }

std::optional<Monomial> quotient(const Monomial& x, const Monomial& y) {
  Monomial result = x;
  for (const Factor& divisor : y) {
    const auto own = std::ranges::find(result, divisor.atom, &Factor::atom);
    if (own == result.end() || own->power < divisor.power) return std::nullopt;
    own->power -= divisor.power;
    if (own->power == 0) result.erase(own);
  }
  return result;
}

Polynomial::Polynomial(std::int64_t number) {
  if (number != 0) terms_.push_back({number, {}});
  weight_ = terms_.size();
}

Polynomial::Polynomial(Atom atom) : Polynomial(std::vector<Term>{{1, {{std::move(atom), 1}}}}) {}

Polynomial::Polynomial(std::vector<Term> terms) {
  std::ranges::sort(terms, comes_before, &Term::monomial);
  for (Term& term : terms) {
    if (!terms_.empty() && terms_.back().monomial == term.monomial)
      terms_.back().coefficient = sum(terms_.back().coefficient, term.coefficient);
    else
      terms_.push_back(std::move(term));
    if (terms_.back().coefficient == 0) terms_.pop_back();
  }
  for (const Term& term : terms_) {
    weight_ += 1 + term.monomial.size();
    for (const auto& [atom, power] : term.monomial) {
      if (atom.left) weight_ += atom.left->weight() + atom.right->weight();
    }
    if (degree(term.monomial) > largest_degree) refuse("has too high a power");
  }
  if (weight_ > largest_weight) refuse("has too many terms");
}

std::optional<std::int64_t> Polynomial::number() const {
  if (terms_.empty()) return 0;
  if (terms_.front().monomial.empty()) return terms_.front().coefficient;
  return std::nullopt;
}

const Atom* Polynomial::single_atom() const {
  if (terms_.size() != 1 || terms_.front().coefficient != 1) return nullptr;
  const Monomial& monomial = terms_.front().monomial;
  return monomial.size() == 1 && monomial.front().power == 1 ? &monomial.front().atom : nullptr;
}

std::strong_ordering operator<=>(const Polynomial& x, const Polynomial& y) {
  for (std::size_t i = 0; i < std::min(x.terms().size(), y.terms().size()); ++i) {
    const Term& left = x.terms()[i];
    const Term& right = y.terms()[i];
    if (const auto order = order_of(left.monomial, right.monomial); order != 0) return order;
    if (left.coefficient != right.coefficient) return left.coefficient <=> right.coefficient;
  }
  return x.terms().size() <=> y.terms().size();
}

Polynomial operator+(const Polynomial& x, const Polynomial& y) {
  std::vector<Term> terms = x.terms();
  terms.insert(terms.end(), y.terms().begin(), y.terms().end());
  return Polynomial(std::move(terms));
}

Polynomial operator-(const Polynomial& x) { return times(x, {-1, {}}); }

Polynomial operator-(const Polynomial& x, const Polynomial& y) { return x + -y; }

Polynomial operator*(const Polynomial& x, const Polynomial& y) {
  // A product has no more than these many terms, which would be too many to write down.
  if (x.terms().size() * y.terms().size() > largest_weight * 16) refuse("has too many terms");
  std::vector<Term> terms;
  for (const Term& own : x.terms()) {
    for (const Term& other : y.terms())
      terms.push_back({product(own.coefficient, other.coefficient), product(own.monomial, other.monomial)});
  }
  return Polynomial(std::move(terms));
}

Division divided(const Polynomial& x, const Polynomial& y) {
  const Term& first = y.terms().front();
  Division result = {{}, x};
  for (std::size_t i = 0; i < result.remainder.terms().size();) {
    const Term& own = result.remainder.terms()[i];
    const auto monomial = quotient(own.monomial, first.monomial);
    const std::int64_t times_first = floor_quotient(own.coefficient, first.coefficient);
    if (!monomial || times_first == 0) {
      ++i;
      continue;
    }
    const Term term = {times_first, *monomial};
    result.quotient = result.quotient + Polynomial(std::vector{term});
    result.remainder = result.remainder - times(y, term);
    i = 0;  // smaller terms have come
  }
  return result;
}

Term common_factor(const Term& x, const Term& y) {
  if (x.coefficient == INT64_MIN || y.coefficient == INT64_MIN)
    refuse("holds a number that does not fit int64");
  Term common = {std::gcd(x.coefficient, y.coefficient), {}};
  for (const Factor& factor : x.monomial) {
    const auto own = std::ranges::find(y.monomial, factor.atom, &Factor::atom);
    if (own != y.monomial.end()) common.monomial.push_back({factor.atom, std::min(own->power, factor.power)});
  }
  return common;
}

Term content(const Polynomial& x) {
  if (x.is_zero()) return {1, {}};
  Term common = x.terms().front();
  for (const Term& term : x.terms()) common = common_factor(common, term);
  return common;
}

Polynomial without_factor(const Polynomial& x, const Term& factor) {
  std::vector<Term> terms;
  for (const Term& term : x.terms())
    terms.push_back({term.coefficient / factor.coefficient, *quotient(term.monomial, factor.monomial)});
  return Polynomial(std::move(terms));
}

}  // namespace tcalc::symbolic
