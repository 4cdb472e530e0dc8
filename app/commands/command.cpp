#include <algorithm>
#include <app/commands/command.hpp>
#include <array>
#include <string>
#include <vector>

#include <tcalc/text/layout.hpp>

namespace tcalc::app {

namespace {
constexpr std::array table = {
    &eval_command,        //
    &explain_command,     //
    &frameworks_command,  //
    &info_command,        //
    &show_command,        //
    &new_command,         //
    &convert_command,     //
    &run_command,         //
    &diff_command,        //
    &check_command,       //
    &clean_command,       //
    &completion_command,  //
};
}

std::span<const Command* const> commands() { return table; }

const Command* find_command(std::string_view name) {
  for (const Command* command : table) {
    if (command->name == name) return command;
  }
  return nullptr;
}

bool takes_common(const Command& command, std::string_view option) {
  const auto lists = [&](std::string_view names) {
    const std::vector<std::string> words = text::words_of(names);
    return std::ranges::find(words, option) != words.end();
  };
  return lists("quiet color help version") || lists(command.common);
}

}  // namespace tcalc::app
