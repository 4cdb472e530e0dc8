#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include <tcalc/core/checked.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/shape/dim.hpp>
#include <tcalc/shape/dim_expression.hpp>
#include <tcalc/shape/facts.hpp>
#include <tcalc/shape/names.hpp>
#include <tcalc/shape/proof.hpp>

namespace tcalc {

namespace {

using symbolic::Polynomial;
using symbolic::RuleGroups;
using symbolic::Rules;

// Two dims of one question, as polynomials under the same facts.
struct Pair {
  Polynomial x, y;
  std::shared_ptr<const RuleGroups> rules;
  std::shared_ptr<const Rules> own;  // those of them that are about names of x and y

  Pair(const Dim& left, const Dim& right) {
    const auto facts_of = [](const Dim& dim) {
      return dim.is_symbolic() ? dim.expression()->rules : nullptr;
    };
    rules = facts_of(left) ? facts_of(left) : facts_of(right);
    const auto under_facts = [&](const Dim& dim) {
      return facts_of(dim) == rules ? polynomial_of(dim) : polynomial_of(under(dim, rules));
    };
    x = under_facts(left);
    y = under_facts(right);
    if (rules == nullptr) return;
    std::set<std::string> names = names_in(x);
    names.merge(names_in(y));
    own = rules->about(names);
  }

  const Rules& facts() const {
    static const Rules none;
    return own ? *own : none;
  }
};

template <class OfNumbers, class OfPolynomials>
Dim computed(const Dim& x, const Dim& y, OfNumbers of_numbers, OfPolynomials of_polynomials) {
  if (x.is_unknown() || y.is_unknown()) return Dim::unknown();
  if (x.is_known() && y.is_known()) return of_numbers(x.size(), y.size());
  const Pair pair(x, y);
  return Dim::from({of_polynomials(pair.x, pair.y, pair.facts()), pair.rules});
}

// The least int64 stands for unknown.
Dim checked(std::optional<std::int64_t> size) {
  if (!size || *size == INT64_MIN) throw Error(ErrorKind::resource, "a dim does not fit int64");
  return *size;
}

std::int64_t floor_quotient(std::int64_t x, std::int64_t y) {
  return x / y - (x % y != 0 && (x < 0) != (y < 0) ? 1 : 0);
}

// What is too large to be multiplied out: "3000000000*3000000000*(T+1)".
std::string factors_text(const Dims& dims) {
  std::string text;
  for (const Dim& dim : dims) {
    if (!text.empty()) text += '*';
    const bool one_word = !dim.is_symbolic() || dim.expression()->value.single_atom() != nullptr;
    text += one_word ? dim.text() : "(" + dim.text() + ")";
  }
  return text;
}

// Names are positive, and so is what only adds and multiplies them.
bool adds_products_of_names(const Polynomial& x) {
  return std::ranges::all_of(x.terms(), [](const symbolic::Term& term) {
    return term.coefficient > 0 && std::ranges::all_of(term.monomial, [](const symbolic::Factor& factor) {
             return factor.atom.kind == symbolic::Atom::Kind::name;
           });
  });
}

// Of a quotient by -1 there is one for every dim: none is the least int64.
void check_divisor(std::int64_t y) {
  if (y == 0) throw Error(ErrorKind::usage, "a dim is divided by 0");
}

}  // namespace

Polynomial polynomial_of(const Dim& dim) {
  return dim.is_symbolic() ? dim.expression()->value : Polynomial(dim.size());
}

Dim Dim::named(const std::string& name) { return from({Polynomial(symbolic::named(name))}); }

Dim Dim::from(DimExpression expression) {
  if (const auto number = expression.value.number()) return checked(number);
  Dim dim;
  dim.expression_ = std::make_shared<const DimExpression>(std::move(expression));
  return dim;
}

std::string Dim::text() const {
  if (is_known()) return std::to_string(size_);
  return expression_ ? expression_->value.text() : "?";
}

bool Dim::same_expression(const Dim& x, const Dim& y) {
  if (x.expression_ == y.expression_) return true;
  return x.expression_ && y.expression_ && x.expression_->value == y.expression_->value;
}

Dim operator+(const Dim& x, const Dim& y) {
  return computed(
      x, y, [](std::int64_t m, std::int64_t n) { return checked(checked_add(m, n)); },
      [](const Polynomial& p, const Polynomial& q, const Rules& rules) { return simplified(p + q, rules); });
}

Dim operator-(const Dim& x, const Dim& y) { return x + -y; }

Dim operator-(const Dim& x) { return x * Dim(-1); }

Dim operator*(const Dim& x, const Dim& y) {
  if (x.is(0) || y.is(0)) return 0;
  return computed(
      x, y, [](std::int64_t m, std::int64_t n) { return checked(checked_multiply(m, n)); },
      [](const Polynomial& p, const Polynomial& q, const Rules& rules) { return simplified(p * q, rules); });
}

Dim floor_divided(const Dim& x, const Dim& y) {
  return computed(
      x, y,
      [](std::int64_t m, std::int64_t n) {
        check_divisor(n);
        return Dim(floor_quotient(m, n));
      },
      symbolic::floor_divided);
}

Dim operator%(const Dim& x, const Dim& y) {
  return computed(
      x, y,
      [](std::int64_t m, std::int64_t n) {
        check_divisor(n);
        return Dim(m - floor_quotient(m, n) * n);
      },
      symbolic::remainder_of);
}

Dim power(const Dim& x, std::int64_t exponent) {
  if (exponent > symbolic::largest_degree) {
    if (x.is(0) || x.is(1)) return x;
    throw Error(ErrorKind::resource, "a dim has too high a power");
  }
  Dim result = 1;
  for (std::int64_t times = 0; times < exponent && !result.is(0); ++times) result = result * x;
  return result;
}

Dim minimum(const Dim& x, const Dim& y) {
  return computed(
      x, y, [](std::int64_t m, std::int64_t n) { return Dim(std::min(m, n)); }, symbolic::minimum);
}

Dim maximum(const Dim& x, const Dim& y) {
  return computed(
      x, y, [](std::int64_t m, std::int64_t n) { return Dim(std::max(m, n)); }, symbolic::maximum);
}

Verdict is_equal(const Dim& x, const Dim& y) {
  if (x.is_unknown() || y.is_unknown()) return Verdict::open;
  if (x.is_known() && y.is_known()) return x.size() == y.size() ? Verdict::proved : Verdict::refuted;
  const Pair pair(x, y);
  return symbolic::equality(pair.x, pair.y, pair.facts());
}

Verdict is_at_least(const Dim& x, const Dim& y) {
  if (x.is_unknown() || y.is_unknown()) return Verdict::open;
  if (x.is_known() && y.is_known()) return x.size() >= y.size() ? Verdict::proved : Verdict::refuted;
  // Asked of every dim of every shape.
  if (y.is_known() && y.size() <= 1 && adds_products_of_names(x.expression()->value)) return Verdict::proved;
  const Pair pair(x, y);
  return symbolic::order(pair.x, pair.y, pair.facts());
}

std::string settling_fact(const Dim& x, const Dim& y) {
  if (x.is_unknown() || y.is_unknown()) return "";
  const Pair pair(x, y);
  return symbolic::settling_fact(pair.x, pair.y, pair.facts());
}

std::optional<Dim> equal(const Dim& x, const Dim& y) {
  if (x.is_unknown()) return y;
  if (y.is_unknown() || is_equal(x, y) == Verdict::proved) return x;
  return std::nullopt;
}

std::optional<Dim> broadcast(const Dim& x, const Dim& y) {
  if (x.is(1)) return y;
  if (y.is(1)) return x;
  return equal(x, y);
}

Dim product(const Dims& dims) {
  if (std::ranges::any_of(dims, [](const Dim& dim) { return dim.is(0); })) return 0;
  try {
    Dim result = 1;
    for (const Dim& dim : dims) result = result * dim;
    return result;
  } catch (const Error&) {  // too large
    return Dim::unknown();
  }
}

std::string product_text(const Dims& dims) {
  if (product(dims).is(0)) return "0";
  Dims known;
  std::string unknown;
  for (const Dim& dim : dims) {
    if (dim.is_unknown())
      unknown += "*?";
    else
      known.push_back(dim);
  }
  const Dim result = product(known);
  if (result.is_unknown()) return factors_text(dims);
  if (unknown.empty()) return result.text();
  return result.is(1) ? unknown.substr(1) : result.text() + unknown;
}

}  // namespace tcalc
