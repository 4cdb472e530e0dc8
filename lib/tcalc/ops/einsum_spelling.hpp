// Specs of einsum in other spellings than NumPy's.
#pragma once

#include <optional>
#include <string>

namespace tcalc {

// The spec that is meant, letters a to z and A to Z, or nothing where there is no telling: ';' for ',', "=",
// "=>" or an arrow for "->", Greek and other letters, and einops' names with spaces between, "time i j, time
// -> i j". A name is given its first letter where that is not taken, else another.
std::optional<std::string> respelled(const std::string& typed);

}  // namespace tcalc
