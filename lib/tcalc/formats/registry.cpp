#include <array>

#include <tcalc/formats/registry.hpp>
#include <tcalc/text/ending.hpp>

namespace tcalc::formats {

namespace {
constexpr std::array table = {
    &text_format,  //
    &json_format,  //
    &csv_format,   //
    &tsv_format,   //
    &npy_format,   //
    &npz_format,   //
};
}

std::span<const Format* const> all() { return table; }

const Format* find(std::string_view name) {
  for (const Format* format : table) {
    if (format->name == name) return format;
  }
  return nullptr;
}

const Format* of_file(std::string_view path) {
  for (const Format* format : table) {
    if (text::has_ending(path, format->endings)) return format;
  }
  return nullptr;
}

std::vector<std::string> stream_names() {
  std::vector<std::string> names;
  for (const Format* format : table) {
    if (format->write != nullptr) names.emplace_back(format->name);
  }
  return names;
}

}  // namespace tcalc::formats
