#include <app/cli/option_values.hpp>
#include <app/cli/reading_options.hpp>
#include <app/cli/settings.hpp>

#include <tcalc/kernel/threads.hpp>

namespace tcalc::app {

Settings settings_from(const Request& request) {
  const Arguments& options = request.options;
  Settings settings;
  if (const auto* count = find_option<std::int64_t>(options, "threads"))
    settings.threads = static_cast<int>(*count);
  if (const auto* bytes = find_option<std::int64_t>(options, "max-memory")) settings.max_memory = *bytes;
  if (const auto* count = find_option<std::int64_t>(options, "seed"))
    settings.seed = static_cast<std::uint64_t>(*count);
  if (const auto* dtype = find_option<Dtype>(options, "dtype")) settings.dtype = *dtype;
  if (const auto* facts = find_option<Facts>(options, "require")) settings.facts = *facts;
  if (const std::string* typed = find_word(options, "set")) settings.sizes = sizes_from("--set", *typed);
  const std::string* format = find_word(options, "format");
  settings.json = request.has("json") || (format != nullptr && *format == "json");
  settings.quiet = request.has("quiet");
  settings.reading = read_options_from(options);
  if (const auto* dtype = find_option<Dtype>(options, "as")) settings.reading.dtypes.of_void = *dtype;
  settings.strict = request.has("strict");
  settings.progress = !settings.quiet && !request.has("no-progress");
  if (const std::string* when = find_word(options, "color")) settings.color = *when;
  settings.print.full = request.has("full");
  if (const auto* count = find_option<std::int64_t>(options, "precision"))
    settings.print.precision = static_cast<int>(*count);
  return settings;
}

int threads_of(const Settings& settings) { return settings.threads.value_or(default_threads()); }

}  // namespace tcalc::app
