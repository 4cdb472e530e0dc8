// `tcalc diff A.npz B.safetensors`: array by array, whatever holds them.
#pragma once

#include <app/arrays/source.hpp>
#include <app/cli/settings.hpp>
#include <app/terminal/report.hpp>
#include <functional>
#include <string>
#include <string_view>

#include <tcalc/compare/report.hpp>

namespace tcalc::app {

// Compares two arrays, opened.
using ComparePair = std::function<DiffReport(Source& left, Source& right)>;

inline constexpr std::string_view values_not_compared =
    "diff: values of PyTorch files are not read: names, shapes and dtypes are compared";

// Prints the names that only one file has, and a line for each array of both that differs, those that are
// farthest apart first; with --json an object a line, for the equal ones too. Of two members with one name
// the last is compared. What cannot be read is reported, and the others are compared all the same. Returns 0
// when all are equal, else 1, or the exit code of the first that cannot be read. Throws Error: input, output.
int diff_archives(const std::string& left, const std::string& right, const Settings& settings,
                  const Reporter& reporter, const ComparePair& compare);

}  // namespace tcalc::app
