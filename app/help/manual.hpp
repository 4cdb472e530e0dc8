// The manual page tcalc(1), made from the registry as help is.
#pragma once

#include <app/cli/command.hpp>
#include <string>

namespace tcalc::app {

// In the mdoc(7) language.
std::string manual_page(Commands commands);

}  // namespace tcalc::app
