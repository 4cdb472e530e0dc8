// What the machine can do at best: the bare BLAS call, multiply-adds that never leave the registers, copied
// memory.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string_view>

namespace tcalc::bench {

// `run` does `work`: multiply-adds, or bytes read and written. Where nothing can be faster its fastest call
// counts: what others on the host take away is no part of such a limit.
struct Limit {
  double work;
  std::function<void()> run;
  bool is_bound = false;
};

// Nothing when there is none of this name, or none for the instruction set that tcalc's kernels use.
//   gemm_f4 gemm_f8      cblas_?gemm of 1024 x 1024 matrices: each thread calls it on its share of the rows
//   fma_f4 fma_f8        fused multiply-adds
//   int_i4               vpmulld, vpaddd
//   int_i8               vpmullq, vpaddq; AVX2: vpmuludq, vpaddq, vpmulld, vpaddd, low halves and cross
//                        products apart
//   int_i1               vpmaddwd, vpaddd: pairs of 16-bit products
//   copy                 memcpy of 256 MiB
std::optional<Limit> find_limit(std::string_view name, int threads);

// One instruction sequence: run() does `steps` steps of `multiply_adds` each.
struct RegisterLoop {
  std::string_view name;
  int multiply_adds;
  void (*run)(std::int64_t steps);
};
// To be run only where the processor has them.
std::span<const RegisterLoop> avx2_loops();
std::span<const RegisterLoop> avx512_loops();

}  // namespace tcalc::bench
