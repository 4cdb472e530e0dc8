#include <app/memory_check.hpp>

#include <tcalc/core/checked.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/os/memory.hpp>

namespace tcalc::app {

namespace {

void require(std::int64_t bytes, const std::string& what, const std::string& hint) {
  const std::int64_t available = os::available_memory();
  if (bytes <= available) return;
  throw Error(ErrorKind::resource,
              what + " " + os::format_bytes(bytes) + ", " + os::format_bytes(available) + " are available",
              hint);
}

std::int64_t sum(std::int64_t x, std::int64_t y) { return checked_add(x, y).value_or(INT64_MAX); }

}  // namespace

void require_memory(const Operand& operand, std::int64_t bytes) {
  const std::string dtype = operand.dtype ? " " + std::string(name_of(*operand.dtype)) : "";
  require(bytes, operand.name + ": shape " + operand.shape.text() + dtype + " needs", "");
}

void require_memory(const std::string& operation, const Plan& plan, const Shape& result,
                    std::int64_t operand_bytes, int threads) {
  const std::string subject =
      operation + ": result " + result.text() + " " + std::string(name_of(plan.dtype));
  const std::string hint = "--shape prints the shape and computes nothing";
  require(plan.result_bytes, subject + " needs", hint);
  const std::int64_t scratch = checked_multiply(scratch_bytes(plan), threads).value_or(INT64_MAX);
  require(sum(sum(plan.result_bytes, operand_bytes), scratch), subject + " and its operands need", hint);
}

}  // namespace tcalc::app
