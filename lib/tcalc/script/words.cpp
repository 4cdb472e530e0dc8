#include <tcalc/script/words.hpp>
#include <tcalc/text/word.hpp>

namespace tcalc::script {

namespace {

bool is_blank(char c) { return text::blanks.find(c) != std::string_view::npos; }

class Splitter {
 public:
  explicit Splitter(std::string_view line) : line_(line) {}

  std::vector<Word> split() {
    std::vector<Word> words;
    for (;;) {
      while (at_ < line_.size() && is_blank(line_[at_])) ++at_;
      if (at_ == line_.size() || line_[at_] == '#') return words;
      words.push_back(next());
    }
  }

 private:
  Word next() {
    Word word = {{}, {at_, at_}};
    while (at_ < line_.size() && !is_blank(line_[at_])) {
      const char c = line_[at_];
      if (c == '\'' || c == '"')
        take_quoted(word.text);
      else if (c == '(' || c == '[')
        take_bracketed(word.text);
      else
        word.text += line_[at_++];
    }
    word.span.end = at_;
    if (word.text.find('\0') != std::string::npos)
      throw LineError({ErrorKind::usage, text::in_quotes(word.text) + ": a NUL byte in a word"}, {word.span});
    return word;
  }

  void take_quoted(std::string& text) {
    const std::size_t end = line_.find(line_[at_], at_ + 1);
    if (end == std::string_view::npos) unclosed("a quote is not closed");
    text += line_.substr(at_ + 1, end - at_ - 1);
    at_ = end + 1;
  }

  // Up to the bracket that closes the first one; which kind it is, the word's own grammar checks.
  void take_bracketed(std::string& text) {
    const std::size_t begin = at_;
    for (int depth = 0; at_ < line_.size(); ++at_) {
      if (line_[at_] == '(' || line_[at_] == '[') ++depth;
      if (line_[at_] == ')' || line_[at_] == ']') --depth;
      if (depth > 0) continue;
      text += line_.substr(begin, ++at_ - begin);
      return;
    }
    at_ = begin;
    unclosed(line_[begin] == '(' ? "a parenthesis is not closed" : "a bracket is not closed");
  }

  [[noreturn]] void unclosed(const std::string& fact) const {
    throw LineError({ErrorKind::usage, fact}, {{at_, at_ + 1}});
  }

  std::string_view line_;
  std::size_t at_ = 0;
};

}  // namespace

std::vector<Word> split_words(std::string_view line) {
  if (line.size() > longest_line)
    throw LineError(
        {ErrorKind::usage, "a line has at most 1 MiB", "values of that many bytes belong in a file"}, {});
  return Splitter(line).split();
}

}  // namespace tcalc::script
