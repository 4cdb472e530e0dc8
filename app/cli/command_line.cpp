#include <algorithm>
#include <app/cli/command_line.hpp>
#include <app/cli/common_options.hpp>
#include <app/cli/option_values.hpp>
#include <app/commands/command.hpp>
#include <app/help/topics.hpp>
#include <array>
#include <string_view>

#include <CLI/CLI.hpp>

#include <tcalc/core/error.hpp>
#include <tcalc/ops/registry.hpp>
#include <tcalc/text/layout.hpp>
#include <tcalc/text/suggest.hpp>

namespace tcalc::app {

namespace {

void add_option(CLI::App& command, const OptionSpec& spec, TypedOptions& typed) {
  const std::string name(spec.name);
  const std::string names = spec.short_name.empty() ? name : std::string(spec.short_name) + "," + name;
  if (spec.kind == OptionKind::flag) {
    command.add_flag_callback(names, [&typed, name] { typed[name] = ""; });
    return;
  }
  // CLI11 joins with line ends.
  const auto policy = spec.kind == OptionKind::facts || spec.kind == OptionKind::sizes
                          ? CLI::MultiOptionPolicy::Join
                          : CLI::MultiOptionPolicy::TakeLast;
  command
      .add_option_function<std::string>(names,
                                        [&typed, name](const std::string& value) { typed[name] = value; })
      ->multi_option_policy(policy);
}

// What was chosen: an operation, a command, or a command about an operation.
struct Subject {
  const Operation* operation = nullptr;
  const Command* command = nullptr;

  std::string name() const {
    if (operation != nullptr) return std::string(operation->name);
    return command == nullptr ? "" : std::string(command->name);
  }
};

[[noreturn]] void refuse_option(const std::string& word, const Subject& subject) {
  std::vector<std::string> names;
  for (const OptionSpec& option : common_options) names.emplace_back(option.name);
  if (subject.operation != nullptr) {
    for (const OptionSpec& spec : subject.operation->options) names.emplace_back(spec.name);
  }
  if (subject.command != nullptr) {
    for (const OptionSpec& spec : subject.command->options) names.emplace_back(spec.name);
  }
  if (word[1] >= '0' && word[1] <= '9')
    throw Error(ErrorKind::usage, escaped(word) + ": a size cannot be negative",
                "values are JSON: tcalc dot '[-2,3]' ...; a file of that name is ./" + escaped(word));
  const std::string name = split_option(word).name;
  const std::string beginning = subject.name().empty() ? "" : subject.name() + ": ";
  Error error(ErrorKind::usage, beginning + "unknown option '" + escaped(word) + "'");
  if (const auto near = text::nearest(name, names))
    error.hints.push_back("did you mean " + *near + "?");
  else if (!word.starts_with("--"))
    error.hints.push_back("a file of that name is ./" + escaped(word));
  else if (!subject.name().empty())
    error.hints.push_back("tcalc help " + subject.name() + " lists the options");
  throw error;
}

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
std::string meant_by(const std::string& word, const Command* within) {
  const auto has_word = [&](std::string_view words) {
    const std::vector<std::string> list = text::words_of(words);
    return std::ranges::find(list, word) != list.end();
  };
  for (const Synonym& synonym : synonyms_of_operations) {
    if (has_word(synonym.words)) return std::string(synonym.operation);
  }
  if (within != nullptr) return {};
  for (const Command* command : commands()) {
    if (has_word(command->synonyms)) return std::string(command->name);
  }
  return {};
}

// `within` is the command that an operation should have followed; null where any command could.
[[noreturn]] void refuse_command(const std::string& word, const Command* within = nullptr) {
  std::vector<std::string> names;
  for (const Operation* operation : operations()) names.emplace_back(operation->name);
  if (within == nullptr) {
    names.emplace_back("help");
    for (const Command* command : commands()) names.emplace_back(command->name);
  }
  Error error(ErrorKind::usage, (within == nullptr ? "unknown command '"
                                                   : std::string(within->name) + ": unknown operation '") +
                                    escaped(word) + "'");
  const std::string meant = meant_by(word, within);
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

// Whether any operation or command has an option of that name with a value.
bool takes_value(std::string_view name) {
  const auto takes = [&](const OptionSpec& spec) {
    return (spec.name == name || (!name.empty() && spec.short_name == name)) && spec.kind != OptionKind::flag;
  };
  return std::ranges::any_of(common_options, takes) ||
         std::ranges::any_of(operations(),
                             [&](auto* entry) { return std::ranges::any_of(entry->options, takes); }) ||
         std::ranges::any_of(commands(),
                             [&](auto* entry) { return std::ranges::any_of(entry->options, takes); });
}

// CLI11 takes the next word for the value of "--axes=", which is empty.
std::vector<std::string> with_empty_values(const std::vector<std::string>& words) {
  std::vector<std::string> result;
  for (const std::string& word : words) {
    const OptionWord option = split_option(word);
    const bool is_empty = option.value == "" && takes_value(option.name);
    result.push_back(is_empty ? option.name : word);
    if (is_empty) result.emplace_back();
  }
  return result;
}

void parse_words(CLI::App& program, const std::vector<std::string>& typed) {
  std::vector<std::string> words = with_empty_values(typed);
  std::ranges::reverse(words);  // CLI11 takes them from the back
  try {
    program.parse(words);
  } catch (const CLI::ParseError& complaint) {
    refuse(complaint);
  }
}

// Only what can be meant is told to CLI11: all the others would cost start-up time.
bool has_word(const std::vector<std::string>& words, std::string_view name) {
  return !name.empty() && std::ranges::find(words, name) != words.end();
}

CLI::App& add_subcommand(CLI::App& parent, std::string_view name, std::span<const OptionSpec> options,
                         TypedOptions& typed) {
  CLI::App& command = *parent.add_subcommand(std::string(name));
  command.set_help_flag("");
  command.fallthrough();
  command.allow_extras();
  for (const OptionSpec& spec : options) add_option(command, spec, typed);
  return command;
}

void add_operations(CLI::App& parent, const std::vector<std::string>& words, TypedOptions& typed) {
  for (const Operation* operation : operations()) {
    if (!has_word(words, operation->name) && !has_word(words, operation->alias)) continue;
    CLI::App& command = add_subcommand(parent, operation->name, operation->options, typed);
    if (!operation->alias.empty()) command.alias(std::string(operation->alias));
  }
}

void add_commands(CLI::App& program, const std::vector<std::string>& words, TypedOptions& typed) {
  for (const Command* entry : commands()) {
    if (!has_word(words, entry->name)) continue;
    CLI::App& command = add_subcommand(program, entry->name, entry->options, typed);
    if (!entry->wraps_operation) continue;
    command.require_subcommand(0, 1);
    add_operations(command, words, typed);
  }
}

Subject chosen(const CLI::App& program) {
  Subject subject;
  const CLI::App* at = &program;
  for (auto found = at->get_subcommands(); !found.empty(); found = at->get_subcommands()) {
    at = found.front();
    if (subject.command == nullptr) subject.command = find_command(at->get_name());
    subject.operation = find_operation(at->get_name());
  }
  return subject;
}

// Options that every operation takes, but not every command.
void check_common(const Command& command, const TypedOptions& typed) {
  for (const OptionSpec& option : common_options) {
    const std::string_view name = option.name;
    if (typed.contains(name) && !takes_common(command, name))
      throw Error(ErrorKind::usage, std::string(command.name) + " takes no " + std::string(name),
                  "tcalc help " + std::string(command.name) + " lists the options");
  }
}

// Their names as they were typed, the last of several.
std::vector<std::string> order_of(std::span<const OptionSpec> specs, const std::vector<std::string>& words) {
  std::vector<std::string> order;
  for (const std::string& word : words) {
    const std::string name = split_option(word).name;
    if (std::ranges::find(specs, name, &OptionSpec::name) == specs.end()) continue;
    std::erase(order, name);
    order.push_back(name);
  }
  return order;
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

Error no_command() {
  Error error(ErrorKind::usage, "no command given", "tcalc --help lists the commands");
  error.details = {"tcalc batch_dot 10,12,4,5 10,12,5,8    the shape of a product",
                   "tcalc matmul a.npy b.npy -o c.npy      a product of files",
                   "tcalc info a.npy                       what a file holds"};
  return error;
}

void require_subject(const Subject& subject) {
  if (subject.operation != nullptr) return;
  if (subject.command == nullptr) throw no_command();
  if (subject.command->wraps_operation)
    throw Error(ErrorKind::usage, std::string(subject.command->name) + " needs an operation",
                "for example: " + std::string(subject.command->example));
}

[[noreturn]] void refuse_help(const std::string& word) {
  std::vector<std::string> names;
  for (const Operation* operation : operations()) names.emplace_back(operation->name);
  for (const Command* command : commands()) names.emplace_back(command->name);
  for (const Topic& topic : topics()) names.emplace_back(topic.name);
  Error error(ErrorKind::usage, "unknown command or topic '" + escaped(word) + "'");
  const auto near = text::nearest(word, names);
  error.hints.push_back(near ? "did you mean " + *near + "?" : "tcalc help lists the commands and topics");
  throw error;
}

// `tcalc help [COMMAND|TOPIC]`
Invocation parse_help(const std::vector<std::string>& words) {
  Invocation invocation{Action::help, {}};
  if (words.size() < 2) return invocation;
  if (words.size() > 2)
    throw Error(ErrorKind::usage,
                "help is about one command or topic, got " + std::to_string(words.size() - 1));
  const std::string& word = words[1];
  invocation.request.operation = find_operation(word);
  invocation.request.command = find_command(word);
  invocation.topic = find_topic(word);
  const bool known = invocation.request.operation != nullptr || invocation.request.command != nullptr ||
                     invocation.topic != nullptr || word == "help" || word == "--help" || word == "-h";
  if (!known) refuse_help(word);
  return invocation;
}

// `tcalc eval '-x.max()'`: an expression may begin with a minus sign. It is moved behind "--".
std::vector<std::string> with_expression_last(const std::vector<std::string>& words) {
  if (words.size() < 2 || words.front() != "eval" || words[1].size() < 2) return words;
  const std::string& word = words[1];
  const bool short_option = std::string_view("ofqhV").find(word[1]) != std::string_view::npos;
  const bool has_operator = word.find_first_of(" ()[]*/+%@&|<>^~", 1) != std::string::npos;
  if (word[0] != '-' || word.starts_with("--") || (short_option && !has_operator)) return words;
  std::vector<std::string> moved(words.begin(), words.begin() + 1);
  moved.insert(moved.end(), {"--", word});
  // Options stay before it, operands come after it.
  std::vector<std::string> operands;
  bool takes_next = false;
  for (std::size_t i = 2; i < words.size(); ++i) {
    const bool option = takes_next || words[i].starts_with('-');
    takes_next = !takes_next && words[i].starts_with('-') && takes_value(words[i]);
    if (option && words[i] != "-")
      moved.insert(moved.end() - 2, words[i]);
    else
      operands.push_back(words[i]);
  }
  moved.insert(moved.end(), operands.begin(), operands.end());
  return moved;
}

// `tcalc explain eval EXPR` is `tcalc eval --explain EXPR`.
std::vector<std::string> with_explained_expression(std::vector<std::string> words) {
  const bool explains = words.size() > 1 && words[0] == "explain" && words[1] == "eval";
  if (explains) words.erase(words.begin());
  words = with_expression_last(words);
  if (explains) words.insert(words.begin() + 1, "--explain");
  return words;
}

bool is_command(const std::string& word) {
  return find_command(word) != nullptr || find_operation(word) != nullptr;
}

// `tcalc --axes 2,1 batch_dot A B`: what stands before the command is moved to the end, where all is known of
// it.
std::vector<std::string> with_command_first(const std::vector<std::string>& words) {
  std::size_t command = 0;
  while (command < words.size() && is_option(words[command]) && words[command] != "--") {
    const OptionWord option = split_option(words[command]);
    command += !option.value && takes_value(option.name) ? 2 : 1;
  }
  if (command == 0 || command >= words.size() || !is_command(words[command])) return words;
  const auto begin = words.begin() + static_cast<std::ptrdiff_t>(command);
  const auto end = std::find(begin, words.end(), "--");
  std::vector<std::string> moved(begin, end);
  moved.insert(moved.end(), words.begin(), begin);
  moved.insert(moved.end(), end, words.end());
  return moved;
}

}  // namespace

Invocation parse_command_line(const std::vector<std::string>& typed_words) {
  const std::vector<std::string> words = with_explained_expression(with_command_first(typed_words));
  if (!words.empty() && words.front() == "help") return parse_help(words);
  // What follows "--" is operands, whatever it looks like.
  const auto end_of_options = std::ranges::find(words, "--");

  CLI::App program;
  program.set_help_flag("");
  program.allow_extras();
  program.require_subcommand(0, 1);
  TypedOptions typed;
  for (const OptionSpec& option : common_options) add_option(program, option, typed);
  add_operations(program, words, typed);
  add_commands(program, words, typed);
  parse_words(program, {words.begin(), end_of_options});

  Invocation invocation;
  Request& request = invocation.request;
  const Subject subject = chosen(program);
  request.operation = subject.operation;
  request.command = subject.command;
  if (typed.contains("--version")) invocation.action = Action::version;
  if (typed.contains("--help")) invocation.action = Action::help;
  if (invocation.action != Action::run) return invocation;

  const std::vector<std::string> rest = program.remaining(true);
  const bool needs_operation = subject.command == nullptr || subject.command->wraps_operation;
  for (const std::string& word : rest) {
    if (subject.operation == nullptr && needs_operation && !is_option(word))
      refuse_command(word, subject.command);
    if (is_option(word)) refuse_option(word, subject);
  }
  require_subject(subject);
  request.operands = rest;
  if (end_of_options != words.end())
    request.operands.insert(request.operands.end(), end_of_options + 1, words.end());
  request.options = arguments_of(common_options, typed);
  if (subject.command != nullptr) {
    check_common(*subject.command, typed);
    request.options.merge(arguments_of(subject.command->options, typed));
    request.order = order_of(subject.command->options, {words.begin(), end_of_options});
  }
  if (subject.operation != nullptr) {
    request.arguments = arguments_of(subject.operation->options, typed);
    add_defaults(*subject.operation, request.arguments);
    take_leading_word(request);
  }
  return invocation;
}

ReportStyle report_style(const std::vector<std::string>& words) {
  const auto value = [&](std::string_view name) {
    return last_value(words, *std::ranges::find(common_options, name, &OptionSpec::name));
  };
  return {.json = value("--json").has_value() || value("--format") == "json",
          .quiet = value("--quiet").has_value(),
          .color = value("--color").value_or("auto")};
}

}  // namespace tcalc::app
