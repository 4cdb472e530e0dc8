// A Pratt parser: each operator has a binding power, and takes as its right operand all that binds tighter.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <tcalc/language/token.hpp>
#include <tcalc/language/tree.hpp>

namespace tcalc::language {

// How tightly operators of two operands bind; signs bind tighter, and ** tighter than a sign before it.
inline constexpr int comparison = 1;

// Nothing for what is no such operator.
std::optional<int> power_of(const Token& token);

// Takes tokens from left to right and adds a node when its children are there. All members throw
// LocatedError{usage}.
class Parser {
 public:
  explicit Parser(std::string text) {
    program_.text = std::move(text);
    tokens_ = tokens_of(program_.text);
    program_.nodes.reserve(tokens_.size());  // nearly all are a node, and no node is without one
  }

  Program run();

 private:
  class Level;  // counts what is nested: nothing else recurses

  const Token& peek(std::size_t ahead = 0) const {
    return tokens_[std::min(at_ + ahead, tokens_.size() - 1)];
  }
  const Token& next() { return tokens_[std::min(at_++, tokens_.size() - 1)]; }
  const Token* before() const { return at_ == 0 ? nullptr : &tokens_[at_ - 1]; }
  const Node& node(NodeId id) const { return program_.nodes[id]; }
  std::string source(NodeId id) const { return std::string(program_.source(node(id).span)); }
  NodeId add(Node made);
  NodeId constant(const Token& token, NodeKind kind, std::int64_t value = 0);

  Statement statement();

  // expressions.cpp: operators, by their powers.
  NodeId expression() { return binary(comparison); }
  NodeId binary(int least);
  NodeId joined(const Token& symbol, NodeId left, NodeId right);
  NodeId unary();
  NodeId power(NodeId base);

  // atoms.cpp: numbers, text, names, and what is in brackets.
  NodeId atom();
  NodeId name(const Token& token);
  NodeId parenthesised(const Token& opening);
  NodeId list(const Token& opening);

  // postfix.cpp: attributes, calls and indices.
  NodeId postfix(NodeId operand);
  Token after_dot();
  NodeId attribute(NodeId operand);
  NodeId call(NodeId callee);
  NodeId argument(bool& named);
  NodeId index(NodeId operand);
  NodeId index_item();
  NodeId range(NodeId start, const Token& first);
  NodeId bound();
  // Whether an item of a bracket is followed by another: takes the comma; refuses all but that and the end.
  bool another(NodeId item, std::string_view closing);

  // misreadings.cpp: what reads in another way than it was meant.
  bool is_bitwise(NodeId id) const;
  [[noreturn]] void refuse_chain(NodeId left);
  [[noreturn]] void refuse_not(const Token& token);
  [[noreturn]] void refuse_rest(NodeId left);
  std::string hint_for_keyword(const Token& token, NodeId left);
  std::string in_parentheses(NodeId id) const;

  Program program_;
  std::vector<Token> tokens_;
  std::size_t at_ = 0, depth_ = 0;
  NodeId parenthesised_ = UINT32_MAX;  // the last node in parentheses
};

class Parser::Level {
 public:
  explicit Level(Parser& parser);  // throws LocatedError{usage} beyond deepest_nesting
  Level(const Level&) = delete;
  Level& operator=(const Level&) = delete;
  ~Level() { --parser_.depth_; }

 private:
  Parser& parser_;
};

}  // namespace tcalc::language
