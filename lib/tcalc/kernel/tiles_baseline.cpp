// The tiles that every machine runs.
#include <tcalc/core/half.hpp>
#include <tcalc/kernel/tile/kernels.hpp>

namespace tcalc {

namespace {

// Vectors that every compiler knows how to do without: SSE2 on x86.
struct Baseline {
  static constexpr int registers = 16;
  static constexpr int widest = 16;
  static constexpr bool masks = false;

  template <class V>
  static V multiply_add(V x, V y, V sum) {
    return x * y + sum;
  }
};

constexpr int pair_rows = 4;
constexpr int pair_columns = 8;

// Plain loops: the compiler knows the multiply-add of pairs.
void multiply_pairs(std::int64_t k, const Pair* left, const Pair* right, std::uint32_t* sums,
                    std::int64_t stride) {
  for (std::int64_t p = 0; p < k; ++p) {
    for (int i = 0; i < pair_rows; ++i) {
      for (int j = 0; j < pair_columns; ++j) {
        const std::uint32_t even = static_cast<std::uint32_t>(left[i].even * right[j].even);
        const std::uint32_t odd = static_cast<std::uint32_t>(left[i].odd * right[j].odd);
        sums[i * stride + j] += even + odd;
      }
    }
    left += pair_rows;
    right += pair_columns;
  }
}

constexpr int int64_rows = 4;
constexpr int int64_columns = 8;

void multiply_int64(std::int64_t k, const std::uint64_t* left, const std::uint64_t* right,
                    std::uint64_t* sums, std::int64_t stride) {
  for (std::int64_t p = 0; p < k; ++p) {
    for (int i = 0; i < int64_rows; ++i) {
      for (int j = 0; j < int64_columns; ++j) sums[i * stride + j] += left[i] * right[j];
    }
    left += int64_rows;
    right += int64_columns;
  }
}

void widen_halves(const std::uint16_t* halves, std::int64_t count, float* floats) {
  for (std::int64_t i = 0; i < count; ++i) {
    Half half;
    half.bits = halves[i];
    floats[i] = static_cast<float>(half);
  }
}

}  // namespace

const Tiles baseline_tiles = {
    .float32 = tile::packed_tile<Baseline, float, 4, 2>(),
    .float64 = tile::packed_tile<Baseline, double, 4, 2>(),
    .complex64 = tile::packed_tile<Baseline, std::complex<float>, 2, 2>(),
    .complex128 = tile::packed_tile<Baseline, std::complex<double>, 2, 2>(),
    .int32 = tile::packed_tile<Baseline, std::uint32_t, 4, 2>(),
    .int64 = {int64_rows, int64_columns, multiply_int64},
    .pairs = {pair_rows, pair_columns, multiply_pairs},
    .direct_float32 = tile::direct<Baseline, float>,
    .direct_float64 = tile::direct<Baseline, double>,
    .direct_complex64 = tile::direct<Baseline, std::complex<float>>,
    .direct_complex128 = tile::direct<Baseline, std::complex<double>>,
    .direct_int32 = tile::direct<Baseline, std::uint32_t>,
    .widen_halves = widen_halves,
};

const Tiles& tiles() {
  const InstructionSet set = instruction_set();
#if defined(__x86_64__)
  if (set == InstructionSet::avx512) return avx512_tiles;
  if (set == InstructionSet::avx2) return avx2_tiles;
#elif defined(__aarch64__)
  if (set == InstructionSet::neon) return neon_tiles;
#endif
  return baseline_tiles;
}

}  // namespace tcalc
