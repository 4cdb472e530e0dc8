#include <algorithm>
#include <app/commands/info_tree.hpp>
#include <map>
#include <memory>

#include <tcalc/core/checked.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/text/layout.hpp>
#include <tcalc/text/number.hpp>
#include <tcalc/text/word.hpp>

namespace tcalc::app {

namespace {

struct Part {
  std::string name;                  // "attn"
  char separator = 0;                // before it
  const Described* array = nullptr;  // that has this very name
  std::vector<std::unique_ptr<Part>> parts;
  std::map<std::string, Part*, std::less<>> by_name;
  std::int64_t elements = 0, bytes = 0;  // of all within

  Part& part(const std::string& wanted, char before) {
    Part*& found = by_name[std::string(1, before) + wanted];
    if (found == nullptr) {
      found = parts.emplace_back(std::make_unique<Part>()).get();
      found->name = wanted;
      found->separator = before;
    }
    return *found;
  }
};

// Where the file ends and the name within it begins: "model.safetensors:" of "model.safetensors:h.0.weight".
std::size_t name_position(const std::string& word, const std::string& file) {
  return word.starts_with(file + ":") ? file.size() + 1 : 0;
}

void add(Part& tree, const Described& array) {
  const std::size_t begin = name_position(array.name, array.file);
  Part* at = &tree;
  if (begin > 0) at = &tree.part(array.file, 0);
  std::vector<Part*> path = {at};
  char separator = begin > 0 ? ':' : char{0};
  for (std::size_t from = begin; from <= array.name.size();) {
    const std::size_t end =
        begin > 0 ? std::min(array.name.find_first_of("./", from), array.name.size()) : array.name.size();
    path.push_back(&path.back()->part(array.name.substr(from, end - from), separator));
    separator = end < array.name.size() ? array.name[end] : char{0};
    from = end + 1;
  }
  path.back()->array = &array;
  const std::int64_t elements = array.description ? count(array.description->extents) : 0;
  const std::int64_t bytes = array.description ? array.description->bytes.value_or(0) : 0;
  for (Part* part : path) {
    part->elements = saturating_add(part->elements, elements);
    part->bytes = saturating_add(part->bytes, bytes);
  }
}

std::optional<std::int64_t> number_of(const std::unique_ptr<Part>& part) {
  return text::parse_integer(part->name);
}

void sort(Part& part) {
  if (std::ranges::all_of(part.parts, [](const auto& child) { return number_of(child).has_value(); }))
    std::ranges::stable_sort(part.parts, {}, number_of);
}

void add_rows(Part& part, const std::string& indent, std::vector<text::TableRow>& rows) {
  sort(part);
  for (const auto& child : part.parts) {
    std::string name = child->name;
    Part* last = child.get();
    while (last->parts.size() == 1 && last->array == nullptr) {
      last = last->parts.front().get();
      name += last->separator + last->name;
    }
    text::TableRow row = {indent + name, std::to_string(last->elements), formatted("{} bytes", last->bytes)};
    if (last->array != nullptr) {
      row.push_back(last->array->shape.text());
      row.push_back(last->array->description ? last->array->description->dtype : "-");
    }
    rows.push_back(std::move(row));
    add_rows(*last, indent + "  ", rows);
  }
}

}  // namespace

std::string info_tree(const std::vector<Described>& arrays) {
  Part tree;
  for (const Described& array : arrays) add(tree, array);
  std::vector<text::TableRow> rows;
  add_rows(tree, "", rows);
  constexpr std::size_t columns = 5;
  for (text::TableRow& row : rows) row.resize(columns);
  const std::vector<std::size_t> widths = text::column_widths(rows);
  std::string text;
  for (const text::TableRow& row : rows)
    text += text::table_line(row, widths, {false, true, true, false, false}) + "\n";
  return text;
}

}  // namespace tcalc::app
