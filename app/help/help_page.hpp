// The help pages, made from the registry.
#pragma once

#include <app/commands/command.hpp>
#include <app/help/topics.hpp>
#include <string>

#include <tcalc/ops/operation.hpp>

namespace tcalc::app {

// About an operation, a command or a topic; the general page for none of them.
std::string help_page(const Operation* operation, const Command* command, const Topic* topic);

}  // namespace tcalc::app
