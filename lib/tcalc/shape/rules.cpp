#include <algorithm>

#include <tcalc/core/error.hpp>
#include <tcalc/shape/proof.hpp>
#include <tcalc/shape/rules.hpp>

namespace tcalc::symbolic {

namespace {

// floor((floor(a/b) + k) / y) is floor((a + b*k) / (b*y)) for positive b and y: what x and y become, where x
// has one floor division as a term.
std::optional<std::pair<Polynomial, Polynomial>> flattened(const Polynomial& x, const Polynomial& y,
                                                           const Rules& rules) {
  const Atom* inner = nullptr;
  for (const Term& term : x.terms()) {
    const Polynomial own(std::vector{term});
    const Atom* atom = own.single_atom();
    if (atom == nullptr || atom->kind != Atom::Kind::floor_divide) continue;
    if (inner != nullptr) return std::nullopt;
    inner = &term.monomial.front().atom;
  }
  if (inner == nullptr || !is_positive(*inner->right, rules)) return std::nullopt;
  const Polynomial rest = x - Polynomial(*inner);
  return std::pair(*inner->left + *inner->right * rest, *inner->right * y);
}

// The part of x that is divisible by y since a is a multiple of b, and a thus b*(a//b); nothing where there
// is none.
std::optional<Division> divided_by_fact(const Polynomial& x, const Polynomial& y, const Rules& rules) {
  for (const auto& [multiple, divisor] : rules.divisible) {
    if (multiple.terms().front().coefficient < 0) continue;
    const Polynomial exact = divisor * Polynomial(composed(Atom::Kind::floor_divide, multiple, divisor));
    Division result = {{}, x};
    const Polynomial multiples = divided(x, multiple).quotient;
    for (const Term& term : multiples.terms()) {
      const Polynomial times(std::vector{term});
      Division part = divided(times * exact, y);
      if (!part.remainder.is_zero()) continue;
      result.quotient = result.quotient + part.quotient;
      result.remainder = result.remainder - times * multiple;
    }
    if (!result.quotient.is_zero()) return result;
  }
  return std::nullopt;
}

// By what is 0 alone.
Polynomial reduced(const Polynomial& x, const Rules& rules) {
  Polynomial result = x;
  for (bool changed = true; changed;) {
    changed = false;
    for (const Polynomial& zero : rules.zeros) {
      Polynomial remainder = divided(result, zero).remainder;
      changed = changed || !(remainder == result);
      result = std::move(remainder);
    }
  }
  return result;
}

Polynomial checked_divisor(const Polynomial& y) {
  if (y.is_zero()) throw Error(ErrorKind::usage, "a dim is divided by 0");
  return y;
}

// Floor division, a simplification after the other. Each leaves less to divide; should they not, the limit
// ends it at a form that is true all the same.
class Quotient {
 public:
  explicit Quotient(const Rules& rules) : rules_(rules) {}

  Polynomial of(const Polynomial& x, const Polynomial& divisor) {
    const Polynomial y = checked_divisor(divisor);
    if (y.terms().front().coefficient < 0) return of(-x, reduced(-y, rules_));
    const auto [whole, rest] = divided(x, y);
    return rest.is_zero() ? whole : reduced(whole + of_rest(rest, y), rules_);
  }

 private:
  static constexpr int most_steps = 50;

  Polynomial of_rest(const Polynomial& rest, const Polynomial& y) {
    if (steps_++ >= most_steps) return Polynomial(composed(Atom::Kind::floor_divide, rest, y));
    if (const auto exact = divided_by_fact(rest, y, rules_)) return exact->quotient + of(exact->remainder, y);
    const Term common = positive_factor(rest, y, rules_);
    if (common.coefficient > 1 || !common.monomial.empty())
      return of(without_factor(rest, common), without_factor(y, common));
    if (is_positive(y, rules_)) {
      if (is_nonnegative(rest, rules_) && is_positive(y - rest, rules_)) return 0;
      if (is_positive(-rest, rules_) && is_nonnegative(rest + y, rules_)) return -1;
      if (const auto flat = flattened(rest, y, rules_)) return of(flat->first, flat->second);
    }
    return Polynomial(composed(Atom::Kind::floor_divide, rest, y));
  }

  const Rules& rules_;
  int steps_ = 0;
};

// -(x//n) is (n-1-x)//n: a term less where the quotient's whole part is there as well, as in T - T//2.
Polynomial without_negative_floors(Polynomial x, const Rules& rules) {
  for (std::size_t i = 0; i < x.terms().size(); ++i) {
    const Term& term = x.terms()[i];
    if (term.coefficient != -1 || term.monomial.size() != 1 || term.monomial.front().power != 1) continue;
    const Atom& atom = term.monomial.front().atom;
    if (atom.kind != Atom::Kind::floor_divide || !atom.right->number()) continue;
    const Polynomial turned =
        x + Polynomial(atom) + Quotient(rules).of(*atom.right - 1 - *atom.left, *atom.right);
    if (turned.terms().size() < x.terms().size()) return without_negative_floors(turned, rules);
  }
  return x;
}

// The remainder of a simplified one may be divisible again.
Division divided_and_simplified(const Polynomial& x, const Polynomial& y, const Rules& rules) {
  Division first = divided(x, y);
  const Polynomial rest = simplified(first.remainder, rules);
  if (rest == first.remainder) return first;
  Division second = divided(rest, y);
  return {first.quotient + second.quotient, std::move(second.remainder)};
}

Polynomial extremum(Atom::Kind kind, const Polynomial& x, const Polynomial& y, const Rules& rules) {
  const bool least = kind == Atom::Kind::minimum;
  if (is_nonnegative(x - y, rules)) return least ? y : x;
  if (is_nonnegative(y - x, rules)) return least ? x : y;
  return Polynomial(x <=> y < 0 ? composed(kind, x, y) : composed(kind, y, x));
}

}  // namespace

Term positive_factor(const Polynomial& x, const Polynomial& y, const Rules& rules) {
  Term common = common_factor(content(x), content(y));
  std::erase_if(common.monomial,
                [&](const Factor& factor) { return !is_positive(Polynomial(factor.atom), rules); });
  return common;
}

Polynomial without_positive_factor(const Polynomial& x, const Rules& rules) {
  return without_factor(x, positive_factor(x, x, rules));
}

Polynomial simplified(const Polynomial& x, const Rules& rules) {
  return without_negative_floors(reduced(x, rules), rules);
}

Polynomial floor_divided(const Polynomial& x, const Polynomial& divisor, const Rules& rules) {
  const Polynomial y = checked_divisor(divisor);
  if (y.terms().front().coefficient < 0) return floor_divided(-x, simplified(-y, rules), rules);
  const auto [whole, rest] = divided_and_simplified(x, y, rules);
  return simplified(whole + Quotient(rules).of(rest, y), rules);
}

Polynomial remainder_of(const Polynomial& x, const Polynomial& divisor, const Rules& rules) {
  const Polynomial y = checked_divisor(divisor);
  if (y.terms().front().coefficient < 0) return -remainder_of(-x, simplified(-y, rules), rules);
  const Polynomial rest = divided_and_simplified(x, y, rules).remainder;
  const Polynomial exact = floor_divided(rest, y, rules);
  const Polynomial value = simplified(rest - y * exact, rules);
  // A quotient that is known leaves nothing to divide.
  const auto divides = [&](const Polynomial& part) {
    return std::ranges::any_of(part.terms(), [](const Term& term) {
      return std::ranges::any_of(
          term.monomial, [](const Factor& factor) { return factor.atom.kind == Atom::Kind::floor_divide; });
    });
  };
  if (value.number() || !divides(exact)) return value;
  return Polynomial(composed(Atom::Kind::modulo, rest, y));
}

Polynomial minimum(const Polynomial& x, const Polynomial& y, const Rules& rules) {
  return extremum(Atom::Kind::minimum, x, y, rules);
}

Polynomial maximum(const Polynomial& x, const Polynomial& y, const Rules& rules) {
  return extremum(Atom::Kind::maximum, x, y, rules);
}

Polynomial substituted(const Polynomial& x, const Replacements& replacements, const Rules& rules) {
  const auto of = [&](const Atom& atom) -> Polynomial {
    if (atom.kind == Atom::Kind::name) {
      const auto found = replacements.find(atom.name);
      return found == replacements.end() ? Polynomial(atom) : found->second;
    }
    const Polynomial left = substituted(*atom.left, replacements, rules);
    const Polynomial right = substituted(*atom.right, replacements, rules);
    switch (atom.kind) {
      case Atom::Kind::floor_divide:
        return floor_divided(left, right, rules);
      case Atom::Kind::modulo:
        return remainder_of(left, right, rules);
      case Atom::Kind::minimum:
        return minimum(left, right, rules);
      default:
        return maximum(left, right, rules);
    }
  };
  return simplified(with_atoms(x, of), rules);
}

}  // namespace tcalc::symbolic
