#include <algorithm>
#include <app/arrays/open_operands.hpp>
#include <utility>

#include <tcalc/core/error.hpp>
#include <tcalc/text/operand.hpp>

namespace tcalc::app {

Source open_operand(const Request& request, const Settings& settings, std::size_t place) {
  const std::string& typed = request.operands[place];
  return {text::parse_operand(typed, settings.facts),
          typed,
          side_name(place),
          {settings.dtype, settings.strict},
          settings.seed + place,
          settings.reading};
}

std::vector<Source> open_operands(const Request& request, const Settings& settings, const MemoryLimit& limit,
                                  const Reporter& reporter, bool values_wanted) {
  std::vector<text::Operand> parsed;
  for (const std::string& typed : request.operands)
    parsed.push_back(text::parse_operand(typed, settings.facts));
  const auto is_shape = [](const text::Operand& operand) { return std::holds_alternative<Shape>(operand); };
  const auto is_standard_input = [](const text::Operand& operand) {
    return std::holds_alternative<text::StandardInput>(operand);
  };
  const bool shapes_asked = !values_wanted || std::ranges::any_of(parsed, is_shape);

  std::vector<Source> sources;
  auto streams_left = std::ranges::count_if(parsed, is_standard_input);
  for (std::size_t i = 0; i < parsed.size(); ++i) {
    const bool is_stream = is_standard_input(parsed[i]);
    sources.emplace_back(std::move(parsed[i]), request.operands[i], side_name(i),
                         Conversion{settings.dtype, settings.strict}, settings.seed + i, settings.reading);
    if (is_stream && streams_left == 1) sources.back().require_end();
    if (!is_stream || --streams_left == 0) continue;
    Source& source = sources.back();
    if (shapes_asked) {
      source.skip();
    } else {
      limit.require(source.operand(), source.buffer_bytes());
      source.load();
    }
  }
  for (const Source& source : sources) source.warn_of_oddities(reporter);
  return sources;
}

void forbid_output(const Destination& destination, const std::string& reason) {
  if (destination.is_named()) throw Error(ErrorKind::usage, "--out: " + reason + " to write");
  if (destination.format->write_shape == nullptr)
    throw Error(ErrorKind::usage, "--format: " + reason + " to write");
}

bool shape_only(const Request& request, const Destination& destination, const std::vector<Source>& sources) {
  const Source* shape = nullptr;
  for (const Source& source : sources) {
    if (!source.has_data() && shape == nullptr) shape = &source;
  }
  if (shape == nullptr && !request.has("shape")) return false;
  const std::string reason = shape != nullptr
                                 ? "operand " + shape->operand().name + " is a shape and has no values"
                                 : "--shape computes no values";
  forbid_output(destination, reason);
  if (request.options.contains("dtype") && shape != nullptr && !request.has("shape"))
    throw Error(ErrorKind::usage, "--dtype: " + reason + " to convert");
  return true;
}

}  // namespace tcalc::app
