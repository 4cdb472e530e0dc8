// Panels of both operands are packed, then multiplied block by block; each step is shared out among all
// threads. So nothing is packed twice, however many threads there are, and none waits long for another.
#include <algorithm>
#include <array>
#include <complex>
#include <functional>
#include <span>
#include <vector>

#include <tcalc/core/blocks_of.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/kernel/panels.hpp>
#include <tcalc/kernel/tiles.hpp>
#include <tcalc/kernel/totals.hpp>
#include <tcalc/plan/fold.hpp>
#include <tcalc/plan/panels.hpp>

namespace tcalc {

namespace {

// A block of A stays in the L2 cache while the slivers of B come and go.
constexpr std::int64_t left_block_bytes = 128 * 1024;
// Rows or columns that are packed as one job, and those of the smallest block.
constexpr std::int64_t job_rows = panel_unit;

// Elements that fill cache lines, whatever their size.
constexpr std::int64_t line = 64;

// Has each index from 0 to count - 1 worked on, by as many threads as there are.
using ShareOut = std::function<void(std::int64_t count, const std::function<void(std::int64_t)>& work)>;

// The part of a product that one pair of panels adds to.
struct Panels {
  std::int64_t first_m, m, first_n, n, first_k, k;
};

struct BlockShape {
  std::int64_t rows, columns;
};

// Large blocks of about the same size, but some for each thread: the cut changes no bit.
template <class T>
BlockShape block_shape(const Panels& panels, const PackedTile<T>& tile, int threads) {
  constexpr std::int64_t most_rows = left_block_bytes / (panel_depth * static_cast<std::int64_t>(sizeof(T)));
  const std::int64_t wanted = threads == 1 ? 1 : 4 * threads;
  std::int64_t down = block_count(panels.m, most_rows), across = 1;
  const auto columns = [&] { return block_count(panels.n, across); };
  const auto rows = [&] { return block_count(panels.m, down); };
  while (down * across < wanted && columns() >= 2 * job_rows) across *= 2;
  while (down * across < wanted && rows() >= 2 * job_rows) down *= 2;
  return {rounded_up(rows(), tile.rows), rounded_up(columns(), tile.columns)};
}

// One operand's panel: slivers of `width` rows (of B: columns), each over all steps along k.
template <class T>
void pack_some(const MatrixOperand& operand, const std::byte* data, std::span<const std::int64_t> rows,
               std::span<const std::int64_t> steps, std::int64_t first, int width, T* panel) {
  const auto count =
      std::min(static_cast<std::size_t>(job_rows), rows.size() - static_cast<std::size_t>(first));
  pack(block_of(operand, data, rows.subspan(static_cast<std::size_t>(first), count), steps), {width},
       panel + first * static_cast<std::int64_t>(steps.size()));
}

template <class T>
class PanelProduct {
 public:
  PanelProduct(const Plan& plan, T* result, const PackedTile<T>& tile, const Panels& panels, Scratch& scratch)
      : tile_(tile),
        panels_(panels),
        result_(result + panels.first_m * plan.row_stride + panels.first_n),
        row_stride_(plan.row_stride),
        left_size_(rounded_up(rounded_up(panels.m, tile.rows) * panels.k, line)),
        left_(scratch.left.get<T>(left_size_ + rounded_up(panels.n, tile.columns) * panels.k)),
        right_(left_ + left_size_) {}

  void pack(const Plan& plan, const Operands& operands, const ShareOut& share_out) {
    const auto [first_m, m, first_n, n, first_k, k] = panels_;
    const auto rows = offset_list(plan.m, &Axis::a, first_m, m),
               left_k = offset_list(plan.k, &Axis::a, first_k, k);
    const auto columns = offset_list(plan.n, &Axis::b, first_n, n),
               right_k = offset_list(plan.k, &Axis::b, first_k, k);
    const std::int64_t of_left = block_count(m, job_rows);
    share_out(of_left + block_count(n, job_rows), [&](std::int64_t index) {
      if (index < of_left)
        pack_some(plan.left, operands.left, rows, left_k, index * job_rows, tile_.rows, left_);
      else
        pack_some(plan.right, operands.right, columns, right_k, (index - of_left) * job_rows, tile_.columns,
                  right_);
    });
  }

  // Adds to the result, or sets it.
  void multiply(int threads, bool set, const ShareOut& share_out) const {
    const BlockShape block = block_shape(panels_, tile_, threads);
    const std::int64_t across = block_count(panels_.n, block.columns);
    share_out(block_count(panels_.m, block.rows) * across, [&](std::int64_t index) {
      const std::int64_t i = index / across * block.rows, j = index % across * block.columns;
      const std::int64_t end_i = std::min(i + block.rows, panels_.m);
      const std::int64_t end_j = std::min(j + block.columns, panels_.n);
      if (set) {
        for (std::int64_t row = i; row < end_i; ++row) std::fill(at(row, j), at(row, end_j), T{});
      }
      multiply_block(i, end_i, j, end_j);
    });
  }

 private:
  T* at(std::int64_t i, std::int64_t j) const { return result_ + i * row_stride_ + j; }

  void multiply_block(std::int64_t first_i, std::int64_t end_i, std::int64_t first_j,
                      std::int64_t end_j) const {
    for (std::int64_t p = 0; p < panels_.k; p += panel_depth) {
      const std::int64_t k = std::min(panel_depth, panels_.k - p);
      for (std::int64_t j = first_j; j < end_j; j += tile_.columns) {
        const T* right = right_ + j * panels_.k + p * tile_.columns;
        for (std::int64_t i = first_i; i < end_i; i += tile_.rows) {
          const T* left = left_ + i * panels_.k + p * tile_.rows;
          const bool whole = i + tile_.rows <= end_i && j + tile_.columns <= end_j;
          if (whole)
            tile_.multiply(k, left, right, at(i, j), row_stride_);
          else
            multiply_edge(k, left, right, i, end_i, j, end_j);
        }
      }
    }
  }

  // A tile that reaches beyond the result.
  void multiply_edge(std::int64_t k, const T* left, const T* right, std::int64_t i, std::int64_t end_i,
                     std::int64_t j, std::int64_t end_j) const {
    alignas(64) std::array<T, 256> sums = {};
    const std::int64_t rows = std::min<std::int64_t>(tile_.rows, end_i - i);
    const std::int64_t columns = std::min<std::int64_t>(tile_.columns, end_j - j);
    for (std::int64_t row = 0; row < rows; ++row)
      std::copy_n(at(i + row, j), columns, sums.data() + row * tile_.columns);
    tile_.multiply(k, left, right, sums.data(), tile_.columns);
    for (std::int64_t row = 0; row < rows; ++row)
      std::copy_n(sums.data() + row * tile_.columns, columns, at(i + row, j));
  }

  const PackedTile<T>& tile_;
  Panels panels_;
  T* result_;
  std::int64_t row_stride_;
  // Both in one buffer: when one of two large ones is freed, the C library may give its pages back, and they
  // would be touched for the first time in each product.
  std::int64_t left_size_;
  T* left_;
  T* right_;
};

template <class T>
void run_product(const Plan& plan, const Piece& part, const Operands& operands, const PackedTile<T>& tile,
                 int threads, Scratch& scratch, const ShareOut& share_out) {
  const PanelSizes sizes = panel_sizes(plan);
  T* const result = reinterpret_cast<T*>(operands.result);
  const std::int64_t end_m = part.first_m + part.m, end_n = part.first_n + part.n;
  for (std::int64_t i = part.first_m; i < end_m; i += sizes.m) {
    for (std::int64_t j = part.first_n; j < end_n; j += sizes.n) {
      const std::int64_t m = std::min(sizes.m, end_m - i), n = std::min(sizes.n, end_n - j);
      add_parts<T>(plan.k_size, blas_part_length, {result + i * plan.row_stride + j, m, n, plan.row_stride},
                   scratch.totals, [&](std::int64_t first, std::int64_t end) {
                     for (std::int64_t p = first; p < end; p += sizes.k) {
                       const Panels panels = {i, m, j, n, p, std::min(sizes.k, end - p)};
                       PanelProduct<T> product(plan, result, tile, panels, scratch);
                       product.pack(plan, operands, share_out);
                       product.multiply(threads, p == first, share_out);
                     }
                   });
    }
  }
}

// Rows and columns of one product: the part's.
void run_product(const Plan& plan, const Piece& part, const Operands& operands, int threads, Scratch& scratch,
                 const ShareOut& share_out) {
  const Tiles& tile = tiles();
  switch (plan.dtype) {
    case Dtype::float32:
      return run_product<float>(plan, part, operands, tile.float32, threads, scratch, share_out);
    case Dtype::float64:
      return run_product<double>(plan, part, operands, tile.float64, threads, scratch, share_out);
    case Dtype::complex64:
      return run_product<std::complex<float>>(plan, part, operands, tile.complex64, threads, scratch,
                                              share_out);
    case Dtype::complex128:
      return run_product<std::complex<double>>(plan, part, operands, tile.complex128, threads, scratch,
                                               share_out);
    default:
      throw Error(ErrorKind::internal, "no panels of " + std::string(name_of(plan.dtype)));
  }
}

// Steps of run_product() that are shared out.
std::int64_t steps_of(const Plan& plan, const Piece& part) {
  const PanelSizes sizes = panel_sizes(plan);
  return 2 * block_count(part.m, sizes.m) * block_count(part.n, sizes.n) * block_count(plan.k_size, sizes.k);
}

// Stacked matrices with one right operand are a single tall one: an element's bits do not depend on where it
// stands.
Plan stacked_as_rows(Plan plan) {
  while (!plan.batch.empty() && plan.batch.back().b == 0 &&
         plan.batch.back().c == plan.m_size * plan.row_stride) {
    const Axis stack = plan.batch.back();
    Axes rows = {stack};
    rows.insert(rows.end(), plan.m.begin(), plan.m.end());
    plan.m = rows;
    plan.batch = Axes(plan.batch.begin(), plan.batch.end() - 1);
    plan.m_size *= stack.extent;
    plan.batch_size /= stack.extent;
  }
  return plan;
}

// Each product in turn, on all threads together.
void run_together(const Plan& plan, const Piece& part, const Operands& operands, int threads,
                  const Progress& progress) {
  Scratch scratch;
  const double steps = static_cast<double>(part.batch_count) * static_cast<double>(steps_of(plan, part));
  double done = 0;
  const ShareOut together = [&](std::int64_t count, const std::function<void(std::int64_t)>& work) {
    const auto of_all = [&](double share) { progress((done + share) / steps); };
    share_out(
        count, threads, [&](std::int64_t index, Scratch&) { work(index); },
        progress ? Progress(of_all) : Progress());
    ++done;
  };
  for (std::int64_t i = 0; i < part.batch_count; ++i)
    run_product(plan, part, at_batch(plan, operands, part.batch + i), threads, scratch, together);
}

// Of many products each is one thread's.
void run_shared_out(const Plan& plan, const Piece& part, const Operands& operands, int threads,
                    const Progress& progress) {
  if (part.batch_count < 4 * threads) return run_together(plan, part, operands, threads, progress);
  const auto run = [&](std::int64_t index, Scratch& scratch) {
    Piece one = part;
    one.batch += index;
    one.batch_count = 1;
    run_panels(plan, one, operands, scratch);
  };
  share_out(part.batch_count, threads, run, progress);
}

}  // namespace

void run_panels(const Plan& plan, const Piece& part, const Operands& operands, Scratch& scratch) {
  const ShareOut alone = [](std::int64_t count, const std::function<void(std::int64_t)>& work) {
    for (std::int64_t index = 0; index < count; ++index) work(index);
  };
  for (std::int64_t i = 0; i < part.batch_count; ++i)
    run_product(plan, part, at_batch(plan, operands, part.batch + i), 1, scratch, alone);
}

void run_panels(const Plan& wanted, const Operands& operands, int threads, const Progress& progress) {
  const Plan plan = stacked_as_rows(wanted);
  run_shared_out(plan, whole(plan), operands, threads, progress);
}

void run_panels(const Plan& plan, const Piece& part, const Operands& operands, int threads,
                const Progress& progress) {
  run_shared_out(plan, part, operands, threads, progress);
}

}  // namespace tcalc
