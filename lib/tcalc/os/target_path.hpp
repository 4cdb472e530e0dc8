// Where a file that is to be written is, and whose it is.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <sys/stat.h>

namespace tcalc::os {

// The folder of a path: "." where it names none.
std::string folder_of(const std::string& path);

// The descriptor that a path like /dev/stdout or /dev/fd/5 stands for. It is written to, not the file it
// happens to have open: that file may have lost its name, and "{ one; other; } > file" must keep both
// results.
std::optional<int> open_descriptor(std::string_view path);

// Where the path leads: the target of a symlink, which need not exist yet. Throws Error{output} with the name
// where links go in a circle.
std::string resolved(const std::string& path, const std::string& name);

// Six letters and digits, of which the next are others.
std::string random_letters();

// Gives a new file the owner, group and mode of the one that it replaces, without set-uid and set-gid where
// this process may not give files away. False, and errno, where not even the mode can be set.
bool take_over_rights(int descriptor, const struct stat& replaced);

}  // namespace tcalc::os
