// Computes an operation on values: a graph of one operation.
#pragma once

#include <app/arrays/source.hpp>
#include <app/arrays/target.hpp>
#include <app/cli/settings.hpp>
#include <app/parts/part.hpp>
#include <span>
#include <vector>

#include <tcalc/graph/evaluation.hpp>
#include <tcalc/ops/operation.hpp>

namespace tcalc::app {

struct OperationGraph {
  Graph graph;
  std::vector<NodeId> leaves;  // a leaf for each operand
  NodeId result = 0;
};
OperationGraph operation_graph(const Operation& operation, std::span<const Operand> operands,
                               Outcome outcome);

// Reserves the result's room in the target, checks that there is memory, loads the operands, and stores the
// result; publishing it is left to the caller. The operands, as many as there are leaves, all have data.
// Throws Error: resource, input, output.
void compute(const Settings& settings, MemoryLimit& limit, const OperationGraph& operation,
             std::span<Source* const> operands, Target& target);

// Computes a part of it, stores that, and publishes the whole where it was the last; see app/parts.
void compute_part(const Settings& settings, const ChosenPart& part, const OperationGraph& operation,
                  std::span<Source* const> operands, const Destination& destination, const std::string& work,
                  const Reporter& reporter);

// Who is told how far the work is.
ReportNode progress_lines(const Settings& settings);

}  // namespace tcalc::app
