// Expressions as trees: precedence, and what each node is about.
#include <string>
#include <tests/support/catch.hpp>

#include <tcalc/language/tree.hpp>

using namespace tcalc;
using namespace tcalc::language;

namespace {

// The tree as nested calls: "(+ a (* b c))".
std::string text_of(const Program& program, NodeId id) {
  const Node& node = program[id];
  std::string text;
  for (const NodeId child : node.children) text += " " + text_of(program, child);
  switch (node.kind) {
    case NodeKind::none:
      return "None";
    case NodeKind::boolean:
      return node.integer != 0 ? "True" : "False";
    case NodeKind::integer:
      return std::to_string(node.integer);
    case NodeKind::floating:
      return std::to_string(node.number);
    case NodeKind::imaginary:
      return std::to_string(node.number) + "j";
    case NodeKind::text:
      return "'" + node.text + "'";
    case NodeKind::name:
      return node.text;
    case NodeKind::list:
      return "[" + text.substr(text.empty() ? 0 : 1) + "]";
    case NodeKind::tuple:
      return "<" + text.substr(text.empty() ? 0 : 1) + ">";
    case NodeKind::unary:
    case NodeKind::binary:
      return "(" + node.text + text + ")";
    case NodeKind::attribute:
      return "(." + node.text + text + ")";
    case NodeKind::index:
      return "(at" + text + ")";
    case NodeKind::call:
      return "(call" + text + ")";
    case NodeKind::keyword:
      return node.text + "=" + text.substr(1);
    case NodeKind::slice:
      return "(:" + text + ")";
    case NodeKind::ellipsis:
      return "...";
    case NodeKind::absent:
      return "_";
  }
  return "?";
}

std::string tree_of(const std::string& text) {
  const Program program = parse(text);
  std::string result;
  for (const Statement& statement : program.statements) {
    if (!result.empty()) result += "; ";
    if (!statement.name.empty()) result += statement.name + " = ";
    result += text_of(program, statement.value);
  }
  return result;
}

}  // namespace

TEST_CASE("operators bind as in Python") {
  CHECK(tree_of("a + b * c") == "(+ a (* b c))");
  CHECK(tree_of("a - b - c") == "(- (- a b) c)");
  CHECK(tree_of("-2**2") == "(- (** 2 2))");
  CHECK(tree_of("2**-1") == "(** 2 (- 1))");
  CHECK(tree_of("2**3**2") == "(** 2 (** 3 2))");
  CHECK(tree_of("-a * b") == "(* (- a) b)");
  CHECK(tree_of("~a & b") == "(& (~ a) b)");
  CHECK(tree_of("a @ b.T") == "(@ a (.T b))");
  CHECK(tree_of("a | b ^ c & d << 1 + 2") == "(| a (^ b (& c (<< d (+ 1 2)))))");
  CHECK(tree_of("a + b > c - d") == "(> (+ a b) (- c d))");
  CHECK(tree_of("a & b == c") == "(== (& a b) c)");
  CHECK(tree_of("(a > 0) & (b > 0)") == "(& (> a 0) (> b 0))");
  CHECK(tree_of("x[0]**2") == "(** (at x 0) 2)");
  CHECK(tree_of("a // b % c") == "(% (// a b) c)");
  CHECK(tree_of("- - a") == "(- (- a))");
}

TEST_CASE("atoms are read as Python reads them") {
  CHECK(tree_of("1_000 + 0x1f + 0b101 + 0o17") == "(+ (+ (+ 1000 31) 5) 15)");
  CHECK(tree_of("0xaf + 0xAF") == "(+ 175 175)");
  CHECK(tree_of("1e-3") == "0.001000");
  CHECK(tree_of("1.") == "1.000000");
  CHECK(tree_of(".5") == "0.500000");
  CHECK(tree_of("2j") == "2.000000j");
  CHECK(tree_of("1e999") == "inf");
  CHECK(tree_of("1e-999") == "0.000000");
  CHECK(tree_of("True") == "True");
  CHECK(tree_of("x[None, newaxis, np.newaxis]") == "(at x None None None)");
  CHECK(tree_of("[1, [2, 3],]") == "[1 [2 3]]");
  CHECK(tree_of("()") == "<>");
  CHECK(tree_of("(1,)") == "<1>");
  CHECK(tree_of("(1)") == "1");
  CHECK(tree_of("einsum('ij->ji', x)") == "(call einsum 'ij->ji' x)");
}

TEST_CASE("np. and numpy. are dropped, modules stay part of the name") {
  CHECK(tree_of("np.sqrt(x)") == "(call sqrt x)");
  CHECK(tree_of("numpy.sqrt(x)") == "(call sqrt x)");
  CHECK(tree_of("np.linalg.norm(x)") == "(call linalg.norm x)");
  CHECK(tree_of("np.pi") == "pi");
}

TEST_CASE("methods, attributes, indices and keywords") {
  CHECK(tree_of("x.max(axis=-1, keepdims=True)") == "(call (.max x) axis=(- 1) keepdims=True)");
  CHECK(tree_of("x.T.shape[0]") == "(at (.shape (.T x)) 0)");
  CHECK(tree_of("x[1:5, ::2, ..., -1, :]") == "(at x (: 1 5 _) (: _ _ 2) ... (- 1) (: _ _ _))");
  CHECK(tree_of("x[:3:]") == "(at x (: _ 3 _))");
  CHECK(tree_of("x[i, j]") == "(at x i j)");
}

TEST_CASE("statements are separated by ; and by lines, but not within brackets") {
  CHECK(tree_of("s = a @ b; s.sum()") == "s = (@ a b); (call (.sum s))");
  CHECK(tree_of("s = a\ns\n") == "s = a; s");
  CHECK(tree_of("f(a,\n  b)") == "(call f a b)");
  CHECK(tree_of("a + \\\n b") == "(+ a b)");
  CHECK(tree_of("a + \\\r\n b\r\ns\r\n") == "(+ a b); s");
  CHECK(tree_of("a # the rest\n;; b") == "a; b");
}

TEST_CASE("an expression of a hundred thousand operators is no deeper than one") {
  std::string text = "a";
  for (int i = 0; i < 100'000; ++i) text += "+a";
  CHECK(parse(text).nodes.size() == 200'001);
}

TEST_CASE("a thousand brackets, signs and powers are an error, not a crash") {
  const auto refused = [](const std::string& text) {
    try {
      parse(text);
    } catch (const LocatedError& error) {
      return error.message;
    }
    return std::string();
  };
  CHECK(refused(std::string(1000, '(') + "a" + std::string(1000, ')')) ==
        "more than 100 brackets within each other");
  CHECK(refused(std::string(1000, '[') + "a" + std::string(1000, ']')) ==
        "more than 100 brackets within each other");
  CHECK(refused(std::string(1000, '-') + "a") == "more than 100 operations within each other");
  std::string powers = "a";
  for (int i = 0; i < 1000; ++i) powers += "**a";
  CHECK(refused(powers) == "more than 100 operations within each other");
  std::string calls;
  for (int i = 0; i < 1000; ++i) calls += "f(";
  CHECK(refused("") == "an expression is missing");
  CHECK(refused(" \n\t") == "an expression is missing");
  CHECK(refused(calls + "a" + std::string(1000, ')')) == "more than 100 brackets within each other");
}
