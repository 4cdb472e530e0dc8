#include <algorithm>
#include <cstdlib>
#include <span>
#include <vector>

#include <tcalc/kernel/element.hpp>
#include <tcalc/kernel/sums.hpp>
#include <tcalc/kernel/totals.hpp>

namespace tcalc {

namespace {

// The copied tile is this long along the axis on which its elements are neighbours.
constexpr std::int64_t run_length = 512;
constexpr std::int64_t runs = sums_tile / run_length;

template <class Sum>
void add(Sum& sum, const Sum& value) {
  if constexpr (std::is_same_v<Sum, Truth>)
    sum.value = static_cast<std::uint8_t>(sum.value | value.value);
  else
    sum += value;
}

// Several chains at once: one alone would wait for each addition.
template <class Sum>
Sum total(std::span<const Sum> values) {
  constexpr std::size_t lanes = 16;
  Sum sums[lanes] = {};
  std::size_t i = 0;
  for (; i + lanes <= values.size(); i += lanes) {
    for (std::size_t lane = 0; lane < lanes; ++lane) add(sums[lane], values[i + lane]);
  }
  for (; i < values.size(); ++i) add(sums[0], values[i]);
  for (std::size_t lane = 1; lane < lanes; ++lane) add(sums[0], sums[lane]);
  return sums[0];
}

// Of a plan that sums: its k has more than one element.
bool k_is_nearer(const Plan& plan) {
  return plan.m.empty() || std::abs(plan.k.back().a) < std::abs(plan.m.back().a);
}

// The elements of k from `first` to `end`, added up for each row, a tile at a time.
template <class Sum>
void sum_rows(const Plan& plan, const Operands& operands, std::span<const std::int64_t> rows,
              std::int64_t first_k, std::int64_t end, Sum* sums, Sum* tile) {
  const bool along_k = k_is_nearer(plan);
  const std::int64_t k_step = along_k ? run_length : runs;
  const std::size_t row_step = static_cast<std::size_t>(along_k ? runs : run_length);
  std::fill_n(sums, rows.size(), Sum{});
  for (; first_k < end; first_k += k_step) {
    const std::vector<std::int64_t> depth =
        offset_list(plan.k, &Axis::a, first_k, std::min(k_step, end - first_k));
    for (std::size_t first = 0; first < rows.size(); first += row_step) {
      const auto some = rows.subspan(first, std::min(row_step, rows.size() - first));
      const Block block = block_of(plan.left, operands.left, some, depth);
      if (along_k) {
        pack_rows(block, tile);
        for (std::size_t i = 0; i < some.size(); ++i)
          add(sums[first + i], total(std::span<const Sum>(tile + i * depth.size(), depth.size())));
      } else {
        Block turned = block;
        std::swap(turned.rows, turned.columns);
        pack_rows(turned, tile);
        for (std::size_t p = 1; p < depth.size(); ++p) {
          for (std::size_t i = 0; i < some.size(); ++i) add(tile[i], tile[p * some.size() + i]);
        }
        for (std::size_t i = 0; i < some.size(); ++i) add(sums[first + i], tile[i]);
      }
    }
  }
}

// Nothing to add: a copy keeps the sign of a zero.
template <class Sum>
void copy(const Plan& plan, const Operands& operands, std::span<const std::int64_t> rows, Sum* sums) {
  constexpr std::int64_t here = 0;
  pack_rows<Sum>(
      {operands.left, plan.left.dtype, plan.left.byte_swapped, plan.left.conjugate, {&here, 1}, rows}, sums);
}

}  // namespace

void run_sums(const Plan& plan, const Piece& piece, const Operands& operands, Scratch& scratch) {
  const std::vector<std::int64_t> rows = offset_list(plan.m, &Axis::a, piece.first_m, piece.m);
  visit_dtype(plan.dtype, [&](auto tag) {
    using Stored = typename decltype(tag)::type;
    using Sum = Compute<Stored>;
    Sum* sums = scratch.sums.get<Sum>(piece.m);
    if (plan.k_size == 1) {
      copy<Sum>(plan, operands, rows, sums);
    } else {
      Sum* tile = scratch.left.get<Sum>(sums_tile);
      add_parts<Sum>(plan.k_size, part_length, {sums, 1, piece.m, piece.m}, scratch.totals,
                     [&](std::int64_t first, std::int64_t end) {
                       sum_rows(plan, operands, rows, first, end, sums, tile);
                     });
    }
    auto* out = reinterpret_cast<Stored*>(operands.result) + piece.first_m;
    for (std::int64_t i = 0; i < piece.m; ++i) out[i] = from_compute<Stored>(sums[i]);
  });
}

}  // namespace tcalc
