#include "row.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <fstream>
#include <sstream>

#include <tcalc/core/error.hpp>
#include <tcalc/core/fill.hpp>
#include <tcalc/ops/registry.hpp>
#include <tcalc/text/operand.hpp>

namespace tcalc::bench {

namespace {

constexpr std::size_t columns = 10;
constexpr std::int64_t integers_below = 100;

std::string trimmed(const std::string& text) {
  const std::size_t first = text.find_first_not_of(' ');
  return first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(' ') - first + 1);
}

std::vector<std::string> cut(const std::string& line, char separator) {
  std::vector<std::string> fields;
  std::istringstream stream(line);
  for (std::string field; std::getline(stream, field, separator);) fields.push_back(trimmed(field));
  return fields;
}

Error not_understood(const std::string& what) {
  return {ErrorKind::input, "rows: cannot understand " + escaped(what)};
}

void read_operation(const std::string& text, Row& row) {
  const std::vector<std::string> words = cut(text, ' ');
  row.operation = find_operation(words.front());
  if (row.operation == nullptr) throw not_understood(text);
  std::size_t first = 1;
  if (const std::string_view word = row.operation->leading_word; !word.empty() && words.size() > 1)
    row.arguments[std::string(word)] = words[first++];
  for (std::size_t i = first; i < words.size(); ++i) {
    const auto& options = row.operation->options;
    const auto option = std::find_if(options.begin(), options.end(), [&](const OptionSpec& spec) {
      return words[i] == "--" + std::string(spec.name);
    });
    if (option == options.end()) throw not_understood(text);
    OptionValue& argument = row.arguments[std::string(option->name)];
    if (option->kind == OptionKind::flag) {
      argument = true;
      continue;
    }
    if (++i == words.size()) throw not_understood(text);
    if (option->kind == OptionKind::integers)
      argument = text::parse_integers(words[i], words[i - 1]);
    else
      argument = words[i];
  }
}

// "f4", "f4,i4" or "bool 1/1000".
void read_dtypes(const std::string& text, Row& row) {
  const std::vector<std::string> words = cut(text, ' ');
  for (const std::string& name : cut(words.front(), ',')) {
    const auto parsed = parse_dtype(name);
    if (!parsed) throw not_understood(text);
    row.dtypes.push_back(parsed->dtype);
  }
  if (row.dtypes.size() == 1) row.dtypes.resize(row.operands.size(), row.dtypes.front());
  if (row.dtypes.size() != row.operands.size()) throw not_understood(text);
  if (words.size() < 2) return;
  const std::string& share = words[1];  // "1/1000"
  const auto [end, error] = std::from_chars(share.data() + 2, share.data() + share.size(), row.one_true_in);
  if (!share.starts_with("1/") || error != std::errc() || end != share.data() + share.size())
    throw not_understood(text);
}

Layout layout_of(const std::string& text) {
  if (text == "C") return Layout::c_order;
  if (text == "F") return Layout::fortran_order;
  if (text == "xarray") return Layout::xarray;
  if (text == "out") return Layout::out;
  if (text == "slices") return Layout::slices;
  throw not_understood(text);
}

Row read_row(const std::string& line) {
  const std::vector<std::string> fields = cut(line, '|');
  if (fields.size() != columns) throw not_understood(line);
  Row row;
  row.name = fields[0];
  read_operation(fields[1], row);
  for (const std::string& operand : cut(fields[2], 'x'))
    row.operands.push_back(text::parse_integers(operand, "operand"));
  read_dtypes(fields[3], row);
  row.layout = layout_of(fields[4]);
  return row;
}

}  // namespace

std::vector<Row> read_rows(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw Error(ErrorKind::input, escaped(path) + ": cannot be opened");
  std::vector<Row> rows;
  for (std::string line; std::getline(file, line);) {
    if (!line.empty() && line.front() != '#') rows.push_back(read_row(line));
  }
  return rows;
}

Values make_values(const Row& row, std::size_t operand) {
  const Extents& extents = row.operands[operand];
  const std::uint64_t seed = operand + 1;
  Fill fill{.kind = FillKind::rand, .extents = extents, .dtype = row.dtypes[operand]};
  const DtypeKind kind = info(fill.dtype).kind;
  if (kind != DtypeKind::floating && kind != DtypeKind::complex) {
    fill.kind = FillKind::randint;
    fill.integer = kind == DtypeKind::boolean ? row.one_true_in : integers_below;
    fill.value = static_cast<double>(fill.integer);
  }
  Values values;
  if (kind == DtypeKind::boolean) {
    fill.dtype = Dtype::int32;
    const Tensor numbers = make(fill, seed);
    const auto* number = reinterpret_cast<const std::int32_t*>(numbers.data());
    values.tensor = Tensor(Dtype::boolean, extents);
    for (std::int64_t i = 0; i < count(extents); ++i) values.tensor.data()[i] = std::byte{number[i] == 0};
  } else {
    values.tensor = make(fill, seed);
  }
  values.view = values.tensor.view();
  if (row.layout == Layout::fortran_order) values.view.strides = fortran_strides(extents);
  return values;
}

}  // namespace tcalc::bench
