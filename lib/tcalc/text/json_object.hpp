// JSON objects that are built whole, and how each of them becomes text. Values of arrays are streamed
// instead: see json.hpp.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include <tcalc/shape/shape.hpp>

namespace tcalc::text {

using Json = nlohmann::ordered_json;  // members keep the order in which they were added

// A list of sizes, names as text, null for unknown dims.
Json json_of(const Dims& dims);

// On one line without its end; bytes that are not UTF-8 become U+FFFD.
std::string json_text(const Json& json);

}  // namespace tcalc::text
