// The completion script for zsh, on its own _arguments.
#include <app/completion/completion.hpp>

namespace tcalc::app {

namespace {

constexpr std::string_view driver = R"zsh(
_tcalc_choose() {  # none, arrays or all, and words: what a value or an operand can be
  local files=$1 result=1
  shift
  local -a whole=(${@:#*[:=]}) begun=(${(M)@:#*[:=]})
  (( $#whole )) && compadd -- $whole && result=0
  (( $#begun )) && compadd -S '' -- $begun && result=0
  case $files in
    (arrays) _files -g "*.($_tcalc_suffixes)" && result=0 ;;
    (all) _files && result=0 ;;
  esac
  return result
}

_tcalc_first() {
  _alternative 'operations:operation:_tcalc_operations' 'commands:command:_tcalc_commands'
}

# What follows words[1]; the options so far are in specs.
_tcalc_rest() {
  local name=$words[1] operand option state line
  local -a refused
  _tcalc_describe $name
  for option in $refused; do
    specs=(${specs:#\((|* )$option\)*})
  done
  if (( ! $_tcalc_wrappers[(Ie)$name] )); then
    _arguments -S $specs "*:operand:$operand"
    return
  fi
  _arguments -C -S -A '-*' $specs '1:operation:_tcalc_operations' '*:::operand:->rest' && return
  [[ $state == rest ]] || return 1
  words=($line[1] "$words[@]")
  (( CURRENT++ ))
  _tcalc_describe $line[1]
  _arguments -S $specs "*:operand:$operand"
}

_tcalc() {
  local curcontext=$curcontext state line result=1
  local -a specs=($_tcalc_common)
  typeset -A opt_args
  _arguments -C -S -A '-*' $specs '1:command:_tcalc_first' '*:::operand:->rest' && result=0
  [[ $state == rest ]] || return result
  words=($line[1] "$words[@]")
  (( CURRENT++ ))
  curcontext=${curcontext%:*:*}:tcalc-$line[1]:
  _tcalc_rest
}

if [[ $funcstack[1] == _tcalc ]]; then
  _tcalc "$@"
else
  compdef _tcalc tcalc  # the script was sourced
fi
)zsh";

// `special` characters get a backslash; the whole stands in single quotes.
std::string escaped_in_quotes(std::string_view text, std::string_view special) {
  std::string result;
  for (const char c : text) {
    if (special.find(c) != std::string_view::npos) result += '\\';
    result += c == '\'' ? std::string("'\\''") : std::string(1, c);
  }
  return result;
}

// An action of _arguments. It has a space first, so that nothing is added to it.
std::string action_of(const Choices& choices) {
  if (choices.words.empty() && choices.files == Files::none) return "";
  std::string action = " _tcalc_choose " + std::string(name_of(choices.files));
  if (!choices.words.empty()) action += " " + joined(choices.words);
  return escaped_in_quotes(action, ":");
}

// "(-o --out)--out=[help]:FILE:action": the names exclude one another, the long one last.
std::string specs_of(const CompletionOption& option) {
  std::string specs;
  for (const std::string& name : option.names) {
    specs += "    '(" + joined(option.names) + ")" + name;
    if (!option.value_name.empty()) specs += name.starts_with("--") ? "=" : "+";
    specs += "[" + escaped_in_quotes(option.help, "\\[]:") + "]";
    if (!option.value_name.empty())
      specs += ":" + escaped_in_quotes(option.value_name, "\\:") + ":" + action_of(option.values);
    specs += "'\n";
  }
  return specs;
}

std::string descriptions(const std::vector<CompletionEntry>& entries, bool operations) {
  std::string lines;
  for (const CompletionEntry& entry : entries) {
    if (entry.is_operation != operations) continue;
    for (const std::string& name : entry.names)
      lines += "    '" + name + ":" + escaped_in_quotes(entry.summary, "\\:") + "'\n";
  }
  const std::string noun = operations ? "operation" : "command";
  return "\n_tcalc_" + noun + "s() {\n  local -a entries=(\n" + lines + "  )\n  _describe -t " + noun + "s " +
         noun + " entries\n}\n";
}

std::string cases(const std::vector<CompletionEntry>& entries) {
  std::string result;
  for (const CompletionEntry& entry : entries) {
    result += "  (" + joined(entry.names, "|") + ")\n    operand='" + action_of(entry.operands) + "'\n";
    if (!entry.refused.empty()) result += "    refused=(" + joined(entry.refused) + ")\n";
    if (entry.options.empty()) {
      result += "    ;;\n";
      continue;
    }
    result += "    specs+=(\n";
    for (const CompletionOption& option : entry.options) result += specs_of(option);
    result += "    ) ;;\n";
  }
  return "\n_tcalc_describe() {  # an operation or a command: its own options, and what its operands can be\n"
         "  case $1 in\n" +
         result + "  esac\n}\n";
}

std::string lists(const std::vector<CompletionEntry>& entries) {
  std::string common;
  for (const CompletionOption& option : common_completion_options()) common += specs_of(option);
  return "_tcalc_wrappers=(" + joined(wrapping_commands(entries)) +
         ")  # an operation follows\n_tcalc_suffixes='" + std::string(array_suffixes) +
         "'\n_tcalc_common=(\n" + common + ")\n";
}

}  // namespace

std::string zsh_completion(Commands commands) {
  const std::vector<CompletionEntry> entries = completion_entries(commands);
  return "#compdef tcalc\n# zsh completion of tcalc; printed by: tcalc completion zsh\n\n" + lists(entries) +
         descriptions(entries, true) + descriptions(entries, false) + cases(entries) + std::string(driver);
}

}  // namespace tcalc::app
