#include <algorithm>

#include <tcalc/core/formatted.hpp>
#include <tcalc/language/tree.hpp>

namespace tcalc::language {

Error shown(const LocatedError& error, std::string_view text, std::string_view place) {
  Error result = error;
  if (error.spans.empty()) return result;
  const std::size_t first = std::min(error.spans.front().begin, text.size());
  const std::size_t before = first == 0 ? std::string_view::npos : text.rfind('\n', first - 1);
  const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
  const std::string_view line = text.substr(begin, text.find('\n', begin) - begin);
  std::vector<Span> spans;
  for (const Span& span : error.spans) {
    if (span.begin < begin || span.begin > begin + line.size()) continue;
    spans.push_back({span.begin - begin, std::min(span.end - begin, line.size())});
  }
  if (line.find_first_not_of(" \t\r") != std::string_view::npos)
    result.sources.insert(result.sources.begin(), SourceLine{std::string(line), spans});
  if (!place.empty()) {
    const auto number = std::ranges::count(text.substr(0, begin), '\n') + 1;
    result.set_subject(formatted("{}:{}", place, number));
  }
  return result;
}

}  // namespace tcalc::language
