#include <algorithm>
#include <app/program/expression_text.hpp>
#include <string>
#include <utility>

namespace tcalc::app {

using language::NodeKind;
using script::LineError;
using script::Word;

namespace {

std::vector<Word> names_of(const language::Program& tree, std::size_t begin) {
  std::vector<bool> called(tree.nodes.size(), false);
  for (const language::Node& node : tree.nodes) {
    if (node.kind == NodeKind::call) called[node.children[0]] = true;
  }
  std::vector<Word> names;
  for (std::size_t id = 0; id < tree.nodes.size(); ++id) {
    const language::Node& node = tree.nodes[id];
    if (node.kind != NodeKind::name || called[id]) continue;
    if (std::ranges::find(names, node.text, &Word::text) != names.end()) continue;
    names.push_back({node.text, {node.token.begin + begin, node.token.end + begin}});
  }
  return names;
}

}  // namespace

ExpressionText parse_expression(std::string_view line, const Word& first, const Word& last) {
  ExpressionText expression;
  expression.begin = first.span.begin;
  const std::string text(line.substr(expression.begin, last.span.end - expression.begin));
  try {
    expression.tree = language::parse(text);
    const language::Statement& statement = expression.tree.statements.front();
    if (expression.tree.statements.size() > 1 || !statement.name.empty())
      throw LocatedError({ErrorKind::usage, "a line of a program is one statement"}, {{0, text.size()}});
  } catch (const LocatedError& error) {
    throw in_line(error, expression);
  }
  expression.names = names_of(expression.tree, expression.begin);
  return expression;
}

LineError in_line(LineError error, const ExpressionText& expression) {
  for (Span& span : error.spans) span = {span.begin + expression.begin, span.end + expression.begin};
  return error;
}

}  // namespace tcalc::app
