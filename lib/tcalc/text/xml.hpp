// Text within XML.
#pragma once

#include <string>
#include <string_view>

namespace tcalc::text {

// With its markup characters as entities. The text is UTF-8 without control characters, as escaped() gives
// it.
std::string xml_text(std::string_view text);

}  // namespace tcalc::text
