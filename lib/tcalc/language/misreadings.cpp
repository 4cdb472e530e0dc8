// What reads in another way than it was meant, with what to write instead.
#include <tcalc/core/formatted.hpp>
#include <tcalc/language/parser.hpp>
#include <tcalc/language/refusals.hpp>

namespace tcalc::language {

// a & b without parentheses around it.
bool Parser::is_bitwise(NodeId id) const {
  const Node& found = node(id);
  return found.kind == NodeKind::binary && found.span.begin == node(found.children[0]).span.begin &&
         (found.text == "&" || found.text == "|" || found.text == "^");
}

// a < b < c, and a > 0 & b > 0, which is a > (0 & b) > 0.
void Parser::refuse_chain(NodeId left) {
  const Token second = next();
  const Node first = node(left);
  const NodeId middle = first.children[1];
  Error error(ErrorKind::usage, "comparisons do not chain");
  std::vector<Span> spans = {first.token, second.span};
  std::string last = "...";
  try {
    const NodeId end = binary(comparison + 1);
    last = source(is_bitwise(end) ? node(end).children[0] : end) + (is_bitwise(end) ? ") " : "");
    if (is_bitwise(end)) last += node(end).text + " (...";
  } catch (const LocatedError&) {
  }
  const Node& inner = node(middle);
  const std::string x = source(first.children[0]), one(first.text), two(second.text);
  if (is_bitwise(middle)) {
    error.message = "'" + inner.text + "' binds tighter than comparisons";
    spans = {inner.token};
    error.hints.push_back(formatted("write ({} {} {}) {} ({} {} {})", x, one, source(inner.children[0]),
                                    inner.text, source(inner.children[1]), two, last));
  } else {
    const std::string y = source(middle);
    error.hints.push_back(formatted("write ({} {} {}) & ({} {} {})", x, one, y, y, two, last));
  }
  throw LocatedError(std::move(error), std::move(spans));
}

void Parser::refuse_not(const Token& token) {
  LocatedError error = keyword_refused(token);
  try {
    const std::string operand = source(expression());
    error.hints = {"write ~(" + operand + ")"};
  } catch (const LocatedError&) {
  }
  throw error;
}

// What follows a complete expression and does not belong to it.
void Parser::refuse_rest(NodeId left) {
  const Token token = peek();
  if (token.is("=")) throw not_assignable(token, node(left).span, node(left).kind == NodeKind::index);
  if (token.is_name("not") && peek(1).is_name("in")) throw keyword_refused(peek(1));
  LocatedError error = unexpected(token, source(left));
  try {
    const std::string hint = hint_for_keyword(token, left);
    if (!hint.empty()) error.hints = {hint};
  } catch (const LocatedError&) {  // what follows is broken too: the general hint will do
  }
  throw error;
}

// What was meant by `and`, `or` and `if` with the operands around it; empty for another token.
std::string Parser::hint_for_keyword(const Token& token, NodeId left) {
  if (token.kind != TokenKind::name) return {};
  next();
  if (token.text == "and" || token.text == "or") {
    const std::string symbol = token.text == "and" ? " & " : " | ";
    const NodeId right = expression();
    return "write " + in_parentheses(left) + symbol + in_parentheses(right);
  }
  if (token.text != "if") return {};
  const NodeId condition = expression();
  if (!next().is_name("else")) return {};
  const NodeId other = expression();
  return formatted("write where({}, {}, {})", source(condition), source(left), source(other));
}

std::string Parser::in_parentheses(NodeId id) const {
  const Node& found = node(id);
  const bool bare = found.kind == NodeKind::binary && found.span.begin == node(found.children[0]).span.begin;
  return bare ? "(" + source(id) + ")" : source(id);
}

}  // namespace tcalc::language
