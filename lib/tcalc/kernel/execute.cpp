#include <algorithm>
#include <complex>
#include <cstdlib>
#include <cstring>
#include <omp.h>
#include <optional>
#include <vector>

#include <tcalc/kernel/bits.hpp>
#include <tcalc/kernel/blas.hpp>
#include <tcalc/kernel/blas_choice.hpp>
#include <tcalc/kernel/blas_memory.hpp>
#include <tcalc/kernel/blocked.hpp>
#include <tcalc/kernel/direct.hpp>
#include <tcalc/kernel/dots.hpp>
#include <tcalc/kernel/execute.hpp>
#include <tcalc/kernel/linked_blas.hpp>
#include <tcalc/kernel/operands.hpp>
#include <tcalc/kernel/panels.hpp>
#include <tcalc/kernel/scratch.hpp>
#include <tcalc/kernel/sums.hpp>
#include <tcalc/kernel/tiles_or_blas.hpp>
#include <tcalc/kernel/totals.hpp>
#include <tcalc/plan/share.hpp>

namespace tcalc {

namespace {

// Below this many multiply-adds waking a second thread costs more than it saves: 600 x 16 x 16 took 4 us on
// one and 7 on two, 1000 x 16 x 16 as long on either.
constexpr double threads_pay_from = 2.5e5;

// A range of the joint index of some axes.
struct Range {
  const Axes& axes;
  std::int64_t first, count;
};

// One operand's block as the BLAS takes it: where it is, or packed into `buffer`.
template <class T>
BlasMatrix blas_matrix(const MatrixOperand& operand, const std::byte* data, const Range& rows,
                       const Range& columns, std::int64_t Axis::*stride, Buffer& buffer) {
  if (operand.access != Access::packed) {
    const bool transposed = operand.access == Access::transposed;
    const std::int64_t offset = transposed ? columns.first * operand.leading_dimension + rows.first
                                           : rows.first * operand.leading_dimension + columns.first;
    return {data + offset * size_of(operand.dtype), operand.leading_dimension, transposed};
  }
  const std::vector<std::int64_t> row_offsets = offset_list(rows.axes, stride, rows.first, rows.count);
  const std::vector<std::int64_t> column_offsets =
      offset_list(columns.axes, stride, columns.first, columns.count);
  T* packed = buffer.get<T>(rows.count * columns.count);
  pack_rows(block_of(operand, data, row_offsets, column_offsets), packed);
  return {reinterpret_cast<const std::byte*>(packed), columns.count, false};
}

template <class T>
void run_blas(const Plan& plan, const Piece& piece, const Operands& operands, Scratch& scratch) {
  const std::int64_t depth = block_sizes(plan).k;
  auto* c = reinterpret_cast<T*>(operands.result) + piece.first_m * plan.row_stride + piece.first_n;
  const std::int64_t part = plan.m_size == 1 ? part_length : blas_part_length;
  add_parts<T>(
      plan.k_size, part, {c, piece.m, piece.n, plan.row_stride}, scratch.totals,
      [&](std::int64_t first, std::int64_t end) {
        for (std::int64_t first_k = first; first_k < end; first_k += depth) {
          const std::int64_t k = std::min(depth, end - first_k);
          const BlasMatrix left = blas_matrix<T>(plan.left, operands.left, {plan.m, piece.first_m, piece.m},
                                                 {plan.k, first_k, k}, &Axis::a, scratch.left);
          const BlasMatrix right = blas_matrix<T>(plan.right, operands.right, {plan.k, first_k, k},
                                                  {plan.n, piece.first_n, piece.n}, &Axis::b, scratch.right);
          blas_gemm(plan.dtype, piece.m, piece.n, k, left, right, first_k > first,
                    reinterpret_cast<std::byte*>(c), plan.row_stride);
        }
      });
}

void run_blas(const Plan& plan, const Piece& piece, const Operands& operands, Scratch& scratch) {
  switch (plan.dtype) {
    case Dtype::float32:
      return run_blas<float>(plan, piece, operands, scratch);
    case Dtype::float64:
      return run_blas<double>(plan, piece, operands, scratch);
    case Dtype::complex64:
      return run_blas<std::complex<float>>(plan, piece, operands, scratch);
    default:
      return run_blas<std::complex<double>>(plan, piece, operands, scratch);
  }
}

void run_piece(const Plan& plan, const Piece& piece, const Operands& operands, Scratch& scratch) {
  if (plan.kernel == Kernel::direct) return run_direct(plan, piece, operands, scratch);
  if (plan.kernel == Kernel::dots) return run_dots(plan, piece, operands, scratch);
  for (std::int64_t i = 0; i < piece.batch_count; ++i) {
    const Operands product = at_batch(plan, operands, piece.batch + i);
    if (plan.kernel == Kernel::blas)
      run_blas(plan, piece, product, scratch);
    else if (plan.kernel == Kernel::bits)
      run_bits(plan, piece, product, scratch);
    else if (plan.kernel == Kernel::sums)
      run_sums(plan, piece, product, scratch);
    else
      run_blocked(plan, piece, product, scratch);
  }
}

// The plan with the kernel that this machine is better off with; nothing where it is that one.
std::optional<Plan> chosen_here(const Plan& wanted) {
  if (wanted.kernel != Kernel::blas) return std::nullopt;
  const InstructionSet tiles = instruction_set();
  if (panels_outdo_blas(wanted, tiles)) return with_panels(wanted);
  // Asking for the BLAS's kernels chooses them, before its first call.
  if (tiles_outdo(tiles, blas_kernels())) return beside(wanted, tiles, blas_kernels());
  return std::nullopt;
}

Operands operands_of(const Plan& plan, const TensorView& a, const TensorView& b, std::byte* result) {
  return {plan.exchanged ? b.data : a.data, plan.exchanged ? a.data : b.data, result};
}

void store_zeros(const Plan& plan, const Piece& share, std::byte* result) {
  for_each_run(plan, share, [&](std::int64_t first, std::int64_t count) {
    std::memset(result + first * size_of(plan.dtype), 0,
                static_cast<std::size_t>(count * size_of(plan.dtype)));
  });
}

// How many of so many threads are of use, and have memory.
int threads_of(const Plan& plan, int threads) {
  if (plan.multiply_adds < threads_pay_from) threads = 1;
  if (plan.kernel != Kernel::blas) return threads;
  check_linked_blas();
  return require_blas_buffers("product", threads);
}

}  // namespace

void execute(const Plan& wanted, const TensorView& a, const TensorView& b, std::byte* result, int threads,
             const Progress& progress) {
  if (wanted.kernel == Kernel::nothing) return;
  if (wanted.kernel == Kernel::zeros) {
    std::memset(result, 0, static_cast<std::size_t>(wanted.result_bytes));
    return;
  }
  const std::optional<Plan> chosen = chosen_here(wanted);
  const Plan& plan = chosen ? *chosen : wanted;
  threads = threads_of(plan, threads);
  const Operands operands = operands_of(plan, a, b, result);
  if (plan.kernel == Kernel::panels) return run_panels(plan, operands, threads, progress);
  const std::int64_t pieces = piece_count(plan);
  if (pieces == 1) {
    Scratch scratch;
    run_piece(plan, whole(plan), operands, scratch);
    if (progress) progress(1);
    return;
  }
  const auto run = [&](std::int64_t index, Scratch& scratch) {
    run_piece(plan, piece(plan, index), operands, scratch);
  };
  share_out(pieces, threads, run, progress);
}

void execute_share(const Plan& wanted, const Piece& share, const TensorView& a, const TensorView& b,
                   std::byte* result, int threads, const Progress& progress) {
  if (wanted.kernel == Kernel::nothing) return;
  if (wanted.kernel == Kernel::zeros) return store_zeros(wanted, share, result);
  const std::optional<Plan> chosen = chosen_here(wanted);
  const Plan& plan = chosen ? *chosen : wanted;
  threads = threads_of(plan, threads);
  const Operands operands = operands_of(plan, a, b, result);
  if (plan.kernel == Kernel::panels) return run_panels(plan, share, operands, threads, progress);
  const std::vector<Piece> pieces = pieces_of(plan, share);
  const auto run = [&](std::int64_t index, Scratch& scratch) {
    run_piece(plan, pieces[static_cast<std::size_t>(index)], operands, scratch);
  };
  share_out(static_cast<std::int64_t>(pieces.size()), threads, run, progress);
}

Plan plan_for_parts(const Plan& wanted) { return chosen_here(wanted).value_or(wanted); }

int threads_for_parts(const Plan& chosen, int threads) {
  return chosen.kernel == Kernel::blas ? require_blas_buffers("product", threads) : threads;
}

void execute_part(const Plan& chosen, const Piece& part, const TensorView& a, const TensorView& b,
                  std::byte* result, Scratch& scratch) {
  const Operands operands = operands_of(chosen, a, b, result);
  if (chosen.kernel == Kernel::panels) return run_panels(chosen, part, operands, scratch);
  for (const Piece& piece : pieces_of(chosen, part)) run_piece(chosen, piece, operands, scratch);
}

}  // namespace tcalc
