// `tcalc diff A.npz B.npz`: member by member.
#pragma once

#include <app/arrays/source.hpp>
#include <app/cli/settings.hpp>
#include <app/terminal/report.hpp>
#include <functional>
#include <string>

#include <tcalc/compare/report.hpp>

namespace tcalc::app {

// Compares two arrays, opened.
using ComparePair = std::function<DiffReport(Source& left, Source& right)>;

// Prints the members that only one archive has, and what compare says of those in both, each under its name;
// with --json an object a line. Returns 0 when all are equal, else 1. Throws Error: input, output.
int diff_archives(const std::string& left, const std::string& right, const Settings& settings,
                  const ComparePair& compare);

}  // namespace tcalc::app
