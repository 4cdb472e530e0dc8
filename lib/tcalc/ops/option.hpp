// Options of operations and commands: what a table says of each, and their values.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <tcalc/core/dtype.hpp>
#include <tcalc/shape/facts.hpp>
#include <tcalc/shape/shape.hpp>
#include <tcalc/view/slice.hpp>

namespace tcalc {

// What a value is, and with it how it is checked and completed.
enum class OptionKind : std::uint8_t {
  flag,
  word,      // any text, checked by who uses it
  choice,    // one of `values`
  format,    // of what is written, by name
  count,     // a whole number from `least` to `most`
  number,    // a finite number, not below `least`
  bytes,     // an amount of memory: 512M, 2G
  integers,  // 1,-2 or nothing
  dtype,
  shape,
  slice,
  file,
  facts,  // about dims; may be repeated, a line each
  sizes,  // of names, D=512; may be repeated, a line each
};

struct OptionSpec {
  std::string_view name;  // "axes-a"
  OptionKind kind;
  std::string_view value_name;  // "I[,J]"; empty for a flag
  std::string_view help;
  std::string_view values = {};  // of a choice, separated by spaces
  std::int64_t least = 0, most = INT64_MAX;
  std::string_view short_name = {};  // "o"
};

// A flag is true; a word, a choice, a format, a file and sizes are text; a count and bytes are integers.
using OptionValue = std::variant<bool, std::vector<std::int64_t>, std::string, std::int64_t, double, Dtype,
                                 Shape, Slice, Facts>;

// Options as given, by name. An option that is absent was not given.
using Arguments = std::map<std::string, OptionValue, std::less<>>;

// The value of an option of the kind that T belongs to; null when it was not given.
template <class T>
const T* find_option(const Arguments& arguments, std::string_view name) {
  const auto found = arguments.find(name);
  return found == arguments.end() ? nullptr : std::get_if<T>(&found->second);
}

inline bool has_flag(const Arguments& arguments, std::string_view name) {
  const bool* value = find_option<bool>(arguments, name);
  return value != nullptr && *value;
}
inline const std::vector<std::int64_t>* find_integers(const Arguments& arguments, std::string_view name) {
  return find_option<std::vector<std::int64_t>>(arguments, name);
}
inline const std::string* find_word(const Arguments& arguments, std::string_view name) {
  return find_option<std::string>(arguments, name);
}

}  // namespace tcalc
