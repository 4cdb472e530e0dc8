// What may be allocated.
#pragma once

#include <app/cli/settings.hpp>

#include <tcalc/graph/memory.hpp>

namespace tcalc::app {

// --max-memory, and what is said where that is too little. In a program its hints would help nobody.
MemoryLimit memory_limit(const Settings& settings);
MemoryLimit memory_limit_of_program(const Settings& settings);

}  // namespace tcalc::app
