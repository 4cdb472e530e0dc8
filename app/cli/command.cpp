#include <algorithm>
#include <app/cli/command.hpp>
#include <string>
#include <vector>

#include <tcalc/text/layout.hpp>

namespace tcalc::app {

const Command* find_command(Commands commands, std::string_view name) {
  const auto found = std::ranges::find(commands, name, &Command::name);
  return found == commands.end() ? nullptr : *found;
}

bool takes_common(const Command& command, std::string_view option) {
  const auto lists = [&](std::string_view names) {
    const std::vector<std::string> words = text::words_of(names);
    return std::ranges::find(words, option) != words.end();
  };
  return lists("quiet color help version") || lists(command.common);
}

}  // namespace tcalc::app
