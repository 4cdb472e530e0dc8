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
#include <tcalc/ops/join.hpp>

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
NodeId joined(Builder& builder, std::vector<NodeId> parts, const Joining& rule) {
  const int axis = rule.axis();
  const std::optional<Dtype> dtype = rule.dtype();
  if (dtype) {
    for (NodeId& part : parts) part = builder.converted(part, *dtype);
  }
  return builder.routine(
      "concatenate", parts, rule.shape(), dtype, std::to_string(axis),
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

// What it is called where it is no name that was typed.
std::string name_of(const Builder& builder, const Value& item, std::size_t place) {
  std::string name = builder.name_of(item);
  return name.empty() ? formatted("array {}", place + 1) : name;
}

// The rule for arrays of an expression.
Joining joining_of(Builder& builder, std::string_view name, Joining::Axis kind, int axis,
                   const std::vector<Value>& items, const std::vector<NodeId>& parts) {
  Joining rule(name, kind, axis);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    try {
      rule.add({name_of(builder, items[i], i), builder.shape(parts[i]), builder.dtype(parts[i])});
    } catch (const Error& error) {
      if (i == 0) throw LocatedError(error, {items[0].span});
      throw LocatedError(error, {items[0].span, items[i].span});
    }
  }
  return rule;
}

// The pairs (before, after) of each axis.
std::vector<std::pair<Dim, Dim>> widths_of(const Value& value, int rank) {
  std::vector<std::pair<Dim, Dim>> widths;
  const auto* sequence = value.get<Sequence>();
  const bool nested = sequence != nullptr && !sequence->items.empty() && sequence->items[0].is<Sequence>();
  if (!nested) {
    const Dims both = dims_of(value);
    if (both.empty() || both.size() > 2)
      throw LocatedError({ErrorKind::usage, "a width, a pair, or a pair for each axis is expected"},
                         {value.span});
    widths.assign(static_cast<std::size_t>(rank), {both.front(), both.back()});
  } else {
    for (const Value& item : sequence->items) {
      const Dims both = dims_of(item);
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
  const bool has_axes = builder.rank(parts[0]) > 0;
  const int axis = has_axes ? arguments.axis("axis", builder.shape(parts[0]), 0) : 0;
  return array_value(
      joined(builder, parts, joining_of(builder, "concatenate", Joining::Axis::present, axis, items, parts)));
}

Value stack(Builder& builder, const Arguments& arguments, std::string_view) {
  const std::vector<Value> items = items_of(arguments.at("arrays"));
  std::vector<NodeId> parts;
  for (const Value& item : items) parts.push_back(builder.array(item));
  const Shape widened(Dims(builder.shape(parts[0]).dims().size() + 1, Dim(1)));
  const int axis = arguments.axis("axis", widened, 0);
  const Joining rule = joining_of(builder, "stack", Joining::Axis::created, axis, items, parts);
  for (NodeId& part : parts) part = builder.expanded(part, axis);
  return array_value(joined(builder, parts, rule));
}

Value split(Builder& builder, const Arguments& arguments, std::string_view) {
  const NodeId x = arguments.array(builder, "x");
  const int axis = arguments.axis("axis", builder.shape(x), 0);
  const Dim length = builder.shape(x)[axis];
  const Value& parts = arguments.at("parts");
  Dims bounds;
  if (parts.is<Sequence>()) {
    bounds = bounds_at(length, integers_of(parts));
  } else {
    const std::int64_t count = int64_of(parts);
    if (count <= 0) throw LocatedError({ErrorKind::mismatch, "split makes one part or more"}, {parts.span});
    if (count > most_parts)
      throw Error(ErrorKind::resource, formatted("split makes {} parts at most, not {}", most_parts, count));
    bounds = bounds_of_parts(length, count, PartSizes::equal,
                             formatted("axis {} of shape {}", axis, builder.shape(x).text()));
  }
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
        Dims dims = builder.shape(x).dims();
        dims[static_cast<std::size_t>(axis)] = width;
        return builder.broadcast(value, Shape(dims));
      };
      const std::vector<NodeId> padded = {border(before), x, border(after)};
      Joining rule(name, Joining::Axis::present, axis);
      for (const NodeId part : padded)
        rule.add({std::string(name), builder.shape(part), builder.dtype(part)});
      x = joined(builder, padded, rule);
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
