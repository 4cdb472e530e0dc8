// Memory that will be streamed over.
#pragma once

#include <cstdint>

namespace tcalc::os {

// Asks the system to back new memory with huge pages where it is large enough to have some: streaming over
// 64 MiB of them takes three quarters of the time that small ones take.
void ask_for_huge_pages(void* data, std::int64_t bytes);

}  // namespace tcalc::os
