#include <app/cli/reading_options.hpp>

#include <tcalc/core/error.hpp>
#include <tcalc/core/in_quotes.hpp>
#include <tcalc/formats/registry.hpp>

namespace tcalc::app {

namespace {

char delimiter_from(const std::string& word) {
  if (word == "tab" || word == "\\t") return '\t';
  if (word == "space") return ' ';
  if (word.size() == 1) return word[0];
  throw Error(ErrorKind::usage, "--delimiter: must be a character, tab or space, not " + in_quotes(word));
}

}  // namespace

formats::ReadOptions read_options_from(const Arguments& options) {
  formats::ReadOptions reading;
  if (const std::string* name = find_word(options, "from")) reading.format = formats::find(*name);
  if (const std::string* word = find_word(options, "delimiter"))
    reading.table.separator = delimiter_from(*word);
  if (const auto* lines = find_option<std::int64_t>(options, "skip")) reading.table.skip = *lines;
  return reading;
}

}  // namespace tcalc::app
