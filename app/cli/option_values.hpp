// Options as typed, and what they mean: CLI11 converts nothing, "010" would be 8 to it.
#pragma once

#include <app/cli/request.hpp>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>

#include <tcalc/ops/operation.hpp>

namespace tcalc::app {

// By long name.
struct Typed {
  std::map<std::string, std::string, std::less<>> words;
  std::map<std::string, bool, std::less<>> flags;

  const std::string* word(std::string_view name) const;
  bool flag(std::string_view name) const;
  bool has(std::string_view name) const { return word(name) != nullptr || flag(name); }
};

// An option's value as a whole number. Throws Error{usage} "--max: 'x' is not a number from 0 to 5".
std::int64_t count_from(const std::string& word, std::string_view option, std::int64_t least,
                        std::int64_t most);

// Those of `options` that were typed. Throws Error{usage} for a list of integers that is none, and for a
// value that is none of those listed.
Arguments arguments_of(std::span<const OptionSpec> options, const Typed& typed);

// The options of common_options.hpp. Throws Error{usage}.
void fill_common(Request& request, const Typed& typed);

}  // namespace tcalc::app
