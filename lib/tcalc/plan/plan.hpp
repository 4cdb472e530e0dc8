// What will be done for a contraction of two arrays: folded loops, matrix sizes, how each operand is read,
// the kernel and what it costs. A value: it can be printed, tested, and cut into independent pieces.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include <tcalc/core/dtype.hpp>
#include <tcalc/core/tensor.hpp>
#include <tcalc/plan/fold.hpp>
#include <tcalc/shape/contraction.hpp>

namespace tcalc {

enum class Kernel : std::uint8_t {
  nothing,  // the result has no elements
  zeros,    // the contracted size is 0: every element is an empty sum
  blas,     // matrices that are worth a call of OpenBLAS, or our packed tiles where those are faster
  panels,   // the same by our own tiles, from panels that all threads share: never planned, only chosen
            // when a plan is executed (see kernel/tiles_or_blas.hpp)
  direct,   // small matrices, read where they are
  blocked,  // packed blocks and register tiles: integers, half floats, whatever the others cannot read
  dots,     // dot products in dtypes that direct cannot read: both operands are copied along k
  bits,     // booleans
  sums,     // one operand alone: sums along some of its axes, a diagonal, or a transposed copy
};
std::string_view name_of(Kernel kernel);

// How a kernel reads one operand's matrix.
enum class Access : std::uint8_t {
  in_place,    // rows evenly spaced, columns next to one another
  transposed,  // the other way round
  packed,      // copied block by block: strides, byte order, alignment, dtype or conjugation ask for it
};

// Why an operand cannot be read where it is.
enum class PackReason : std::uint8_t {
  none,
  dtype,       // it is converted
  byte_order,  // it is not the machine's
  conjugate,   // it is conjugated
  alignment,   // its elements straddle their natural boundaries
  strides,     // neither its rows nor its columns are next to one another
};
std::string_view text_of(PackReason reason);

// An operand's part of a Plan. Its matrix is rows x columns: m x k for the left operand, k x n for the right.
struct MatrixOperand {
  Dtype dtype = Dtype::float64;
  bool byte_swapped = false;
  bool conjugate = false;
  Access access = Access::packed;
  PackReason reason = PackReason::none;  // for packed
  std::int64_t leading_dimension =
      0;  // elements from one row (column, when transposed) to the next; not when packed

  friend bool operator==(const MatrixOperand&, const MatrixOperand&) = default;
};

// For each element of `batch`: C[m, n] = sum over k of left[m, k] * right[k, n].
struct Plan {
  Dtype dtype = Dtype::float64;  // of the result
  Kernel kernel = Kernel::nothing;

  // The left operand is B, the right one A: done when the result's rows would otherwise not be contiguous.
  // The strides `a` of all axes are those of the left operand, `b` those of the right one.
  bool exchanged = false;
  MatrixOperand left, right;

  Axes batch;    // loops, outermost first
  Axes m, n, k;  // axes of the matrices; m and n are each evenly spaced in the result
  std::int64_t batch_size = 0, m_size = 0, n_size = 0, k_size = 0;
  std::int64_t row_stride = 0, column_stride = 0;  // of the result, in elements

  // Rows and columns of one product, before a stack was folded into it. The kernel is chosen by these, so
  // that a matrix gets the same bits alone and in a stack.
  std::int64_t own_m = 0, own_n = 0;

  std::int64_t result_bytes = 0;
  double multiply_adds = 0;

  friend bool operator==(const Plan&, const Plan&) = default;
};

// The plan for a contraction of two operands whose extents are all known. Views need no data: only dtype,
// byte order, extents, strides and alignment count. The result's dtype is the promoted
// one, or another that both operands' values fit. Allocates nothing of the result's size. Throws
// Error{resource} when the result's bytes overflow.
Plan make_plan(const Contraction& contraction, const TensorView& a, const TensorView& b,
               std::optional<Dtype> result = std::nullopt);

// A matrix by its rows and columns; strides are in elements.
struct MatrixLayout {
  std::int64_t rows, columns;
  std::int64_t row_stride, column_stride;
  bool aligned = true;  // as in TensorView
};

// The plan for one product of two matrices of this dtype, in native byte order and not conjugated, where no
// size is 1 or 0: the same value as that of make_plan, made without labels in a fraction of the time. The
// columns of a are as many as the rows of b. Throws as make_plan does.
Plan plan_of_matrices(Dtype dtype, const MatrixLayout& a, const MatrixLayout& b);

// The plan for a contraction of one operand: m are the axes of the result, k those that are summed; there is
// no n, and no right operand.
Plan make_plan(const Contraction& contraction, const TensorView& a, Dtype result);

// One of the pieces that a plan falls into: a range of rows and columns of some products of the batch. Pieces
// write disjoint parts of the result. Their cut depends on the plan alone, never on the number of threads, so
// neither does any bit.
struct Piece {
  std::int64_t batch, batch_count, first_m, m, first_n, n;
};
std::int64_t piece_count(const Plan& plan);
inline Piece whole(const Plan& plan) { return {0, plan.batch_size, 0, plan.m_size, 0, plan.n_size}; }
Piece piece(const Plan& plan, std::int64_t index);

// The part of the result that is its elements `first` to `first + count - 1` in C order: whole rows along one
// axis, at one index of each axis before it.
Piece part_of(const Plan& plan, std::int64_t first, std::int64_t count);
// The pieces that a part falls into: where it begins and ends with pieces of the plan, just those.
std::vector<Piece> pieces_of(const Plan& plan, const Piece& part);

// Bytes of scratch memory that one thread needs while it works on a piece.
std::int64_t scratch_bytes(const Plan& plan);

// Those of one product, before a stack was folded into it.
inline double own_multiply_adds(const Plan& plan) {
  return static_cast<double>(plan.own_m) * static_cast<double>(plan.own_n) * static_cast<double>(plan.k_size);
}

// The kernel for a plan that has elements and a contracted size: a pure function of its sizes, strides and
// dtype.
Kernel choose_kernel(const Plan& plan);

// Sums that are rounded take this much of k at a time, from zero; what is lost when these parts are added is
// kept (see kernel/totals.hpp), so the error is that of one part however long k is. A multiple of every
// kernel's depth.
inline constexpr std::int64_t part_length = 2048;
// The BLAS adds up blocks of its own, and writes a whole matrix for each part: fewer, longer ones.
inline constexpr std::int64_t blas_part_length = 16384;

// Elements that the kernel for one operand copies at a time: they stay in the L1 cache.
inline constexpr std::int64_t sums_tile = 4096;

// Products, rows, columns and depth of the blocks that a plan is cut into.
struct BlockSizes {
  std::int64_t batch, m, n, k;
};
BlockSizes block_sizes(const Plan& plan);

}  // namespace tcalc
