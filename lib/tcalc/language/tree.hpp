// An expression as a tree whose nodes know where they are in the text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <tcalc/core/located.hpp>

namespace tcalc::language {

enum class NodeKind : std::uint8_t {
  none,       // None, newaxis
  boolean,    // integer is 0 or 1
  integer,    // integer
  floating,   // number
  imaginary,  // number times 1j
  text,       // `text` without quotes
  name,       // `text`; "linalg.norm" for a module's function
  list,       // children
  tuple,      // children
  unary,      // operator `text`, one child
  binary,     // operator `text`, two children
  attribute,  // `text` of the child
  index,      // the child, then the items between the brackets
  call,       // a name or an attribute, then the arguments
  keyword,    // argument named `text`, one child
  slice,      // start, stop, step: kind `absent` where there is none
  ellipsis,
  absent,
};

using NodeId = std::uint32_t;

struct Node {
  NodeKind kind;
  Span span;   // all of it
  Span token;  // its operator, name or opening bracket
  std::string text = {};
  std::vector<NodeId> children = {};
  std::int64_t integer = 0;
  double number = 0;
};

struct Statement {
  std::string name;  // what is assigned to; empty where the value is only computed
  Span name_span;
  NodeId value;
};

// Children stand before their parents: who walks over the nodes in order needs no recursion, however long the
// expression.
struct Program {
  std::string text;
  std::vector<Node> nodes;
  std::vector<Statement> statements;  // at least one

  const Node& operator[](NodeId id) const { return nodes[id]; }
  std::string_view source(Span span) const {
    return std::string_view(text).substr(span.begin, span.end - span.begin);
  }
};

// Throws LocatedError{usage} with the token that is wrong, and what NumPy users write instead.
Program parse(std::string text);

// The error as it is shown: the line it is in, with carets, before its details; `place` ("model.txt") and the
// number of the line before the message where a place is given.
Error shown(const LocatedError& error, std::string_view text, std::string_view place = {});

}  // namespace tcalc::language
