// Hints in the words of a shell, which can be pasted: "tcalc matmul 2,3 4,3 --transpose-b is legal and gives
// (2, 4)".
#pragma once

#include <string>
#include <vector>

#include <tcalc/core/error.hpp>

namespace tcalc {
struct Note;
}

namespace tcalc::app {

std::string shell_text(const Hint& hint);

// "tcalc matmul 2,3 4,3 --transpose-b"
std::string command_text(const CallHint& call);

// The fact, and in parentheses the option that would change it.
std::string note_text(const Note& note);

// Those of an error.
std::vector<std::string> shell_texts(const Error& error);

}  // namespace tcalc::app
