// What `tcalc help` is about beside commands: one entry each.
#pragma once

#include <app/cli/command.hpp>
#include <span>
#include <string>
#include <string_view>

namespace tcalc::app {

struct Topic {
  std::string_view name;
  std::string_view summary;                // one line
  std::string (*page)(Commands commands);  // the manual lists them
};

std::span<const Topic> topics();

// Null when there is none of that name.
const Topic* find_topic(std::string_view name);

}  // namespace tcalc::app
