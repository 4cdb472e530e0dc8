#include <algorithm>
#include <app/commands/info_lines.hpp>
#include <array>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/core/utf8.hpp>
#include <tcalc/text/json_object.hpp>
#include <tcalc/text/layout.hpp>
#include <tcalc/text/word.hpp>

namespace tcalc::app {

namespace {

using text::Json;

constexpr std::string_view none = "-";

std::string elements_of(const Described& array) { return product_text(array.shape.dims()); }

std::string text_or_none(const std::string& text) { return text.empty() ? std::string(none) : text; }

std::string order_of(const Described& array) {
  if (!array.description) return std::string(none);
  return array.description->fortran_order ? "F" : "C";
}

std::string number_or_none(const std::optional<std::int64_t>& number) {
  return number ? std::to_string(*number) : std::string(none);
}

std::string dtype_of(const Described& array) {
  return array.description ? array.description->dtype : std::string(none);
}

std::string byte_order_of(const Described& array) {
  return text_or_none(array.description ? array.description->byte_order : "");
}

std::string version_of(const Described& array) {
  return text_or_none(array.description ? array.description->version : "");
}

std::optional<std::int64_t> bytes_of(const Described& array) {
  return array.description ? array.description->bytes : std::nullopt;
}

std::optional<std::int64_t> data_offset_of(const Described& array) {
  return array.description ? array.description->data_offset : std::nullopt;
}

// A fact that has a name: a column, and what a template can ask for.
struct Field {
  std::string_view name;
  std::string (*text)(const Described& array);
  bool of_statistics = false;
};

template <auto Member>
std::string statistic(const Described& array) {
  if (!array.statistics) return std::string(none);
  if constexpr (std::is_same_v<decltype(Member), std::int64_t Statistics::*>)
    return std::to_string((*array.statistics).*Member);
  else
    return ((*array.statistics).*Member).value_or(std::string(none));
}

constexpr std::array fields = {
    Field{"file", [](const Described& array) { return array.name; }},
    Field{"shape", [](const Described& array) { return array.shape.text(); }},
    Field{"dtype", dtype_of},
    Field{"rank", [](const Described& array) { return std::to_string(array.shape.rank()); }},
    Field{"elements", elements_of},
    Field{"bytes", [](const Described& array) { return number_or_none(bytes_of(array)); }},
    Field{"order", order_of},
    Field{"byte_order", byte_order_of},
    Field{"version", version_of},
    Field{"data_offset", [](const Described& array) { return number_or_none(data_offset_of(array)); }},
    Field{"min", statistic<&Statistics::min>, true},
    Field{"max", statistic<&Statistics::max>, true},
    Field{"mean", statistic<&Statistics::mean>, true},
    Field{"std", statistic<&Statistics::standard_deviation>, true},
    Field{"zeros", statistic<&Statistics::zeros>, true},
    Field{"nans", statistic<&Statistics::nans>, true},
    Field{"infinities", statistic<&Statistics::infinities>, true},
};

std::string amount(const std::string& number, const std::string& unit) {
  return number + " " + unit + (number == "1" ? "" : "s");
}

std::string bytes_text(const Described& array) {
  if (!array.description) return amount(elements_of(array), "element");
  const auto bytes = bytes_of(array);
  return bytes ? amount(std::to_string(*bytes), "byte") : "? bytes";
}

std::string remark_of(const Described& array) { return array.description ? array.description->remark : ""; }

// What numpy.save does not write unasked.
std::string unusual(const Described& array) {
  std::vector<std::string> facts;
  if (order_of(array) == "F") facts.emplace_back("F-order");
  if (byte_order_of(array) == "big") facts.emplace_back("big-endian");
  const std::string version = version_of(array);
  if (version != none && version != "1.0") facts.push_back("version " + version);
  if (!remark_of(array).empty()) facts.push_back(remark_of(array));
  std::string text;
  for (const std::string& fact : facts) text += (text.empty() ? "" : ", ") + fact;
  return text;
}

void add_statistics(text::TableRow& row, const Described& array) {
  if (!array.statistics) return;
  for (const Field& field : fields) {
    if (field.of_statistics) row.push_back(std::string(field.name) + " " + field.text(array));
  }
}

text::TableRow short_row(const Described& array) {
  return {array.name, array.shape.text(), dtype_of(array), bytes_text(array)};
}

// Words that say what they are, so that a line stands on its own: "little-endian", "12 elements".
text::TableRow long_row(const Described& array) {
  const std::string order = order_of(array), byte_order = byte_order_of(array), version = version_of(array);
  return {array.name,
          array.shape.text(),
          dtype_of(array),
          order == none ? order : order + "-order",
          byte_order == none ? byte_order : byte_order + "-endian",
          version == none ? version : "version " + version,
          amount(elements_of(array), "element"),
          bytes_text(array)};
}

std::size_t field_of(std::string_view name) {
  const auto* const found = std::ranges::find(fields, name, &Field::name);
  if (found != fields.end()) return static_cast<std::size_t>(found - fields.begin());
  throw Error(ErrorKind::usage, "--template: there is no field " + text::in_quotes(name),
              "the fields are " + info_fields());
}

// What JSON has no number for is text: "nan", "inf", complex numbers.
Json number_or_text(const std::optional<std::string>& text) {
  if (!text) return {};
  return Json::accept(*text) ? Json::parse(*text) : Json(*text);
}

Json json_of(const std::string& text) { return text == none ? Json() : Json(text); }

Json json_of(const std::optional<std::int64_t>& number) { return number ? Json(*number) : Json(); }

}  // namespace

std::string info_fields() {
  std::string names;
  for (const Field& field : fields) names += (names.empty() ? "" : ", ") + std::string(field.name);
  return names;
}

std::string info_table(const std::vector<Described>& arrays, bool long_lines) {
  std::vector<text::TableRow> rows;
  for (const Described& array : arrays) {
    rows.push_back(long_lines ? long_row(array) : short_row(array));
    add_statistics(rows.back(), array);
    const std::string odd = long_lines ? remark_of(array) : unusual(array);
    if (!odd.empty()) rows.back().push_back(odd);
  }
  std::size_t columns = 0;
  for (const text::TableRow& row : rows) columns = std::max(columns, row.size());
  for (text::TableRow& row : rows) row.resize(columns);
  const std::vector<std::size_t> widths = text::column_widths(rows);
  std::vector<bool> numbers(widths.size(), false);
  numbers[long_lines ? 6 : 3] = true;
  if (long_lines) numbers[7] = true;
  std::string text;
  for (const text::TableRow& row : rows) text += text::table_line(row, widths, numbers) + "\n";
  return text;
}

namespace {

// The beginning of a text that is long, a vocabulary: all of it is in JSON.
std::string shortened(const std::string& text) {
  constexpr std::size_t longest = 100;
  if (text.size() <= longest) return escaped(text);
  std::size_t end = longest;
  while (end > 0 && utf8_length(std::string_view(text).substr(end)) == 0) --end;
  return formatted("{}... ({} bytes)", escaped(text.substr(0, end)), text.size());
}

}  // namespace

std::string summary_text(const ModelSummary& summary) {
  std::string text = formatted(
      "{}: {}, {}, {}\n", summary.name, amount(std::to_string(summary.tensors), "tensor"),
      amount(std::to_string(summary.parameters), "parameter"), amount(std::to_string(summary.bytes), "byte"));
  for (const auto& [key, value] : summary.metadata)
    text += formatted("  {} = {}\n", escaped(key), shortened(value));
  return text;
}

std::string summary_json(const ModelSummary& summary) {
  Json json = {{"file", summary.name},
               {"tensors", summary.tensors},
               {"parameters", summary.parameters},
               {"bytes", summary.bytes},
               {"metadata", Json::object()}};
  for (const auto& [key, value] : summary.metadata) json["metadata"][key] = value;
  return text::json_text(json) + "\n";
}

std::string info_tsv(const std::vector<Described>& arrays, bool statistics) {
  const auto line = [&](const std::function<std::string(const Field&)>& cell) {
    std::string text;
    for (const Field& field : fields) {
      if (!field.of_statistics || statistics) text += (text.empty() ? "" : "\t") + cell(field);
    }
    return text + "\n";
  };
  std::string text = line([](const Field& field) { return std::string(field.name); });
  for (const Described& array : arrays) text += line([&](const Field& field) { return field.text(array); });
  return text;
}

InfoTemplate::InfoTemplate(std::string_view text) {
  pieces_.push_back({"", fields.size()});
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    const bool is_doubled = (c == '{' || c == '}') && at + 1 < text.size() && text[at + 1] == c;
    if (is_doubled) ++at;
    if (is_doubled || c != '{') {
      pieces_.back().text += c;
      continue;
    }
    const std::size_t end = text.find('}', at);
    if (end == std::string_view::npos)
      throw Error(ErrorKind::usage, "--template: a '{' is not closed", "{{ is a brace of the text");
    pieces_.back().field = field_of(text.substr(at + 1, end - at - 1));
    needs_statistics_ = needs_statistics_ || fields[pieces_.back().field].of_statistics;
    pieces_.push_back({"", fields.size()});
    at = end;
  }
}

std::string InfoTemplate::line(const Described& array) const {
  std::string line;
  for (const Piece& piece : pieces_)
    line += piece.text + (piece.field < fields.size() ? fields[piece.field].text(array) : "");
  return line + "\n";
}

std::string info_json(const Described& array) {
  Json json = {{"file", array.name},
               {"shape", text::json_of(array.shape.dims())},
               {"dtype", json_of(dtype_of(array))},
               {"order", json_of(order_of(array))},
               {"byte_order", json_of(byte_order_of(array))},
               {"version", json_of(version_of(array))},
               {"elements", number_or_text(elements_of(array))},
               {"bytes", json_of(bytes_of(array))},
               {"data_offset", json_of(data_offset_of(array))}};
  if (array.statistics) {
    const Statistics& own = *array.statistics;
    json["stats"] = {{"min", number_or_text(own.min)},
                     {"max", number_or_text(own.max)},
                     {"mean", number_or_text(own.mean)},
                     {"std", number_or_text(own.standard_deviation)},
                     {"zeros", own.zeros},
                     {"nans", own.nans},
                     {"infinities", own.infinities}};
  }
  if (!remark_of(array).empty()) json["remark"] = remark_of(array);
  if (!array.notes.empty()) json["notes"] = array.notes;
  return text::json_text(json) + "\n";
}

}  // namespace tcalc::app
