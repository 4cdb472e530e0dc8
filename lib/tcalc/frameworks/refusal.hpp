// Shapes as other libraries write them, and answers made of their words.
#pragma once

#include <string>

#include <tcalc/frameworks/framework.hpp>

namespace tcalc {

// "[3,4,5,2]": TensorFlow.
inline std::string bracketed(const Shape& shape) {
  std::string text;
  for (const Dim& dim : shape) text += (text.empty() ? "" : ",") + dim.text();
  return "[" + text + "]";
}

// "(2,3)", "(3,)": NumPy.
inline std::string tight(const Shape& shape) {
  std::string text;
  for (const Dim& dim : shape) text += (text.empty() ? "" : ",") + dim.text();
  return "(" + text + (shape.rank() == 1 ? ",)" : ")");
}

inline FrameworkAnswer refused(std::string words) { return {std::nullopt, std::move(words), {}}; }

inline bool differ(const Dim& x, const Dim& y) { return !equal(x, y); }

// "I,J" of an --axes option, or empty.
inline std::string axes_words(const FrameworkOptions& options) {
  if (!options.axes) return "";
  std::string text;
  for (const std::int64_t axis : *options.axes) text += (text.empty() ? "" : ",") + std::to_string(axis);
  return text;
}

// "axes=2" or "axes=(2, 1)"
inline std::string axes_call(const FrameworkOptions& options) {
  if (!options.axes) return "";
  const std::vector<std::int64_t>& axes = *options.axes;
  if (axes.size() == 1) return "axes=" + std::to_string(axes.front());
  return "axes=(" + std::to_string(axes.front()) + ", " + std::to_string(axes.back()) + ")";
}

}  // namespace tcalc
