// A Pratt parser: each operator has a binding power, and takes as its right operand all that binds tighter.
#include <array>
#include <charconv>
#include <limits>
#include <optional>
#include <utility>

#include <tcalc/language/refusals.hpp>
#include <tcalc/language/token.hpp>
#include <tcalc/language/tree.hpp>
#include <tcalc/text/number.hpp>
#include <tcalc/text/word.hpp>

namespace tcalc::language {

namespace {

struct Binary {
  std::string_view symbol;
  int power;
};
constexpr int comparison = 1, product = 7;
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
// Signs bind tighter than these, and ** tighter than a sign before it.

std::optional<int> power_of(const Token& token) {
  if (token.kind != TokenKind::symbol) return std::nullopt;
  for (const Binary& binary : operators) {
    if (binary.symbol == token.text) return binary.power;
  }
  return std::nullopt;
}

// Modules of NumPy whose functions are called by their names alone, or refused with the module's.
constexpr std::array<std::string_view, 9> modules = {"linalg", "random", "lib",     "stride_tricks", "fft",
                                                     "ma",     "char",   "testing", "polynomial"};

std::string without_underscores(std::string_view text) {
  std::string digits;
  for (const char c : text) {
    if (c != '_') digits += c;
  }
  return digits;
}

class Parser {
 public:
  explicit Parser(std::string text) {
    program_.text = std::move(text);
    tokens_ = tokens_of(program_.text);
  }

  Program run() {
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

 private:
  const Token& peek(std::size_t ahead = 0) const {
    return tokens_[std::min(at_ + ahead, tokens_.size() - 1)];
  }
  const Token& next() { return tokens_[std::min(at_++, tokens_.size() - 1)]; }
  const Token* before() const { return at_ == 0 ? nullptr : &tokens_[at_ - 1]; }
  const Node& node(NodeId id) const { return program_.nodes[id]; }
  std::string source(NodeId id) const { return std::string(program_.source(node(id).span)); }

  NodeId add(Node made) {
    program_.nodes.push_back(std::move(made));
    return static_cast<NodeId>(program_.nodes.size() - 1);
  }

  // What is nested is counted here: nothing else recurses.
  struct Level {
    explicit Level(Parser& parser) : parser_(parser) {
      if (++parser.depth_ <= 2 * deepest_nesting) return;
      --parser.depth_;
      throw LocatedError({ErrorKind::usage,
                          "more than " + std::to_string(deepest_nesting) + " operations within each other"},
                         {parser.peek().span});
    }
    Level(const Level&) = delete;
    ~Level() { --parser_.depth_; }
    Parser& parser_;
  };

  Statement statement() {
    if (peek().kind == TokenKind::name && peek(1).is("=")) {
      const Token name = next();
      if (is_keyword(name.text)) throw keyword_refused(name);
      next();
      return {std::string(name.text), name.span, expression()};
    }
    return {"", {}, expression()};
  }

  NodeId expression() { return binary(comparison); }

  NodeId binary(int least) {
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

  NodeId joined(const Token& symbol, NodeId left, NodeId right) {
    const Span span = {node(left).span.begin, node(right).span.end};
    return add({NodeKind::binary, span, symbol.span, std::string(symbol.text), {left, right}});
  }

  NodeId unary() {
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
  NodeId power(NodeId base) {
    if (!peek().is("**")) return base;
    const Token symbol = next();
    return joined(symbol, base, unary());
  }

  NodeId atom() {
    const Token token = next();
    switch (token.kind) {
      case TokenKind::integer:
        return integer(token);
      case TokenKind::floating:
        return number(token, NodeKind::floating, token.text);
      case TokenKind::imaginary:
        return number(token, NodeKind::imaginary, token.text.substr(0, token.text.size() - 1));
      case TokenKind::text:
        return add({NodeKind::text, token.span, token.span,
                    std::string(token.text.substr(1, token.text.size() - 2))});
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

  NodeId integer(const Token& token) {
    const std::string digits = without_underscores(token.text);
    const bool based = digits.size() > 2 && digits[0] == '0' && !text::is_digit(digits[1]);
    const int base = !based ? 10 : (digits[1] | 0x20) == 'x' ? 16 : (digits[1] | 0x20) == 'o' ? 8 : 2;
    std::int64_t value = 0;
    const auto parsed =
        std::from_chars(digits.data() + (based ? 2 : 0), digits.data() + digits.size(), value, base);
    if (parsed.ec != std::errc())
      throw LocatedError({ErrorKind::usage, "an integer of more than 64 bits",
                          "write it as a float: " + std::string(token.text) + ".0"},
                         {token.span});
    Node made = {NodeKind::integer, token.span, token.span};
    made.integer = value;
    return add(std::move(made));
  }

  NodeId number(const Token& token, NodeKind kind, std::string_view typed) {
    std::string digits = without_underscores(typed);
    if (digits.ends_with('.')) digits += '0';
    if (digits.starts_with('.')) digits.insert(0, "0");
    Node made = {kind, token.span, token.span};
    const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), made.number);
    // Out of range is infinity or 0, as in Python.
    if (parsed.ec == std::errc::result_out_of_range) {
      const std::size_t exponent_at = digits.find_first_of("eE");
      const bool tiny =
          exponent_at != std::string::npos && digits.find('-', exponent_at) != std::string::npos;
      made.number = tiny ? 0 : std::numeric_limits<double>::infinity();
    }
    return add(std::move(made));
  }

  NodeId constant(const Token& token, NodeKind kind, std::int64_t value) {
    Node made = {kind, token.span, token.span};
    made.integer = value;
    return add(std::move(made));
  }

  NodeId name(const Token& token) {
    if (token.text == "True" || token.text == "False")
      return constant(token, NodeKind::boolean, token.text == "True" ? 1 : 0);
    if (token.text == "None") return constant(token, NodeKind::none, 0);
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
      if (name == "newaxis") return constant(last, NodeKind::none, 0);
    } else if (token.text == "newaxis") {
      return constant(token, NodeKind::none, 0);
    }
    return add({NodeKind::name, {token.span.begin, last.span.end}, {token.span.begin, last.span.end}, name});
  }

  static bool is_module(std::string_view name) {
    for (const std::string_view module : modules) {
      if (module == name) return true;
    }
    return false;
  }

  Token after_dot() {
    const Token dot = next();
    if (peek().kind != TokenKind::name)
      throw LocatedError({ErrorKind::usage, "a name is missing after '.'"}, {dot.span});
    return next();
  }

  NodeId parenthesised(const Token& opening) {
    std::vector<NodeId> items;
    bool comma = false;
    while (!peek().is(")")) {
      items.push_back(expression());
      if (peek().is(")")) break;
      if (!peek().is(",")) refuse_rest(items.back());
      comma = true;
      next();
    }
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

  NodeId list(const Token& opening) {
    std::vector<NodeId> items;
    while (!peek().is("]")) {
      items.push_back(expression());
      if (peek().is("]")) break;
      if (!peek().is(",")) refuse_rest(items.back());
      next();
    }
    const Token closing = next();
    return add({NodeKind::list, {opening.span.begin, closing.span.end}, opening.span, {}, std::move(items)});
  }

  NodeId postfix(NodeId operand) {
    for (;;) {
      const Token token = peek();
      if (token.is(".")) {
        const Token attribute = after_dot();
        operand = add({NodeKind::attribute,
                       {node(operand).span.begin, attribute.span.end},
                       attribute.span,
                       std::string(attribute.text),
                       {operand}});
      } else if (token.is("(")) {
        operand = call(operand);
      } else if (token.is("[")) {
        operand = index(operand);
      } else {
        return operand;
      }
    }
  }

  NodeId call(NodeId callee) {
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
      if (peek().kind == TokenKind::name && peek(1).is("=")) {
        const Token name = next();
        next();
        const NodeId value = expression();
        children.push_back(add({NodeKind::keyword,
                                {name.span.begin, node(value).span.end},
                                name.span,
                                std::string(name.text),
                                {value}}));
        named = true;
      } else {
        children.push_back(expression());
        if (named)
          throw LocatedError({ErrorKind::usage, "an argument without a name follows one with a name"},
                             {node(children.back()).span});
      }
      if (peek().is(")")) break;
      if (!peek().is(",")) refuse_rest(children.back());
      next();
    }
    const Token closing = next();
    return add({NodeKind::call,
                {node(callee).span.begin, closing.span.end},
                node(callee).token,
                {},
                std::move(children)});
  }

  NodeId index(NodeId operand) {
    const Token opening = next();
    std::vector<NodeId> children = {operand};
    while (!peek().is("]")) {
      children.push_back(index_item());
      if (peek().is("]")) break;
      if (!peek().is(",")) refuse_rest(children.back());
      next();
    }
    if (children.size() == 1)
      throw LocatedError({ErrorKind::usage, "an index is missing"}, {{opening.span.begin, peek().span.end}});
    const Token closing = next();
    return add({NodeKind::index,
                {node(operand).span.begin, closing.span.end},
                {opening.span.begin, closing.span.end},
                {},
                std::move(children)});
  }

  NodeId index_item() {
    const Token first = peek();
    if (first.is("...")) {
      next();
      return add({NodeKind::ellipsis, first.span, first.span});
    }
    const NodeId start = bound();
    if (!peek().is(":")) return start;
    std::vector<NodeId> parts = {start};
    std::size_t end = first.span.end;
    while (peek().is(":")) {
      const Token colon = next();
      if (parts.size() == 3)
        throw LocatedError({ErrorKind::usage, "a range has a start, a stop and a step at most"},
                           {colon.span});
      end = colon.span.end;
      parts.push_back(bound());
      if (node(parts.back()).kind != NodeKind::absent) end = node(parts.back()).span.end;
    }
    if (parts.size() == 2) parts.push_back(add({NodeKind::absent, first.span, first.span}));
    return add({NodeKind::slice, {first.span.begin, end}, first.span, {}, std::move(parts)});
  }

  // Of a range; absent before ':', ']' and ','.
  NodeId bound() {
    const bool after_colon = before() != nullptr && before()->is(":");
    if (peek().is(":") || (after_colon && (peek().is("]") || peek().is(","))))
      return add({NodeKind::absent, peek().span, peek().span});
    return expression();
  }

  // a & b without parentheses around it.
  bool is_bitwise(NodeId id) const {
    const Node& found = node(id);
    return found.kind == NodeKind::binary && found.span.begin == node(found.children[0]).span.begin &&
           (found.text == "&" || found.text == "|" || found.text == "^");
  }

  // a < b < c, and a > 0 & b > 0, which is a > (0 & b) > 0.
  [[noreturn]] void refuse_chain(NodeId left) {
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
      error.hints.push_back("write (" + x + " " + one + " " + source(inner.children[0]) + ") " + inner.text +
                            " (" + source(inner.children[1]) + " " + two + " " + last + ")");
    } else {
      const std::string y = source(middle);
      error.hints.push_back("write (" + x + " " + one + " " + y + ") & (" + y + " " + two + " " + last + ")");
    }
    throw LocatedError(std::move(error), std::move(spans));
  }

  [[noreturn]] void refuse_not(const Token& token) {
    LocatedError error = keyword_refused(token);
    try {
      const std::string operand = source(expression());
      error.hints = {"write ~(" + operand + ")"};
    } catch (const LocatedError&) {
    }
    throw error;
  }

  // What follows a complete expression and does not belong to it; some of it names what was meant.
  [[noreturn]] void refuse_rest(NodeId left) {
    const Token token = peek();
    if (token.is("=")) throw not_assignable(token, node(left).span, node(left).kind == NodeKind::index);
    if (token.is_name("not") && peek(1).is_name("in")) throw keyword_refused(peek(1));
    LocatedError error = unexpected(token, source(left));
    if (token.kind != TokenKind::name) throw error;
    next();
    try {
      if (token.text == "and" || token.text == "or") {
        const std::string symbol = token.text == "and" ? "&" : "|";
        const NodeId right = expression();
        error.hints = {"write " + in_parentheses(left) + " " + symbol + " " + in_parentheses(right)};
      } else if (token.text == "if") {
        const NodeId condition = expression();
        if (!next().is_name("else")) throw error;
        const NodeId other = expression();
        error.hints = {"write where(" + source(condition) + ", " + source(left) + ", " + source(other) + ")"};
      }
    } catch (const LocatedError&) {
    }
    throw error;
  }

  std::string in_parentheses(NodeId id) const {
    const std::string text = source(id);
    const bool simple = node(id).kind != NodeKind::binary || text.starts_with('(');
    return simple ? text : "(" + text + ")";
  }

  Program program_;
  std::vector<Token> tokens_;
  std::size_t at_ = 0, depth_ = 0;
  NodeId parenthesised_ = UINT32_MAX;  // the last node in parentheses
};

}  // namespace

Program parse(std::string text) { return Parser(std::move(text)).run(); }

}  // namespace tcalc::language
