// `tcalc convert IN -o OUT`: the same elements in another dtype, order, shape or format.
#include <app/arrays/rearrangement.hpp>
#include <app/arrays/write_arrays.hpp>
#include <app/cli/option_values.hpp>
#include <app/cli/reading_options.hpp>
#include <app/commands/registry.hpp>
#include <array>

#include <tcalc/core/error.hpp>

namespace tcalc::app {

namespace {

constexpr std::array options_of_convert = {
    slice_option,
    OptionSpec{"transpose", OptionKind::integers, "I,J,...", "axes in this order, as numpy.transpose"},
    OptionSpec{"reshape", OptionKind::word, "N,M,...",
               "the same elements in another shape; one size may be -1"},
    OptionSpec{"order", OptionKind::choice, "C|F", "last or first axis fastest (default: as it is)", "C F"},
    OptionSpec{"byte-order", OptionKind::choice, "ORDER", "little (default) or big", "little big"},
    OptionSpec{"npy-version", OptionKind::choice, "N", "1, 2 or 3 (default: the lowest that fits)", "1 2 3"},
};

std::string word_or(const Request& request, std::string_view option, std::string_view fallback) {
  const std::string* word = find_word(request.options, option);
  return word == nullptr ? std::string(fallback) : *word;
}

npy::Storage storage_of(const Request& request, const TensorView& view) {
  npy::Storage storage;
  const std::string as_it_is = is_fortran(view) ? "F" : "C";
  storage.fortran_order = word_or(request, "order", as_it_is) == "F";
  storage.big_endian = word_or(request, "byte-order", "little") == "big";
  storage.major_version = std::stoi(word_or(request, "npy-version", "0"));
  return storage;
}

void require_file_for_storage(const Request& request, const Destination& destination) {
  if (destination.format == &formats::npy_format || destination.format == &formats::npz_format) return;
  const bool is_raw = destination.format == &formats::raw_format;  // has elements, but no header
  for (const std::string_view option : {"order", "byte-order", "npy-version"}) {
    if (find_word(request.options, option) != nullptr && (!is_raw || option == "npy-version"))
      throw Error(ErrorKind::usage, long_name(option) + " is about .npy files, but none is written",
                  "-o FILE.npy writes one");
  }
}

int run_convert(const Request& request, const Settings& settings, const Reporter& reporter) {
  const Destination destination = destination_from(request, Archives::whole);
  require_file_for_storage(request, destination);
  write_arrays(request, settings, destination, reporter,
               [&](const TensorView& layout) { return storage_of(request, layout); });
  return 0;
}

}  // namespace

constinit const Command convert_command = {
    .name = "convert",
    .usage = "IN...",
    .summary = "copy an array: another dtype, order, byte order, shape or format",
    .details =
        "IN is any operand: a file, FILE.npz:NAME, FILE.csv, a slice of these, or - for a pipe; -o names "
        "the result, by its ending .npy, .npz:NAME, .safetensors:NAME or .csv, or - for a pipe. Of a file "
        "of many arrays, IN.npz or IN.safetensors, all are converted, into -o OUT.npz or OUT.safetensors "
        "under their names, with the metadata, or to a pipe one after the other; so are several operands, "
        "and with --each all arrays of a file or a stream. --slice, --transpose and --reshape are carried "
        "out in the order in which they are typed, --reshape in C order as numpy.reshape does; of a shape "
        "they give the shape. --dtype converts as numpy.astype. A CSV file of one value a line has one "
        "axis, any other two; its dtype is int64, bool, float64 or complex128, the first that holds all "
        "values.",
    .example = "tcalc convert samples/x.npy -o small.npz:x --dtype f4 --transpose 1,0,2,3 --compress",
    .options = options_of_convert,
    .common =
        "out each no-progress format compress json csv dtype strict as from "
        "delimiter skip full precision seed max-memory sync require",
    .synonyms = "cast astype slice extract reshape transpose",
    .run = run_convert,
};

}  // namespace tcalc::app
