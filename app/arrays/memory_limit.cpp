#include <algorithm>
#include <app/arrays/memory_limit.hpp>

#include <tcalc/core/checked.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/os/memory.hpp>

namespace tcalc::app {

namespace {

struct Limit {
  std::int64_t bytes;
  bool chosen;  // by --max-memory
};

Limit limit_now(std::optional<std::int64_t> max_memory) {
  const std::int64_t available = os::available_memory();
  if (max_memory && *max_memory <= available) return {*max_memory, true};
  return {available, false};
}

void require_bytes(const Limit& limit, std::int64_t bytes, const std::string& what, const std::string& hint) {
  if (bytes <= limit.bytes) return;
  const std::string most = os::format_bytes(limit.bytes);
  throw Error(ErrorKind::resource,
              what + " " + os::format_bytes(bytes) + ", " +
                  (limit.chosen ? "--max-memory allows " + most : most + " are available"),
              hint);
}

}  // namespace

std::int64_t MemoryLimit::bytes() const { return limit_now(max_memory_).bytes; }

void MemoryLimit::require(const Operand& operand, std::int64_t bytes) const {
  const std::string dtype = operand.dtype ? " " + std::string(name_of(*operand.dtype)) : "";
  require_bytes(limit_now(max_memory_), bytes,
                operand.name + ": shape " + operand.shape.text() + dtype + " needs", "");
}

int MemoryLimit::require(const std::string& operation, const Schedule& schedule, const Shape& result,
                         bool result_in_file, std::int64_t operand_bytes, int threads) {
  const std::int64_t result_bytes = result_in_file ? 0 : schedule.result_bytes;
  const std::int64_t buffers =
      saturating_add(saturating_add(result_bytes, operand_bytes), schedule.intermediate_bytes);
  const std::int64_t scratch = schedule.scratch_bytes;
  const std::int64_t all = saturating_add(buffers, checked_multiply(scratch, threads).value_or(INT64_MAX));
  if (all <= granted_) return threads;
  const std::string subject =
      operation + ": result " + result.text() + " " + std::string(name_of(schedule.dtype));
  const Limit limit = limit_now(max_memory_);
  const std::string hint = limit.chosen && !result_in_file
                               ? "-o FILE stores the result in the file, not in memory"
                               : "--shape prints the shape and computes nothing";
  require_bytes(limit, result_bytes, subject + " needs", hint);
  require_bytes(
      limit, saturating_add(buffers, scratch),
      result_in_file ? operation + ": operands and scratch memory need" : subject + " and its operands need",
      hint);
  if (all <= limit.bytes) {
    granted_ = all;
    return threads;
  }
  return static_cast<int>(std::min<std::int64_t>(threads, (limit.bytes - buffers) / scratch));
}

}  // namespace tcalc::app
