#include <memory>
#include <sys/mman.h>

#include <tcalc/os/huge_pages.hpp>

namespace tcalc::os {

void ask_for_huge_pages(void* data, std::int64_t bytes) {
  constexpr std::size_t huge_page = std::size_t{2} << 20;
  if (bytes < static_cast<std::int64_t>(2 * huge_page)) return;
  // Whole ones alone: what lies beside them is somebody else's.
  auto space = static_cast<std::size_t>(bytes);
  if (std::align(huge_page, huge_page, data, space) == nullptr) return;
  madvise(data, space / huge_page * huge_page, MADV_HUGEPAGE);
}

}  // namespace tcalc::os
