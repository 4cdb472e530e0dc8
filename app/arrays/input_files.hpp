// The .npy bytes behind an operand, for the command that looks at files as they are: check.
#pragma once

#include <app/terminal/report.hpp>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <tcalc/os/input.hpp>

namespace tcalc::app {

// Of one array: "-" is standard input, FILE.npz:NAME a member of an archive, FILE.npy@2 the third array of a
// file, and anything else a file. Throws Error{input}, and Error{usage} for what is none of these.
std::shared_ptr<os::Input> open_input(const std::string& typed);

// `name` is that of the array: FILE.npy@2 is the third of a file.
using VisitInput = std::function<void(const std::shared_ptr<os::Input>& input, const std::string& name)>;

// Whether the operand at that place takes all arrays that are left: of "- -" only the last.
bool takes_rest(const std::vector<std::string>& operands, std::size_t place);

// Whether another array begins where the input is now.
bool array_follows(os::Input& input);

// Calls visit for the operand, for a whole archive with every array of it, and with `rest` for a file or a
// stream with all of its arrays. What cannot be read is reported, and the others are visited all the same;
// returns the exit code of the first that cannot, or 0. Warns of members that are no arrays. Throws
// Error{output}.
int for_each_input(const std::string& typed, bool rest, const Reporter& reporter, const VisitInput& visit);

// What went wrong in `visit` is reported, but for output that cannot be written; returns the exit code.
int attempt(const Reporter& reporter, const std::function<void()>& visit);

}  // namespace tcalc::app
