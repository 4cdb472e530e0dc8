// The completion script for fish: a line for everything that can be typed, with the condition under which it
// can.
#include <algorithm>
#include <app/completion/completion.hpp>

namespace tcalc::app {

namespace {

constexpr std::string_view functions = R"fish(
function __tcalc_chosen  # the command before the cursor, and the operation that it is about
    set -l chosen
    set -l is_value no
    set -l words (commandline -opc)
    for word in $words[2..-1]
        if test $is_value = yes
            set is_value no
        else if string match -qr '^-.' -- $word  # a ? is no wildcard from fish 4 on
            contains -- $word $__tcalc_valued; and set is_value yes
        else
            set -a chosen $word
            contains -- $chosen[1] $__tcalc_wrappers; and test (count $chosen) -lt 2; or break
        end
    end
    string join \n -- $chosen
end

function __tcalc_wants  # command, operation or operand: whether that comes next
    set -l chosen (__tcalc_chosen)
    set -l next operand
    if test (count $chosen) -eq 0
        set next command
    else if test (count $chosen) -eq 1; and contains -- $chosen[1] $__tcalc_wrappers
        set next operation
    end
    test $next = $argv[1]
end

function __tcalc_command_is  # one of these
    set -l chosen (__tcalc_chosen)
    set -q chosen[1]; and contains -- $chosen[1] $argv
end

function __tcalc_subject_is  # the command or the operation is one of these
    for word in (__tcalc_chosen)
        contains -- $word $argv; and return
    end
    return 1
end

function __tcalc_operand_of
    __tcalc_wants operand; and __tcalc_command_is $argv
end

function __tcalc_arrays  # files of the kinds that hold arrays, and folders on the way to them
    __fish_complete_path (commandline -ct) | string match -r -- $__tcalc_array_pattern
end

complete -c tcalc -f
)fish";

// In single quotes, where only these two are special.
std::string quoted(std::string_view text) {
  std::string result = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') result += '\\';
    result += c;
  }
  return result + "'";
}

std::string line(const std::string& condition, const std::string& rest) {
  return "complete -c tcalc -n " + quoted(condition) + " " + rest + "\n";
}

std::string option_line(const std::string& condition, const CompletionOption& option) {
  std::string rest;
  for (const std::string& name : option.names)
    rest += name.starts_with("--") ? "-l " + name.substr(2) + " " : "-s " + name.substr(1) + " ";
  if (option.values.files != Files::none)
    rest += "-r -F ";
  else if (!option.value_name.empty())
    rest += "-x ";
  if (!option.values.words.empty()) rest += "-a " + quoted(joined(option.values.words)) + " ";
  return line(condition, rest + "-d " + quoted(option.help));
}

std::string entry_lines(const CompletionEntry& entry) {
  const std::string names = joined(entry.names);
  std::string lines;
  for (const std::string& name : entry.names) {
    const std::string rest = "-a " + name + " -d " + quoted(entry.summary);
    lines += line("__tcalc_wants command", rest);
    if (entry.is_operation) lines += line("__tcalc_wants operation", rest);
  }
  for (const CompletionOption& option : entry.options)
    lines += option_line("__tcalc_subject_is " + names, option);
  const std::string operand = "__tcalc_operand_of " + names;
  if (!entry.operands.words.empty()) lines += line(operand, "-a " + quoted(joined(entry.operands.words)));
  if (entry.operands.files == Files::arrays) lines += line(operand, "-a '(__tcalc_arrays)'");
  if (entry.operands.files == Files::all) lines += line(operand, "-F");
  return lines;
}

std::string common_lines(const std::vector<CompletionEntry>& entries) {
  std::string lines;
  for (const CompletionOption& option : common_completion_options()) {
    std::string refusing;
    for (const CompletionEntry& entry : entries) {
      if (std::ranges::find(entry.refused, option.names.back()) != entry.refused.end())
        refusing += " " + entry.names.front();
    }
    lines += option_line("not __tcalc_command_is" + refusing, option);
  }
  return lines;
}

std::string lists(const std::vector<CompletionEntry>& entries) {
  std::vector<std::string> valued;
  const auto add = [&](const CompletionOption& option) {
    if (option.value_name.empty()) return;
    for (const std::string& name : option.names) {
      if (std::ranges::find(valued, name) == valued.end()) valued.push_back(name);
    }
  };
  for (const CompletionOption& option : common_completion_options()) add(option);
  for (const CompletionEntry& entry : entries) {
    for (const CompletionOption& option : entry.options) add(option);
  }
  return "set -g __tcalc_wrappers " + joined(wrapping_commands(entries)) +
         "  # an operation follows\nset -g __tcalc_valued " + joined(valued) +
         "\nset -g __tcalc_array_pattern '^[^\\t]*(?:/|\\.(?:" + std::string(array_suffixes) +
         "))(?:\\t.*)?$'\n";
}

}  // namespace

std::string fish_completion(Commands commands) {
  const std::vector<CompletionEntry> entries = completion_entries(commands);
  std::string script = "# fish completion of tcalc; printed by: tcalc completion fish\n\n" + lists(entries) +
                       std::string(functions);
  for (const CompletionEntry& entry : entries) script += "\n" + entry_lines(entry);
  return script + "\n" + common_lines(entries);
}

}  // namespace tcalc::app
