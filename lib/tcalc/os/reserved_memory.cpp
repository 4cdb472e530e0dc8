#include <algorithm>
#include <sys/mman.h>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/os/memory.hpp>
#include <tcalc/os/reserved_memory.hpp>

namespace tcalc::os {

ReservedMemory::ReservedMemory(std::int64_t bytes)
    : bytes_(static_cast<std::size_t>(std::max<std::int64_t>(bytes, 1))) {
  void* const address =
      mmap(nullptr, bytes_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (address == MAP_FAILED)
    throw Error(ErrorKind::resource,
                formatted("there are no addresses for a result of {}", format_bytes(bytes)));
  data_ = static_cast<std::byte*>(address);
  // A row of a rectangle would otherwise take all of a huge page.
  madvise(data_, bytes_, MADV_NOHUGEPAGE);
}

ReservedMemory::~ReservedMemory() { munmap(data_, bytes_); }

}  // namespace tcalc::os
