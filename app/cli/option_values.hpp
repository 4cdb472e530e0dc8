// Options as typed, and what they mean: the one place that checks a value, for the command line and for the
// lines of a program. CLI11 converts nothing, "010" would be 8 to it.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <tcalc/ops/operation.hpp>
#include <tcalc/ops/option.hpp>

namespace tcalc::app {

// "--axes", "-o": names as they are typed. The second is empty where an option has no short name.
std::string long_name(std::string_view name);
std::string short_name(const OptionSpec& spec);

// "Without `axes`" as a shell has it: "Without --axes".
std::string with_long_names(std::string_view text);

// Whether a word is one of an option's names.
bool is_name_of(const OptionSpec& spec, std::string_view word);

// "--axes=1,2" in its parts; no value where there is no '='.
struct OptionWord {
  std::string name;
  std::optional<std::string> value;
};
OptionWord split_option(const std::string& word);

// Whether a word is an option and not an operand. "->ij" is the spec of an einsum, -1.5 a
// value.
bool is_option(std::string_view word);

// All that a value can be, where it is one of a list; else nothing.
std::vector<std::string> accepted_words(const OptionSpec& spec);
// What help says of an option, with the formats there are.
std::string help_of(const OptionSpec& spec);

// The value that the words give an option, the last one where there are several; empty for a flag. Looks at
// nothing else, so that it can be asked of words that are wrong elsewhere.
std::optional<std::string> last_value(std::span<const std::string> words, const OptionSpec& spec);

// What a value means. Throws Error{usage} "--max: must be a whole number from 0 to 5, not 'x'" and the like.
OptionValue parse_value(const OptionSpec& spec, const std::string& word);

// Sizes of names, "D=512", a line each. Throws Error{usage}, beginning with the option.
using NamedSizes = std::map<std::string, Dim, std::less<>>;
NamedSizes sizes_from(std::string_view option, std::string_view typed);

// Values by long name; a flag is there with any.
using TypedOptions = std::map<std::string, std::string, std::less<>>;

// Those of `specs` that were typed. Throws what parse_value throws.
Arguments arguments_of(std::span<const OptionSpec> specs, const TypedOptions& typed);

// Options that were not typed, from the environment: the Keras version of batch_dot is that of TCALC_KERAS.
// Throws Error{usage} when that is none.
void add_defaults(const Operation& operation, Arguments& arguments);

}  // namespace tcalc::app
