#include <algorithm>
#include <app/cli/option_values.hpp>
#include <cmath>
#include <cstdlib>
#include <utility>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/core/in_quotes.hpp>
#include <tcalc/formats/registry.hpp>
#include <tcalc/ops/batch_dot.hpp>
#include <tcalc/os/memory.hpp>
#include <tcalc/text/dim.hpp>
#include <tcalc/text/layout.hpp>
#include <tcalc/text/number.hpp>
#include <tcalc/text/operand.hpp>
#include <tcalc/text/slice.hpp>
#include <tcalc/text/word.hpp>

namespace tcalc::app {

namespace {

Error wrong_value(const OptionSpec& spec, const std::string& word, const std::string& expected) {
  return {ErrorKind::usage, formatted("--{}: must be {}, not {}", spec.name, expected, in_quotes(word))};
}

std::string choice_from(const OptionSpec& spec, const std::string& word) {
  const std::vector<std::string> values = accepted_words(spec);
  if (std::ranges::find(values, word) != values.end()) return word;
  std::string list;
  for (const std::string& value : values) list += (list.empty() ? "" : ", ") + value;
  throw wrong_value(spec, word, "one of " + list);
}

std::int64_t count_from(const OptionSpec& spec, const std::string& word) {
  const auto value = text::parse_integer(word);
  if (value && *value >= spec.least && *value <= spec.most) return *value;
  throw wrong_value(spec, word, formatted("a whole number from {} to {}", spec.least, spec.most));
}

double number_from(const OptionSpec& spec, const std::string& word) {
  const auto value = text::parse_number(word);
  const bool bounded = spec.least > INT64_MIN;
  if (value && std::isfinite(*value) && (!bounded || *value >= static_cast<double>(spec.least)))
    return *value;
  throw wrong_value(spec, word, "a finite number" + (bounded ? formatted(" >= {}", spec.least) : ""));
}

std::int64_t bytes_from(const OptionSpec& spec, const std::string& word) {
  if (const auto bytes = os::parse_bytes(word)) return *bytes;
  Error error = wrong_value(spec, word, "a size");
  error.hints.emplace_back("for example 512M or 2G");
  throw error;
}

Dtype dtype_from(const OptionSpec& spec, const std::string& word) {
  if (const auto parsed = parse_dtype(word)) return parsed->dtype;
  throw Error(ErrorKind::usage, formatted("--{}: unknown dtype {}", spec.name, in_quotes(word)),
              "supported: " + supported_dtypes());
}

Facts facts_from(const OptionSpec& spec, const std::string& word) {
  try {
    return text::parse_facts(word);
  } catch (Error& error) {
    error.set_subject(long_name(spec.name));
    throw;
  }
}

std::string file_from(const OptionSpec& spec, const std::string& word) {
  if (!word.empty()) return word;
  throw Error(ErrorKind::usage, long_name(spec.name) + " needs a file name");
}

}  // namespace

NamedSizes sizes_from(std::string_view option, std::string_view typed) {
  NamedSizes sizes;
  for (std::size_t begin = 0; begin < typed.size();) {
    const std::size_t end = std::min(typed.find('\n', begin), typed.size());
    const std::string_view word = typed.substr(begin, end - begin);
    begin = end + 1;
    const std::size_t equals = std::min(word.find('='), word.size());
    const std::string_view name = word.substr(0, equals),
                           size = word.substr(std::min(equals + 1, word.size()));
    if (!text::is_name(name) || size.empty())
      throw Error(ErrorKind::usage,
                  std::string(option) + ": expected NAME=SIZE, not " + text::in_quotes(word),
                  "for example " + std::string(option) + " D=512");
    try {
      sizes.insert_or_assign(std::string(name), text::parse_dim(size));
    } catch (Error& error) {
      error.set_subject(formatted("{} {}", option, escaped(word)));
      throw;
    }
  }
  return sizes;
}

std::vector<std::string> accepted_words(const OptionSpec& spec) {
  if (spec.kind == OptionKind::format) return formats::stream_names();
  return text::words_of(spec.values);
}

std::string help_of(const OptionSpec& spec) {
  std::string help(spec.help);
  if (spec.kind != OptionKind::format) return help;
  std::string between = " ";
  for (const std::string& name : formats::stream_names()) help += std::exchange(between, ", ") + name;
  return help;
}

std::string long_name(std::string_view name) { return std::string("--").append(name); }

std::string short_name(const OptionSpec& spec) {
  return spec.short_name.empty() ? "" : std::string("-").append(spec.short_name);
}

std::string with_long_names(std::string_view text) {
  std::string result;
  bool is_name = false;
  for (const char letter : text) {
    if (letter != '`')
      result += letter;
    else if (is_name = !is_name; is_name)
      result += "--";
  }
  return result;
}

bool is_name_of(const OptionSpec& spec, std::string_view word) {
  if (word.starts_with("--")) return word.substr(2) == spec.name;
  return word.starts_with('-') && word.size() > 1 && word.substr(1) == spec.short_name;
}

OptionWord split_option(const std::string& word) {
  const std::size_t equals = word.find('=');
  if (equals == std::string::npos) return {word, std::nullopt};
  return {word.substr(0, equals), word.substr(equals + 1)};
}

bool is_option(std::string_view word) {
  return word.size() > 1 && word[0] == '-' && !word.starts_with("->") && !text::has_form_of_number(word);
}

std::optional<std::string> last_value(std::span<const std::string> words, const OptionSpec& spec) {
  std::optional<std::string> last;
  for (std::size_t i = 0; i < words.size() && words[i] != "--"; ++i) {
    const OptionWord option = split_option(words[i]);
    if (!is_name_of(spec, option.name)) continue;
    if (spec.kind == OptionKind::flag)
      last = "";
    else if (option.value)
      last = option.value;
    else if (i + 1 < words.size())
      last = words[i + 1];
  }
  return last;
}

OptionValue parse_value(const OptionSpec& spec, const std::string& word) {
  const std::string name = long_name(spec.name);
  switch (spec.kind) {
    case OptionKind::flag:
      return true;
    case OptionKind::word:
      return word;
    case OptionKind::choice:
    case OptionKind::format:
      return choice_from(spec, word);
    case OptionKind::count:
      return count_from(spec, word);
    case OptionKind::number:
      return number_from(spec, word);
    case OptionKind::bytes:
      return bytes_from(spec, word);
    case OptionKind::integers:
      return text::parse_integers(word, name);
    case OptionKind::dtype:
      return dtype_from(spec, word);
    case OptionKind::shape:
      return text::parse_shape(word);
    case OptionKind::slice:
      return text::parse_slice(word, word, name + " " + escaped(word));
    case OptionKind::facts:
      return facts_from(spec, word);
    case OptionKind::sizes:
      sizes_from(name, word);
      return word;
    case OptionKind::file:
      break;
  }
  return file_from(spec, word);
}

Arguments arguments_of(std::span<const OptionSpec> specs, const TypedOptions& typed) {
  Arguments arguments;
  for (const OptionSpec& spec : specs) {
    const auto word = typed.find(spec.name);
    if (word != typed.end())
      arguments.insert_or_assign(std::string(spec.name), parse_value(spec, word->second));
  }
  return arguments;
}

void add_defaults(const Operation& operation, Arguments& arguments) {
  const char* version = std::getenv("TCALC_KERAS");
  if (version == nullptr || *version == '\0' || &operation != &batch_dot_operation) return;
  if (!arguments.try_emplace("keras", std::string(version)).second) return;
  try {
    keras_rule(version);
  } catch (Error& error) {
    error.set_subject("TCALC_KERAS");
    throw;
  }
}

}  // namespace tcalc::app
