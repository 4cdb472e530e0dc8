#include <app/commands/registry.hpp>
#include <array>

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
    &concat_command,      //
    &stack_command,       //
    &split_command,       //
    &append_command,      //
    &rename_command,      //
    &delete_command,      //
    &run_command,         //
    &diff_command,        //
    &check_command,       //
    &clean_command,       //
    &completion_command,  //
};
}

Commands commands() { return table; }

}  // namespace tcalc::app
