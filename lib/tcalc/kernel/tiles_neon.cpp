// The tiles for NEON, which every 64-bit ARM has: fused multiply-adds and twice the registers of SSE2.
#include <arm_neon.h>

#include <tcalc/kernel/tile/kernels.hpp>

namespace tcalc {

namespace {

struct Neon {
  static constexpr int registers = 32;
  static constexpr int widest = 16;
  static constexpr bool masks = false;

  template <class V>
  static V multiply_add(V x, V y, V sum) {
    return x * y + sum;
  }
  static float32x4_t multiply_add(float32x4_t x, float32x4_t y, float32x4_t sum) {
    return vfmaq_f32(sum, x, y);
  }
  static float64x2_t multiply_add(float64x2_t x, float64x2_t y, float64x2_t sum) {
    return vfmaq_f64(sum, x, y);
  }
};

constexpr int pair_rows = 6;
constexpr int pair_columns = 8;

// There is no multiply-add of pairs: even and odd halves are taken apart once for each step.
void multiply_pairs(std::int64_t k, const Pair* left, const Pair* right, std::uint32_t* sums,
                    std::int64_t stride) {
  int32x4_t sum[pair_rows][2];
  for (auto& row : sum) row[0] = row[1] = vdupq_n_s32(0);
  for (std::int64_t p = 0; p < k; ++p) {
    const int16x8x2_t columns = vld2q_s16(reinterpret_cast<const std::int16_t*>(right));
    for (int i = 0; i < pair_rows; ++i) {
      const std::int16_t even = left[i].even, odd = left[i].odd;
      sum[i][0] = vmlal_n_s16(sum[i][0], vget_low_s16(columns.val[0]), even);
      sum[i][0] = vmlal_n_s16(sum[i][0], vget_low_s16(columns.val[1]), odd);
      sum[i][1] = vmlal_high_n_s16(sum[i][1], columns.val[0], even);
      sum[i][1] = vmlal_high_n_s16(sum[i][1], columns.val[1], odd);
    }
    left += pair_rows;
    right += pair_columns;
  }
  for (int i = 0; i < pair_rows; ++i) {
    for (int j = 0; j < 2; ++j) {
      std::uint32_t* to = sums + i * stride + 4 * j;
      vst1q_u32(to, vaddq_u32(vld1q_u32(to), vreinterpretq_u32_s32(sum[i][j])));
    }
  }
}

constexpr int int64_rows = 4;
constexpr int int64_columns = 4;

// Vectors have no 64-bit multiplication, and the scalar one is as fast as theirs put together.
void multiply_int64(std::int64_t k, const std::uint64_t* left, const std::uint64_t* right,
                    std::uint64_t* sums, std::int64_t stride) {
  std::uint64_t sum[int64_rows][int64_columns] = {};
  for (std::int64_t p = 0; p < k; ++p) {
    for (int i = 0; i < int64_rows; ++i) {
      for (int j = 0; j < int64_columns; ++j) sum[i][j] += left[i] * right[j];
    }
    left += int64_rows;
    right += int64_columns;
  }
  for (int i = 0; i < int64_rows; ++i) {
    for (int j = 0; j < int64_columns; ++j) sums[i * stride + j] += sum[i][j];
  }
}

void widen_halves(const std::uint16_t* halves, std::int64_t count, float* floats) {
  constexpr std::int64_t width = 4;
  std::int64_t i = 0;
  for (; i + width <= count; i += width)
    vst1q_f32(floats + i, vcvt_f32_f16(vreinterpret_f16_u16(vld1_u16(halves + i))));
  for (; i < count; ++i)
    floats[i] = vgetq_lane_f32(vcvt_f32_f16(vreinterpret_f16_u16(vdup_n_u16(halves[i]))), 0);
}

}  // namespace

const Tiles neon_tiles = {
    .float32 = tile::packed_tile<Neon, float, 8, 2>(),
    .float64 = tile::packed_tile<Neon, double, 8, 2>(),
    .complex64 = tile::packed_tile<Neon, std::complex<float>, 4, 2>(),
    .complex128 = tile::packed_tile<Neon, std::complex<double>, 4, 2>(),
    .int32 = tile::packed_tile<Neon, std::uint32_t, 8, 2>(),
    .int64 = {int64_rows, int64_columns, multiply_int64},
    .pairs = {pair_rows, pair_columns, multiply_pairs},
    .direct_float32 = tile::direct<Neon, float>,
    .direct_float64 = tile::direct<Neon, double>,
    .direct_complex64 = tile::direct<Neon, std::complex<float>>,
    .direct_complex128 = tile::direct<Neon, std::complex<double>>,
    .direct_int32 = tile::direct<Neon, std::uint32_t>,
    .widen_halves = widen_halves,
};

}  // namespace tcalc
