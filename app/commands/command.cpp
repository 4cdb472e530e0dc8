#include <algorithm>
#include <app/commands/command.hpp>
#include <array>

namespace tcalc::app {

namespace {
constexpr std::array table = {
    &explain_command,     //
    &frameworks_command,  //
    &info_command,        //
    &show_command,        //
    &new_command,         //
    &convert_command,     //
    &run_command,         //
    &diff_command,        //
    &check_command,       //
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
  return std::ranges::find(command.common, option) != command.common.end();
}

}  // namespace tcalc::app
