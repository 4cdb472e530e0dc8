#include <algorithm>
#include <vector>

#include <tcalc/core/checked.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/shape/proof.hpp>

namespace tcalc::symbolic {

namespace {

// Bounds the time of a proof: shapes that people write need less than a tenth of either.
constexpr int most_attempts = 64;
constexpr std::size_t heaviest_proof = 200;

// Looks for reasons why polynomials are >= 0. Everything it finds holds; it may find nothing.
class Search {
 public:
  explicit Search(const Rules& rules) : rules_(rules) {}

  bool is_nonnegative(const Polynomial& x) {
    if (const auto number = x.number()) return *number >= 0;
    if (attempts_++ >= most_attempts || x.weight() > heaviest_proof) return false;
    if (lower_bound(x).value_or(-1) >= 0) return true;
    for (const Polynomial& known : known_inequalities(x)) {
      const auto times = multiple_that_helps(x, known);
      if (times && is_nonnegative(x - *times * known)) return true;
    }
    return false;
  }

 private:
  bool is_positive(const Polynomial& x) { return is_nonnegative(x - 1); }

  // With every atom written as its least value and an excess >= 0, a polynomial whose other coefficients are
  // not negative is at least its number.
  std::optional<std::int64_t> lower_bound(const Polynomial& x) {
    bool bounded = true;
    const Polynomial shifted = with_atoms(x, [&](const Atom& atom) {
      const auto least = lower_bound(atom);
      bounded = bounded && least.has_value();
      return Polynomial(atom) + least.value_or(0);
    });
    if (!bounded) return std::nullopt;
    std::int64_t number = 0;
    for (const Term& term : shifted.terms()) {
      if (term.monomial.empty())
        number = term.coefficient;
      else if (term.coefficient < 0)
        return std::nullopt;
    }
    return number;
  }

  std::optional<std::int64_t> lower_bound(const Atom& atom) {
    switch (atom.kind) {
      case Atom::Kind::name:
        return lower_bound_of_name(atom);
      case Atom::Kind::modulo:
        if (is_positive(*atom.right)) return 0;
        return std::nullopt;
      case Atom::Kind::floor_divide:
        return lower_bound_of_quotient(*atom.left, *atom.right);
      default:
        break;
    }
    const auto left = lower_bound(*atom.left);
    const auto right = lower_bound(*atom.right);
    if (left && right)
      return atom.kind == Atom::Kind::minimum ? std::min(*left, *right) : std::max(*left, *right);
    return atom.kind == Atom::Kind::minimum ? std::nullopt : left ? left : right;
  }

  std::int64_t lower_bound_of_name(const Atom& name) const {
    std::int64_t least = 1;
    for (const Polynomial& known : rules_.nonnegative) {
      const auto number = (Polynomial(name) - known).number();
      if (number) least = std::max(least, *number);
    }
    return least;
  }

  std::optional<std::int64_t> lower_bound_of_quotient(const Polynomial& x, const Polynomial& y) {
    const auto divisor = y.number();
    const auto least = lower_bound(x);
    if (divisor && *divisor > 0 && least) return *least / *divisor - (*least % *divisor < 0 ? 1 : 0);
    if (!is_positive(y)) return std::nullopt;
    if (is_nonnegative(x - y)) return 1;
    if (is_nonnegative(x)) return 0;
    return std::nullopt;
  }

  // What is >= 0 by the rules and by what the atoms of x are.
  std::vector<Polynomial> known_inequalities(const Polynomial& x) {
    std::vector<Polynomial> known = rules_.nonnegative;
    for (const Term& term : x.terms()) {
      for (const auto& [atom, power] : term.monomial) add_inequalities(known, atom);
    }
    return known;
  }

  void add_inequalities(std::vector<Polynomial>& known, const Atom& atom) {
    if (atom.kind == Atom::Kind::name) return;
    const Polynomial own(atom);
    const Polynomial& left = *atom.left;
    const Polynomial& right = *atom.right;
    switch (atom.kind) {
      case Atom::Kind::minimum:
        known.insert(known.end(), {left - own, right - own});
        return;
      case Atom::Kind::maximum:
        known.insert(known.end(), {own - left, own - right});
        return;
      default:
        if (!is_positive(right)) return;
    }
    if (atom.kind == Atom::Kind::modulo)
      known.push_back(right - 1 - own);
    else
      known.insert(known.end(), {left - right * own, right * own + right - 1 - left});
  }

  // How many times `known` x is at least by a term that is negative in both: x - n*known has it no more.
  static std::optional<std::int64_t> multiple_that_helps(const Polynomial& x, const Polynomial& known) {
    for (const Term& term : x.terms()) {
      if (term.coefficient >= 0) continue;
      for (const Term& other : known.terms()) {
        if (other.coefficient < 0 && other.monomial == term.monomial)
          return term.coefficient / other.coefficient + (term.coefficient % other.coefficient != 0 ? 1 : 0);
      }
    }
    return std::nullopt;
  }

  const Rules& rules_;
  int attempts_ = 0;
};

// The rest of x//n for a number n may be written from below or from above, x//n = -((n-1-x)//n): one of both.
Polynomial chosen_quotient(const Atom& atom, const Rules& rules) {
  const Polynomial own(atom);
  if (!atom.right->number()) return own;
  const Polynomial turned = floor_divided(*atom.right - 1 - *atom.left, *atom.right, rules);
  const Term* lone = nullptr;
  for (const Term& term : turned.terms()) {
    if (term.coefficient == 1 && term.monomial.size() == 1 && term.monomial.front().power == 1 &&
        term.monomial.front().atom.kind == Atom::Kind::floor_divide)
      lone = &term;
  }
  return lone == nullptr || lone->monomial.front().atom < atom ? -turned : own;
}

// In fewer kinds of atoms, for comparing: remainders by floor division, maxima by minima, and names that are
// multiples by what they are multiples of.
Polynomial expanded(const Polynomial& x, const Rules& rules) {
  const auto of = [&](const Atom& atom) -> Polynomial {
    switch (atom.kind) {
      case Atom::Kind::modulo:
        return *atom.left - *atom.right * floor_divided(*atom.left, *atom.right, rules);
      case Atom::Kind::maximum:
        return *atom.left + *atom.right - minimum(*atom.left, *atom.right, rules);
      default:
        return Polynomial(atom);
    }
  };
  const auto of_quotient = [&](const Atom& atom) {
    return atom.kind == Atom::Kind::floor_divide ? chosen_quotient(atom, rules) : Polynomial(atom);
  };
  const auto of_multiple = [&](const Atom& atom) {
    for (const auto& [multiple, divisor] : rules.divisible) {
      const Atom* own = multiple.single_atom();
      if (own != nullptr && *own == atom)
        return divisor * Polynomial(composed(Atom::Kind::floor_divide, multiple, divisor));
    }
    return Polynomial(atom);
  };
  return with_atoms(with_atoms(simplified(with_atoms(x, of), rules), of_quotient), of_multiple);
}

// No integers make it 0: its terms are multiples of a number that its last one is no multiple of.
bool is_never_divisible(const Polynomial& x) {
  const Term& last = x.terms().back();
  if (!last.monomial.empty()) return false;
  const Term others = content(x - last.coefficient);
  return last.coefficient % others.coefficient != 0;
}

bool differs_from_zero(const Polynomial& x, const Rules& rules) {
  if (const auto number = x.number()) return *number != 0;
  return is_never_divisible(x) || is_positive(x, rules) || is_positive(simplified(-x, rules), rules);
}

// "D%H == 0" of D - H*(D//H), in either sign; empty for what is no remainder.
std::string remainder_fact(const Polynomial& x, const Rules& rules) {
  for (const Term& term : x.terms()) {
    for (const auto& [atom, power] : term.monomial) {
      if (atom.kind != Atom::Kind::floor_divide) continue;
      const Polynomial remainder = *atom.left - *atom.right * Polynomial(atom);
      if (x == remainder || x == -remainder)
        return remainder_of(*atom.left, *atom.right, rules).text() + " == 0";
    }
  }
  return "";
}

}  // namespace

bool is_nonnegative(const Polynomial& x, const Rules& rules) {
  try {
    return Search(rules).is_nonnegative(x);
  } catch (const Error&) {  // too large to be proved
    return false;
  }
}

Verdict equality(const Polynomial& x, const Polynomial& y, const Rules& rules) {
  if (x == y) return Verdict::proved;
  try {
    const Polynomial difference = simplified(x - y, rules);
    const Polynomial same = expanded(difference, rules);
    if (difference.is_zero() || same.is_zero() || simplified(same, rules).is_zero()) return Verdict::proved;
    const bool differ = differs_from_zero(without_positive_factor(same, rules), rules) ||
                        differs_from_zero(without_positive_factor(difference, rules), rules);
    return differ ? Verdict::refuted : Verdict::open;
  } catch (const Error&) {
    return Verdict::open;
  }
}

Verdict order(const Polynomial& x, const Polynomial& y, const Rules& rules) {
  try {
    const Polynomial difference = simplified(x - y, rules);
    if (is_nonnegative(difference, rules)) return Verdict::proved;
    return is_positive(simplified(-difference, rules), rules) ? Verdict::refuted : Verdict::open;
  } catch (const Error&) {
    return Verdict::open;
  }
}

std::string settling_fact(const Polynomial& x, const Polynomial& y, const Rules& rules) {
  const Polynomial difference = without_positive_factor(simplified(x - y, rules), rules);
  if (const std::string fact = remainder_fact(difference, rules); !fact.empty()) return fact;
  std::vector<Term> left, right;
  for (const Term& term : difference.terms()) {
    if (term.coefficient > 0)
      left.push_back(term);
    else
      right.push_back({-term.coefficient, term.monomial});
  }
  Polynomial first(std::move(left)), second(std::move(right));
  if (first.number()) std::swap(first, second);  // "T == 64"
  return first.text() + " == " + second.text();
}

}  // namespace tcalc::symbolic
