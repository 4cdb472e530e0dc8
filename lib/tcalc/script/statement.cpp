#include <utility>

#include <tcalc/script/statement.hpp>
#include <tcalc/text/word.hpp>

namespace tcalc::script {

namespace {

void check_name(const Word& name) {
  if (text::is_name(name.text) && name.text != "true" && name.text != "false") return;
  const bool is_value = text::is_name(name.text);
  throw LineError(
      {ErrorKind::usage,
       text::in_quotes(name.text) + (is_value ? " is a value, not a name" : " is not a name"),
       is_value ? "" : "a name is made of letters, digits and _, and does not begin with a digit"},
      {name.span});
}

// Cuts what stands before and after the first '=' of a word apart: "q=shape".
std::vector<Word> with_equals_apart(std::vector<Word> words) {
  const auto cut = [&](std::size_t index) {
    const Word word = words[index];
    const std::size_t equals = word.text.find('=');
    const std::size_t begin = word.span.begin;
    std::vector<Word> pieces;
    if (equals > 0) pieces.push_back({word.text.substr(0, equals), {begin, begin + equals}});
    pieces.push_back({"=", {begin + equals, begin + equals + 1}});
    if (equals + 1 < word.text.size())
      pieces.push_back({word.text.substr(equals + 1), {begin + equals + 1, word.span.end}});
    words.erase(words.begin() + static_cast<std::ptrdiff_t>(index));
    words.insert(words.begin() + static_cast<std::ptrdiff_t>(index), pieces.begin(), pieces.end());
  };
  const std::string& first = words[0].text;
  if (const std::size_t equals = first.find('='); equals != std::string::npos)
    cut(0);
  else if (words.size() > 1 && words[1].text.size() > 1 && words[1].text[0] == '=')
    cut(1);
  return words;
}

}  // namespace

bool is_empty(std::string_view line) {
  const std::string_view text = text::trimmed(line);
  return text.empty() || text[0] == '#';
}

Statement parse_statement(std::string_view line) {
  std::vector<Word> words = with_equals_apart(split_words(line));
  Statement statement;
  auto at = words.begin();
  if (words.size() > 1 && words[1].text == "=") {
    check_name(words[0]);
    if (words.size() == 2) {
      throw LineError({ErrorKind::usage, "nothing follows '='", "for example: s = matmul q k"},
                      {words[1].span});
    }
    statement.name = std::move(words[0]);
    at += 2;
  } else if (words[0].text == "=") {
    throw LineError({ErrorKind::usage, "a name is missing before '='"}, {words[0].span});
  }
  statement.verb = std::move(*at++);
  statement.arguments.assign(std::move_iterator(at), std::move_iterator(words.end()));
  return statement;
}

std::string_view assigned_name(std::string_view line) {
  const std::string_view text = text::trimmed(line);
  std::size_t end = 0;
  while (end < text.size() && text::is_letter_or_digit(text[end])) ++end;
  const std::string_view name = text.substr(0, end);
  const bool assigned = text::trimmed(text.substr(end)).starts_with('=');
  return assigned && text::is_name(name) ? name : std::string_view();
}

}  // namespace tcalc::script
