#include <algorithm>
#include <app/memory_check.hpp>

#include <tcalc/core/checked.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/os/memory.hpp>

namespace tcalc::app {

namespace {

std::int64_t sum(std::int64_t x, std::int64_t y) { return checked_add(x, y).value_or(INT64_MAX); }

}  // namespace

MemoryLimit::MemoryLimit(std::optional<std::int64_t> max_memory)
    : bytes_(os::available_memory()), chosen_(false) {
  if (!max_memory || *max_memory > bytes_) return;
  bytes_ = *max_memory;
  chosen_ = true;
}

void MemoryLimit::require(std::int64_t bytes, const std::string& what, const std::string& hint) const {
  if (bytes <= bytes_) return;
  const std::string limit = os::format_bytes(bytes_);
  throw Error(ErrorKind::resource,
              what + " " + os::format_bytes(bytes) + ", " +
                  (chosen_ ? "--max-memory allows " + limit : limit + " are available"),
              hint);
}

void MemoryLimit::require(const Operand& operand, std::int64_t bytes) const {
  const std::string dtype = operand.dtype ? " " + std::string(name_of(*operand.dtype)) : "";
  require(bytes, operand.name + ": shape " + operand.shape.text() + dtype + " needs", "");
}

int MemoryLimit::require(const std::string& operation, const Plan& plan, const Shape& result,
                         bool result_in_file, std::int64_t operand_bytes, int threads) const {
  const std::string subject =
      operation + ": result " + result.text() + " " + std::string(name_of(plan.dtype));
  const std::string hint = chosen_ && !result_in_file ? "-o FILE stores the result in the file, not in memory"
                                                      : "--shape prints the shape and computes nothing";
  const std::int64_t result_bytes = result_in_file ? 0 : plan.result_bytes;
  require(result_bytes, subject + " needs", hint);
  const std::int64_t buffers = sum(result_bytes, operand_bytes);
  const std::int64_t scratch = scratch_bytes(plan);
  require(
      sum(buffers, scratch),
      result_in_file ? operation + ": operands and scratch memory need" : subject + " and its operands need",
      hint);
  if (scratch == 0) return threads;
  return static_cast<int>(std::min<std::int64_t>(threads, (bytes_ - buffers) / scratch));
}

}  // namespace tcalc::app
