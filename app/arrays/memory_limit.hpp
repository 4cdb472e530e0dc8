// Whether there is memory for what is about to be allocated: asked before work starts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <tcalc/core/dtype.hpp>
#include <tcalc/ops/operation.hpp>
#include <tcalc/plan/schedule.hpp>

namespace tcalc::app {

// What may be allocated: --max-memory, or what the machine has if that is less. The machine is asked only
// when something is required: a shape question never does, and a product that needs no more than one before
// it, as in a stream of equal arrays, does not ask again.
class MemoryLimit {
 public:
  explicit MemoryLimit(std::optional<std::int64_t> max_memory) : max_memory_(max_memory) {}

  // Bytes.
  std::int64_t bytes() const;

  // Throws Error{resource} "a.npy: shape (...) float64 needs 74.5 GiB, 21.9 GiB are available".
  void require(const Operand& operand, std::int64_t bytes) const;

  // The same for a whole product: its result, intermediates, `operand_bytes` of buffers, and the scratch
  // memory of each thread. Returns how many threads there is scratch memory for, at most `threads`. A result
  // stored in its file needs no memory.
  int require(const std::string& operation, const Schedule& schedule, const Shape& result,
              bool result_in_file, std::int64_t operand_bytes, int threads);

 private:
  std::optional<std::int64_t> max_memory_;
  std::int64_t granted_ = 0;  // bytes of a product
};

}  // namespace tcalc::app
