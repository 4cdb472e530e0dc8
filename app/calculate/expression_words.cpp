#include <algorithm>
#include <app/calculate/expression.hpp>
#include <filesystem>
#include <set>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/expression/names.hpp>
#include <tcalc/os/input.hpp>
#include <tcalc/text/literal.hpp>
#include <tcalc/text/operand.hpp>
#include <tcalc/text/word.hpp>

namespace tcalc::app {

namespace {

constexpr std::size_t longest_file = std::size_t{1} << 20;  // bytes of an expression

// Names of the files here that a shell puts for *, in its order up to the locale.
std::vector<std::string> files_here() {
  std::vector<std::string> names;
  std::error_code error;
  for (std::filesystem::directory_iterator entry(".", error), end; !error && entry != end;
       entry.increment(error)) {
    if (const std::string name = entry->path().filename().string(); !name.starts_with('.'))
      names.push_back(name);
  }
  std::ranges::sort(names);
  return names;
}

// A word that could be no operand: neither a file nor anything else.
bool is_fragment(const std::string& word) {
  if (word.find_first_of("*+%@&|<>^~") == 0 || word == "/" || word == "//" || word == ")") return true;
  try {
    const text::Operand parsed = text::parse_operand(word);
    const auto* path = std::get_if<text::Path>(&parsed);
    std::error_code unknown;  // what cannot be asked for is reported when it is opened
    return path != nullptr && !std::filesystem::exists(path->path, unknown);
  } catch (const Error&) {
    return false;
  }
}

// `tcalc eval a * b x.npy y.npy`: all files of the folder stand among the words, and a piece of the
// expression.
void refuse_expanded_star(const std::vector<std::string>& words) {
  const auto fragment = std::ranges::find_if(words, is_fragment);
  if (fragment == words.end()) return;
  const std::vector<std::string> files = files_here();
  const bool expanded = !files.empty() && files.size() <= words.size() &&
                        std::ranges::all_of(files, [&](const std::string& file) {
                          return std::ranges::find(words, file) != words.end();
                        });
  const bool is_operator = fragment->find_first_of("*+%@&|<>^~/)") == 0;
  if (!expanded && !is_operator) return;
  throw Error(ErrorKind::usage,
              formatted("eval: {} is a part of the expression{}", text::in_quotes(*fragment),
                        expanded ? ", in which the shell has put the names of all files for *" : ""),
              "quote the expression: tcalc eval 'a * b' x.npy y.npy");
}

// NAME=OPERAND; a name that is none makes it an operand as a whole.
ExpressionOperand operand_from(const std::string& word, std::size_t& unnamed) {
  const std::size_t equals = word.find('=');
  if (equals != std::string::npos && text::is_name(std::string_view(word).substr(0, equals)) &&
      !text::has_form_of_literal(word)) {
    // full=7.5:2,2 and randint=10:3 are fills, raw=x.bin:2,2:f4 is a file without a header.
    const std::string name = word.substr(0, equals);
    const bool is_raw = name == "raw" && word.find(':') != std::string::npos;
    if (name != "full" && name != "randint" && !is_raw) return {name, word.substr(equals + 1), true};
  }
  std::string name = side_name(unnamed++);
  for (char& letter : name) letter = static_cast<char>(letter | 0x20);
  return {name, word, false};
}

void check_name(const ExpressionOperand& operand, std::set<std::string>& seen) {
  if (operand.has_name) {
    if (const auto what = expression::reserved(operand.name))
      throw Error(ErrorKind::usage,
                  formatted("eval: {}={}: {} is {}", operand.name, escaped(operand.typed),
                            text::in_quotes(operand.name), *what),
                  "another name will do");
    if (operand.typed.empty())
      throw Error(ErrorKind::usage, "eval: " + operand.name + "=: the operand is missing");
  }
  if (!seen.insert(operand.name).second)
    throw Error(ErrorKind::usage, "eval: two operands are called " + text::in_quotes(operand.name));
}

std::string read_text(const std::string& file) {
  const auto input = file == "-" ? os::Input::standard_input() : os::Input::open(file);
  const auto text = input->read_text(longest_file);
  if (!text) throw Error(ErrorKind::input, input->name() + ": an expression has at most 1 MiB");
  return *text;
}

}  // namespace

ExpressionRequest expression_from(const Request& request) {
  ExpressionRequest expression;
  std::vector<std::string> words = request.operands;
  if (const std::string* file = find_word(request.options, "file")) {
    expression.text = read_text(*file);
    expression.place = *file == "-" ? "standard input" : escaped(*file);
  } else {
    if (words.empty())
      throw Error(ErrorKind::usage, "eval needs an expression",
                  "for example: tcalc eval 'abs(a - b).max()' x.npy y.npy");
    expression.text = words.front();
    words.erase(words.begin());
  }
  refuse_expanded_star(words);
  std::size_t unnamed = 0;
  std::set<std::string> seen;
  for (const std::string& word : words) {
    expression.operands.push_back(operand_from(word, unnamed));
    check_name(expression.operands.back(), seen);
  }
  return expression;
}

}  // namespace tcalc::app
