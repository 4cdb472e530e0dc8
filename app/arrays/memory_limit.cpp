#include <app/arrays/memory_limit.hpp>

namespace tcalc::app {

namespace {
constexpr const char* option = "--max-memory";
}

MemoryLimit memory_limit(const Settings& settings) {
  return MemoryLimit(settings.max_memory, {option, "-o FILE stores the result in the file, not in memory",
                                           "--shape prints the shape and computes nothing"});
}

MemoryLimit memory_limit_of_program(const Settings& settings) {
  return MemoryLimit(settings.max_memory, {.name = option});
}

}  // namespace tcalc::app
