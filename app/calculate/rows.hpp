// A product whose operand comes through a pipe and does not fit memory: computed some rows at a time.
#pragma once

#include <app/arrays/destination.hpp>
#include <app/arrays/open_operands.hpp>
#include <app/arrays/target.hpp>
#include <app/cli/request.hpp>
#include <cstdint>
#include <optional>
#include <vector>

#include <tcalc/ops/operation.hpp>

namespace tcalc::app {

// Which operand is to be read in rows, along which label of the contraction, and how many at a time.
struct RowPlan {
  std::size_t operand;
  int label;
  std::int64_t rows_at_a_time;
};

// Nothing where all fits memory, or where it cannot be cut: then the whole product is to be computed, and the
// memory check says what is missing.
std::optional<RowPlan> plan_rows(const Settings& settings, const Destination& destination,
                                 std::vector<Source>& sources, const Outcome& outcome);

// Reads, computes and writes the rows one part after the other. Throws Error: resource, input, output.
void compute_rows(const Request& request, const Settings& settings, std::vector<Source>& sources,
                  const Outcome& outcome, const RowPlan& plan, Target& target);

}  // namespace tcalc::app
