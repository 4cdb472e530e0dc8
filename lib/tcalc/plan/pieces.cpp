// The choice of the kernel and the cut into pieces: pure functions of a plan's sizes, strides and dtype.
#include <algorithm>
#include <utility>

#include <tcalc/core/blocks_of.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/plan/panels.hpp>
#include <tcalc/plan/plan.hpp>

namespace tcalc {

namespace {

// Steps from row to row beyond this do not fit the BLAS's int.
constexpr std::int64_t blas_limit = 0x7fffffff;

// Below this many multiply-adds a BLAS call costs more than it computes: packing included, our own kernel was
// level with it at 32 x 32 x 32.
constexpr double blas_pays_from = 32.0 * 32.0 * 32.0;

// Unpacked, B is read again for every four rows: it has to stay in the L1 cache. A single row reads it once.
constexpr double direct_bytes = 16 * 1024;
constexpr double direct_bytes_of_a_row = 256 * 1024;
// A B of few columns does as well in the L2 cache (512 x 512 x 16 float32: 0.13 ms, packed 0.31), and few
// rows in all read it only a few times (8 x 512 x 512: 0.10 ms, packed 0.27).
constexpr double direct_bytes_of_few_columns = 128 * 1024;
constexpr double direct_bytes_of_few_rows = 4 * 1024 * 1024;

// Multiply-adds in a piece of small products: some 10 microseconds, well above the cost of handing it to a
// thread.
constexpr std::int64_t work_of_a_piece = std::int64_t{1} << 18;

// Whether an operand is copied.
bool packs(const Plan& plan) {
  return plan.left.access == Access::packed || plan.right.access == Access::packed;
}

bool blas_has(Dtype dtype) {
  return info(dtype).kind == DtypeKind::complex || dtype == Dtype::float32 || dtype == Dtype::float64;
}

// Fewer rows or columns than this go to our own kernels, which can fold a stack of them: direct and packed
// tiles sum each element in the same chain, so the choice between those two changes no bit. A single row is
// another matter: that is a matrix times a vector.
constexpr std::int64_t blas_rows = 32;

bool blas_pays(const Plan& plan) {
  const bool thin = plan.own_m > 1 && (plan.own_m < blas_rows || plan.own_n < blas_rows);
  return own_multiply_adds(plan) >= blas_pays_from && !thin;
}

bool blas_can(const Plan& plan) {
  const auto fits = [](const MatrixOperand& operand) {
    return operand.access == Access::packed || operand.leading_dimension <= blas_limit;
  };
  return plan.column_stride == 1 && plan.row_stride <= blas_limit && fits(plan.left) && fits(plan.right);
}

bool direct_has(Dtype dtype) { return blas_has(dtype) || dtype == Dtype::int32 || dtype == Dtype::uint32; }

// Packing the right operand costs as much as this many rows of the product.
constexpr std::int64_t rows_that_pay_a_pack = 16;
// One of so few elements is packed in less time than the other kernel takes to begin (4 x 4 x 4 float32: 160
// ns, 460 there; 15 x 32 x 32: 680 and 940; 15 x 64 x 64: 1960 and 1730).
constexpr std::int64_t elements_quickly_packed = 32 * 32;

bool direct_can(const Plan& plan) {
  if (plan.left.access == Access::packed || plan.column_stride != 1) return false;
  const std::int64_t depth = std::min(plan.k_size, part_length);  // B is read a part at a time
  if (plan.right.access != Access::in_place &&
      plan.own_m<rows_that_pay_a_pack&& static_cast<double>(plan.own_n) * static_cast<double>(depth)>
          elements_quickly_packed)
    return false;
  const double bytes =
      static_cast<double>(plan.own_n) * static_cast<double>(depth) * static_cast<double>(size_of(plan.dtype));
  if (plan.own_m == 1) return bytes <= direct_bytes_of_a_row;
  if (plan.m_size < blas_rows && plan.right.access == Access::in_place)
    return bytes <= direct_bytes_of_few_rows;
  return bytes <= (plan.own_n < blas_rows ? direct_bytes_of_few_columns : direct_bytes);
}

// How many units of `multiply_adds` each make a piece worth handing out. A unit of none takes a little time
// as well.
std::int64_t units_of_work(double multiply_adds) {
  return std::max<std::int64_t>(
      1, static_cast<std::int64_t>(static_cast<double>(work_of_a_piece) / std::max(multiply_adds, 1.0)));
}

}  // namespace

Kernel choose_kernel(const Plan& plan) {
  if (plan.dtype == Dtype::boolean) return Kernel::bits;
  if (direct_has(plan.dtype) && direct_can(plan)) return Kernel::direct;
  // A tile would fill one of its elements (a dot of 4 Mi int8: 12 ns an element, 0.5 here).
  if (!direct_has(plan.dtype) && plan.own_m == 1 && plan.own_n == 1) return Kernel::dots;
  if (blas_has(plan.dtype) && blas_can(plan) && blas_pays(plan)) return Kernel::blas;
  return Kernel::blocked;
}

namespace {

// Bytes: narrow dtypes are computed in 32 bits.
constexpr std::int64_t narrowest_sum = 4;

// Larger blocks are packed less often (1024 x 1024 float32 on one thread: 11.9 ms, 9.9 with the largest), but
// there must be enough of them for all threads. Rows: a multiple of 4, 6 and 8, half of 512 or 1024 and a
// little; B's block stays in the L2 cache.
BlockSizes blocked_sizes(const Plan& plan, std::int64_t batch) {
  constexpr std::int64_t m = 264, n = 256, k = 256;
  const double blocks = static_cast<double>(plan.m_size) * static_cast<double>(plan.n_size) / (m * n);
  return {batch, blocks < 30 ? m : 2 * m, blocks < 15 ? n : 2 * n, k};
}

// What a piece of this plan needs when our own tiles compute it.
std::int64_t blocked_scratch_bytes(const Plan& plan) {
  const BlockSizes block = blocked_sizes(plan, 1);
  const std::int64_t m = std::min(block.m, plan.m_size), n = std::min(block.n, plan.n_size),
                     k = std::min(block.k, plan.k_size);
  // Tiles round each size up.
  constexpr std::int64_t most_rounding = 32;
  const std::int64_t totals = plan.k_size > part_length ? 2 * m * n : 0;
  return (m * k + k * n + m * n + most_rounding * (m + n + 2 * k) + totals) *
         std::max(size_of(plan.dtype), narrowest_sum);
}

}  // namespace

BlockSizes block_sizes(const Plan& plan) {
  const double product =
      static_cast<double>(plan.m_size) * static_cast<double>(plan.n_size) * static_cast<double>(plan.k_size);
  const std::int64_t batch = units_of_work(product);
  switch (plan.kernel) {
    case Kernel::blas: {
      // A copied block stays in the cache; what is read in place needs no cut but for the rounding of sums.
      const std::int64_t k = packs(plan) ? 1024 : plan.k_size;
      // Few blocks are faster when they are wide (1024 x 1024 float32 on two threads of a Zen 5: 5.1 ms,
      // square 5.3), many when they are square (2048 x 2048: 41.7 ms, wide 44.0).
      const double blocks = static_cast<double>(plan.m_size) * static_cast<double>(plan.n_size) / (512 * 512);
      return blocks < 16 ? BlockSizes{batch, 256, 1024, k} : BlockSizes{batch, 512, 512, k};
    }
    case Kernel::direct: {
      // Whole tiles of four rows.
      const double row = static_cast<double>(plan.n_size) * static_cast<double>(plan.k_size);
      return {batch, (units_of_work(row) + 3) / 4 * 4, plan.n_size, plan.k_size};
    }
    case Kernel::dots:
      return {batch, 8, 8, 1024};
    case Kernel::bits:
      return {batch, 256, 512, 512};
    case Kernel::sums:
      return {1, units_of_work(static_cast<double>(plan.k_size)), 1, plan.k_size};
    default:
      return blocked_sizes(plan, batch);
  }
}

std::int64_t piece_count(const Plan& plan) {
  if (plan.kernel == Kernel::direct && plan.multiply_adds <= work_of_a_piece) return 1;  // without a division
  const BlockSizes block = block_sizes(plan);
  return block_count(plan.batch_size, block.batch) * block_count(plan.m_size, block.m) *
         block_count(plan.n_size, block.n);
}

Piece piece(const Plan& plan, std::int64_t index) {
  const BlockSizes block = block_sizes(plan);
  const std::int64_t across = block_count(plan.n_size, block.n);
  const std::int64_t down = block_count(plan.m_size, block.m);
  const std::int64_t first_n = index % across * block.n;
  const std::int64_t first_m = index / across % down * block.m;
  const std::int64_t batch = index / across / down * block.batch;
  return {batch,   std::min(block.batch, plan.batch_size - batch),
          first_m, std::min(block.m, plan.m_size - first_m),
          first_n, std::min(block.n, plan.n_size - first_n)};
}

namespace {

// The joint index along some axes of the result's element at this offset.
std::int64_t index_at(const Axes& axes, std::int64_t offset) {
  std::int64_t index = 0;
  for (const Axis& axis : axes) index = index * axis.extent + offset / axis.c % axis.extent;
  return index;
}

}  // namespace

Piece part_of(const Plan& plan, std::int64_t first, std::int64_t count) {
  const std::int64_t last = first + count - 1;
  const auto range = [&](const Axes& axes) {
    const std::int64_t begin = index_at(axes, first);
    return std::pair(begin, index_at(axes, last) - begin + 1);
  };
  const auto [batch, batch_count] = range(plan.batch);
  const auto [first_m, m] = range(plan.m);
  const auto [first_n, n] = range(plan.n);
  if (batch_count * m * n != count)
    throw Error(ErrorKind::internal, "a part of a product is no range of its rows");
  return {batch, batch_count, first_m, m, first_n, n};
}

std::vector<Piece> pieces_of(const Plan& plan, const Piece& part) {
  const BlockSizes block = block_sizes(plan);
  std::vector<Piece> pieces;
  for (std::int64_t batch = 0; batch < part.batch_count; batch += block.batch) {
    for (std::int64_t m = 0; m < part.m; m += block.m) {
      for (std::int64_t n = 0; n < part.n; n += block.n)
        pieces.push_back({part.batch + batch, std::min(block.batch, part.batch_count - batch),
                          part.first_m + m, std::min(block.m, part.m - m), part.first_n + n,
                          std::min(block.n, part.n - n)});
    }
  }
  return pieces;
}

std::int64_t scratch_bytes(const Plan& plan) {
  if (plan.kernel == Kernel::direct && plan.right.access == Access::in_place && plan.k_size <= part_length)
    return 0;
  constexpr std::int64_t blas_buffer = std::int64_t{8}
                                       << 20;  // what OpenBLAS touches for each thread; 5 MiB were seen
  const BlockSizes block = block_sizes(plan);
  const std::int64_t m = std::min(block.m, plan.m_size), n = std::min(block.n, plan.n_size),
                     k = std::min(block.k, plan.k_size);
  const std::int64_t left = m * k, right = k * n, sums = m * n;
  // Of a k so long that parts of it are added.
  const std::int64_t totals = plan.k_size > (plan.kernel == Kernel::blas ? blas_part_length : part_length)
                                  ? 2 * sums * size_of(plan.dtype)
                                  : 0;
  switch (plan.kernel) {
    case Kernel::nothing:
    case Kernel::zeros:
      return 0;
    case Kernel::direct:
      return (plan.right.access == Access::in_place ? 0 : right * size_of(plan.dtype)) + totals;
    case Kernel::blas: {
      const std::int64_t packed =
          (plan.left.access == Access::packed ? left : 0) + (plan.right.access == Access::packed ? right : 0);
      // Whichever computes it: see kernel/tiles_or_blas.hpp.
      return std::max({packed * size_of(plan.dtype) + totals + blas_buffer, blocked_scratch_bytes(plan),
                       panel_bytes(plan)});
    }
    case Kernel::panels:
      return panel_bytes(plan);
    case Kernel::blocked:
      return blocked_scratch_bytes(plan);
    case Kernel::dots:
      return (left + right + sums) * std::max(size_of(plan.dtype), narrowest_sum) + 2 * totals;
    case Kernel::sums: {
      constexpr std::int64_t largest = 16;  // complex128
      return (sums_tile + m) * largest + totals;
    }
    case Kernel::bits:
      break;
  }
  return 2 * (left + right) + sums;  // truth values; the words they become are fewer
}

}  // namespace tcalc
