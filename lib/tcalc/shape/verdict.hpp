// The answer to a question about sizes that may be names.
#pragma once

#include <cstdint>

namespace tcalc {

enum class Verdict : std::uint8_t {
  proved,   // at all sizes
  refuted,  // at none
  open,     // depends on them, or is not known to be either
};

}  // namespace tcalc
