// How a polynomial is printed: so that it is read again as what it is.
#include <algorithm>

#include <tcalc/core/formatted.hpp>
#include <tcalc/shape/polynomial.hpp>

namespace tcalc::symbolic {

namespace {

std::string in_parentheses(const std::string& text) { return "(" + text + ")"; }

bool is_call(const Atom& atom) {
  return atom.kind == Atom::Kind::minimum || atom.kind == Atom::Kind::maximum;
}

// A divisor binds tighter than its operator: only what is one word needs no parentheses.
std::string divisor_text(const Polynomial& divisor) {
  const Atom* atom = divisor.single_atom();
  const auto number = divisor.number();
  const bool one_word =
      (number && *number >= 0) || (atom != nullptr && (atom->kind == Atom::Kind::name || is_call(*atom)));
  return one_word ? divisor.text() : in_parentheses(divisor.text());
}

std::string atom_text(const Atom& atom) {
  if (atom.kind == Atom::Kind::name) return atom.name;
  if (is_call(atom)) {
    return formatted("{}({},{})", atom.kind == Atom::Kind::minimum ? "min" : "max", atom.left->text(),
                     atom.right->text());
  }
  const std::string dividend =
      atom.left->terms().size() > 1 ? in_parentheses(atom.left->text()) : atom.left->text();
  return dividend + (atom.kind == Atom::Kind::modulo ? "%" : "//") + divisor_text(*atom.right);
}

// Without its sign; `negated` where a '-' with nothing before it will bind tighter than the term's operators.
std::string term_text(const Term& term, bool negated) {
  const std::string number = std::to_string(term.coefficient);
  const std::string size = term.coefficient < 0 ? number.substr(1) : number;
  std::string text = size == "1" && !term.monomial.empty() ? "" : size;
  const bool alone = text.empty() && term.monomial.size() == 1 && term.monomial.front().power == 1;
  Monomial factors = term.monomial;
  // Not the algorithm of std::ranges: Clang 14 has no subrange of these iterators.
  std::stable_partition(factors.begin(), factors.end(),
                        [](const Factor& own) { return own.atom.kind == Atom::Kind::name; });
  for (const auto& [atom, power] : factors) {
    if (!text.empty()) text += '*';
    const bool one_word = atom.kind == Atom::Kind::name || is_call(atom) || (alone && !negated);
    text += one_word ? atom_text(atom) : in_parentheses(atom_text(atom));
    if (power > 1) text += formatted("**{}", power);
  }
  return text;
}

}  // namespace

std::string Polynomial::text() const {
  if (terms_.empty()) return "0";
  // A positive term first, where there is one: a word that begins with '-' looks like an option.
  const auto positive = std::ranges::find_if(terms_, [](const Term& term) { return term.coefficient > 0; });
  const auto first = positive == terms_.end() ? terms_.begin() : positive;
  std::string text = (first->coefficient < 0 ? "-" : "") + term_text(*first, first->coefficient < 0);
  for (auto term = terms_.begin(); term != terms_.end(); ++term) {
    if (term != first) text += (term->coefficient < 0 ? "-" : "+") + term_text(*term, false);
  }
  return text;
}

}  // namespace tcalc::symbolic
