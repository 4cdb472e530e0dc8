#include <app/command.hpp>
#include <array>

namespace tcalc::app {

namespace {
constexpr std::array table = {

    &check_command, &diff_command, &explain_command, &frameworks_command, &info_command,
};
}

std::span<const Command* const> commands() { return table; }

const Command* find_command(std::string_view name) {
  for (const Command* command : table) {
    if (command->name == name) return command;
  }
  return nullptr;
}

}  // namespace tcalc::app
