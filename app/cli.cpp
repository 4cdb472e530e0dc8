#include <algorithm>
#include <app/cli.hpp>
#include <app/options.hpp>
#include <app/suggest.hpp>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

#include <CLI/CLI.hpp>

#include <tcalc/core/error.hpp>
#include <tcalc/ops/registry.hpp>
#include <tcalc/os/memory.hpp>
#include <tcalc/text/number.hpp>
#include <tcalc/text/operand.hpp>

namespace tcalc::app {

namespace {

// Options as typed, by long name. CLI11 converts nothing: "010" would be 8 to it.
struct Typed {
  std::map<std::string, std::string, std::less<>> words;
  std::map<std::string, bool, std::less<>> flags;

  const std::string* word(std::string_view name) const {
    const auto found = words.find(name);
    return found == words.end() ? nullptr : &found->second;
  }
  bool flag(std::string_view name) const {
    const auto found = flags.find(name);
    return found != flags.end() && found->second;
  }
};

void add_option(CLI::App& command, std::string_view short_name, const OptionSpec& spec, Typed& typed) {
  const std::string name(spec.name);
  const std::string names = short_name.empty() ? name : std::string(short_name) + "," + name;
  if (spec.kind == OptionKind::flag) {
    command.add_flag_callback(names, [&typed, name] { typed.flags[name] = true; });
    return;
  }
  command
      .add_option_function<std::string>(
          names, [&typed, name](const std::string& value) { typed.words[name] = value; })
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
}

// "->ij" is the spec of an einsum.
bool is_option(std::string_view word) { return word.size() > 1 && word[0] == '-' && !word.starts_with("->"); }

[[noreturn]] void refuse_option(const std::string& word, const Operation* operation) {
  std::vector<std::string> names;
  for (const CommonOption& option : common_options) names.emplace_back(option.spec.name);
  if (operation != nullptr) {
    for (const OptionSpec& spec : operation->options) names.emplace_back(spec.name);
  }
  if (word[1] >= '0' && word[1] <= '9')
    throw Error(ErrorKind::usage, escaped(word) + ": a size cannot be negative",
                "values are JSON: tcalc dot '[-2,3]' ...; a file of that name is ./" + escaped(word));
  const std::string name = word.substr(0, word.find('='));
  const std::string subject = operation == nullptr ? "" : std::string(operation->name) + ": ";
  Error error(ErrorKind::usage, subject + "unknown option '" + escaped(word) + "'");
  if (const auto near = nearest(name, names))
    error.hints.push_back("did you mean " + *near + "?");
  else if (!word.starts_with("--"))
    error.hints.push_back("a file of that name is ./" + escaped(word));
  else if (operation != nullptr)
    error.hints.push_back("tcalc help " + std::string(operation->name) + " lists the options");
  throw error;
}

[[noreturn]] void refuse_command(const std::string& word) {
  std::vector<std::string> names = {"help"};
  for (const Operation* operation : operations()) names.emplace_back(operation->name);
  Error error(ErrorKind::usage, "unknown command '" + escaped(word) + "'");
  if (const auto near = nearest(word, names))
    error.hints.push_back("did you mean " + *near + "?");
  else if (word.find_first_of("0123456789([") == 0)
    error.hints.push_back("the command comes first: tcalc dot " + escaped(word) + " ...");
  else
    error.hints.push_back("tcalc --help lists the commands");
  throw error;
}

std::int64_t parse_count(const std::string& word, const std::string& option, std::int64_t least,
                         std::int64_t most) {
  const auto value = text::parse_integer(word);
  if (value && *value >= least && *value <= most) return *value;
  throw Error(ErrorKind::usage, option + ": '" + escaped(word) + "' is not a number from " +
                                    std::to_string(least) + " to " + std::to_string(most));
}

Dtype parse_dtype_option(const std::string& word) {
  const auto parsed = parse_dtype(word);
  if (!parsed) {
    throw Error(ErrorKind::usage, "--dtype: unknown dtype '" + escaped(word) + "'",
                "supported: " + supported_dtypes());
  }
  return parsed->dtype;
}

Arguments operation_arguments(const Operation& operation, const Typed& typed) {
  Arguments arguments;
  for (const OptionSpec& spec : operation.options) {
    const std::string name(spec.name);
    if (spec.kind == OptionKind::flag) {
      if (typed.flag(name)) arguments[name] = true;
    } else if (const std::string* word = typed.word(name)) {
      if (spec.kind == OptionKind::integers)
        arguments[name] = text::parse_integers(*word, name);
      else
        arguments[name] = *word;
    }
  }
  return arguments;
}

void fill_common(Request& request, const Typed& typed) {
  constexpr int most_digits = 340;  // beyond the longest double
  constexpr int most_threads = 1 << 12;
  request.shape_only = typed.flag("--shape");
  request.json = typed.flag("--json");
  request.full = typed.flag("--full");
  request.quiet = typed.flag("--quiet");
  request.sync = typed.flag("--sync");
  if (const auto* word = typed.word("--out")) {
    if (word->empty()) throw Error(ErrorKind::usage, "--out needs a file name");
    request.out = *word;
  }
  if (const auto* word = typed.word("--dtype")) request.dtype = parse_dtype_option(*word);
  if (const auto* word = typed.word("--precision"))
    request.precision = static_cast<int>(parse_count(*word, "--precision", 0, most_digits));
  if (const auto* word = typed.word("--seed"))
    request.seed = static_cast<std::uint64_t>(parse_count(*word, "--seed", 0, INT64_MAX));
  if (const auto* word = typed.word("--threads"))
    request.threads = static_cast<int>(parse_count(*word, "--threads", 1, most_threads));
  if (const auto* word = typed.word("--max-memory")) {
    request.max_memory = os::parse_bytes(*word);
    if (!request.max_memory)
      throw Error(ErrorKind::usage, "--max-memory: '" + escaped(*word) + "' is not a size",
                  "for example 512M or 2G");
  }
  if (const auto* word = typed.word("--color")) {
    if (*word != "auto" && *word != "always" && *word != "never") {
      throw Error(ErrorKind::usage, "--color: '" + escaped(*word) + "' is none of auto, always, never");
    }
  }
}

// CLI11's only complaint left: an option without its value, or a flag with one.
[[noreturn]] void refuse(const CLI::ParseError& complaint) {
  const std::string what = complaint.what();
  const std::string name = what.substr(0, what.find_first_of(": "));
  if (name.starts_with('-')) {
    // CLI11 calls "-o,--out" by its first name.
    throw Error(ErrorKind::usage,
                name + (what.find("required") != std::string::npos ? " needs a value" : " takes no value"));
  }
  throw Error(ErrorKind::usage, "the command line cannot be understood", "tcalc --help shows examples");
}

void parse_words(CLI::App& program, std::vector<std::string> words) {
  std::ranges::reverse(words);  // CLI11 takes them from the back
  try {
    program.parse(words);
  } catch (const CLI::ParseError& complaint) {
    refuse(complaint);
  }
}

const Operation* chosen_operation(const CLI::App& program) {
  const auto chosen = program.get_subcommands();
  return chosen.empty() ? nullptr : find_operation(chosen.front()->get_name());
}

// The word that some operations take before their operands becomes an argument.
void take_leading_word(Request& request) {
  const std::string name(request.operation->leading_word);
  if (name.empty()) return;
  if (request.operands.empty()) {
    throw Error(ErrorKind::usage, std::string(request.operation->name) + " needs " + name + " and operands",
                "for example: " + std::string(request.operation->example));
  }
  request.arguments[name] = request.operands.front();
  request.operands.erase(request.operands.begin());
}

// `tcalc help [COMMAND]`
Invocation parse_help(const std::vector<std::string>& words) {
  Invocation invocation{Action::help, {}};
  if (words.size() < 2) return invocation;
  invocation.request.operation = find_operation(words[1]);
  if (invocation.request.operation == nullptr) refuse_command(words[1]);
  return invocation;
}

}  // namespace

Invocation parse_command_line(const std::vector<std::string>& words) {
  if (!words.empty() && words.front() == "help") return parse_help(words);
  // What follows "--" is operands, whatever it looks like.
  const auto end_of_options = std::ranges::find(words, "--");

  CLI::App program;
  program.set_help_flag("");
  program.allow_extras();
  program.require_subcommand(0, 1);
  Typed typed;
  for (const CommonOption& option : common_options)
    add_option(program, option.short_name, option.spec, typed);
  for (const Operation* operation : operations()) {
    CLI::App* command = program.add_subcommand(std::string(operation->name));
    if (!operation->alias.empty()) command->alias(std::string(operation->alias));
    command->set_help_flag("");
    command->fallthrough();
    command->allow_extras();
    for (const OptionSpec& spec : operation->options) add_option(*command, "", spec, typed);
  }
  parse_words(program, {words.begin(), end_of_options});

  Invocation invocation;
  Request& request = invocation.request;
  request.operation = chosen_operation(program);
  if (typed.flag("--version")) invocation.action = Action::version;
  if (typed.flag("--help") || words.empty()) invocation.action = Action::help;
  if (invocation.action != Action::compute) return invocation;

  const std::vector<std::string> rest = program.remaining(true);
  for (const std::string& word : rest) {
    if (request.operation == nullptr && !is_option(word)) refuse_command(word);
    if (is_option(word)) refuse_option(word, request.operation);
  }
  if (request.operation == nullptr)
    throw Error(ErrorKind::usage, "no command given", "tcalc --help lists the commands");
  request.operands = rest;
  if (end_of_options != words.end())
    request.operands.insert(request.operands.end(), end_of_options + 1, words.end());
  fill_common(request, typed);
  request.arguments = operation_arguments(*request.operation, typed);
  take_leading_word(request);
  return invocation;
}

}  // namespace tcalc::app
