#include <algorithm>
#include <app/cli/common_options.hpp>
#include <app/cli/option_values.hpp>
#include <array>
#include <utility>

#include <tcalc/core/error.hpp>
#include <tcalc/os/memory.hpp>
#include <tcalc/text/layout.hpp>
#include <tcalc/text/number.hpp>
#include <tcalc/text/operand.hpp>

namespace tcalc::app {

namespace {

Dtype parse_dtype_option(const std::string& word) {
  const auto parsed = parse_dtype(word);
  if (!parsed) {
    throw Error(ErrorKind::usage, "--dtype: unknown dtype '" + escaped(word) + "'",
                "supported: " + supported_dtypes());
  }
  return parsed->dtype;
}

// --json is short for --format json; without either the name of the output file decides.
Format format_of(const Request& request, const Typed& typed) {
  const std::string* word = typed.word("--format");
  if (typed.flag("--json")) {
    if (word != nullptr && *word != "json")
      throw Error(ErrorKind::usage, "--json and --format " + escaped(*word) + " exclude each other");
    return Format::json;
  }
  if (word == nullptr) {
    return request.out ? format_of_file(*request.out) : Format::text;
  }
  constexpr std::array<std::pair<std::string_view, Format>, 4> formats = {
      {{"text", Format::text}, {"json", Format::json}, {"csv", Format::csv}, {"npy", Format::npy}}};
  for (const auto& [name, format] : formats) {
    if (*word == name) return format;
  }
  throw Error(ErrorKind::internal, "--format " + escaped(*word) + " is listed, but not known");
}

// Where all values of an option are listed, it has no others.
void check_value(const OptionSpec& spec, const std::string& word) {
  const std::vector<std::string> values = text::words_of(spec.values);
  if (values.empty() || std::ranges::find(values, word) != values.end()) return;
  std::string list;
  for (const std::string& value : values) list += (list.empty() ? "" : ", ") + value;
  throw Error(ErrorKind::usage, std::string(spec.name) + ": '" + escaped(word) + "' is none of " + list);
}

}  // namespace

std::int64_t count_from(const std::string& word, std::string_view option, std::int64_t least,
                        std::int64_t most) {
  const auto value = text::parse_integer(word);
  if (value && *value >= least && *value <= most) return *value;
  throw Error(ErrorKind::usage, std::string(option) + ": '" + escaped(word) + "' is not a number from " +
                                    std::to_string(least) + " to " + std::to_string(most));
}

const std::string* Typed::word(std::string_view name) const {
  const auto found = words.find(name);
  return found == words.end() ? nullptr : &found->second;
}

bool Typed::flag(std::string_view name) const {
  const auto found = flags.find(name);
  return found != flags.end() && found->second;
}

Arguments arguments_of(std::span<const OptionSpec> options, const Typed& typed) {
  Arguments arguments;
  for (const OptionSpec& spec : options) {
    const std::string name(spec.name);
    if (spec.kind == OptionKind::flag) {
      if (typed.flag(name)) arguments[name] = true;
    } else if (const std::string* word = typed.word(name)) {
      check_value(spec, *word);
      if (spec.kind == OptionKind::integers)
        arguments[name] = text::parse_integers(*word, name);
      else
        arguments[name] = *word;
    }
  }
  return arguments;
}

void fill_common(Request& request, const Typed& typed) {
  constexpr int most_digits = 340;  // beyond the longest double
  constexpr int most_threads = 1 << 12;
  for (const CommonOption& option : common_options) {
    if (const auto* word = typed.word(option.spec.name)) check_value(option.spec, *word);
  }
  request.shape_only = typed.flag("--shape");
  request.compress = typed.flag("--compress");
  request.full = typed.flag("--full");
  request.quiet = typed.flag("--quiet");
  request.sync = typed.flag("--sync");
  request.each = typed.flag("--each");
  request.progress = !request.quiet && !typed.flag("--no-progress");
  if (const auto* word = typed.word("--out")) {
    if (word->empty()) throw Error(ErrorKind::usage, "--out needs a file name");
    request.out = *word;
  }
  request.format = format_of(request, typed);
  if (const auto* word = typed.word("--dtype")) request.dtype = parse_dtype_option(*word);
  if (const auto* word = typed.word("--precision"))
    request.precision = static_cast<int>(count_from(*word, "--precision", 0, most_digits));
  if (const auto* word = typed.word("--seed"))
    request.seed = static_cast<std::uint64_t>(count_from(*word, "--seed", 0, INT64_MAX));
  if (const auto* word = typed.word("--threads"))
    request.threads = static_cast<int>(count_from(*word, "--threads", 1, most_threads));
  if (const auto* word = typed.word("--max-memory")) {
    request.max_memory = os::parse_bytes(*word);
    if (!request.max_memory)
      throw Error(ErrorKind::usage, "--max-memory: '" + escaped(*word) + "' is not a size",
                  "for example 512M or 2G");
  }
  if (const auto* word = typed.word("--color")) request.color = *word;
}

}  // namespace tcalc::app
