#include <app/help/dtype_page.hpp>
#include <app/help/facts.hpp>
#include <app/help/page.hpp>

#include <tcalc/core/dtype.hpp>
#include <tcalc/text/layout.hpp>

namespace tcalc::app {

namespace {

std::string_view name_of(DtypeKind kind) {
  switch (kind) {
    case DtypeKind::boolean:
      return "true or false";
    case DtypeKind::integer:
      return "integer";
    case DtypeKind::unsigned_integer:
      return "integer, 0 or more";
    case DtypeKind::floating:
      return "floating point";
    case DtypeKind::complex:
      break;
  }
  return "complex";
}

std::string line(std::string_view name, std::string_view code, std::string_view bytes, std::string_view kind,
                 std::string_view aliases) {
  using text::padded;
  std::string words = "  " + padded(std::string(name), 15) + padded(std::string(code), 8) +
                      text::padded_in_front(std::string(bytes), 5) + "  " + padded(std::string(kind), 20) +
                      std::string(aliases);
  return words.substr(0, words.find_last_not_of(' ') + 1) + "\n";
}

}  // namespace

std::string dtype_table() {
  std::string table = line("name", "code", "bytes", "kind", "also");
  for (int i = 0; i < dtype_count; ++i) {
    const DtypeInfo& entry = info(static_cast<Dtype>(i));
    std::string aliases;
    for (const std::string_view alias : aliases_of(entry.dtype))
      aliases += (aliases.empty() ? "" : ", ") + std::string(alias);
    table += line(entry.name, entry.code, std::to_string(entry.size), name_of(entry.kind), aliases);
  }
  return table;
}

std::string promotion_table() {
  constexpr std::size_t column = 5;
  const auto cell = [](Dtype dtype) { return text::padded_in_front(std::string(info(dtype).code), column); };
  std::string table(column, ' ');
  for (int j = 0; j < computed_dtype_count; ++j) table += cell(static_cast<Dtype>(j));
  table += "\n";
  for (int i = 0; i < computed_dtype_count; ++i) {
    table += cell(static_cast<Dtype>(i));
    for (int j = 0; j < computed_dtype_count; ++j)
      table += cell(promote(static_cast<Dtype>(i), static_cast<Dtype>(j)));
    table += "\n";
  }
  return table;
}

std::string dtype_page() {
  std::string page = "Dtypes:\n" + dtype_table();
  for (const std::string_view rule : dtype_rules()) page += "\n" + paragraph(rule);
  return page + "\nWhat two dtypes promote to:\n" + promotion_table();
}

}  // namespace tcalc::app
