// The commands: one entry each, as the registry has one for each operation.
#pragma once

#include <app/cli/command.hpp>

namespace tcalc::app {

Commands commands();

extern const Command append_command;
extern const Command check_command;
extern const Command concat_command;
extern const Command delete_command;
extern const Command diff_command;
extern const Command eval_command;
extern const Command explain_command;
extern const Command frameworks_command;
extern const Command info_command;
extern const Command show_command;
extern const Command rename_command;
extern const Command split_command;
extern const Command stack_command;
extern const Command new_command;
extern const Command convert_command;
extern const Command run_command;
extern const Command clean_command;
extern const Command completion_command;

}  // namespace tcalc::app
