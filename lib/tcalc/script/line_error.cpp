#include <string>

#include <tcalc/core/formatted.hpp>
#include <tcalc/script/line_error.hpp>

namespace tcalc::script {

std::string text_of(const Place& place) { return formatted("{}:{}", place.file, place.line); }

Error located(const Error& error, const std::vector<Span>& spans, const Place& place, std::string_view line) {
  Error result = error;
  result.set_subject(text_of(place));
  result.sources.insert(result.sources.begin(), SourceLine{std::string(line), spans});
  return result;
}

}  // namespace tcalc::script
