// Where each name of a program is mentioned last: after that line its values are no longer needed.
#pragma once

#include <cstddef>
#include <string_view>

#include <tcalc/core/by_name.hpp>

namespace tcalc::script {

// The number of the last line, from 1, that has the name as a word. Lines that cannot be read have none.
ByName<std::size_t> last_mentions(std::string_view program);

}  // namespace tcalc::script
