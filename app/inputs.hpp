// The arrays behind a file name, for the commands that look at files as they are: info and check.
#pragma once

#include <app/report.hpp>
#include <functional>
#include <memory>
#include <string>

#include <tcalc/os/input.hpp>

namespace tcalc::app {

using VisitInput = std::function<void(const std::shared_ptr<os::Input>&)>;

// "-" is standard input, FILE.npz every array of an archive, FILE.npz:NAME one of them, and anything else a
// file. An Error about one member is reported, and the others are visited all the same; returns the exit code
// of the first, or 0. Warns of members that are no arrays.
int for_each_input(const std::string& typed, const Reporter& reporter, const VisitInput& visit);

}  // namespace tcalc::app
