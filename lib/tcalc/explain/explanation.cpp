#include <algorithm>
#include <functional>
#include <numeric>

#include <tcalc/explain/explanation.hpp>

namespace tcalc {

namespace {

// An operand repeats its only element along a label that is larger.
bool repeats(const Operand& operand, const std::vector<int>& axes, const Label& label) {
  return operand.shape[axes.front()].is(1) && !label.extent.is(1);
}

// The labels that occur, in order of first use, and where they do.
void add_uses(Explanation& explanation) {
  const Contraction& contraction = explanation.contraction;
  const std::vector<std::string> names = label_names(contraction);
  std::vector<LabelUse>& uses = explanation.labels;
  explanation.places.assign(contraction.labels.size(), SIZE_MAX);
  const auto use_of = [&](int label) -> LabelUse& {
    const auto index = static_cast<std::size_t>(label);
    if (explanation.places[index] == SIZE_MAX) {
      explanation.places[index] = uses.size();
      const Label& own = contraction.labels[index];
      uses.push_back({label, names[index], own.extent, own.group, {}, {}, {}});
    }
    return uses[explanation.places[index]];
  };
  for (std::size_t place = 0; place < contraction.operands.size(); ++place) {
    const int operand = static_cast<int>(place);
    for (std::size_t axis = 0; axis < contraction.operands[place].size(); ++axis) {
      std::vector<OperandAxes>& own = use_of(contraction.operands[place][axis]).axes;
      if (own.empty() || own.back().operand != operand) own.push_back({operand, {}});
      own.back().axes.push_back(static_cast<int>(axis));
    }
  }
  for (const int label : contraction.result) use_of(label);
  for (std::size_t axis = 0; axis < explanation.result_labels.size(); ++axis) {
    for (const int label : explanation.result_labels[axis])
      use_of(label).result_axes.push_back(static_cast<int>(axis));
  }
}

// Operands that are repeated along the label: that have one element there, or lack a batch axis.
std::vector<int> repeated_along(const Explanation& explanation, const LabelUse& use) {
  const Label& label = explanation.contraction.labels[static_cast<std::size_t>(use.label)];
  std::vector<int> repeated;
  auto own = use.axes.begin();
  for (int operand = 0; operand < static_cast<int>(explanation.operands.size()); ++operand) {
    const bool has = own != use.axes.end() && own->operand == operand;
    if (has ? repeats(explanation.operands[static_cast<std::size_t>(operand)], own->axes, label)
            : use.group == Group::batch)
      repeated.push_back(operand);
    if (has && ++own == use.axes.end() && use.group != Group::batch) break;
  }
  return repeated;
}

std::vector<std::vector<int>> labels_of_result(const Outcome& outcome) {
  const AxisLabels& labels = contraction_of(outcome).result;
  std::vector<std::vector<int>> groups;
  if (outcome.merged_axes.empty()) {
    for (const int label : labels) groups.push_back({label});
    return groups;
  }
  auto first = labels.begin();
  for (const int count : outcome.merged_axes) {
    groups.emplace_back(first, first + count);
    first += count;
  }
  return groups;
}

std::string letters_of(const AxisLabels& labels, const std::vector<std::string>& names) {
  std::string text;
  for (const int label : labels) text += names[static_cast<std::size_t>(label)];
  return text;
}

// The same for labels of a step, which stand for those of the whole.
std::string letters_of(const std::vector<int>& places, const AxisLabels& labels,
                       const std::vector<std::string>& names) {
  std::string text;
  for (const int place : places)
    text += names[static_cast<std::size_t>(labels[static_cast<std::size_t>(place)])];
  return text;
}

}  // namespace

double Costs::flops_per_byte() const {
  const double bytes = static_cast<double>(bytes_read) + static_cast<double>(bytes_written);
  return bytes > 0 ? schedule.flops / bytes : 0;
}

Explanation explain(const Operation& operation, std::span<const Operand> operands, const Outcome& outcome) {
  Explanation explanation;
  explanation.operation = operation.name;
  explanation.operands.assign(operands.begin(), operands.end());
  const std::vector<std::string> distinct = distinct_names(operands);
  for (std::size_t place = 0; place < operands.size(); ++place)
    explanation.operands[place].name = distinct[place];
  explanation.contraction = contraction_of(outcome);
  explanation.flattens_operands = outcome.flattens_operands;
  explanation.result_labels = labels_of_result(outcome);
  explanation.result = outcome.shape;
  add_uses(explanation);
  if (!explanation.flattens_operands) {
    for (LabelUse& use : explanation.labels) use.broadcast_in = repeated_along(explanation, use);
  }
  return explanation;
}

std::string role_text(const Explanation& explanation, const LabelUse& label) {
  std::string text = label.group == Group::batch  ? "batch"
                     : label.group == Group::free ? "free"
                                                  : "contracted";
  for (std::size_t i = 0; i < label.broadcast_in.size(); ++i) {
    text += i == 0 ? ", broadcast in " : " and ";
    text += explanation.operands[static_cast<std::size_t>(label.broadcast_in[i])].name;
  }
  return text;
}

std::vector<std::string> step_texts(const Contraction& contraction, const Schedule& schedule) {
  const std::vector<std::string> names = label_names(contraction);
  std::vector<std::string> texts;
  for (const PlannedStep& planned : schedule.steps) {
    const Contraction& step = planned.step.contraction;
    std::string text;
    for (std::size_t place = 0; place < step.operands.size(); ++place)
      text += (place == 0 ? "" : ",") + letters_of(step.operands[place], planned.step.labels, names);
    texts.push_back(text + "->" + letters_of(step.result, planned.step.labels, names));
  }
  return texts;
}

std::vector<std::size_t> told_steps(const Schedule& schedule) {
  std::vector<std::size_t> told(schedule.steps.size());
  std::iota(told.begin(), told.end(), std::size_t{0});
  if (told.size() <= most_steps) return told;
  std::ranges::stable_sort(told.begin() + first_steps, told.end(), std::greater<>(),
                           [&](std::size_t step) { return schedule.steps[step].step.flops; });
  told.resize(first_steps + costliest_steps);
  std::ranges::sort(told);
  return told;
}

std::vector<std::string> remaining_texts(const Contraction& contraction, const Schedule& schedule,
                                         std::size_t most) {
  const std::vector<std::string> names = label_names(contraction);
  const std::string result = letters_of(contraction.result, names);
  std::vector<std::string> terms;
  for (const AxisLabels& operand : contraction.operands) terms.push_back(letters_of(operand, names));
  std::vector<bool> alive(terms.size(), true);
  std::vector<std::string> texts;
  for (const PlannedStep& planned : schedule.steps) {
    if (texts.size() == most) break;
    for (const int term : planned.step.terms) alive[static_cast<std::size_t>(term)] = false;
    terms.push_back(letters_of(planned.step.contraction.result, planned.step.labels, names));
    alive.push_back(true);
    std::string text;
    std::size_t count = 0;
    for (std::size_t term = 0; term < terms.size(); ++term) {
      if (!alive[term]) continue;
      text += (count++ == 0 ? "" : ",") + terms[term];
    }
    texts.push_back(count == 1 ? text : text + "->" + result);
  }
  return texts;
}

}  // namespace tcalc
