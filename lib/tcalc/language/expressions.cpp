// Operators: a loop takes those that bind alike, recursion those that bind tighter.
#include <array>

#include <tcalc/language/parser.hpp>

namespace tcalc::language {

namespace {

struct Binary {
  std::string_view symbol;
  int power;
};
constexpr int product = 7;
constexpr std::array<Binary, 18> operators = {{
    {"==", comparison},
    {"!=", comparison},
    {"<", comparison},
    {"<=", comparison},
    {">", comparison},
    {">=", comparison},
    {"|", 2},
    {"^", 3},
    {"&", 4},
    {"<<", 5},
    {">>", 5},
    {"+", 6},
    {"-", 6},
    {"*", product},
    {"/", product},
    {"//", product},
    {"%", product},
    {"@", product},
}};

}  // namespace

std::optional<int> power_of(const Token& token) {
  if (token.kind != TokenKind::symbol) return std::nullopt;
  for (const Binary& binary : operators) {
    if (binary.symbol == token.text) return binary.power;
  }
  return std::nullopt;
}

NodeId Parser::binary(int least) {
  const Level level(*this);
  NodeId left = unary();
  for (;;) {
    const Token symbol = peek();
    const auto power = power_of(symbol);
    if (!power || *power < least) break;
    next();
    left = joined(symbol, left, binary(*power + 1));
    if (*power == comparison && power_of(peek()) == comparison) refuse_chain(left);
  }
  return left;
}

NodeId Parser::joined(const Token& symbol, NodeId left, NodeId right) {
  const Span span = {node(left).span.begin, node(right).span.end};
  return add({NodeKind::binary, span, symbol.span, std::string(symbol.text), {left, right}});
}

NodeId Parser::unary() {
  const Level level(*this);
  const Token sign = peek();
  if (sign.is("-") || sign.is("+") || sign.is("~")) {
    next();
    const NodeId operand = unary();
    const Span span = {sign.span.begin, node(operand).span.end};
    return add({NodeKind::unary, span, sign.span, std::string(sign.text), {operand}});
  }
  return power(postfix(atom()));
}

// base ** exponent: tighter than a sign before it, to the right, and the exponent may have a sign.
NodeId Parser::power(NodeId base) {
  if (!peek().is("**")) return base;
  const Token symbol = next();
  return joined(symbol, base, unary());
}

}  // namespace tcalc::language
