// `tcalc split IN --parts N -o OUT`: one array cut in several along an axis.
#include <app/arrays/split_array.hpp>
#include <app/cli/axis_option.hpp>
#include <app/commands/registry.hpp>
#include <array>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/ops/join.hpp>

namespace tcalc::app {

namespace {

constexpr std::array options_of_split = {
    axis_option("the axis that is cut (default: 0)"),
    OptionSpec{.name = "parts",
               .kind = OptionKind::count,
               .value_name = "N",
               .help = "into N parts of equal size, as numpy.split",
               .least = 1,
               .most = most_parts},
    OptionSpec{"uneven", OptionKind::flag, "",
               "of sizes that differ by 1 where N does not divide the axis, as numpy.array_split"},
    OptionSpec{"at", OptionKind::integers, "I,J,...", "before these indices: I,J gives :I, I:J and J:"},
};

int run_split(const Request& request, const Settings& settings, const Reporter& reporter) {
  if (request.operands.size() != 1)
    throw Error(ErrorKind::usage, formatted("split takes 1 operand, got {}", request.operands.size()),
                "for example: " + std::string(request.command->example));
  split_array(request, settings, reporter);
  return 0;
}

}  // namespace

constinit const Command split_command = {
    .name = "split",
    .usage = "IN",
    .summary = "cut an array in parts along an axis",
    .details =
        "As numpy.split and numpy.array_split, --at with indices and --parts with a number. With {} in its "
        "name, -o 'part{}.npy' makes a file of each part, numbered from 0 in as many digits as the last has, "
        "so that part*.npy gives them in order; all files are published together. -o OUT.npz or "
        "OUT.safetensors holds all of them under numbered names, and -o - sends one after the other. Of a "
        "file, and of what comes through a pipe and is cut along axis 0, no more than a few MiB are held; "
        "for "
        "an archive a pipe's array is held. Of a shape the shapes are printed.",
    .example = "tcalc split x.npy --parts 4 --axis 1 -o 'part{}.npy'",
    .options = options_of_split,
    .common =
        "out shape no-progress format compress json csv dtype strict as from delimiter skip full "
        "precision seed max-memory require",
    .synonyms = "array_split chunk cut",
    .run = run_split,
};

}  // namespace tcalc::app
