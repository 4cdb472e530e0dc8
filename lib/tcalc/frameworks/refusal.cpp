#include <utility>

#include <tcalc/core/formatted.hpp>
#include <tcalc/frameworks/refusal.hpp>

namespace tcalc {

std::string bracketed(const Shape& shape) {
  std::string text;
  for (const Dim& dim : shape) text += (text.empty() ? "" : ",") + dim.text();
  return "[" + text + "]";
}

std::string tight(const Shape& shape) {
  std::string text;
  for (const Dim& dim : shape) text += (text.empty() ? "" : ",") + dim.text();
  return "(" + text + (shape.rank() == 1 ? ",)" : ")");
}

FrameworkAnswer refused(std::string words) { return {std::nullopt, std::move(words), {}}; }

bool differ(const Dim& x, const Dim& y) { return !equal(x, y); }

OwnCall batch_dot_call(const FrameworkOptions& options) {
  OwnCall call = {"batch_dot"};
  if (options.axes) call.arguments.emplace_back("axes", *options.axes);
  return call;
}

std::string axes_call(const FrameworkOptions& options) {
  if (!options.axes) return "";
  const std::vector<std::int64_t>& axes = *options.axes;
  if (axes.size() == 1) return formatted("axes={}", axes.front());
  return formatted("axes=({}, {})", axes.front(), axes.back());
}

}  // namespace tcalc
