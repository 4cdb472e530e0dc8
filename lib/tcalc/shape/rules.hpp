// What is known of names, and how polynomials are divided and simplified by it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <tcalc/shape/polynomial.hpp>

namespace tcalc::symbolic {

// Names are integers >= 1 whatever the rules say. No polynomial here has a name that is replaced.
struct Rules {
  std::map<std::string, Polynomial, std::less<>> replaced;   // T is 1024
  std::vector<std::pair<Polynomial, Polynomial>> divisible;  // D is a multiple of H, which is >= 1
  std::vector<Polynomial> zeros;                             // B*T - 1024; the first coefficient > 0
  std::vector<Polynomial> nonnegative;                       // D - H
};

// The same value at all sizes that the rules allow, in fewer terms where one is known: H*(D//H) is D where D
// is a multiple of H, T - T//2 is (T+1)//2.
Polynomial simplified(const Polynomial& x, const Rules& rules);

// What both have as a factor, as far as it is >= 1; and x without what all its terms have.
Term positive_factor(const Polynomial& x, const Polynomial& y, const Rules& rules);
Polynomial without_positive_factor(const Polynomial& x, const Rules& rules);

// Python's // and %, and min and max. Throws Error{usage} for a division by 0, Error{resource} as polynomials
// do.
Polynomial floor_divided(const Polynomial& x, const Polynomial& y, const Rules& rules);
Polynomial remainder_of(const Polynomial& x, const Polynomial& y, const Rules& rules);
Polynomial minimum(const Polynomial& x, const Polynomial& y, const Rules& rules);
Polynomial maximum(const Polynomial& x, const Polynomial& y, const Rules& rules);

// With other polynomials for names, wherever they stand, and simplified.
using Replacements = std::map<std::string, Polynomial, std::less<>>;
Polynomial substituted(const Polynomial& x, const Replacements& replacements, const Rules& rules);

// With every atom of its terms, not those within atoms, replaced by what `of` gives for it.
template <class Of>
Polynomial with_atoms(const Polynomial& x, const Of& of) {
  Polynomial sum;
  for (const Term& term : x.terms()) {
    Polynomial product = term.coefficient;
    for (const auto& [atom, power] : term.monomial) {
      const Polynomial own = of(atom);
      for (int times = 0; times < power; ++times) product = product * own;
    }
    sum = sum + product;
  }
  return sum;
}

}  // namespace tcalc::symbolic
