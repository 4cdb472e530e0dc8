// How work is to be done, whatever it is: resolved once from the options.
#pragma once

#include <app/cli/option_values.hpp>
#include <app/cli/request.hpp>
#include <cstdint>
#include <optional>
#include <string>

#include <tcalc/core/dtype.hpp>
#include <tcalc/formats/format.hpp>
#include <tcalc/shape/facts.hpp>
#include <tcalc/text/print.hpp>

namespace tcalc::app {

struct Settings {
  std::optional<int> threads;              // nothing: as many as there are processors
  std::optional<std::int64_t> max_memory;  // bytes
  std::uint64_t seed = 0;                  // of random fills
  std::optional<Dtype> dtype;              // operands are converted to it
  Facts facts;                             // about the dims of shapes
  NamedSizes sizes;                        // that names of a program have
  formats::ReadOptions reading;            // of operands that are files
  bool json = false;                       // what is printed is JSON
  bool quiet = false;
  bool strict = false;   // a conversion that loses values is an error
  bool progress = true;  // may be shown on a terminal
  std::string color = "auto";
  text::PrintOptions print;
};

Settings settings_from(const Request& request);

// How many threads to compute with.
int threads_of(const Settings& settings);

}  // namespace tcalc::app
