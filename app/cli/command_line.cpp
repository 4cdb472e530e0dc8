#include <algorithm>
#include <app/cli/command_line.hpp>
#include <app/cli/common_options.hpp>
#include <app/cli/option_values.hpp>
#include <app/cli/refusals.hpp>
#include <app/cli/word_order.hpp>
#include <string_view>

#include <CLI/CLI.hpp>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/ops/registry.hpp>

namespace tcalc::app {

namespace {

void add_option(CLI::App& command, const OptionSpec& spec, TypedOptions& typed) {
  const std::string name(spec.name);
  const std::string names = short_name(spec) + (spec.short_name.empty() ? "" : ",") + long_name(name);
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

void parse_words(CLI::App& program, const std::vector<std::string>& typed, Commands commands) {
  std::vector<std::string> words = with_empty_values(typed, commands);
  std::ranges::reverse(words);  // CLI11 takes them from the back
  try {
    program.parse(words);
  } catch (const CLI::ParseError& complaint) {
    refuse(complaint);
  }
}

// Only what can be meant is told to CLI11: all the others would cost start-up time, each 2 % of it.
bool has_word(const std::vector<std::string>& words, std::string_view name) {
  return !name.empty() && std::ranges::find(words, name) != words.end();
}

// Short names may stand together, -qo FILE, and before a value, -oFILE.
bool may_be_typed(const OptionSpec& spec, const std::vector<std::string>& words) {
  return std::ranges::any_of(words, [&](const std::string& word) {
    if (!word.starts_with('-')) return false;
    const bool is_short = !word.starts_with("--") && !spec.short_name.empty();
    return is_name_of(spec, split_option(word).name) ||
           (is_short && word.find(spec.short_name) != std::string::npos);
  });
}

void add_options(CLI::App& command, std::span<const OptionSpec> options,
                 const std::vector<std::string>& words, TypedOptions& typed) {
  for (const OptionSpec& spec : options) {
    if (may_be_typed(spec, words)) add_option(command, spec, typed);
  }
}

CLI::App& add_subcommand(CLI::App& parent, std::string_view name, std::span<const OptionSpec> options,
                         const std::vector<std::string>& words, TypedOptions& typed) {
  CLI::App& command = *parent.add_subcommand(std::string(name));
  command.set_help_flag("");
  command.fallthrough();
  command.allow_extras();
  add_options(command, options, words, typed);
  return command;
}

void add_operations(CLI::App& parent, const std::vector<std::string>& words, TypedOptions& typed) {
  for (const Operation* operation : operations()) {
    if (!has_word(words, operation->name) && !has_word(words, operation->alias)) continue;
    CLI::App& command = add_subcommand(parent, operation->name, operation->options, words, typed);
    if (!operation->alias.empty()) command.alias(std::string(operation->alias));
  }
}

void add_commands(CLI::App& program, Commands commands, const std::vector<std::string>& words,
                  TypedOptions& typed) {
  for (const Command* entry : commands) {
    if (!has_word(words, entry->name)) continue;
    CLI::App& command = add_subcommand(program, entry->name, entry->options, words, typed);
    if (!entry->wraps_operation) continue;
    command.require_subcommand(0, 1);
    add_operations(command, words, typed);
  }
}

Subject chosen(const CLI::App& program, Commands commands) {
  Subject subject;
  const CLI::App* at = &program;
  for (auto found = at->get_subcommands(); !found.empty(); found = at->get_subcommands()) {
    at = found.front();
    if (subject.command == nullptr) subject.command = find_command(commands, at->get_name());
    subject.operation = find_operation(at->get_name());
  }
  return subject;
}

// Options that every operation takes, but not every command.
void check_common(const Command& command, const TypedOptions& typed) {
  for (const OptionSpec& option : common_options) {
    const std::string_view name = option.name;
    if (typed.contains(name) && !takes_common(command, name))
      throw Error(ErrorKind::usage, formatted("{} takes no {}", command.name, long_name(name)),
                  "tcalc help " + std::string(command.name) + " lists the options");
  }
}

// Their names as they were typed, the last of several.
std::vector<std::string> order_of(std::span<const OptionSpec> specs, const std::vector<std::string>& words) {
  std::vector<std::string> order;
  for (const std::string& word : words) {
    const OptionWord option = split_option(word);
    const auto spec =
        std::ranges::find_if(specs, [&](const OptionSpec& own) { return is_name_of(own, option.name); });
    if (spec == specs.end()) continue;
    std::erase(order, spec->name);
    order.emplace_back(spec->name);
  }
  return order;
}

// The word that some operations take before their operands becomes an argument.
void take_leading_word(Request& request) {
  const std::string name(request.operation->leading_word);
  if (name.empty()) return;
  if (request.operands.empty()) {
    throw Error(ErrorKind::usage, formatted("{} needs {} and operands", request.operation->name, name),
                "for example: " + std::string(request.operation->example));
  }
  request.arguments[name] = request.operands.front();
  request.operands.erase(request.operands.begin());
}

// `tcalc help [COMMAND|TOPIC]`
Invocation parse_help(const std::vector<std::string>& words) {
  Invocation invocation{Action::help, {}, {}};
  if (words.size() < 2) return invocation;
  if (words.size() > 2)
    throw Error(ErrorKind::usage, formatted("help is about one command or topic, got {}", words.size() - 1));
  invocation.about = words[1];
  return invocation;
}

}  // namespace

Invocation parse_command_line(const std::vector<std::string>& typed_words, Commands commands) {
  const std::vector<std::string> words = in_order(typed_words, commands);
  if (!words.empty() && words.front() == "help") return parse_help(words);
  // What follows "--" is operands, whatever it looks like.
  const auto end_of_options = std::ranges::find(words, "--");

  CLI::App program;
  program.set_help_flag("");
  program.allow_extras();
  program.require_subcommand(0, 1);
  TypedOptions typed;
  add_options(program, common_options, words, typed);
  add_operations(program, words, typed);
  add_commands(program, commands, words, typed);
  parse_words(program, {words.begin(), end_of_options}, commands);

  Invocation invocation;
  Request& request = invocation.request;
  const Subject subject = chosen(program, commands);
  if (typed.contains("version")) invocation.action = Action::version;
  if (typed.contains("help")) invocation.action = Action::help;
  if (invocation.action == Action::help)
    invocation.about = subject.command != nullptr ? subject.command->name : subject.name();
  if (invocation.action != Action::run) return invocation;

  const std::vector<std::string> rest = program.remaining(true);
  const bool needs_operation = subject.command == nullptr || subject.command->wraps_operation;
  for (const std::string& word : rest) {
    if (subject.operation == nullptr && needs_operation && !is_option(word))
      refuse_command(word, commands, subject.command);
    if (is_option(word)) refuse_option(word, subject);
  }
  require_subject(subject);
  request.operation = subject.operation;
  request.command = subject.command;
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
  return {.json = value("json").has_value() || value("format") == "json",
          .quiet = value("quiet").has_value(),
          .color = value("color").value_or("auto")};
}

}  // namespace tcalc::app
