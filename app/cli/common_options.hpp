// The options that every operation takes, and commands as they name them.
#pragma once

#include <app/cli/reading_options.hpp>
#include <array>
#include <string_view>

#include <tcalc/ops/option.hpp>

namespace tcalc::app {

inline constexpr std::int64_t most_digits = 340;  // beyond the longest double
inline constexpr std::int64_t most_threads = 1 << 12;

inline constexpr std::array common_options = {
    OptionSpec{.name = "out",
               .kind = OptionKind::file,
               .value_name = "FILE",
               .help = "write to FILE.npy, FILE.npz:NAME, FILE.safetensors:NAME, FILE.csv, FILE.npy.gz or "
                       "raw=FILE; - is standard output",
               .short_name = "o"},
    OptionSpec{"format", OptionKind::format, "FORMAT", "format of the output, if its name does not say it:"},
    OptionSpec{"compress", OptionKind::flag, "", "deflate the member of an archive that -o writes"},
    OptionSpec{"shape", OptionKind::flag, "", "print the result's shape; read no data"},
    OptionSpec{"require", OptionKind::facts, "FACT",
               "a fact about dims: 'D % H == 0', 'T == 64', 'H <= D'; may be repeated"},
    OptionSpec{"json", OptionKind::flag, "", "print one JSON object; errors too, on standard error"},
    OptionSpec{"csv", OptionKind::flag, "", "comma-separated values, for one or two axes: --format csv"},
    OptionSpec{"dtype", OptionKind::dtype, "DTYPE", "convert the operands first: float32, f4, i8, ..."},
    OptionSpec{"strict", OptionKind::flag, "",
               "refuse what would otherwise only be noted: values lost in a conversion"},
    OptionSpec{"as", OptionKind::dtype, "DTYPE",
               "dtype of elements that .npy has no name for, '<V2': bf16 reads bfloat16"},
    from_option,
    delimiter_option,
    skip_option,
    OptionSpec{"full", OptionKind::flag, "", "print every value (default: more than 1000 are summarised)"},
    OptionSpec{.name = "precision",
               .kind = OptionKind::count,
               .value_name = "N",
               .help = "print at most N digits after the point (default 8)",
               .most = most_digits},
    OptionSpec{"seed", OptionKind::count, "N", "seed of rand, randn and randint (default 0)"},
    OptionSpec{.name = "threads",
               .kind = OptionKind::count,
               .value_name = "N",
               .help = "number of threads (default: all available processors)",
               .least = 1,
               .most = most_threads},
    OptionSpec{"max-memory", OptionKind::bytes, "SIZE",
               "limit the memory for buffers and results: 512M, 2G, 1.5GiB"},
    OptionSpec{"each", OptionKind::flag, "", "apply it to every array on standard input in turn"},
    OptionSpec{"part", OptionKind::word, "I/N",
               "compute one of N parts of the file that -o names; auto: the one that mpirun, srun or a job "
               "array say"},
    OptionSpec{"no-progress", OptionKind::flag, "", "no progress line on the terminal"},
    OptionSpec{"sync", OptionKind::flag, "", "wait until the output file is on disk"},
    OptionSpec{.name = "quiet",
               .kind = OptionKind::flag,
               .value_name = "",
               .help = "no notes and warnings",
               .short_name = "q"},
    OptionSpec{"color", OptionKind::choice, "WHEN", "auto (default: on a terminal), always or never",
               "auto always never"},
    OptionSpec{
        .name = "help", .kind = OptionKind::flag, .value_name = "", .help = "print help", .short_name = "h"},
    OptionSpec{.name = "version",
               .kind = OptionKind::flag,
               .value_name = "",
               .help = "print the version and the BLAS in use",
               .short_name = "V"},
};

}  // namespace tcalc::app
