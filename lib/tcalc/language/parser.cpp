// Statements.
#include <tcalc/core/formatted.hpp>
#include <tcalc/language/parser.hpp>
#include <tcalc/language/refusals.hpp>

namespace tcalc::language {

Program Parser::run() {
  for (;;) {
    while (peek().kind == TokenKind::separator) next();
    if (peek().kind == TokenKind::end) break;
    program_.statements.push_back(statement());
    if (peek().kind != TokenKind::separator && peek().kind != TokenKind::end)
      refuse_rest(program_.statements.back().value);
  }
  if (program_.statements.empty()) throw operand_missing(peek(), nullptr);
  return std::move(program_);
}

NodeId Parser::add(Node made) {
  program_.nodes.push_back(std::move(made));
  return static_cast<NodeId>(program_.nodes.size() - 1);
}

NodeId Parser::constant(const Token& token, NodeKind kind, std::int64_t value) {
  Node made = {kind, token.span, token.span};
  made.integer = value;
  return add(std::move(made));
}

Statement Parser::statement() {
  if (peek().kind == TokenKind::name && peek(1).is("=")) {
    const Token name = next();
    if (is_keyword(name.text)) throw keyword_refused(name);
    next();
    return {std::string(name.text), name.span, expression()};
  }
  return {"", {}, expression()};
}

Program parse(std::string text) { return Parser(std::move(text)).run(); }

Parser::Level::Level(Parser& parser) : parser_(parser) {
  if (++parser.depth_ <= 2 * deepest_nesting) return;
  --parser.depth_;
  throw LocatedError(
      {ErrorKind::usage, formatted("more than {} operations within each other", deepest_nesting)},
      {parser.peek().span});
}

}  // namespace tcalc::language
