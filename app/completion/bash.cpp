// The completion script for bash. It needs neither the bash-completion package nor tcalc itself.
#include <algorithm>
#include <app/completion/completion.hpp>

namespace tcalc::app {

namespace {

// What of a command line before the cursor is a command, an operation, or the value of an option. bash has
// broken words at '=' and ':'.
constexpr std::string_view driver = R"bash(
_tcalc_files() {  # none, arrays or all: files that may be meant, and folders on the way to them
  local typed=${cur#[\'\"]} found=()
  case $1 in
    arrays)
      mapfile -t found < <(
        shopt -s extglob
        compgen -f -X "!*.@($_tcalc_suffixes)" -- "$typed"
        compgen -d -- "$typed"
      )
      ;;
    all) mapfile -t found < <(compgen -f -- "$typed") ;;
  esac
  ((${#found[@]} > 0)) || return
  COMPREPLY+=("${found[@]}")
  # Words are not to be quoted as file names are.
  ((${#COMPREPLY[@]} > ${#found[@]})) || compopt -o filenames 2>/dev/null
}

_tcalc_words() {  # those of the words that begin with what is typed
  local word
  for word; do
    [[ $word != "$cur"* ]] || COMPREPLY+=("$word")
  done
  [[ ${#COMPREPLY[@]} != 1 || ${COMPREPLY[0]} != *[=:] ]] || compopt -o nospace 2>/dev/null
}

_tcalc() {
  local cur=${COMP_WORDS[COMP_CWORD]} command='' operation='' option='' rest='' word i
  local options=() values=() operands=() files=none
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    if [[ $option && $word == '=' ]]; then
      continue
    elif [[ $option ]]; then
      option=
    elif [[ $word == -- ]]; then
      rest=1
    elif [[ $word == -?* && ! $rest ]]; then
      ! _tcalc_values "$word" "$command" "$operation" || option=$word
    elif [[ ! $command ]]; then
      command=$word
    elif [[ ! $operation && " ${_tcalc_wrappers[*]} " == *" $command "* ]]; then
      operation=$word
    fi
  done
  if [[ $option ]]; then
    [[ $cur != '=' ]] || cur=
    _tcalc_values "$option" "$command" "$operation"
    _tcalc_words "${values[@]}"
    _tcalc_files "$files"
  elif [[ $cur == ':' || ${COMP_WORDS[COMP_CWORD - 1]} == [=:] ]]; then
    return  # the shape of a fill, or a name in an archive
  elif [[ $cur == -* && ! $rest ]]; then
    _tcalc_options "$command" "$operation"
    _tcalc_words "${options[@]}"
  elif [[ ! $command ]]; then
    _tcalc_words "${_tcalc_operations[@]}" "${_tcalc_commands[@]}"
  elif [[ ! $operation && " ${_tcalc_wrappers[*]} " == *" $command "* ]]; then
    _tcalc_words "${_tcalc_operations[@]}"
  else
    _tcalc_operands "$command"
    _tcalc_words "${operands[@]}"
    _tcalc_files "$files"
  fi
}

complete -F _tcalc tcalc
)bash";

std::string array(const std::vector<std::string>& words) { return "(" + joined(words) + ")"; }

std::string lists(const std::vector<CompletionEntry>& entries) {
  std::vector<std::string> operations, commands;
  for (const CompletionEntry& entry : entries) {
    auto& names = entry.is_operation ? operations : commands;
    names.insert(names.end(), entry.names.begin(), entry.names.end());
  }
  return "_tcalc_operations=" + array(operations) + "\n_tcalc_commands=" + array(commands) +
         "\n_tcalc_wrappers=" + array(wrapping_commands(entries)) +
         "  # an operation follows\n_tcalc_suffixes='" + std::string(array_suffixes) + "'\n";
}

std::vector<std::string> option_names(const std::vector<CompletionOption>& options,
                                      const std::vector<std::string>& refused = {}) {
  std::vector<std::string> names;
  for (const CompletionOption& option : options) {
    if (std::ranges::find(refused, option.names.back()) == refused.end())
      names.insert(names.end(), option.names.begin(), option.names.end());
  }
  return names;
}

std::string option_cases(const std::vector<CompletionEntry>& entries) {
  const std::vector<CompletionOption> common = common_completion_options();
  std::string own_cases, common_cases;
  for (const CompletionEntry& entry : entries) {
    const std::string pattern = "    " + joined(entry.names, " | ") + ")";
    if (!entry.options.empty())
      own_cases += pattern + " options+=(" + joined(option_names(entry.options)) + ") ;;\n";
    if (!entry.refused.empty())
      common_cases += pattern + " options+=(" + joined(option_names(common, entry.refused)) + ") ;;\n";
  }
  return "\n_tcalc_options() {  # COMMAND OPERATION: the options that these take\n  local subject\n"
         "  for subject; do\n  case $subject in\n" +
         own_cases + "  esac\n  done\n  case $1 in\n" + common_cases + "    *) options+=(" +
         joined(option_names(common)) + ") ;;\n  esac\n}\n";
}

// "    dot:--axes | ...) values=(0 1) ;;": the subjects that have the option; "*" is all of them.
std::string value_case(const std::vector<std::string>& subjects, const CompletionOption& option) {
  if (option.value_name.empty()) return "";
  std::vector<std::string> patterns;
  for (const std::string& subject : subjects) {
    for (const std::string& name : option.names) patterns.push_back(subject + ":" + name);
  }
  std::string line = "    " + joined(patterns, " | ") + ")";
  if (!option.values.words.empty()) line += " values=(" + joined(option.values.words) + ")";
  if (option.values.files != Files::none) line += " files=" + std::string(name_of(option.values.files));
  return line + " ;;\n";
}

std::string value_cases(const std::vector<CompletionEntry>& entries) {
  std::string cases;
  for (const CompletionEntry& entry : entries) {
    for (const CompletionOption& option : entry.options) cases += value_case(entry.names, option);
  }
  for (const CompletionOption& option : common_completion_options()) cases += value_case({"*"}, option);
  return "\n_tcalc_values() {  # OPTION COMMAND OPERATION: what its value can be; false when it has none\n"
         "  local option=$1 subject\n  shift\n  values=() files=none\n  for subject; do\n"
         "  case $subject:$option in\n" +
         cases + "    *) continue ;;\n  esac\n  return 0\n  done\n  return 1\n}\n";
}

std::string operand_cases(const std::vector<CompletionEntry>& entries) {
  std::string cases;
  for (const CompletionEntry& entry : entries) {
    cases += "    " + joined(entry.names, " | ") + ") operands=(" + joined(entry.operands.words) +
             ") files=" + std::string(name_of(entry.operands.files)) + " ;;\n";
  }
  return "\n_tcalc_operands() {  # COMMAND: what its operands can be\n  case $1 in\n" + cases + "  esac\n}\n";
}

}  // namespace

std::string bash_completion(Commands commands) {
  const std::vector<CompletionEntry> entries = completion_entries(commands);
  return "# bash completion of tcalc; printed by: tcalc completion bash\n# shellcheck shell=bash\n\n" +
         lists(entries) + option_cases(entries) + value_cases(entries) + operand_cases(entries) +
         std::string(driver);
}

}  // namespace tcalc::app
