// The arrays behind a file name, for the commands that look at files as they are: info and check.
#pragma once

#include <app/terminal/report.hpp>
#include <functional>
#include <memory>
#include <string>

#include <tcalc/os/input.hpp>

namespace tcalc::app {

// Of one array: "-" is standard input, FILE.npz:NAME a member of an archive, and anything else a file. Throws
// Error{input}.
std::shared_ptr<os::Input> open_input(const std::string& typed);

using VisitInput = std::function<void(const std::shared_ptr<os::Input>&)>;

// The same, and FILE.npz is every array of an archive. What cannot be read is reported, and the others are
// visited all the same; returns the exit code of the first that cannot, or 0. Warns of members that are no
// arrays. Throws Error{output}.
int for_each_input(const std::string& typed, const Reporter& reporter, const VisitInput& visit);

}  // namespace tcalc::app
