// The formats there are, and which one a file has.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <tcalc/formats/format.hpp>

namespace tcalc::formats {

std::span<const Format* const> all();

// Null when there is none of that name.
const Format* find(std::string_view name);

// The format that the ending of a file's name says, in any case of letters, the longest where several do;
// null where it says none. Of a.npy.gz it is that of a.npy.
const Format* of_file(std::string_view typed);

// What --format can be: the names of all that are written as a stream.
std::vector<std::string> stream_names();

}  // namespace tcalc::formats
