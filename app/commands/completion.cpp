// `tcalc completion SHELL`: the script that teaches a shell what may be typed after tcalc.
#include <algorithm>
#include <app/commands/registry.hpp>
#include <app/completion/completion.hpp>
#include <array>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/core/in_quotes.hpp>
#include <tcalc/os/standard_output.hpp>
#include <tcalc/text/suggest.hpp>

namespace tcalc::app {

namespace {

struct Shell {
  std::string_view name;
  std::string (*script)(Commands commands);
};
constexpr std::array shells = {Shell{"bash", bash_completion}, Shell{"zsh", zsh_completion},
                               Shell{"fish", fish_completion}};

[[noreturn]] void refuse_shell(const std::string& word) {
  std::vector<std::string> names;
  for (const Shell& shell : shells) names.emplace_back(shell.name);
  Error error(ErrorKind::usage, formatted("completion: the shell must be one of {}, not {}",
                                          joined(names, ", "), in_quotes(word)));
  if (const auto near = text::nearest(word, names)) error.hints.push_back("did you mean " + *near + "?");
  throw error;
}

int run_completion(const Request& request, const Settings&, const Reporter&) {
  if (request.operands.size() != 1)
    throw Error(ErrorKind::usage, formatted("completion takes one shell, got {}", request.operands.size()),
                "bash, zsh or fish; for example: " + std::string(completion_command.example));
  const std::string& word = request.operands.front();
  const auto* const shell = std::ranges::find(shells, word, &Shell::name);
  if (shell == shells.end()) refuse_shell(word);
  os::StandardOutput output;
  output.write(shell->script(commands()));
  output.finish();
  return 0;
}

}  // namespace

constinit const Command completion_command = {
    .name = "completion",
    .usage = "SHELL",
    .summary = "print a script for bash, zsh or fish that completes commands, options and operands",
    .details =
        "For bash: source <(tcalc completion bash) in ~/.bashrc. For fish: tcalc completion fish | source in "
        "its configuration. For zsh: tcalc completion zsh > DIRECTORY/_tcalc, where DIRECTORY is one of "
        "$fpath, and then compinit. The Debian package and cmake --install put all three where these shells "
        "look.",
    .example = "tcalc completion bash > ~/.local/share/bash-completion/completions/tcalc",
    .options = {},
    .common = "",
    .operand_values = "bash zsh fish",
    .run = run_completion,
};

}  // namespace tcalc::app
