#include <algorithm>
#include <bit>

#include <tcalc/core/blocks_of.hpp>
#include <tcalc/plan/panels.hpp>

namespace tcalc {

namespace {

// What is packed is read once for each of so many rows or columns: 1024 x 1024 float32 spend 4 % of their
// time packing, larger panels less.
constexpr std::int64_t most_rows = 2048;
// Where parts of k are added, the sums of all of a panel's elements are kept twice.
constexpr std::int64_t most_rows_of_parts = 512;
// Memory that is touched for the first time costs as much as packing it.
constexpr std::int64_t most_bytes = std::int64_t{2} << 20;

constexpr std::int64_t deepest = 1024;

// Panels of about the same size.
std::int64_t even(std::int64_t size, std::int64_t most) {
  return rounded_up(block_count(size, block_count(size, most)), panel_unit);
}

}  // namespace

bool fills_panels(const Plan& plan) {
  constexpr std::int64_t least_rows = 64;
  constexpr double pays_from = 128.0 * 128.0 * 128.0;
  return std::min({plan.own_m, plan.own_n, plan.k_size}) >= least_rows &&
         own_multiply_adds(plan) >= pays_from;
}

PanelSizes panel_sizes(const Plan& plan) {
  const std::int64_t most = plan.k_size > blas_part_length ? most_rows_of_parts : most_rows;
  const std::int64_t m = even(plan.m_size, most), n = even(plan.n_size, most);
  // Powers of two: parts of k are whole panels.
  const auto fits = std::bit_floor(static_cast<std::uint64_t>(most_bytes / ((m + n) * size_of(plan.dtype))));
  const auto all = std::bit_ceil(static_cast<std::uint64_t>(plan.k_size));
  return {m, n, std::clamp(static_cast<std::int64_t>(std::min(fits, all)), panel_depth, deepest)};
}

std::int64_t panel_bytes(const Plan& plan) {
  PanelSizes panel = panel_sizes(plan);
  // A stack may become the rows of one matrix.
  if (plan.batch_size > 1) panel = {std::max(panel.m, rounded_up(most_rows, panel_unit)), panel.n, panel.k};
  const std::int64_t totals = plan.k_size > blas_part_length ? 2 * panel.m * panel.n : 0;
  return ((panel.m + panel.n) * panel.k + totals) * size_of(plan.dtype);
}

}  // namespace tcalc
