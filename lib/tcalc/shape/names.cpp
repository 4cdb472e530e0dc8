#include <tcalc/shape/dim_expression.hpp>
#include <tcalc/shape/names.hpp>

namespace tcalc {

std::set<std::string> names_in(const symbolic::Polynomial& polynomial) {
  std::set<std::string> names;
  for (const symbolic::Term& term : polynomial.terms()) {
    for (const auto& [atom, power] : term.monomial) {
      if (atom.kind == symbolic::Atom::Kind::name) {
        names.insert(atom.name);
        continue;
      }
      names.merge(names_in(*atom.left));
      names.merge(names_in(*atom.right));
    }
  }
  return names;
}

std::set<std::string> names_in(const Dim& dim) {
  return dim.expression() == nullptr ? std::set<std::string>() : names_in(dim.expression()->value);
}

std::set<std::string> names_in(const Shape& shape) {
  std::set<std::string> names;
  for (const Dim& dim : shape) names.merge(names_in(dim));
  return names;
}

}  // namespace tcalc
