#include <algorithm>
#include <sys/mman.h>

#include <tcalc/os/zero_pages.hpp>

namespace tcalc::os {

ZeroPages::ZeroPages(std::int64_t bytes)
    : bytes_(static_cast<std::size_t>(std::max<std::int64_t>(bytes, 1))) {
  void* const address = mmap(nullptr, bytes_, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (address != MAP_FAILED) data_ = static_cast<std::byte*>(address);
}

ZeroPages::~ZeroPages() {
  if (data_ != nullptr) munmap(data_, bytes_);
}

}  // namespace tcalc::os
