// `tcalc stack IN... -o OUT`: arrays of equal shape along a new axis.
#include <app/arrays/join_arrays.hpp>
#include <app/cli/axis_option.hpp>
#include <app/commands/registry.hpp>
#include <array>

#include <tcalc/ops/join.hpp>

namespace tcalc::app {

namespace {

constexpr std::array options_of_stack = {
    axis_option("the new axis, by its place in the result (default: 0)"),
};

int run_stack(const Request& request, const Settings& settings, const Reporter& reporter) {
  join_arrays(request, settings, reporter,
              Joining("stack", Joining::Axis::created, axis_from(request.options)));
  return 0;
}

}  // namespace

constinit const Command stack_command = {
    .name = "stack",
    .usage = "IN...",
    .summary = "make one array of many of equal shape, along a new axis",
    .details =
        "As numpy.stack: k arrays of shape (m, n) give (k, m, n), with --axis -1 (m, n, k). What an operand "
        "stands for, and how values are read and written, is as in concat: a stream of arrays becomes one "
        "array in -o FILE.npy without being held.",
    .example = "tcalc stack samples/a.npy samples/a.npy --axis -1 --shape",
    .options = options_of_stack,
    .common =
        "out shape no-progress format compress json csv dtype strict as from delimiter skip full "
        "precision seed max-memory sync require",
    .synonyms = "dstack batch",
    .run = run_stack,
};

}  // namespace tcalc::app
