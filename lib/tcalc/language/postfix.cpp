// What follows an operand: attributes, calls and indices.
#include <tcalc/language/parser.hpp>
#include <tcalc/language/refusals.hpp>
#include <tcalc/text/word.hpp>

namespace tcalc::language {

NodeId Parser::postfix(NodeId operand) {
  for (;;) {
    if (peek().is("."))
      operand = attribute(operand);
    else if (peek().is("("))
      operand = call(operand);
    else if (peek().is("["))
      operand = index(operand);
    else
      return operand;
  }
}

Token Parser::after_dot() {
  const Token dot = next();
  if (peek().kind != TokenKind::name)
    throw LocatedError({ErrorKind::usage, "a name is missing after '.'"}, {dot.span});
  return next();
}

NodeId Parser::attribute(NodeId operand) {
  const Token name = after_dot();
  const Span span = {node(operand).span.begin, name.span.end};
  return add({NodeKind::attribute, span, name.span, std::string(name.text), {operand}});
}

NodeId Parser::call(NodeId callee) {
  const NodeKind kind = node(callee).kind;
  const Token opening = next();
  const bool callable = (kind == NodeKind::name || kind == NodeKind::attribute) && parenthesised_ != callee;
  if (!callable)
    throw LocatedError({ErrorKind::usage, text::in_quotes(source(callee)) + " is not a function",
                        "a product is written with *"},
                       {node(callee).span, opening.span});
  std::vector<NodeId> children = {callee};
  bool named = false;
  while (!peek().is(")")) {
    children.push_back(argument(named));
    if (!another(children.back(), ")")) break;
  }
  const Span span = {node(callee).span.begin, next().span.end};
  return add({NodeKind::call, span, node(callee).token, {}, std::move(children)});
}

NodeId Parser::argument(bool& named) {
  if (peek().kind == TokenKind::name && peek(1).is("=")) {
    const Token name = next();
    next();
    named = true;
    const NodeId value = expression();
    const Span span = {name.span.begin, node(value).span.end};
    return add({NodeKind::keyword, span, name.span, std::string(name.text), {value}});
  }
  const NodeId value = expression();
  if (named)
    throw LocatedError({ErrorKind::usage, "an argument without a name follows one with a name"},
                       {node(value).span});
  return value;
}

NodeId Parser::index(NodeId operand) {
  const Token opening = next();
  std::vector<NodeId> children = {operand};
  while (!peek().is("]")) {
    children.push_back(index_item());
    if (!another(children.back(), "]")) break;
  }
  if (children.size() == 1)
    throw LocatedError({ErrorKind::usage, "an index is missing"}, {{opening.span.begin, peek().span.end}});
  const Token closing = next();
  const Span brackets = {opening.span.begin, closing.span.end};
  const Span span = {node(operand).span.begin, closing.span.end};
  return add({NodeKind::index, span, brackets, {}, std::move(children)});
}

NodeId Parser::index_item() {
  const Token first = peek();
  if (first.is("...")) return constant(next(), NodeKind::ellipsis);
  const NodeId start = bound();
  return peek().is(":") ? range(start, first) : start;
}

NodeId Parser::range(NodeId start, const Token& first) {
  std::vector<NodeId> parts = {start};
  std::size_t end = first.span.end;
  while (peek().is(":")) {
    const Token colon = next();
    if (parts.size() == 3)
      throw LocatedError({ErrorKind::usage, "a range has a start, a stop and a step at most"}, {colon.span});
    end = colon.span.end;
    parts.push_back(bound());
    if (node(parts.back()).kind != NodeKind::absent) end = node(parts.back()).span.end;
  }
  if (parts.size() == 2) parts.push_back(constant(first, NodeKind::absent));
  return add({NodeKind::slice, {first.span.begin, end}, first.span, {}, std::move(parts)});
}

// Of a range; absent before ':', ']' and ','.
NodeId Parser::bound() {
  const bool after_colon = before() != nullptr && before()->is(":");
  if (peek().is(":") || (after_colon && (peek().is("]") || peek().is(","))))
    return constant(peek(), NodeKind::absent);
  return expression();
}

}  // namespace tcalc::language
