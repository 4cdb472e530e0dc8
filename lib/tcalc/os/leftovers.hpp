// Temporary files that stay behind when a process is killed on the spot.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace tcalc::os {

// What OutputFile's temporary files end in: ".NAME.XXXXXX.tcalc.tmp".
inline constexpr const char* temporary_ending = ".tcalc.tmp";

// What the folder of a file that is computed in parts ends in: ".NAME.KEY.tcalc.parts".
inline constexpr const char* parts_ending = ".tcalc.parts";

struct Leftover {
  std::string path;
  std::int64_t bytes = 0;
};

// Removes from the folder, not from those in it, the temporary files whose process is gone: nobody holds the
// lock that OutputFile keeps on its own. Returns what was removed, by name. Throws Error{input} when the
// folder cannot be read, Error{output} when a file cannot be removed.
std::vector<Leftover> remove_leftovers(const std::string& folder);

// Removes the folders of files that are computed in parts, whether others still work on them or not. Returns
// and throws as remove_leftovers() does.
std::vector<Leftover> remove_parts(const std::string& folder);

}  // namespace tcalc::os
