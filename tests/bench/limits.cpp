#include "limits.hpp"

#include <cstring>
#include <memory>
#include <omp.h>
#include <vector>

#include <cblas.h>

#include <tcalc/kernel/instruction_set.hpp>

namespace tcalc::bench {

namespace {

constexpr int gemm_size = 1024;
constexpr std::size_t copy_bytes = std::size_t{256} << 20;
constexpr std::int64_t register_steps =
    200'000;  // about a millisecond: far more than waking the threads takes

// Calls part(first, last) on each thread with its share of `size`.
template <class Part>
void share_out(std::size_t size, int threads, const Part& part) {
#pragma omp parallel num_threads(threads)
  {
    const auto team = static_cast<std::size_t>(omp_get_num_threads());
    const auto self = static_cast<std::size_t>(omp_get_thread_num());
    part(size * self / team, size * (self + 1) / team);
  }
}

void call_gemm(int m, const float* a, const float* b, float* c) {
  cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, m, gemm_size, gemm_size, 1, a, gemm_size, b,
              gemm_size, 0, c, gemm_size);
}

void call_gemm(int m, const double* a, const double* b, double* c) {
  cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, m, gemm_size, gemm_size, 1, a, gemm_size, b,
              gemm_size, 0, c, gemm_size);
}

template <class T>
Limit gemm(int threads) {
  struct Matrices {
    std::vector<T> a, b, c;
  };
  constexpr std::size_t elements = std::size_t{gemm_size} * gemm_size;
  auto x = std::make_shared<Matrices>(
      Matrices{std::vector<T>(elements, T(1.5)), std::vector<T>(elements, T(0.5)), std::vector<T>(elements)});
  const auto run = [x, threads] {
    share_out(gemm_size, threads, [&](std::size_t first, std::size_t last) {
      call_gemm(static_cast<int>(last - first), x->a.data() + first * gemm_size, x->b.data(),
                x->c.data() + first * gemm_size);
    });
  };
  return {double{gemm_size} * gemm_size * gemm_size, run};
}

Limit copy(int threads) {
  auto from = std::make_shared<std::vector<char>>(copy_bytes, 'x');
  auto to = std::make_shared<std::vector<char>>(copy_bytes);
  const auto run = [from, to, threads] {
    share_out(copy_bytes, threads, [&](std::size_t first, std::size_t last) {
      std::memcpy(to->data() + first, from->data() + first, last - first);
    });
  };
  return {2.0 * copy_bytes, run};
}

std::span<const RegisterLoop> register_loops() {
#if defined(__x86_64__)
  if (instruction_set() == InstructionSet::avx512) return avx512_loops();
  if (instruction_set() == InstructionSet::avx2) return avx2_loops();
#endif
  return {};
}

}  // namespace

std::optional<Limit> find_limit(std::string_view name, int threads) {
  if (name == "gemm_f4") return gemm<float>(threads);
  if (name == "gemm_f8") return gemm<double>(threads);
  if (name == "copy") return copy(threads);
  for (const RegisterLoop& loop : register_loops()) {
    if (loop.name != name) continue;
    const auto run = [loop, threads] {
      share_out(1, threads, [&](std::size_t, std::size_t) { loop.run(register_steps); });
    };
    return Limit{double{register_steps} * threads * loop.multiply_adds, run, true};
  }
  return std::nullopt;
}

}  // namespace tcalc::bench
