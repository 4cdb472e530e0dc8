#include <tcalc/frameworks/text.hpp>
#include <tcalc/text/json_object.hpp>

namespace tcalc {

namespace {

using text::Json;

Json shape_json(const Dims& dims) { return text::json_of(dims); }

// Empty where there is no call.
std::string command_of(const FrameworkTable& table, const FrameworkAnswer& answer, CallWords words) {
  const auto call = call_of(answer, table.a, table.b);
  return call ? words(*call) : "";
}

Json row_json(const FrameworkTable& table, const FrameworkRow& row, CallWords words) {
  Json json = {{"operation", row.title}};
  if (row.answer.contraction) {
    json["shape"] = shape_json(row.answer.contraction->result_dims());
    json["einsum"] = numpy_einsum(*row.answer.contraction);
    json["command"] = command_of(table, row.answer, words);
  } else {
    json["refusal"] = row.answer.refusal;
    if (!row.answer.call.operation.empty()) json["command"] = command_of(table, row.answer, words);
  }
  if (table.wanted) json["wanted"] = row.wanted;
  if (row.transposition) {
    json["transposition"] = {{"a", row.transposition->a},
                             {"b", row.transposition->b},
                             {"command", command_of(table, row.transposition->answer, words)}};
  }
  return json;
}

}  // namespace

std::string table_json(const FrameworkTable& table, CallWords words) {
  Json json = {{"a", shape_json(table.a.shape.dims())}, {"b", shape_json(table.b.shape.dims())}};
  if (table.wanted) json["want"] = shape_json(table.wanted->dims());
  Json rows = Json::array();
  for (const FrameworkRow& row : table.rows) rows.push_back(row_json(table, row, words));
  json["operations"] = std::move(rows);
  if (table.wanted) {
    json["einsums"] = Json::array();
    for (const FrameworkAnswer& einsum : table.einsums)
      json["einsums"].push_back(
          {{"einsum", numpy_einsum(*einsum.contraction)}, {"command", command_of(table, einsum, words)}});
  }
  return text::json_text(json);
}

}  // namespace tcalc
