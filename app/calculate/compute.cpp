#include <app/calculate/compute.hpp>
#include <app/terminal/progress.hpp>
#include <memory>
#include <utility>

namespace tcalc::app {

OperationGraph operation_graph(const Operation& operation, std::span<const Operand> operands,
                               Outcome outcome) {
  OperationGraph result;
  for (const Operand& operand : operands) result.leaves.push_back(result.graph.add_leaf(operand));
  result.result = result.graph.add(operation.name, std::move(outcome), result.leaves);
  return result;
}

namespace {

// What holds the result, and has the operands.
Evaluation evaluation_of(const Settings& settings, MemoryLimit& limit, const OperationGraph& operation,
                         std::span<Source* const> operands) {
  Evaluation evaluation(limit, threads_of(settings), progress_lines(settings), operation.graph);
  evaluation.hold(operation.result);
  for (std::size_t place = 0; place < operands.size(); ++place) {
    const std::shared_ptr<Values> borrowed(std::shared_ptr<void>(), operands[place]);
    evaluation.give(operation.leaves[place], borrowed);
  }
  return evaluation;
}

}  // namespace

void compute(const Settings& settings, MemoryLimit& limit, const OperationGraph& operation,
             std::span<Source* const> operands, Target& target) {
  evaluation_of(settings, limit, operation, operands).compute_into(operation.result, target);
}

void compute_part(const Settings& settings, const ChosenPart& part, const OperationGraph& operation,
                  std::span<Source* const> operands, const Destination& destination, const std::string& work,
                  const Reporter& reporter) {
  MemoryLimit limit = memory_limit_of(part, settings);
  Evaluation evaluation = evaluation_of(settings_of(part, settings), limit, operation, operands);
  store_part(evaluation, operation.result, part, destination, {operands.begin(), operands.end()}, work,
             reporter);
}

ReportNode progress_lines(const Settings& settings) {
  return [wanted = settings.progress](const Node& node, const PlannedNode& planned) -> Progress {
    const double amount = planned.amount;
    const auto line = std::make_shared<ProgressLine>(
        Work{node.name, multiplies(planned) ? "FLOP" : "elements", amount}, wanted);
    return [line, amount](double share) { line->update(share * amount); };
  };
}

}  // namespace tcalc::app
