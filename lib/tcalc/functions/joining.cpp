// New arrays out of parts of others: joined, cut, padded.
#include <algorithm>
#include <cstring>
#include <functional>
#include <vector>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/functions/function.hpp>
#include <tcalc/functions/layouts.hpp>
#include <tcalc/functions/rows.hpp>

namespace tcalc::functions {

using expression::Sequence;

namespace {

std::vector<Value> items_of(const Value& value) {
  const auto* sequence = value.get<Sequence>();
  if (sequence == nullptr || sequence->items.empty())
    throw LocatedError(
        {ErrorKind::usage, "arrays in parentheses are expected", "for example concatenate((a, b))"},
        {value.span});
  return sequence->items;
}

// Arrays one after the other along an axis. They are converted to the dtype that they promote to.
NodeId joined(Builder& builder, std::vector<NodeId> parts, int axis, const std::vector<Value>* shown) {
  std::optional<Dtype> dtype = builder.dtype(parts[0]);
  const Shape first = builder.shape(parts[0]);
  std::vector<Dim> dims = first.dims();
  Dim length = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const Shape& shape = builder.shape(parts[i]);
    const auto of_part = builder.dtype(parts[i]);
    dtype = dtype && of_part ? std::optional(promote(*dtype, *of_part)) : std::nullopt;
    const auto where = [&]() -> std::vector<Span> {
      if (shown == nullptr) return {};
      return {(*shown)[0].span, (*shown)[i].span};
    };
    if (shape.rank() != first.rank())
      throw LocatedError(
          {ErrorKind::mismatch, formatted("concatenate needs arrays of equal rank, but they are {} and {}",
                                          first.text(), shape.text())},
          where());
    for (int other = 0; other < shape.rank(); ++other) {
      if (other == axis) continue;
      const auto both = equal(dims[static_cast<std::size_t>(other)], shape[other]);
      if (!both)
        throw LocatedError(
            {ErrorKind::mismatch,
             formatted("Dimensions must be equal, but are {} and {}: axis {} of {} and {}",
                       first[other].text(), shape[other].text(), other, first.text(), shape.text())},
            where());
      dims[static_cast<std::size_t>(other)] = *both;
    }
    length = length + shape[axis];
  }
  dims[static_cast<std::size_t>(axis)] = length;
  if (dtype) {
    for (NodeId& part : parts) part = builder.converted(part, *dtype);
  }
  return builder.routine(
      "concatenate", parts, Shape(std::move(dims)), dtype, std::to_string(axis),
      [axis](std::span<const TensorView> inputs, const MutableView& result, int) {
        std::int64_t outer = 1, at = 0, row = size_of(result.dtype);
        for (int i = 0; i < axis; ++i) outer *= result.extents[static_cast<std::size_t>(i)];
        for (std::size_t i = static_cast<std::size_t>(axis); i < result.extents.size(); ++i)
          row *= result.extents[i];
        for (const TensorView& input : inputs) {
          const Tensor part = converted(input, input.dtype);
          const std::int64_t bytes = outer == 0 ? 0 : part.bytes() / outer;
          for (std::int64_t i = 0; i < outer; ++i)
            std::memcpy(result.data + i * row + at, part.data() + i * bytes, static_cast<std::size_t>(bytes));
          at += bytes;
        }
      });
}

Hint hint_of(const std::string& fact) {
  if (fact.empty()) return {};
  return OptionHint{"", "require", fact, " takes that for a fact"};
}

// The pairs (before, after) of each axis.
std::vector<std::pair<Dim, Dim>> widths_of(const Value& value, int rank) {
  std::vector<std::pair<Dim, Dim>> widths;
  const auto* sequence = value.get<Sequence>();
  const bool nested = sequence != nullptr && !sequence->items.empty() && sequence->items[0].is<Sequence>();
  if (!nested) {
    const std::vector<Dim> both = dims_of(value);
    if (both.empty() || both.size() > 2)
      throw LocatedError({ErrorKind::usage, "a width, a pair, or a pair for each axis is expected"},
                         {value.span});
    widths.assign(static_cast<std::size_t>(rank), {both.front(), both.back()});
  } else {
    for (const Value& item : sequence->items) {
      const std::vector<Dim> both = dims_of(item);
      if (both.empty() || both.size() > 2)
        throw LocatedError({ErrorKind::usage, "a pair (before, after) is expected"}, {item.span});
      widths.emplace_back(both.front(), both.back());
    }
    if (widths.size() == 1) widths.assign(static_cast<std::size_t>(rank), widths[0]);
    if (widths.size() != static_cast<std::size_t>(rank))
      throw LocatedError({ErrorKind::mismatch,
                          formatted("expected a pair for each of {} axes, got {}", rank, widths.size())},
                         {value.span});
  }
  for (const auto& [before, after] : widths) {
    if (is_negative(before) || is_negative(after))
      throw LocatedError({ErrorKind::mismatch, "a width cannot be negative"}, {value.span});
  }
  return widths;
}

std::int64_t reflected(std::int64_t at, std::int64_t length) {
  if (length == 1) return 0;
  const std::int64_t period = 2 * (length - 1);
  at = ((at % period) + period) % period;
  return at < length ? at : period - at;
}

}  // namespace

Value concatenate(Builder& builder, const Arguments& arguments, std::string_view) {
  const std::vector<Value> items = items_of(arguments.at("arrays"));
  std::vector<NodeId> parts;
  for (const Value& item : items) parts.push_back(builder.array(item));
  if (builder.rank(parts[0]) == 0)
    throw LocatedError(
        {ErrorKind::mismatch, "concatenate joins along an axis, but a 0-D array has none", "stack makes one"},
        {items[0].span});
  return array_value(joined(builder, parts, arguments.axis("axis", builder.shape(parts[0]), 0), &items));
}

Value stack(Builder& builder, const Arguments& arguments, std::string_view) {
  const std::vector<Value> items = items_of(arguments.at("arrays"));
  std::vector<NodeId> parts;
  for (const Value& item : items) parts.push_back(builder.array(item));
  const Shape first = builder.shape(parts[0]);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (builder.rank(parts[i]) != first.rank())
      throw LocatedError({ErrorKind::mismatch, formatted("stack needs equal shapes, but they are {} and {}",
                                                         first.text(), builder.shape(parts[i]).text())},
                         {items[0].span, items[i].span});
  }
  const Shape widened(std::vector<Dim>(first.dims().size() + 1, Dim(1)));
  const int axis = arguments.axis("axis", widened, 0);
  for (NodeId& part : parts) part = builder.expanded(part, axis);
  return array_value(joined(builder, parts, axis, &items));
}

Value split(Builder& builder, const Arguments& arguments, std::string_view) {
  const NodeId x = arguments.array(builder, "x");
  const int axis = arguments.axis("axis", builder.shape(x), 0);
  const Dim length = builder.shape(x)[axis];
  std::vector<Dim> bounds = {0};
  const Value& parts = arguments.at("parts");
  if (const auto* sequence = parts.get<Sequence>(); sequence != nullptr) {
    for (std::int64_t bound : integers_of(parts)) {
      if (!length.is_known()) {
        bounds.emplace_back(bound);
        continue;
      }
      if (bound < 0) bound = std::max<std::int64_t>(bound + length.size(), 0);
      bounds.emplace_back(std::clamp(bound, std::min(bounds.back().size(), length.size()), length.size()));
    }
  } else {
    const std::int64_t count = integer_of(parts);
    if (count <= 0) throw LocatedError({ErrorKind::mismatch, "split makes one part or more"}, {parts.span});
    constexpr std::int64_t most_parts = 100'000;  // each is a node of the graph
    if (count > most_parts)
      throw Error(ErrorKind::resource, formatted("split makes {} parts at most, not {}", most_parts, count));
    const Dim part = floor_divided(length, count);
    if (is_equal(part * Dim(count), length) != Verdict::proved)
      throw Error(ErrorKind::mismatch,
                  formatted("axis {} of shape {} is not divided by {}", axis, builder.shape(x).text(), count),
                  hint_of(settling_fact(length % Dim(count), 0)));
    for (std::int64_t i = 1; i < count; ++i) bounds.push_back(part * Dim(i));
  }
  bounds.push_back(length);
  Sequence result;
  for (std::size_t i = 0; i + 1 < bounds.size(); ++i)
    result.items.push_back(array_value(cut(builder, x, axis, bounds[i], bounds[i + 1])));
  return {result};
}

Value pad(Builder& builder, const Arguments& arguments, std::string_view name) {
  NodeId x = arguments.array(builder, "x");
  const std::string mode = arguments.text("mode", "constant");
  if (mode != "constant" && mode != "edge" && mode != "reflect" && mode != "wrap")
    throw LocatedError({ErrorKind::usage, "pad knows the modes 'constant', 'edge', 'reflect' and 'wrap'"},
                       {arguments.at("mode").span});
  const auto widths = widths_of(arguments.at("pad_width"), builder.rank(x));
  const Value* filler = arguments.find("constant_values");
  for (int axis = 0; axis < builder.rank(x); ++axis) {
    const auto [before, after] = widths[static_cast<std::size_t>(axis)];
    if (before.is(0) && after.is(0)) continue;
    const Dim length = builder.shape(x)[axis];
    const Dim size = length + before + after;
    const std::int64_t elements = length.is_known() ? length.size() : 1;
    const std::int64_t shift = before.is_known() ? before.size() : 0;
    if (mode == "constant") {
      NodeId value =
          filler == nullptr ? builder.number(std::int64_t{0}, Dtype::int64) : builder.array(*filler);
      if (builder.dtype(x)) value = builder.converted(value, *builder.dtype(x));
      const auto border = [&](const Dim& width) {
        std::vector<Dim> dims = builder.shape(x).dims();
        dims[static_cast<std::size_t>(axis)] = width;
        return builder.broadcast(value, Shape(dims));
      };
      x = joined(builder, {border(before), x, border(after)}, axis, nullptr);
      continue;
    }
    if (length.is(0))
      throw Error(ErrorKind::mismatch, formatted("axis {} of size 0 has nothing to pad with", axis));
    std::function<std::int64_t(std::int64_t)> source;
    if (mode == "edge")
      source = [=](std::int64_t i) { return std::clamp<std::int64_t>(i - shift, 0, elements - 1); };
    else if (mode == "wrap")
      source = [=](std::int64_t i) { return (((i - shift) % elements) + elements) % elements; };
    else
      source = [=](std::int64_t i) { return reflected(i - shift, elements); };
    x = gathered(builder, name, x, axis, size, mode + before.text(), source);
  }
  return array_value(x);
}

}  // namespace tcalc::functions
