// A product that several processes compute together: each its own rectangle of the result.
#pragma once

#include <cstdint>
#include <functional>

#include <tcalc/plan/plan.hpp>

namespace tcalc {

// One of `count` parts, from 0.
struct PartNumber {
  std::int64_t index = 0, count = 1;
};

// Into how many ranges the products of the batch, the rows and the columns are cut.
struct ShareGrid {
  std::int64_t batch = 1, m = 1, n = 1;

  std::int64_t count() const { return batch * m * n; }
};

// The grid for at most so many parts: the one whose largest share takes least work, and of those the one that
// reads fewest bytes. Ranges begin and end with pieces of the plan, so a share has the bits of the whole;
// there are fewer of them than parts where the plan has fewer pieces.
ShareGrid share_grid(const Plan& plan, std::int64_t parts);

// The share of a part: batch x m x n, with no elements where the grid has none for it. Shares of all parts
// are disjoint, and together the whole result.
Piece share_of(const Plan& plan, PartNumber part);

// Calls visit(first, count) with each run of a share's elements that follow one another in the result, in C
// order.
void for_each_run(const Plan& plan, const Piece& share,
                  const std::function<void(std::int64_t first, std::int64_t count)>& visit);

// Bytes of both operands that a share is computed from; those that a stack repeats are counted once.
double bytes_read(const Plan& plan, const Piece& share);

}  // namespace tcalc
