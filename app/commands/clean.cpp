// `tcalc clean [FOLDER...]`: removes what killed runs left behind.
#include <app/commands/registry.hpp>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/os/leftovers.hpp>
#include <tcalc/os/memory.hpp>
#include <tcalc/os/standard_output.hpp>

namespace tcalc::app {

namespace {

constexpr std::array options_of_clean = {
    OptionSpec{"unfinished", OptionKind::flag, "",
               "also what --part has stored of files that are not complete, whether anybody still works on "
               "them or not"},
};

int run_clean(const Request& request, const Settings&, const Reporter&) {
  const std::vector<std::string> here = {"."};
  os::StandardOutput output;
  for (const std::string& folder : request.operands.empty() ? here : request.operands) {
    std::vector<os::Leftover> removed = os::remove_leftovers(folder);
    if (request.has("unfinished")) {
      for (os::Leftover& leftover : os::remove_parts(folder)) removed.push_back(std::move(leftover));
    }
    for (const os::Leftover& leftover : removed)
      output.write(formatted("removed {}, {}\n", escaped(leftover.path), os::format_bytes(leftover.bytes)));
  }
  output.finish();
  return 0;
}

}  // namespace

constinit const Command clean_command = {
    .name = "clean",
    .usage = "[FOLDER...]",
    .summary = "remove the temporary files of runs that were killed",
    .details =
        "A result is written to .NAME.XXXXXX.tcalc.tmp beside its target, and renamed when it is complete. "
        "However a run ends, that file is removed, except after SIGKILL, a crash or a loss of power. clean "
        "removes the files that such runs left in the given folders, or in the current one; those of runs "
        "that are still writing stay.",
    .example = "tcalc clean results",
    .options = options_of_clean,
    .common = "",
    .synonyms = "cleanup rm",
    .run = run_clean,
};

}  // namespace tcalc::app
