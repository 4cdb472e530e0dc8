// What a dim is when it is not a number: an integer polynomial over names and over floor divisions,
// remainders, minima and maxima of such polynomials. Values; nothing here knows facts, and nothing is proved
// here.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tcalc::symbolic {

class Polynomial;

// What a polynomial is made of beside numbers. `left` and `right` are those of "left//right",
// "min(left,right)".
struct Atom {
  enum class Kind : std::uint8_t { floor_divide, modulo, minimum, maximum, name };
  Kind kind = Kind::name;
  std::string name;
  std::shared_ptr<const Polynomial> left, right;
};

Atom named(std::string name);
Atom composed(Atom::Kind kind, const Polynomial& left, const Polynomial& right);

std::strong_ordering operator<=>(const Atom& x,
                                 const Atom& y);  // names last, by alphabet: rules replace the others by them
bool operator==(const Atom& x, const Atom& y);

struct Factor {
  Atom atom;
  int power;  // >= 1
  friend bool operator==(const Factor&, const Factor&) = default;
};

using Monomial = std::vector<Factor>;  // sorted by atom, each once; 1 is empty

// Graded: of two monomials the one of higher degree is first, then the one with more of the first atom.
bool comes_before(const Monomial& x, const Monomial& y);

// x/y; nothing when y is no divisor of x.
std::optional<Monomial> quotient(const Monomial& x, const Monomial& y);

struct Term {
  std::int64_t coefficient;  // never 0
  Monomial monomial;
  friend bool operator==(const Term&, const Term&) = default;
};

// Everything that makes one throws Error{resource} when a coefficient overflows, and when the polynomial
// would be larger than `largest_weight`: so every question about it is answered in bounded time.
class Polynomial {
 public:
  Polynomial() = default;  // 0
  Polynomial(std::int64_t number);
  explicit Polynomial(Atom atom);
  explicit Polynomial(std::vector<Term> terms);  // in any order, equal monomials allowed

  const std::vector<Term>& terms() const { return terms_; }  // by comes_before, each monomial once
  bool is_zero() const { return terms_.empty(); }
  std::optional<std::int64_t> number() const;  // nothing where it has an atom
  const Atom* single_atom() const;             // of "B" and "D//H"; null of "2*B"
  std::size_t weight() const { return weight_; }

  std::string text() const;  // Python's operators and precedence: "2*B*T**2-D//H+1"

  friend bool operator==(const Polynomial& x, const Polynomial& y) { return x.terms_ == y.terms_; }

 private:
  std::vector<Term> terms_;
  std::size_t weight_ = 0;  // terms and factors, those of the atoms included
};

inline constexpr std::size_t largest_weight = 600;  // far beyond what people write
inline constexpr int largest_degree = 64;           // the product of all dims of a shape, each a name

std::strong_ordering operator<=>(const Polynomial& x, const Polynomial& y);
Polynomial operator+(const Polynomial& x, const Polynomial& y);
Polynomial operator-(const Polynomial& x, const Polynomial& y);
Polynomial operator-(const Polynomial& x);
Polynomial operator*(const Polynomial& x, const Polynomial& y);

// x = quotient*y + remainder, no term of the remainder divisible by the first of y: coefficients are divided
// with floor. y is not 0, and its first coefficient is positive.
struct Division {
  Polynomial quotient, remainder;
};
Division divided(const Polynomial& x, const Polynomial& y);

// The greatest number and monomial that divide both, without sign.
Term common_factor(const Term& x, const Term& y);
// The same of all terms; 1 of 0.
Term content(const Polynomial& x);
// x divided by what is a factor of all its terms.
Polynomial without_factor(const Polynomial& x, const Term& factor);

}  // namespace tcalc::symbolic
