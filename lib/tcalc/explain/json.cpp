#include <tcalc/explain/json.hpp>
#include <tcalc/text/json_object.hpp>

namespace tcalc {

namespace {

using text::Json;

Json dim_json(const Dim& dim) { return text::json_of({dim}).front(); }

Json shape_json(const Shape& shape) { return text::json_of(shape.dims()); }

Json operands_json(const Explanation& explanation) {
  Json operands = Json::array();
  for (std::size_t place = 0; place < explanation.operands.size(); ++place) {
    const Operand& operand = explanation.operands[place];
    Json own = {{"name", operand.name}, {"shape", shape_json(operand.shape)}};
    if (operand.dtype) own["dtype"] = name_of(*operand.dtype);
    own["conjugated"] = static_cast<bool>(explanation.contraction.conjugate[place]);
    operands.push_back(std::move(own));
  }
  return operands;
}

Json labels_json(const Explanation& explanation) {
  Json labels = Json::array();
  for (const LabelUse& label : explanation.labels) {
    const char* role = label.group == Group::batch  ? "batch"
                       : label.group == Group::free ? "free"
                                                    : "contracted";
    Json operands = Json::array();
    for (const OperandAxes& own : label.axes)
      operands.push_back({{"operand", own.operand}, {"axes", own.axes}});
    labels.push_back({{"label", label.name},
                      {"size", dim_json(label.extent)},
                      {"role", role},
                      {"broadcast_in", label.broadcast_in},
                      {"operands", std::move(operands)},
                      {"result_axes", label.result_axes}});
  }
  return labels;
}

Json operand_plan_json(const MatrixOperand& operand) {
  const char* access = operand.access == Access::packed     ? "packed"
                       : operand.access == Access::in_place ? "in_place"
                                                            : "transposed";
  Json own = {{"access", access}};
  if (operand.access == Access::packed) own["reason"] = text_of(operand.reason);
  if (operand.access != Access::packed) own["leading_dimension"] = operand.leading_dimension;
  return own;
}

Json step_json(const PlannedStep& planned, const std::string& text) {
  const Plan& plan = planned.plan;
  Json step = {{"terms", planned.step.terms},
               {"contraction", text},
               {"kernel", name_of(plan.kernel)},
               {"products", plan.batch_size},
               {"m", plan.m_size},
               {"n", plan.n_size},
               {"k", plan.k_size},
               {"exchanged", plan.exchanged},
               {"left", operand_plan_json(plan.left)}};
  if (planned.step.terms.size() > 1) step["right"] = operand_plan_json(plan.right);
  step["multiply_adds"] = plan.multiply_adds;
  step["flops"] = planned.step.flops;
  step["elements"] = planned.step.elements;
  return step;
}

Json costs_json(const Explanation& explanation, const Costs& costs) {
  const Schedule& schedule = costs.schedule;
  const std::vector<std::string> texts = step_texts(explanation.contraction, schedule);
  const std::size_t most = schedule.steps.size() > most_steps ? first_steps : schedule.steps.size();
  const std::vector<std::string> remaining = remaining_texts(explanation.contraction, schedule, most);
  Json steps = Json::array();
  for (std::size_t i = 0; i < schedule.steps.size(); ++i) {
    Json step = step_json(schedule.steps[i], texts[i]);
    if (i < remaining.size()) step["remaining"] = remaining[i];
    steps.push_back(std::move(step));
  }
  return {{"dtype", name_of(schedule.dtype)},
          {"dtype_assumed", costs.dtype_assumed},
          {"steps", std::move(steps)},
          {"multiply_adds", schedule.multiply_adds},
          {"flops", schedule.flops},
          {"naive_flops", costs.naive_flops},
          {"bytes_read", costs.bytes_read},
          {"bytes_written", costs.bytes_written},
          {"scratch_bytes", costs.scratch_bytes},
          {"flops_per_byte", costs.flops_per_byte()},
          {"threads", costs.threads},
          {"seconds", costs.seconds}};
}

Json parts_json(const PartsCosts& parts) {
  const Piece& largest = parts.largest;
  return {{"count", parts.grid.count()},
          {"hosts", parts.setting.hosts},
          {"grid", {parts.grid.batch, parts.grid.m, parts.grid.n}},
          {"largest", {largest.batch_count, largest.m, largest.n}},
          {"bytes_read", parts.bytes_read},
          {"bytes_written", parts.bytes_written},
          {"memory_bytes", parts.memory_bytes},
          {"part_seconds", parts.part_seconds},
          {"all_bytes_read", parts.all_bytes_read},
          {"all_bytes_written", parts.all_bytes_written},
          {"compute_seconds", parts.compute_seconds},
          {"disk_seconds", parts.setting.disk_bytes ? Json(parts.disk_seconds) : Json(nullptr)},
          {"seconds", parts.seconds()}};
}

Json terms_json(const std::vector<ElementTerm>& terms) {
  Json all = Json::array();
  for (const ElementTerm& term : terms)
    all.push_back({{"indices", term.indices}, {"values", term.values}, {"product", term.product}});
  return all;
}

Json element_json(const ExplainedElement& element) {
  return {{"index", element.index},
          {"value", element.sum},
          {"terms", element.term_count},
          {"first", terms_json(element.first)},
          {"last", terms_json(element.last)}};
}

}  // namespace

std::string explanation_json(const Explanation& explanation) {
  Json json = {{"operation", explanation.operation},      {"operands", operands_json(explanation)},
               {"shape", shape_json(explanation.result)}, {"einsum", explanation.einsum()},
               {"labels", labels_json(explanation)},      {"notes", explanation.notes}};
  if (!explanation.no_plan.empty()) json["no_plan"] = explanation.no_plan;
  if (explanation.costs) json["plan"] = costs_json(explanation, *explanation.costs);
  if (explanation.parts) json["parts"] = parts_json(*explanation.parts);
  if (explanation.element) json["element"] = element_json(*explanation.element);
  return text::json_text(json);
}

}  // namespace tcalc
