#include <algorithm>

#include <tcalc/core/checked.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/graph/memory.hpp>
#include <tcalc/kernel/blas_memory.hpp>
#include <tcalc/os/memory.hpp>

namespace tcalc {

namespace {

// No more than the program itself takes: what the machine says of it takes longer to read than most sums do.
constexpr std::int64_t small = std::int64_t{16} << 20;

}  // namespace

MemoryLimit::Left MemoryLimit::left(int threads, bool blas) const {
  const std::int64_t available = os::available_memory(threads, blas);
  const std::int64_t most = chosen_bytes();
  return most <= available ? Left{most, true} : Left{available, false};
}

std::int64_t MemoryLimit::chosen_bytes() const {
  return chosen_ ? std::max<std::int64_t>(*chosen_ - held_, 0) : INT64_MAX;
}

std::int64_t MemoryLimit::bytes() const { return left().bytes; }

void MemoryLimit::require_bytes(const Left& left, std::int64_t bytes, const std::string& what,
                                const std::string& hint) const {
  if (bytes <= left.bytes) return;
  const std::string most = os::format_bytes(left.bytes);
  throw Error(ErrorKind::resource,
              formatted("{} {}, {}", what, os::format_bytes(bytes),
                        left.chosen ? words_.name + " allows " + most : most + " are available"),
              hint);
}

void MemoryLimit::require(const Operand& operand, std::int64_t bytes) const {
  const std::string dtype = operand.dtype ? " " + std::string(name_of(*operand.dtype)) : "";
  require_bytes(left(), bytes, formatted("{}: shape {}{} needs", operand.name, operand.shape.text(), dtype),
                "");
}

int MemoryLimit::require(const MemoryNeed& need, int threads) {
  const std::int64_t buffers = saturating_add(need.result, need.others);
  const auto needed_by = [&](int team) {
    return saturating_add(buffers, checked_multiply(need.scratch, team).value_or(INT64_MAX));
  };
  const std::int64_t held = saturating_add(needed_by(threads), held_);
  if (held <= granted_) return threads;
  const bool fits = held <= small && needed_by(threads) <= chosen_bytes();
  if (fits && !need.blas && os::process_memory_left() == INT64_MAX) return threads;
  if (need.blas) threads = require_blas_buffers(need.name, threads);
  const std::string subject =
      formatted("{}: result {} {}", need.name, need.shape.text(), name_of(need.dtype));
  const Left left = this->left(1, need.blas);
  const std::string& hint =
      left.chosen && !need.result_in_file && !need.is_intermediate ? words_.result_hint : words_.hint;
  require_bytes(left, need.result, subject + " needs", hint);
  require_bytes(left, needed_by(1),
                need.result_in_file ? need.name + ": operands and scratch memory need"
                                    : subject + " and its operands need",
                hint);
  const bool process_is_limited = os::process_memory_left() != INT64_MAX;
  if (needed_by(threads) <= left.bytes && !process_is_limited) {
    granted_ = saturating_add(needed_by(threads), held_);
    return threads;
  }
  if (need.scratch > 0)
    threads = static_cast<int>(std::min<std::int64_t>(threads, (left.bytes - buffers) / need.scratch));
  while (threads > 1 && process_is_limited && needed_by(threads) > this->left(threads, need.blas).bytes)
    --threads;
  return threads;
}

}  // namespace tcalc
