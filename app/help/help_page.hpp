// The help pages, made from the registries.
#pragma once

#include <app/cli/command.hpp>
#include <string>
#include <string_view>

namespace tcalc::app {

// About an operation, a command or a topic of that name; the general page for no word, and for "help". Throws
// Error{usage} for any other word.
std::string help_page(std::string_view word, Commands commands);

}  // namespace tcalc::app
