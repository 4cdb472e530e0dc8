// The operands of a request, as they are typed.
#pragma once

#include <app/arrays/destination.hpp>
#include <app/arrays/memory_limit.hpp>
#include <app/arrays/source.hpp>
#include <app/cli/request.hpp>
#include <app/cli/settings.hpp>
#include <app/terminal/report.hpp>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tcalc::app {

// The operand at that place of a request.
Source open_operand(const Request& request, const Settings& settings, std::size_t place);

// All operands of a request, opened in order. Two on standard input follow one another: the first is loaded
// (or skipped, when no values are wanted or there are none) before the header of the second is read. Warns of
// what is odd in a file.
std::vector<Source> open_operands(const Request& request, const Settings& settings, const MemoryLimit& limit,
                                  const Reporter& reporter, bool values_wanted);

// Throws Error{usage} "--out: <reason> to write" when values should be written but none exist.
void forbid_output(const Destination& destination, const std::string& reason);

// Whether only the shape of the result is asked for. Throws Error{usage} when options ask for data that is
// not there.
bool shape_only(const Request& request, const Destination& destination, const std::vector<Source>& sources);

}  // namespace tcalc::app
