#include <algorithm>
#include <functional>
#include <numeric>

#include <tcalc/explain/explanation.hpp>

namespace tcalc {

namespace {

bool has(const std::vector<int>& labels, int label) {
  return std::ranges::find(labels, label) != labels.end();
}

std::vector<int> axes_with(const std::vector<int>& labels, int label) {
  std::vector<int> axes;
  for (std::size_t axis = 0; axis < labels.size(); ++axis) {
    if (labels[axis] == label) axes.push_back(static_cast<int>(axis));
  }
  return axes;
}

// An operand repeats its only element along a label that is larger; so does one that lacks a batch axis.
bool repeats(const Operand& operand, const std::vector<int>& axes, const Label& label) {
  if (axes.empty()) return label.group == Group::batch;
  return operand.shape[axes.front()].is(1) && !label.extent.is(1);
}

LabelUse use_of(const Explanation& explanation, int label, const std::string& name) {
  const Contraction& contraction = explanation.contraction;
  const Label& own = contraction.labels[static_cast<std::size_t>(label)];
  LabelUse use = {label, name, own.extent, own.group, {}, {}, {}};
  for (std::size_t place = 0; place < explanation.operands.size(); ++place) {
    use.axes.push_back(axes_with(contraction.operands[place], label));
    if (!explanation.flattens_operands && repeats(explanation.operands[place], use.axes.back(), own))
      use.broadcast_in.push_back(static_cast<int>(place));
  }
  const auto& groups = explanation.result_labels;
  for (std::size_t axis = 0; axis < groups.size(); ++axis) {
    if (has(groups[axis], label)) use.result_axes.push_back(static_cast<int>(axis));
  }
  return use;
}

std::vector<int> in_order_of_use(const Contraction& contraction) {
  std::vector<int> order;
  const auto add = [&](const std::vector<int>& labels) {
    for (const int label : labels) {
      if (!has(order, label)) order.push_back(label);
    }
  };
  for (const std::vector<int>& operand : contraction.operands) add(operand);
  add(contraction.result);
  return order;
}

std::vector<std::vector<int>> labels_of_result(const Outcome& outcome) {
  const std::vector<int>& labels = contraction_of(outcome).result;
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

std::string letters_of(const std::vector<int>& labels, const std::vector<std::string>& names) {
  std::string text;
  for (const int label : labels) text += names[static_cast<std::size_t>(label)];
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
  explanation.notes = outcome.notes;
  const std::vector<std::string> names = label_names(explanation.contraction);
  for (const int label : in_order_of_use(explanation.contraction)) {
    explanation.labels.push_back(use_of(explanation, label, names[static_cast<std::size_t>(label)]));
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

std::size_t place_of(const Explanation& explanation, int label) {
  const auto use = std::ranges::find(explanation.labels, label, &LabelUse::label);
  return static_cast<std::size_t>(use - explanation.labels.begin());
}

std::vector<std::string> step_texts(const Contraction& contraction, const Schedule& schedule) {
  const std::vector<std::string> names = label_names(contraction);
  std::vector<std::string> texts;
  for (const PlannedStep& planned : schedule.steps) {
    const Contraction& step = planned.step.contraction;
    std::string text;
    for (std::size_t place = 0; place < step.operands.size(); ++place)
      text += (place == 0 ? "" : ",") + letters_of(step.operands[place], names);
    texts.push_back(text + "->" + letters_of(step.result, names));
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
  for (const std::vector<int>& operand : contraction.operands) terms.push_back(letters_of(operand, names));
  std::vector<bool> alive(terms.size(), true);
  std::vector<std::string> texts;
  for (const PlannedStep& planned : schedule.steps) {
    if (texts.size() == most) break;
    for (const int term : planned.step.terms) alive[static_cast<std::size_t>(term)] = false;
    terms.push_back(letters_of(planned.step.contraction.result, names));
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
