// The options that every operation takes.
#pragma once

#include <array>
#include <string_view>

#include <tcalc/ops/operation.hpp>

namespace tcalc::app {

struct CommonOption {
  std::string_view short_name;  // "-o", or empty
  OptionSpec spec;
};

inline constexpr std::array common_options = {
    CommonOption{"-o",
                 {"--out", OptionKind::word, "FILE",
                  "write to FILE.npy, FILE.npz:NAME or FILE.csv; - is standard output"}},
    CommonOption{"", {"--format", OptionKind::word, "FORMAT", "text, json, csv or npy", "text json csv npy"}},
    CommonOption{"", {"--compress", OptionKind::flag, "", "deflate the member of an archive that -o writes"}},
    CommonOption{"", {"--shape", OptionKind::flag, "", "print the result's shape; read no data"}},
    CommonOption{"",
                 {"--json", OptionKind::flag, "", "print one JSON object; errors too, on standard error"}},
    CommonOption{"",
                 {"--dtype", OptionKind::word, "DTYPE", "convert the operands first: float32, f4, i8, ..."}},
    CommonOption{"",
                 {"--full", OptionKind::flag, "", "print every value; else more than 1000 are summarised"}},
    CommonOption{
        "", {"--precision", OptionKind::word, "N", "print at most N digits after the point (default 8)"}},
    CommonOption{"", {"--seed", OptionKind::word, "N", "seed of rand, randn and randint (default 0)"}},
    CommonOption{
        "",
        {"--threads", OptionKind::word, "N", "threads to compute with (default: the processors there are)"}},
    CommonOption{"",
                 {"--max-memory", OptionKind::word, "SIZE",
                  "bound buffers and results held in memory: 512M, 2G, 1.5GiB"}},
    CommonOption{"",
                 {"--each", OptionKind::flag, "", "for every array on standard input, one after the other"}},
    CommonOption{"", {"--no-progress", OptionKind::flag, "", "no progress line on the terminal"}},
    CommonOption{"", {"--sync", OptionKind::flag, "", "wait until the output file is on disk"}},
    CommonOption{"-q", {"--quiet", OptionKind::flag, "", "no notes and warnings"}},
    CommonOption{"",
                 {"--color", OptionKind::word, "WHEN", "auto (default: on a terminal), always or never",
                  "auto always never"}},
    CommonOption{"-h", {"--help", OptionKind::flag, "", "print help"}},
    CommonOption{"-V", {"--version", OptionKind::flag, "", "print the version and the BLAS in use"}},
};

}  // namespace tcalc::app
