// What needs no operator: numbers, text, names, and what is in brackets.
#include <array>

#include <tcalc/language/numbers.hpp>
#include <tcalc/language/parser.hpp>
#include <tcalc/language/refusals.hpp>

namespace tcalc::language {

namespace {

// Modules of NumPy whose functions are called by their names alone, or refused with the module's.
constexpr std::array<std::string_view, 9> modules = {"linalg", "random", "lib",     "stride_tricks", "fft",
                                                     "ma",     "char",   "testing", "polynomial"};

bool is_module(std::string_view name) { return std::ranges::find(modules, name) != modules.end(); }

}  // namespace

NodeId Parser::atom() {
  const Token token = next();
  switch (token.kind) {
    case TokenKind::integer:
      return constant(token, NodeKind::integer, integer_value(token));
    case TokenKind::floating:
    case TokenKind::imaginary: {
      const bool real = token.kind == TokenKind::floating;
      Node made = {real ? NodeKind::floating : NodeKind::imaginary, token.span, token.span};
      made.number = floating_value(token);
      return add(std::move(made));
    }
    case TokenKind::text:
      return add(
          {NodeKind::text, token.span, token.span, std::string(token.text.substr(1, token.text.size() - 2))});
    case TokenKind::name:
      return name(token);
    default:
      break;
  }
  if (token.is("(")) return parenthesised(token);
  if (token.is("[")) return list(token);
  if (token.is("..."))
    throw LocatedError({ErrorKind::usage, "'...' is only between the brackets of an index"}, {token.span});
  --at_;
  throw operand_missing(peek(), before());
}

NodeId Parser::name(const Token& token) {
  if (token.text == "True" || token.text == "False")
    return constant(token, NodeKind::boolean, token.text == "True" ? 1 : 0);
  if (token.text == "None") return constant(token, NodeKind::none);
  if (is_keyword(token.text)) {
    if (token.text == "not") refuse_not(token);
    throw keyword_refused(token);
  }
  Token last = token;
  std::string name(token.text);
  if ((token.text == "np" || token.text == "numpy") && peek().is(".")) {
    last = after_dot();
    name = last.text;
    for (; is_module(last.text) && peek().is("."); name += "." + std::string(last.text)) last = after_dot();
    if (name == "newaxis") return constant(last, NodeKind::none);
  } else if (token.text == "newaxis") {
    return constant(token, NodeKind::none);
  }
  return add({NodeKind::name, {token.span.begin, last.span.end}, {token.span.begin, last.span.end}, name});
}

NodeId Parser::parenthesised(const Token& opening) {
  std::vector<NodeId> items;
  while (!peek().is(")")) {
    items.push_back(expression());
    if (!another(items.back(), ")")) break;
  }
  const bool comma = items.empty() || before()->is(",");
  const Token closing = next();
  const Span span = {opening.span.begin, closing.span.end};
  if (items.size() == 1 && !comma) {
    // Parentheses belong to the operand that is shown.
    program_.nodes[items[0]].span = span;
    parenthesised_ = items[0];
    return items[0];
  }
  return add({NodeKind::tuple, span, opening.span, {}, std::move(items)});
}

NodeId Parser::list(const Token& opening) {
  std::vector<NodeId> items;
  while (!peek().is("]")) {
    items.push_back(expression());
    if (!another(items.back(), "]")) break;
  }
  const Token closing = next();
  return add({NodeKind::list, {opening.span.begin, closing.span.end}, opening.span, {}, std::move(items)});
}

bool Parser::another(NodeId item, std::string_view closing) {
  if (peek().is(closing)) return false;
  if (!peek().is(",")) refuse_rest(item);
  next();
  return true;
}

}  // namespace tcalc::language
