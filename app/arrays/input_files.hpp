// The arrays behind a file name, for the commands that look at files as they are: info and check.
#pragma once

#include <app/terminal/report.hpp>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <tcalc/os/input.hpp>

namespace tcalc::app {

// Of one array: "-" is standard input, FILE.npz:NAME a member of an archive, and anything else a file. Throws
// Error{input}.
std::shared_ptr<os::Input> open_input(const std::string& typed);

// `name` is that of the array: FILE.npy@2 is the third of a file.
using VisitInput = std::function<void(const std::shared_ptr<os::Input>& input, const std::string& name)>;

// Whether the operand at that place takes all arrays that are left: of "- -" only the last.
bool takes_rest(const std::vector<std::string>& operands, std::size_t place);

// Whether another array begins where the input is now.
bool array_follows(os::Input& input);

// The same, and FILE.npz is every array of an archive; with `rest` a file or a stream is all of its arrays.
// What cannot be read is reported, and the others are visited all the same; returns the exit code of the
// first that cannot, or 0. Warns of members that are no arrays. Throws Error{output}.
int for_each_input(const std::string& typed, bool rest, const Reporter& reporter, const VisitInput& visit);

}  // namespace tcalc::app
