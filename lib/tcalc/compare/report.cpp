#include <functional>

#include <tcalc/compare/report.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/text/json_object.hpp>
#include <tcalc/text/layout.hpp>

namespace tcalc {

namespace {

using text::Json;
text::TableRow row_of(const Difference& difference) {
  return {index_text(difference.index), difference.left, difference.right, difference.absolute,
          difference.relative};
}

std::string table_text(const std::vector<Difference>& differences) {
  std::vector<text::TableRow> rows = {{"index", "left", "right", "absolute", "relative"}};
  for (const Difference& difference : differences) rows.push_back(row_of(difference));
  const std::vector<std::size_t> widths = text::column_widths(rows);
  std::string text;
  for (const text::TableRow& row : rows)
    text += text::table_line(row, widths, {false, true, true, true, true}) + "\n";
  return text;
}

std::string values_line(const Comparison& comparison) {
  std::string line = formatted("values: {} of {} differ", comparison.differing, comparison.elements);
  if (comparison.with_nan > 0) line += formatted(", {} with a NaN", comparison.with_nan);
  return line + "\n";
}

// A number is JSON unless it is infinite or NaN.
Json number(const std::string& text) { return Json::accept(text) ? Json::parse(text) : Json(text); }

Json json_of(const Difference& difference) {
  return {{"index", difference.index},
          {"left", Json::parse(difference.left_json)},
          {"right", Json::parse(difference.right_json)},
          {"absolute", number(difference.absolute)},
          {"relative", number(difference.relative)}};
}

Json json_of(const std::optional<Difference>& difference) {
  return difference ? json_of(*difference) : Json();
}

template <class Value, class Convert>
Json pair_json(const std::array<Value, 2>& pair, const Convert& convert) {
  return Json::array({convert(pair[0]), convert(pair[1])});
}

}  // namespace

std::string report_text(const DiffReport& report) {
  if (report.equal()) return "";
  std::string text;
  if (!report.shapes_equal)
    text += formatted("shape: {} and {}\n", report.shapes[0].text(), report.shapes[1].text());
  if (!report.dtypes_equal())
    text += formatted("dtype: {} and {}\n", name_of(*report.dtypes[0]), name_of(*report.dtypes[1]));
  if (!report.comparison || report.comparison->differing == 0) return text;
  text += values_line(*report.comparison);
  const auto add_largest = [&](const std::string& name, const std::optional<Difference>& difference,
                               std::string Difference::*size) {
    if (difference)
      text += formatted("largest {} difference: {} at {}\n", name, *difference.*size,
                        index_text(difference->index));
  };
  add_largest("absolute", report.largest_absolute, &Difference::absolute);
  add_largest("relative", report.largest_relative, &Difference::relative);
  return report.first.empty() ? text : text + table_text(report.first);
}

std::string report_json(const DiffReport& report, const NamesInReport& names) {
  const auto shape = [](const Shape& own) { return text::json_of(own.dims()); };
  const auto dtype = [](std::optional<Dtype> own) { return own ? Json(name_of(*own)) : Json(); };
  Json json;
  for (const auto& [key, name] : names) json[key] = name;
  json["equal"] = report.equal();
  json["shapes"] = pair_json(report.shapes, shape);
  json["dtypes"] = pair_json(report.dtypes, dtype);
  if (report.comparison) {
    const Comparison& comparison = *report.comparison;
    json["elements"] = comparison.elements;
    json["differing"] = comparison.differing;
    json["with_nan"] = comparison.with_nan;
    json["largest_absolute"] = json_of(report.largest_absolute);
    json["largest_relative"] = json_of(report.largest_relative);
    json["differences"] = Json::array();
    for (const Difference& difference : report.first) json["differences"].push_back(json_of(difference));
  }
  return text::json_text(json) + "\n";
}

}  // namespace tcalc
