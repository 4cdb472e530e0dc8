// The manual page tcalc(1), made from the registry as help is.
#pragma once

#include <string>

namespace tcalc::app {

// In the mdoc(7) language.
std::string manual_page();

}  // namespace tcalc::app
