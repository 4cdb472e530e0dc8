#include <array>
#include <charconv>
#include <cstdint>

#include <tcalc/kernel/blas_choice.hpp>
#include <tcalc/kernel/execute.hpp>
#include <tcalc/kernel/instruction_set.hpp>
#include <tcalc/os/machine.hpp>
#include <tcalc/os/memory.hpp>
#include <tcalc/version.hpp>

namespace tcalc {

namespace {

// "2 (8 processors, a quota of 1.5)"
std::string threads_text() {
  const int processors = os::processors();
  std::string text = std::to_string(default_threads()) + " (" + std::to_string(processors) +
                     (processors == 1 ? " processor" : " processors");
  if (const auto quota = os::processor_quota()) {
    std::array<char, 32> digits;
    char* const end =
        std::to_chars(digits.data(), digits.data() + digits.size(), *quota, std::chars_format::general, 3)
            .ptr;
    text += ", a quota of " + std::string(digits.data(), end);
  }
  return text + ")";
}

std::string size_text(const char* name, std::int64_t bytes) {
  return std::string(name) + " " + (bytes == 0 ? "unknown" : os::format_bytes(bytes));
}

std::string caches_text(const os::Caches& caches) {
  return size_text("L1", caches.l1) + ", " + size_text("L2", caches.l2) + ", " + size_text("L3", caches.l3);
}

}  // namespace

std::string version() {
  const std::string huge_pages = os::huge_pages();
  std::string text = "tcalc " TCALC_VERSION "\n";
  text += "instruction set  " + std::string(name_of(instruction_set())) + "\n";
  text += "BLAS             " + blas_description() + "\n";
  text += "threads          " + threads_text() + "\n";
  text += "caches           " + caches_text(os::caches()) + "\n";
  text += "huge pages       " + (huge_pages.empty() ? "none" : huge_pages) + "\n";
  return text;
}

}  // namespace tcalc
