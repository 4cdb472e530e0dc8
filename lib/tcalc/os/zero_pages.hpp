// Zeros that can be read and take no memory, as many as any array has elements.
#pragma once

#include <cstddef>
#include <cstdint>

namespace tcalc::os {

class ZeroPages {
 public:
  explicit ZeroPages(std::int64_t bytes);
  ZeroPages(const ZeroPages&) = delete;
  ZeroPages& operator=(const ZeroPages&) = delete;
  ~ZeroPages();

  // Null where there are no addresses for so many.
  const std::byte* data() const { return data_; }

 private:
  std::byte* data_ = nullptr;
  std::size_t bytes_;
};

}  // namespace tcalc::os
