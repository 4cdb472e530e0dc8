// Addresses for a whole result of which a process computes a part: only pages that are touched take memory.
#pragma once

#include <cstddef>
#include <cstdint>

namespace tcalc::os {

// Zeros until something is stored there.
class ReservedMemory {
 public:
  // Throws Error{resource} where there are no addresses for so many bytes.
  explicit ReservedMemory(std::int64_t bytes);
  ReservedMemory(const ReservedMemory&) = delete;
  ReservedMemory& operator=(const ReservedMemory&) = delete;
  ~ReservedMemory();

  std::byte* data() const { return data_; }

 private:
  std::byte* data_ = nullptr;
  std::size_t bytes_;
};

}  // namespace tcalc::os
