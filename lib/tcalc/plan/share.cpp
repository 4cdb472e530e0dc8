#include <algorithm>
#include <tuple>

#include <tcalc/core/blocks_of.hpp>
#include <tcalc/plan/fold.hpp>
#include <tcalc/plan/share.hpp>

namespace tcalc {

namespace {

// Pieces along each side of the result.
struct Sides {
  std::int64_t batch, m, n;
};

Sides sides_of(const Plan& plan, const BlockSizes& block) {
  return {block_count(plan.batch_size, block.batch), block_count(plan.m_size, block.m),
          block_count(plan.n_size, block.n)};
}

// The range of `size` that is the one at `index` of so many, each of whole blocks.
struct Range {
  std::int64_t first, count;
};

Range range_of(std::int64_t size, std::int64_t block, std::int64_t index, std::int64_t ranges) {
  const std::int64_t blocks = block_count(size, block);
  const auto first_of = [&](std::int64_t at) { return std::min(size, blocks * at / ranges * block); };
  return {first_of(index), first_of(index + 1) - first_of(index)};
}

// Elements of an operand that differ along the batch: a stack of which each is the same is read once.
double products_of(const Plan& plan, std::int64_t Axis::*stride, std::int64_t count) {
  double own = 1;
  for (const Axis& axis : plan.batch) {
    if (axis.*stride != 0) own *= static_cast<double>(axis.extent);
  }
  return std::min(static_cast<double>(count), own);
}

Piece share_at(const Plan& plan, const ShareGrid& grid, std::int64_t index) {
  const BlockSizes block = block_sizes(plan);
  const Range n = range_of(plan.n_size, block.n, index % grid.n, grid.n);
  const Range m = range_of(plan.m_size, block.m, index / grid.n % grid.m, grid.m);
  const Range batch = range_of(plan.batch_size, block.batch, index / grid.n / grid.m, grid.batch);
  return {batch.first, batch.count, m.first, m.count, n.first, n.count};
}

}  // namespace

double bytes_read(const Plan& plan, const Piece& share) {
  const auto k = static_cast<double>(plan.k_size);
  const double left = products_of(plan, &Axis::a, share.batch_count) * static_cast<double>(share.m) * k;
  const double right = products_of(plan, &Axis::b, share.batch_count) * static_cast<double>(share.n) * k;
  return left * static_cast<double>(size_of(plan.left.dtype)) +
         right * static_cast<double>(size_of(plan.right.dtype));
}

ShareGrid share_grid(const Plan& plan, std::int64_t parts) {
  if (plan.kernel == Kernel::nothing) return {};
  const BlockSizes block = block_sizes(plan);
  const Sides sides = sides_of(plan, block);
  const auto cost = [&](const ShareGrid& grid) {
    const std::int64_t pieces =
        block_count(sides.batch, grid.batch) * block_count(sides.m, grid.m) * block_count(sides.n, grid.n);
    const Piece largest = {0, std::min(plan.batch_size, block_count(sides.batch, grid.batch) * block.batch),
                           0, std::min(plan.m_size, block_count(sides.m, grid.m) * block.m),
                           0, std::min(plan.n_size, block_count(sides.n, grid.n) * block.n)};
    return std::tuple(pieces, bytes_read(plan, largest), grid.count());
  };
  ShareGrid best;
  auto least = cost(best);
  for (std::int64_t batch = 1; batch <= std::min(parts, sides.batch); ++batch) {
    const std::int64_t of_each = parts / batch;
    for (std::int64_t m = 1; m <= std::min(of_each, sides.m); ++m) {
      const ShareGrid grid = {batch, m, std::min(of_each / m, sides.n)};
      const auto its = cost(grid);
      if (its >= least) continue;
      least = its;
      best = grid;
    }
  }
  return best;
}

Piece share_of(const Plan& plan, PartNumber part) {
  const ShareGrid grid = share_grid(plan, part.count);
  if (part.index < grid.count()) return share_at(plan, grid, part.index);
  return {plan.batch_size, 0, plan.m_size, 0, plan.n_size, 0};
}

void for_each_run(const Plan& plan, const Piece& share,
                  const std::function<void(std::int64_t first, std::int64_t count)>& visit) {
  std::int64_t begin = 0, end = 0;  // of the run that may go on
  const auto add = [&](std::int64_t first, std::int64_t count) {
    if (first != end) {
      if (end > begin) visit(begin, end - begin);
      begin = first;
    }
    end = first + count;
  };
  for (std::int64_t i = 0; i < share.batch_count; ++i) {
    const std::int64_t product = offsets_of(plan.batch, share.batch + i).c;
    for (std::int64_t m = share.first_m; m < share.first_m + share.m; ++m) {
      const std::int64_t row = product + m * plan.row_stride;
      if (plan.column_stride == 1) {
        add(row + share.first_n, share.n);
        continue;
      }
      for (std::int64_t n = share.first_n; n < share.first_n + share.n; ++n)
        add(row + n * plan.column_stride, 1);
    }
  }
  if (end > begin) visit(begin, end - begin);
}

}  // namespace tcalc
