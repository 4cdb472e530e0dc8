#include <tcalc/api/expression.hpp>
#include <tcalc/language/tree.hpp>

namespace tcalc::api {

NodeId array_node(const expression::Bound& bound) {
  if (bound.node) return *bound.node;
  throw Error(ErrorKind::usage, "eval: the result is " + expression::kind_of(bound.value) + ", not an array");
}

Error in_text(const LocatedError& error, const std::string& text) {
  Error result = language::shown(error, text);
  result.set_subject("eval");
  return result;
}

}  // namespace tcalc::api
