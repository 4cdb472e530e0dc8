#include <app/program/verbs.hpp>
#include <app/program/words.hpp>
#include <filesystem>

#include <tcalc/core/error.hpp>
#include <tcalc/text/dim.hpp>
#include <tcalc/text/literal.hpp>
#include <tcalc/text/operand.hpp>
#include <tcalc/text/word.hpp>

namespace tcalc::app {

using script::LineError;
using script::Statement;
using script::Word;

void require_words(const Statement& statement, std::size_t fewest, std::size_t most,
                   const std::string& form) {
  const std::size_t given = statement.arguments.size();
  if (given >= fewest && given <= most) return;
  const bool too_many = given > most;
  const Word& word = too_many ? statement.arguments[most] : statement.verb;
  throw LineError(
      {ErrorKind::usage,
       statement.verb.text + (too_many ? ": " + text::in_quotes(word.text) + " is one word too many"
                                       : ": something is missing"),
       form},
      {word.span});
}

Dtype dtype_of(const Word& word) {
  if (const auto parsed = parse_dtype(word.text)) return parsed->dtype;
  throw LineError({ErrorKind::usage, "expect: unknown dtype " + text::in_quotes(word.text),
                   "supported: " + supported_dtypes()},
                  {word.span});
}

text::Operand parsed_operand(const Word& word, const Facts& facts) {
  try {
    return text::parse_operand(word.text, facts);
  } catch (const Error& error) {
    throw LineError(error, {word.span});
  }
}

Fact fact_of(const Line& line) {
  const std::vector<Word>& words = line.statement.arguments;
  const Span span = {words.front().span.begin, words.back().span.end};
  try {
    return text::parse_fact(line.text.substr(span.begin, span.end - span.begin));
  } catch (const Error& error) {
    throw LineError(error, {span});
  }
}

std::string path_from(const std::string& folder, const std::string& path) {
  return folder.empty() ? path : (std::filesystem::path(folder) / path).string();
}

bool is_variable(const Word& word) {
  return text::is_name(word.text) && !text::has_form_of_literal(word.text);
}

bool is_of_file(const Line& line) {
  return line.verb->name == "expect" && !is_variable(line.statement.arguments[0]);
}

Shape shape_of(const Word& word, const Facts& facts) {
  try {
    return text::parse_shape(word.text, facts);
  } catch (const Error& error) {
    throw LineError(error, {word.span});
  }
}

}  // namespace tcalc::app
