#include <tcalc/builder/builder.hpp>
#include <tcalc/builder/hint_text.hpp>
#include <tcalc/core/error.hpp>

namespace tcalc::expression {

NodeId Builder::contraction(const Operation& operation, const std::vector<Value>& operands,
                            const Arguments& arguments) {
  std::vector<Operand> described;
  std::vector<NodeId> inputs;
  for (std::size_t place = 0; place < operands.size(); ++place) {
    inputs.push_back(array(operands[place]));
    std::string called = name_of(operands[place]);
    if (called.empty()) called = side_name(place);
    described.push_back({called, shape(inputs.back()), dtype(inputs.back())});
  }
  Outcome outcome;
  try {
    outcome = apply(operation, described, arguments);
  } catch (Error& error) {
    for (Hint& hint : error.hints) {
      if (const auto* call = std::get_if<CallHint>(&hint)) hint = expression_text(*call);
    }
    throw;
  }
  for (const Note& note : outcome.notes) notes_.push_back(note.fact);
  return graph_.add(operation.name, std::move(outcome), std::move(inputs));
}

}  // namespace tcalc::expression
