#include <array>

#include <tcalc/compressed/compression.hpp>
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
    &raw_format,   //
    &safetensors_format, &safetensors_index_format, &gguf_format, &pytorch_format, &hdf5_format,
};
}

std::span<const Format* const> all() { return table; }

const Format* find(std::string_view name) {
  for (const Format* format : table) {
    if (format->name == name) return format;
  }
  return nullptr;
}

const Format* of_file(std::string_view typed) {
  const Format* found = nullptr;
  std::size_t longest = 0;
  const std::string_view path = compressed::without_compression(typed);
  for (const Format* format : table) {
    const std::size_t length = text::matching_ending(path, format->endings).size();
    if (length <= longest) continue;
    longest = length;
    found = format;
  }
  // A file of many arrays is read here and there, which compressed bytes do not allow.
  const bool is_compressed = path.size() < typed.size();
  return found != nullptr && is_compressed && found->holds_many() ? nullptr : found;
}

std::vector<std::string> stream_names() {
  std::vector<std::string> names;
  for (const Format* format : table) {
    if (format->write != nullptr) names.emplace_back(format->name);
  }
  return names;
}

}  // namespace tcalc::formats
