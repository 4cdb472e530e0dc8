// Whether there is memory for what is about to be allocated: asked before work starts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include <tcalc/core/dtype.hpp>
#include <tcalc/ops/operand.hpp>
#include <tcalc/shape/shape.hpp>

namespace tcalc {

// What a node needs while it is computed, in bytes.
struct MemoryNeed {
  std::string name;  // of its operation
  Shape shape;       // of its result
  Dtype dtype = Dtype::float64;
  bool result_in_file = false;  // then it needs no memory
  std::int64_t result = 0;
  std::int64_t others = 0;       // operands, intermediates, and what else is held at that time
  std::int64_t scratch = 0;      // of each thread
  bool blas = false;             // its threads may call the BLAS
  bool is_intermediate = false;  // then nobody asked for its result, which can be nowhere else
};

// What people are told of a limit that they chose.
struct LimitWords {
  std::string name = "the limit";  // what allows so many bytes
  std::string result_hint = {};    // where a result in memory is more than that
  std::string hint = {};           // in all other cases
};

// What may be allocated: what was chosen, or what the machine has if that is less. The machine is asked only
// when something is required: a shape question never does, and a product that needs no more than one before
// it, as in a stream of equal arrays, does not ask again.
class MemoryLimit {
 public:
  explicit MemoryLimit(std::optional<std::int64_t> chosen, LimitWords words = {})
      : chosen_(chosen), words_(std::move(words)) {}

  // Bytes that are left, and those that are left of what was chosen, all where nothing was.
  std::int64_t bytes() const;
  std::int64_t chosen_bytes() const;

  // What is held from now on, or no longer.
  void hold(std::int64_t bytes) { held_ += bytes; }
  void release(std::int64_t bytes) { held_ -= bytes; }

  // Throws Error{resource} "a.npy: shape (...) float64 needs 74.5 GiB, 21.9 GiB are available".
  void require(const Operand& operand, std::int64_t bytes) const;

  // The same for a node: its result, what else is there, and scratch memory. Returns how many threads there
  // is memory for, at most `threads`.
  int require(const MemoryNeed& need, int threads);

 private:
  struct Left {
    std::int64_t bytes;
    bool chosen;  // by the user
  };

  Left left(int threads = 1, bool blas = false) const;
  void require_bytes(const Left& left, std::int64_t bytes, const std::string& what,
                     const std::string& hint) const;

  std::optional<std::int64_t> chosen_;
  LimitWords words_;
  std::int64_t held_ = 0;
  std::int64_t granted_ = 0;  // the most that was held and needed together
};

}  // namespace tcalc
