#include <string>

#include <tcalc/script/line_error.hpp>

namespace tcalc::script {

std::string text_of(const Place& place) { return std::string(place.file) + ":" + std::to_string(place.line); }

Error located(const Error& error, const std::vector<Span>& spans, const Place& place, std::string_view line) {
  Error result = error;
  result.message = text_of(place) + ": " + error.message;
  result.details = caret_lines(line, spans);
  result.details.insert(result.details.end(), error.details.begin(), error.details.end());
  return result;
}

}  // namespace tcalc::script
