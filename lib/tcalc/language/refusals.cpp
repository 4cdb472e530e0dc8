#include <algorithm>
#include <array>

#include <tcalc/core/formatted.hpp>
#include <tcalc/language/refusals.hpp>
#include <tcalc/text/word.hpp>

namespace tcalc::language {

namespace {

struct Keyword {
  std::string_view word, fact, hint;
};

constexpr std::string_view no_loops = "expressions have no loops";
constexpr std::string_view whole_arrays =
    "functions and operators work on all elements at once: x * 2, x.sum(axis=0)";
constexpr std::string_view no_functions = "functions cannot be defined";
constexpr std::string_view name_a_part = "name a part and use it: s = a - b; s * s";
constexpr std::string_view no_statements = "expressions have no such statement";
constexpr std::string_view last_is_printed = "the value of the last statement is printed";

constexpr std::array<Keyword, 27> keywords = {{
    {"and", "'and' takes single values, not arrays", "write & between conditions in parentheses"},
    {"or", "'or' takes single values, not arrays", "write | between conditions in parentheses"},
    {"not", "'not' takes single values, not arrays", "write ~ before a condition in parentheses: ~(a > 0)"},
    {"if", "'if' chooses once, not for every element", "write where(condition, x, y)"},
    {"else", "'else' has no 'if'", "write where(condition, x, y)"},
    {"elif", "'if' chooses once, not for every element", "write where(condition, x, y)"},
    {"for", no_loops, whole_arrays},
    {"while", no_loops, whole_arrays},
    {"in", "'in' is not an operator of arrays", "write (x == value).any()"},
    {"is", "'is' is not an operator of arrays", "write == or isnan(x)"},
    {"lambda", no_functions, name_a_part},
    {"def", no_functions, name_a_part},
    {"return", no_functions, last_is_printed},
    {"yield", no_functions, last_is_printed},
    {"import", "there is nothing to import",
     "leave it out: functions have NumPy's names, with or without np."},
    {"from", "there is nothing to import", "leave it out: functions have NumPy's names, with or without np."},
    {"as", "there is nothing to import", "leave it out: functions have NumPy's names, with or without np."},
    {"assert", no_statements, ""},
    {"del", no_statements, ""},
    {"pass", no_statements, ""},
    {"class", no_statements, ""},
    {"try", no_statements, ""},
    {"except", no_statements, ""},
    {"raise", no_statements, ""},
    {"with", no_statements, ""},
    {"async", no_statements, ""},
    {"await", no_statements, ""},
}};

// What is no token, and what is written instead.
struct Stranger {
  std::string_view text, fact, hint;
};
constexpr std::array<Stranger, 20> strangers = {{
    {"===", "'===' is not an operator", "write =="},
    {"=>", "'=>' is not an operator", "write >="},
    {"=<", "'=<' is not an operator", "write <="},
    {"=!", "'=!' is not an operator", "write !="},
    {"&&", "'&&' is not an operator", "write & between conditions in parentheses: (a > 0) & (b > 0)"},
    {"||", "'||' is not an operator", "write | between conditions in parentheses: (a > 0) | (b > 0)"},
    {"<>", "'<>' is not an operator", "write !="},
    {"!", "'!' is not an operator", "not is ~, and unequal is !="},
    {"{", "expressions have no sets or dictionaries", "lists are arrays: [1, 2, 3]"},
    {"}", "expressions have no sets or dictionaries", "lists are arrays: [1, 2, 3]"},
    {"$", "'$' is not part of an expression", "the shell replaces $NAME between double quotes only"},
    {"`", "'`' is not part of an expression", "the shell replaces $(...) between double quotes only"},
    {"?", "'?' is a dim of a shape, not a value", ""},
    {"\xe2\x88\x92", "this is a minus sign of a text, not '-'", "write -"},
    {"\xe2\x80\x93", "this is a dash, not '-'", "write -"},
    {"\xc3\x97", "this is a multiplication sign of a text", "write *"},
    {"\xc2\xb7", "this is a multiplication sign of a text", "write *"},
    {"\xe2\x80\x9c", "these are the quotes of a text", "write \" or '"},
    {"\xe2\x80\x99", "these are the quotes of a text", "write \" or '"},
    {"\xe2\x89\xa4", "this is a sign of a text", "write <="},
}};

LocatedError refusal(const Token& token, std::string fact, Hint hint = {}) {
  return {{ErrorKind::usage, std::move(fact), std::move(hint)}, {token.span}};
}

std::string quoted(const Token& token) {
  if (token.kind == TokenKind::end) return "the end";
  if (token.kind == TokenKind::separator) return token.text == ";" ? "';'" : "the end of the line";
  return text::in_quotes(token.text);
}

bool begins_operand(const Token& token) {
  return token.kind == TokenKind::name || token.kind == TokenKind::integer ||
         token.kind == TokenKind::floating || token.kind == TokenKind::imaginary ||
         token.kind == TokenKind::text;
}

}  // namespace

bool is_keyword(std::string_view name) {
  return std::ranges::any_of(keywords, [&](const Keyword& keyword) { return keyword.word == name; });
}

std::optional<LocatedError> stranger_refused(std::string_view text, std::size_t at) {
  const std::string_view rest = text.substr(at);
  if (rest.starts_with("!=")) return std::nullopt;
  for (const Stranger& stranger : strangers) {
    if (!rest.starts_with(stranger.text)) continue;
    const Error error(ErrorKind::usage, std::string(stranger.fact), std::string(stranger.hint));
    return LocatedError(error, {{at, at + stranger.text.size()}});
  }
  return std::nullopt;
}

LocatedError keyword_refused(const Token& token) {
  if (token.text == "assert")
    return refusal(token, std::string(no_statements),
                   OptionHint{"", "check", "", " asks whether a condition holds for all elements"});
  for (const Keyword& keyword : keywords) {
    if (keyword.word == token.text)
      return refusal(token, std::string(keyword.fact), std::string(keyword.hint));
  }
  return refusal(token, quoted(token) + " is a keyword");
}

LocatedError operand_missing(const Token& token, const Token* before) {
  if (token.kind == TokenKind::name && is_keyword(token.text)) return keyword_refused(token);
  if (token.is("**") && before != nullptr && (before->is("(") || before->is(",")))
    return refusal(token, "** before an argument is not supported", "write the arguments one by one");
  if (token.is("*") && before != nullptr && (before->is("(") || before->is(",") || before->is("[")))
    return refusal(token, "* before an argument is not supported",
                   "a tuple is given as it is: reshape(x, y.shape)");
  if (token.is(":"))
    return refusal(token, "':' is only between the brackets of an index", "for example x[1:5]");
  if (token.is("->") || token.is(":=")) return refusal(token, quoted(token) + " is not an operator here");
  const bool after_operator = before != nullptr && before->kind == TokenKind::symbol && !before->is("(") &&
                              !before->is("[") && !before->is(",") && !before->is(")") && !before->is("]");
  if (after_operator) return refusal(*before, "an operand is missing after " + quoted(*before));
  if (token.kind == TokenKind::end || token.kind == TokenKind::separator)
    return refusal(token, "an expression is missing");
  return refusal(token, "an operand is missing before " + quoted(token));
}

LocatedError unexpected(const Token& token, std::string_view left) {
  if (token.kind == TokenKind::name && is_keyword(token.text)) return keyword_refused(token);
  if (token.is(","))
    return refusal(token, "an expression has one value",
                   "stack((a, b)) and concatenate((a, b)) make one array of several");
  if (token.is(":="))
    return refusal(token, "':=' is not supported", "name a part in a statement of its own: s = a - b; s * s");
  if (token.kind == TokenKind::symbol && token.text.size() > 1 && token.text.ends_with('=')) {
    const std::string_view symbol = token.text.substr(0, token.text.size() - 1);
    return refusal(token, quoted(token) + " is not supported",
                   formatted("write {} = {} {} ...", left, left, symbol));
  }
  if (token.is("->"))
    return refusal(token, "'->' stands in the text of an einsum", "einsum('ij,jk->ik', a, b)");
  if (token.is("...")) return refusal(token, "'...' is only between the brackets of an index");
  if (token.is(":"))
    return refusal(token, "':' is only between the brackets of an index", "for example x[1:5]");
  if (token.is("~")) return refusal(token, "'~' has one operand", "unequal is !=, and exclusive or is ^");
  if (begins_operand(token) || token.is("(") || token.is("["))
    return refusal(token, "an operator is missing before " + quoted(token),
                   "products are written with *, matrix products with @");
  return refusal(token, quoted(token) + " is not expected here");
}

LocatedError not_assignable(const Token& equals, Span target, bool indexed) {
  Error error(
      ErrorKind::usage, "'=' names a value: only a name stands to its left",
      indexed ? "arrays are not changed: where(condition, value, x) makes a new one" : "to compare write ==");
  return {std::move(error), {target, equals.span}};
}

}  // namespace tcalc::language
