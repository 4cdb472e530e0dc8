// The options that say how text is read, and which part of an array.
#pragma once

#include <tcalc/formats/format.hpp>
#include <tcalc/ops/option.hpp>

namespace tcalc::app {

inline constexpr OptionSpec from_option = {
    "from", OptionKind::choice, "FORMAT", "format of the input, if its name does not say it: npy, csv or tsv",
    "npy csv tsv"};
inline constexpr OptionSpec delimiter_option = {
    "delimiter", OptionKind::word, "D",
    "what separates the cells of a table: a character, tab or space (default: detected)"};
inline constexpr OptionSpec skip_option = {"skip", OptionKind::count, "N",
                                           "skip the first N lines of a table"};

inline constexpr OptionSpec slice_option = {"slice", OptionKind::slice, "SLICE",
                                            "a part, as Python writes it: 0:5,:,-1 or ...,None"};

// Throws Error{usage} for a delimiter that is none.
formats::ReadOptions read_options_from(const Arguments& options);

}  // namespace tcalc::app
