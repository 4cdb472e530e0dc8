#include <algorithm>
#include <app/terminal/error_json.hpp>
#include <app/terminal/hint_text.hpp>

#include <tcalc/core/located.hpp>
#include <tcalc/text/json_object.hpp>

namespace tcalc::app {

namespace {

using text::Json;

// A number where it is one, null where it is unknown, else an expression.
Json dims_json(const std::vector<std::string>& dims) {
  Json list = Json::array();
  for (const std::string& dim : dims) {
    const bool is_size = std::ranges::all_of(dim, [](char letter) { return letter >= '0' && letter <= '9'; });
    if (dim == "?")
      list.push_back(nullptr);
    else if (is_size)
      list.push_back(std::stoll(dim));
    else
      list.push_back(dim);
  }
  return list;
}

Json operands_json(const Error& error) {
  Json list = Json::array();
  for (std::size_t place = 0; place < error.operands.size(); ++place) {
    std::vector<int> axes;
    for (const Mark& mark : error.marks) {
      const bool is_new = std::ranges::find(axes, mark.axis) == axes.end();
      if (mark.operand == static_cast<int>(place) && is_new) axes.push_back(mark.axis);
    }
    std::ranges::sort(axes);
    list.push_back({{"name", error.operands[place].name},
                    {"shape", dims_json(error.operands[place].dims)},
                    {"axes", axes}});
  }
  return list;
}

Json sources_json(const Error& error) {
  Json list = Json::array();
  for (const SourceLine& source : error.sources) {
    Json spans = Json::array();
    for (const Span& span : source.spans) spans.push_back({span.begin, span.end});
    list.push_back({{"text", source.text}, {"spans", std::move(spans)}});
  }
  return list;
}

Json operand_json(const CallOperand& operand) {
  if (!operand.is_changed()) return operand.name;
  if (operand.shortened)
    return {{"name", operand.name}, {"axis", operand.shortened->axis}, {"size", operand.shortened->size}};
  return {{"name", operand.name}, {"reshape", dims_json(operand.reshaped)}};
}

struct Parts {
  Json operator()(const std::string&) const { return {{"kind", "text"}}; }
  Json operator()(const OptionHint& hint) const {
    return {{"kind", "option"}, {"option", "--" + hint.name}, {"value", hint.value}};
  }
  Json operator()(const CallHint& call) const {
    Json json = {{"kind", "command"}, {"operation", call.operation}};
    if (!call.leading_word.empty()) json["subscripts"] = call.leading_word;
    for (const CallOperand& operand : call.operands) json["operands"].push_back(operand_json(operand));
    json["arguments"] = Json::object();
    for (const auto& [name, value] : call.arguments)
      std::visit([&, &key = name](const auto& own) { json["arguments"][key] = own; }, value);
    if (call.shape) json["shape"] = dims_json(*call.shape);
    return json;
  }
};

Json hints_json(const Error& error) {
  Json list = Json::array();
  for (const Hint& hint : error.hints) {
    list.push_back(std::visit(Parts(), hint));
    list.back()["text"] = shell_text(hint);
  }
  return list;
}

}  // namespace

std::string error_json(const Error& error) {
  Json json = {{"kind", kind_name(error.kind)},
               {"exit_code", static_cast<int>(error.kind)},
               {"message", error.message},
               {"details", Json::array()}};
  for (const DrawnLine& line : drawn(error)) json["details"].push_back(line.text);
  if (!error.operands.empty()) json["operands"] = operands_json(error);
  if (!error.sources.empty()) json["source"] = sources_json(error);
  json["hints"] = hints_json(error);
  return text::json_text(Json{{"error", std::move(json)}});
}

}  // namespace tcalc::app
