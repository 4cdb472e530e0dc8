// A contraction that is planned and has the memory it takes: all that is left is to run it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <variant>

#include <tcalc/core/tensor.hpp>
#include <tcalc/graph/memory.hpp>
#include <tcalc/ops/outcome.hpp>
#include <tcalc/plan/plan.hpp>
#include <tcalc/plan/schedule.hpp>

namespace tcalc::api {

class Product {
 public:
  // `operation` is what errors call it. Throws Error{mismatch} for a result of more than 64 axes,
  // Error{resource} for one that is too large.
  Product(std::string_view operation, const Contraction& contraction, std::span<const TensorView> operands,
          Dtype dtype);
  Product(std::string_view operation, const Outcome& outcome, std::span<const TensorView> operands,
          Dtype dtype);

  const Extents& extents() const { return extents_; }
  Dtype dtype() const { return dtype_; }

  // Memory that it takes: the result, intermediates, and the scratch memory of one thread.
  std::int64_t bytes() const;
  // Whether that, on all threads of any machine, is so little that require_memory() need not be called.
  bool needs_little() const;

  // On how many of so many threads there is memory to compute it. Throws Error{resource} where there is none
  // for its result and what it takes besides.
  int require_memory(int threads) const;

  // Writes the result, C-contiguous. The operands have the layout that it was planned for.
  void run(std::span<const TensorView> operands, std::byte* result, int threads) const;

 private:
  // What it takes, in bytes: of `scratch` for each thread.
  struct Amounts {
    std::int64_t result, others, scratch;
    bool blas;  // whether the BLAS may be called
  };
  Amounts amounts() const;
  void plan(const Contraction& contraction, std::span<const TensorView> operands);

  std::string_view operation_;
  Extents extents_;
  Dtype dtype_;
  bool flattens_operands_ = false;
  std::variant<Plan, Schedule> work_;
};

}  // namespace tcalc::api
