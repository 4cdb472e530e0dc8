#include <algorithm>
#include <complex>
#include <vector>

#include <tcalc/core/blocks_of.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/kernel/blocked.hpp>
#include <tcalc/kernel/element.hpp>
#include <tcalc/kernel/tiles.hpp>
#include <tcalc/kernel/totals.hpp>

namespace tcalc {

namespace {

// The sums of a piece, kept in the compute type until the last block of k: narrow floats are rounded once.
template <class Sum>
struct Sums {
  Sum* values;
  std::int64_t stride;

  Sum* row(std::int64_t i) const { return values + i * stride; }
};

template <class T, class Sum>
void multiply_blocks(const PackedTile<T, Sum>& tile, std::int64_t m, std::int64_t n, std::int64_t k,
                     const T* left, const T* right, const Sums<Sum>& sums) {
  // A sliver of B stays in the L1 cache while those of A stream past it.
  for (std::int64_t j = 0; j < n; j += tile.columns) {
    for (std::int64_t i = 0; i < m; i += tile.rows) {
      tile.multiply(k, left + i * k, right + j * k, sums.row(i) + j, sums.stride);
    }
  }
}

template <class Sum>
void store(const Plan& plan, const Piece& piece, const Sums<Sum>& sums, std::byte* result) {
  visit_dtype(plan.dtype, [&](auto tag) {
    using Stored = typename decltype(tag)::type;
    if constexpr (std::is_same_v<Compute<Stored>, Sum>) {
      for (std::int64_t i = 0; i < piece.m; ++i) {
        const Sum* row = sums.row(i);
        Stored* out = reinterpret_cast<Stored*>(result) + (piece.first_m + i) * plan.row_stride +
                      piece.first_n * plan.column_stride;
        if (plan.column_stride == 1) {
          for (std::int64_t j = 0; j < piece.n; ++j) out[j] = from_compute<Stored>(row[j]);
        } else {
          for (std::int64_t j = 0; j < piece.n; ++j)
            out[j * plan.column_stride] = from_compute<Stored>(row[j]);
        }
      }
    }
  });
}

// T is what is packed, Element the scalar it consists of: `group` of them, neighbours along k.
template <class Element, class T, class Sum>
void run(const Plan& plan, const Piece& piece, const Operands& operands, Scratch& scratch,
         const PackedTile<T, Sum>& tile) {
  constexpr std::int64_t group = sizeof(T) / sizeof(Element);
  const Slivers left_slivers = {tile.rows, group};
  const Slivers right_slivers = {tile.columns, group};
  const std::int64_t depth = std::min(block_sizes(plan).k, plan.k_size);
  Element* left = scratch.left.get<Element>(packed_size(piece.m, depth, left_slivers));
  Element* right = scratch.right.get<Element>(packed_size(piece.n, depth, right_slivers));
  const std::int64_t stride = rounded_up(piece.n, tile.columns);
  const std::int64_t sum_count = rounded_up(piece.m, tile.rows) * stride;
  const Sums<Sum> sums = {scratch.sums.get<Sum>(sum_count), stride};

  const std::vector<std::int64_t> rows = offset_list(plan.m, &Axis::a, piece.first_m, piece.m);
  const std::vector<std::int64_t> columns = offset_list(plan.n, &Axis::b, piece.first_n, piece.n);
  add_parts<Sum>(plan.k_size, part_length, {sums.values, 1, sum_count, sum_count}, scratch.totals,
                 [&](std::int64_t first, std::int64_t end) {
                   std::fill_n(sums.values, sum_count, Sum{});
                   for (std::int64_t first_k = first; first_k < end; first_k += depth) {
                     const std::int64_t k = std::min(depth, end - first_k);
                     const std::vector<std::int64_t> left_k = offset_list(plan.k, &Axis::a, first_k, k);
                     const std::vector<std::int64_t> right_k = offset_list(plan.k, &Axis::b, first_k, k);
                     pack(block_of(plan.left, operands.left, rows, left_k), left_slivers, left);
                     pack(block_of(plan.right, operands.right, columns, right_k), right_slivers, right);
                     multiply_blocks(tile, piece.m, piece.n, rounded_up(k, group) / group,
                                     reinterpret_cast<const T*>(left), reinterpret_cast<const T*>(right),
                                     sums);
                   }
                 });
  store(plan, piece, sums, operands.result);
}

// 16 signed bits hold every value of both operands: two products at a time are summed in 32 bits.
bool fits_pairs(const Plan& plan) {
  const auto fits = [](Dtype dtype) {
    return dtype == Dtype::int8 || dtype == Dtype::uint8 || dtype == Dtype::int16;
  };
  return fits(plan.left.dtype) && fits(plan.right.dtype);
}

}  // namespace

void run_blocked(const Plan& plan, const Piece& piece, const Operands& operands, Scratch& scratch) {
  const Tiles& tile = tiles();
  switch (compute_dtype(plan.dtype)) {
    case Dtype::int8:
    case Dtype::int16:
    case Dtype::uint8:
    case Dtype::uint16:
      return run<std::int16_t>(plan, piece, operands, scratch, tile.pairs);
    case Dtype::int32:
    case Dtype::uint32:
      if (fits_pairs(plan)) return run<std::int16_t>(plan, piece, operands, scratch, tile.pairs);
      return run<std::uint32_t>(plan, piece, operands, scratch, tile.int32);
    case Dtype::int64:
    case Dtype::uint64:
      return run<std::uint64_t>(plan, piece, operands, scratch, tile.int64);
    case Dtype::float32:
      return run<float>(plan, piece, operands, scratch, tile.float32);
    case Dtype::float64:
      return run<double>(plan, piece, operands, scratch, tile.float64);
    case Dtype::complex64:
      return run<std::complex<float>>(plan, piece, operands, scratch, tile.complex64);
    case Dtype::complex128:
      return run<std::complex<double>>(plan, piece, operands, scratch, tile.complex128);
    default:
      throw Error(ErrorKind::internal, "no tile multiplies " + std::string(name_of(plan.dtype)));
  }
}

}  // namespace tcalc
