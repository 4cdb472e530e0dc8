#include <algorithm>
#include <app/cli/common_options.hpp>
#include <app/cli/option_values.hpp>
#include <app/cli/refusals.hpp>
#include <array>
#include <string_view>
#include <vector>

#include <tcalc/core/formatted.hpp>
#include <tcalc/core/in_quotes.hpp>
#include <tcalc/ops/registry.hpp>
#include <tcalc/text/layout.hpp>
#include <tcalc/text/suggest.hpp>
#include <tcalc/text/word.hpp>

namespace tcalc::app {

namespace {

// What people type who mean an operation.
struct Synonym {
  std::string_view words, operation;
};
constexpr std::array synonyms_of_operations = {
    Synonym{"mm bmm @ gemm mul multiply product", "matmul"},
    Synonym{"contract einstein", "einsum"},
    Synonym{"bdot batchdot", "batch_dot"},
};

// The operation or command that a word is another name of; empty for none.
std::string meant_by(const std::string& word, Commands commands, const Command* within) {
  const auto has_word = [&](std::string_view words) {
    const std::vector<std::string> list = text::words_of(words);
    return std::ranges::find(list, word) != list.end();
  };
  for (const Synonym& synonym : synonyms_of_operations) {
    if (has_word(synonym.words)) return std::string(synonym.operation);
  }
  if (within != nullptr) return {};
  for (const Command* command : commands) {
    if (has_word(command->synonyms)) return std::string(command->name);
  }
  return {};
}

Error no_command() {
  Error error(ErrorKind::usage, "no command given", "tcalc --help lists the commands");
  error.details = {"tcalc batch_dot 10,12,4,5 10,12,5,8    the shape of a product",
                   "tcalc matmul a.npy b.npy -o c.npy      a product of files",
                   "tcalc info a.npy                       what a file holds"};
  return error;
}

}  // namespace

void refuse_option(const std::string& word, const Subject& subject) {
  std::vector<std::string> names;
  for (const OptionSpec& option : common_options) names.push_back(long_name(option.name));
  if (subject.operation != nullptr) {
    for (const OptionSpec& spec : subject.operation->options) names.push_back(long_name(spec.name));
  }
  if (subject.command != nullptr) {
    for (const OptionSpec& spec : subject.command->options) names.push_back(long_name(spec.name));
  }
  if (word[1] >= '0' && word[1] <= '9')
    throw Error(ErrorKind::usage, escaped(word) + ": a size cannot be negative",
                "values are JSON: tcalc dot '[-2,3]' ...; a file of that name is ./" + escaped(word));
  const std::string name = split_option(word).name;
  const std::string beginning = subject.name().empty() ? "" : subject.name() + ": ";
  Error error(ErrorKind::usage, formatted("{}unknown option {}", beginning, in_quotes(word)));
  if (const auto near = text::nearest(name, names))
    error.hints.push_back("did you mean " + *near + "?");
  else if (!word.starts_with("--"))
    error.hints.push_back("a file of that name is ./" + escaped(word));
  else if (!subject.name().empty())
    error.hints.push_back("tcalc help " + subject.name() + " lists the options");
  throw error;
}

void refuse_command(const std::string& word, Commands commands, const Command* within) {
  std::vector<std::string> names;
  for (const Operation* operation : operations()) names.emplace_back(operation->name);
  if (within == nullptr) {
    names.emplace_back("help");
    for (const Command* command : commands) names.emplace_back(command->name);
  }
  Error error(ErrorKind::usage, (within == nullptr ? "unknown command '"
                                                   : std::string(within->name) + ": unknown operation '") +
                                    escaped(word) + "'");
  const std::string meant = meant_by(word, commands, within);
  if (!meant.empty())
    error.hints.push_back("did you mean " + meant + "?");
  else if (const auto near = text::nearest(word, names))
    error.hints.push_back("did you mean " + *near + "?");
  else if (word.find_first_of("0123456789([") == 0)
    error.hints.push_back("the command comes first: tcalc dot " + escaped(word) + " ...");
  else
    error.hints.emplace_back("tcalc --help lists the commands");
  throw error;
}

void require_subject(const Subject& subject) {
  if (subject.operation != nullptr) return;
  if (subject.command == nullptr) throw no_command();
  if (subject.command->wraps_operation)
    throw Error(ErrorKind::usage, std::string(subject.command->name) + " needs an operation",
                "for example: " + std::string(subject.command->example));
}

}  // namespace tcalc::app
