// `tcalc concat IN... -o OUT`: arrays one after the other along an axis.
#include <app/arrays/join_arrays.hpp>
#include <app/cli/axis_option.hpp>
#include <app/commands/registry.hpp>
#include <array>

#include <tcalc/ops/join.hpp>

namespace tcalc::app {

namespace {

constexpr std::array options_of_concat = {
    axis_option("the axis along which they follow one another (default: 0)"),
};

int run_concat(const Request& request, const Settings& settings, const Reporter& reporter) {
  join_arrays(request, settings, reporter,
              Joining("concat", Joining::Axis::present, axis_from(request.options)));
  return 0;
}

}  // namespace

constinit const Command concat_command = {
    .name = "concat",
    .usage = "IN...",
    .summary = "make one array of many, which follow one another along an axis",
    .details =
        "As numpy.concatenate: the arrays have the same sizes but along the axis, and are converted to the "
        "dtype that they promote to. Every array of an operand is taken: all of standard input (-), of an "
        "archive (w.npz, 'model.safetensors:*.bias') and of a file in which several follow one another. "
        "Values are read and written a few MiB at a time, however many and large the files are; what comes "
        "through a pipe goes to -o FILE.npy as it comes along axis 0, and is held in memory else. If an "
        "operand is a shape the shape is printed.",
    .example = "tcalc concat w0.npy w1.npy w2.npy -o all.npy",
    .options = options_of_concat,
    .common =
        "out shape no-progress format compress json csv dtype strict as from delimiter skip full "
        "precision seed max-memory sync require",
    .synonyms = "concatenate cat join merge hstack vstack",
    .run = run_concat,
};

}  // namespace tcalc::app
