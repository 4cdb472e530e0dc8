// Functions that arrange elements anew.
#include <algorithm>
#include <array>
#include <cstring>

#include <tcalc/functions/function.hpp>
#include <tcalc/functions/rows.hpp>
#include <tcalc/view/axes.hpp>
#include <tcalc/view/rows.hpp>

namespace tcalc::functions {

using expression::Sequence;

namespace {

Value reshape(Builder& builder, const Arguments& arguments, std::string_view) {
  const NodeId x = arguments.array(builder, "x");
  if (arguments.rest().empty())
    throw LocatedError({ErrorKind::usage, "a shape is missing", "reshape(x, 2, 3) or reshape(x, -1)"},
                       {arguments.call()});
  return array_value(builder.reshaped(x, dims_of(arguments.rest())));
}

Value ravel(Builder& builder, const Arguments& arguments, std::string_view) {
  return array_value(builder.reshaped(arguments.array(builder, "x"), {Dim(-1)}));
}

Value transpose(Builder& builder, const Arguments& arguments, std::string_view) {
  const NodeId x = arguments.array(builder, "x");
  const Shape& shape = builder.shape(x);
  std::vector<int> order = axis_range(0, shape.rank());
  const std::vector<Value>& rest = arguments.rest();
  if (rest.empty() || (rest.size() == 1 && rest[0].is<expression::None>())) {
    std::ranges::reverse(order);
    return array_value(builder.transposed(x, order));
  }
  std::vector<std::int64_t> given;
  for (const Value& value : rest) {
    for (const std::int64_t axis : integers_of(value)) given.push_back(axis);
  }
  const std::string text = "(" + std::to_string(given.size()) + " given)";
  if (given.size() != order.size())
    throw Error(ErrorKind::mismatch, "transpose needs each axis of shape " + shape.text() + " once " + text);
  order.clear();
  for (const std::int64_t axis : given) order.push_back(expression::normal_axis(axis, shape));
  std::vector<int> sorted = order;
  std::ranges::sort(sorted);
  if (std::ranges::adjacent_find(sorted) != sorted.end())
    throw Error(ErrorKind::mismatch, "transpose needs each axis of shape " + shape.text() + " once");
  return array_value(builder.transposed(x, order));
}

Value swapaxes(Builder& builder, const Arguments& arguments, std::string_view) {
  const NodeId x = arguments.array(builder, "x");
  std::vector<int> order = axis_range(0, builder.rank(x));
  std::swap(order[static_cast<std::size_t>(arguments.axis("axis1", builder.shape(x), 0))],
            order[static_cast<std::size_t>(arguments.axis("axis2", builder.shape(x), 0))]);
  return array_value(builder.transposed(x, order));
}

Value moveaxis(Builder& builder, const Arguments& arguments, std::string_view) {
  const NodeId x = arguments.array(builder, "x");
  const Shape& shape = builder.shape(x);
  const std::vector<std::int64_t> from = integers_of(arguments.at("source")),
                                  to = integers_of(arguments.at("destination"));
  if (from.size() != to.size())
    throw Error(ErrorKind::mismatch, "moveaxis needs as many destinations as sources");
  std::vector<int> sources, order;
  for (const std::int64_t axis : from) sources.push_back(expression::normal_axis(axis, shape));
  for (const int axis : axis_range(0, shape.rank())) {
    if (std::ranges::find(sources, axis) == sources.end()) order.push_back(axis);
  }
  std::vector<std::pair<int, int>> moves;
  for (std::size_t i = 0; i < to.size(); ++i)
    moves.emplace_back(expression::normal_axis(to[i], shape), sources[i]);
  std::ranges::sort(moves);
  for (std::size_t i = 1; i < moves.size(); ++i) {
    if (moves[i].first == moves[i - 1].first)
      throw Error(ErrorKind::mismatch, "a destination is given twice");
  }
  std::ranges::sort(sources);
  if (std::ranges::adjacent_find(sources) != sources.end())
    throw Error(ErrorKind::mismatch, "a source is given twice");
  for (const auto& [destination, source] : moves) order.insert(order.begin() + destination, source);
  return array_value(builder.transposed(x, order));
}

Value expand_dims(Builder& builder, const Arguments& arguments, std::string_view) {
  NodeId x = arguments.array(builder, "x");
  const std::vector<std::int64_t> given = integers_of(arguments.at("axis"));
  // The axes are those of the result.
  const Shape widened(std::vector<Dim>(builder.shape(x).dims().size() + given.size(), Dim(1)));
  std::vector<int> axes;
  for (const std::int64_t axis : given) axes.push_back(expression::normal_axis(axis, widened));
  std::ranges::sort(axes);
  if (std::ranges::adjacent_find(axes) != axes.end())
    throw Error(ErrorKind::mismatch, "an axis is given twice");
  for (const int axis : axes) x = builder.expanded(x, axis);
  return array_value(x);
}

Value squeeze(Builder& builder, const Arguments& arguments, std::string_view) {
  NodeId x = arguments.array(builder, "x");
  std::vector<int> axes = arguments.axes("axis", builder.shape(x));
  const bool all = arguments.find("axis") == nullptr;
  for (auto axis = axes.rbegin(); axis != axes.rend(); ++axis) {
    const Dim& dim = builder.shape(x)[*axis];
    if (all && !dim.is(1)) continue;
    if (!dim.is(1) && !dim.is_unknown())
      throw Error(ErrorKind::mismatch, "squeeze drops axes of size 1, but axis " + std::to_string(*axis) +
                                           " of shape " + builder.shape(x).text() + " has size " +
                                           dim.text());
    x = builder.squeezed(x, *axis);
  }
  return array_value(x);
}

Value broadcast_to(Builder& builder, const Arguments& arguments, std::string_view) {
  return array_value(builder.broadcast(arguments.array(builder, "x"), Shape(dims_of(arguments.at("shape")))));
}

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
      throw LocatedError({ErrorKind::mismatch, "concatenate needs arrays of equal rank, but they are " +
                                                   first.text() + " and " + shape.text()},
                         where());
    for (int other = 0; other < shape.rank(); ++other) {
      if (other == axis) continue;
      const auto both = equal(dims[static_cast<std::size_t>(other)], shape[other]);
      if (!both)
        throw LocatedError(
            {ErrorKind::mismatch, "Dimensions must be equal, but are " + first[other].text() + " and " +
                                      shape[other].text() + ": axis " + std::to_string(other) + " of " +
                                      first.text() + " and " + shape.text()},
            where());
      dims[static_cast<std::size_t>(other)] = *both;
    }
    length = length + shape[axis];
  }
  dims[static_cast<std::size_t>(axis)] = length;
  if (dtype) {
    for (NodeId& part : parts) part = builder.converted(part, *dtype);
  }
  return builder.routine("concatenate", parts, Shape(std::move(dims)), dtype, std::to_string(axis),
                         [axis](std::span<const TensorView> inputs, Tensor& result, int) {
                           std::int64_t outer = 1, at = 0, row = size_of(result.dtype());
                           for (int i = 0; i < axis; ++i)
                             outer *= result.extents()[static_cast<std::size_t>(i)];
                           for (std::size_t i = static_cast<std::size_t>(axis); i < result.extents().size();
                                ++i)
                             row *= result.extents()[i];
                           for (const TensorView& input : inputs) {
                             const Tensor part = converted(input, input.dtype);
                             const std::int64_t bytes = outer == 0 ? 0 : part.bytes() / outer;
                             for (std::int64_t i = 0; i < outer; ++i)
                               std::memcpy(result.data() + i * row + at, part.data() + i * bytes,
                                           static_cast<std::size_t>(bytes));
                             at += bytes;
                           }
                         });
}

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
      throw LocatedError({ErrorKind::mismatch, "stack needs equal shapes, but they are " + first.text() +
                                                   " and " + builder.shape(parts[i]).text()},
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
    const Dim part = floor_divided(length, count);
    if (is_equal(part * Dim(count), length) != Verdict::proved)
      throw Error(ErrorKind::mismatch, "axis " + std::to_string(axis) + " of shape " +
                                           builder.shape(x).text() + " is not divided by " +
                                           std::to_string(count));
    for (std::int64_t i = 1; i < count; ++i) bounds.push_back(part * Dim(i));
  }
  bounds.push_back(length);
  Sequence result;
  for (std::size_t i = 0; i + 1 < bounds.size(); ++i)
    result.items.push_back(array_value(cut(builder, x, axis, bounds[i], bounds[i + 1])));
  return {result};
}

Value repeat(Builder& builder, const Arguments& arguments, std::string_view name) {
  NodeId x = arguments.array(builder, "x");
  if (arguments.find("axis") == nullptr || builder.rank(x) == 0) x = builder.reshaped(x, {Dim(-1)});
  const int axis = arguments.axis("axis", builder.shape(x), 0);
  const std::int64_t times = integer_of(arguments.at("repeats"));
  if (times < 0)
    throw LocatedError({ErrorKind::mismatch, "repeats cannot be negative"}, {arguments.at("repeats").span});
  return array_value(gathered(builder, name, x, axis, builder.shape(x)[axis] * Dim(times),
                              std::to_string(times), [times](std::int64_t i) { return i / times; }));
}

Value tile(Builder& builder, const Arguments& arguments, std::string_view name) {
  NodeId x = arguments.array(builder, "x");
  const std::vector<std::int64_t> times = integers_of(arguments.at("reps"));
  while (builder.rank(x) < static_cast<int>(times.size())) x = builder.expanded(x, 0);
  const int skipped = builder.rank(x) - static_cast<int>(times.size());
  for (std::size_t i = 0; i < times.size(); ++i) {
    if (times[i] < 0)
      throw LocatedError({ErrorKind::mismatch, "repetitions cannot be negative"},
                         {arguments.at("reps").span});
    if (times[i] == 1) continue;
    const int axis = skipped + static_cast<int>(i);
    const Dim length = builder.shape(x)[axis];
    const std::int64_t period = length.is_known() ? std::max<std::int64_t>(length.size(), 1) : 1;
    x = gathered(builder, name, x, axis, length * Dim(times[i]), "",
                 [period](std::int64_t at) { return at % period; });
  }
  return array_value(x);
}

// The pairs (before, after) of each axis.
std::vector<std::pair<std::int64_t, std::int64_t>> widths_of(const Value& value, int rank) {
  std::vector<std::pair<std::int64_t, std::int64_t>> widths;
  const auto* sequence = value.get<Sequence>();
  const bool nested = sequence != nullptr && !sequence->items.empty() && sequence->items[0].is<Sequence>();
  if (!nested) {
    const std::vector<std::int64_t> both = integers_of(value);
    if (both.empty() || both.size() > 2)
      throw LocatedError({ErrorKind::usage, "a width, a pair, or a pair for each axis is expected"},
                         {value.span});
    widths.assign(static_cast<std::size_t>(rank), {both.front(), both.back()});
  } else {
    for (const Value& item : sequence->items) {
      const std::vector<std::int64_t> both = integers_of(item);
      if (both.empty() || both.size() > 2)
        throw LocatedError({ErrorKind::usage, "a pair (before, after) is expected"}, {item.span});
      widths.emplace_back(both.front(), both.back());
    }
    if (widths.size() == 1) widths.assign(static_cast<std::size_t>(rank), widths[0]);
    if (widths.size() != static_cast<std::size_t>(rank))
      throw LocatedError({ErrorKind::mismatch, "there are " + std::to_string(widths.size()) + " pairs for " +
                                                   std::to_string(rank) + " axes"},
                         {value.span});
  }
  for (const auto& [before, after] : widths) {
    if (before < 0 || after < 0)
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
    if (before == 0 && after == 0) continue;
    const Dim length = builder.shape(x)[axis];
    const Dim size = length + Dim(before + after);
    const std::int64_t elements = length.is_known() ? length.size() : 1;
    const std::int64_t shift = before;
    if (mode == "constant") {
      NodeId value =
          filler == nullptr ? builder.number(std::int64_t{0}, Dtype::int64) : builder.array(*filler);
      if (builder.dtype(x)) value = builder.converted(value, *builder.dtype(x));
      const auto border = [&](std::int64_t width) {
        std::vector<Dim> dims = builder.shape(x).dims();
        dims[static_cast<std::size_t>(axis)] = width;
        return builder.broadcast(value, Shape(dims));
      };
      x = joined(builder, {border(before), x, border(after)}, axis, nullptr);
      continue;
    }
    if (length.is(0))
      throw Error(ErrorKind::mismatch, "axis " + std::to_string(axis) + " of size 0 has nothing to pad with");
    std::function<std::int64_t(std::int64_t)> source;
    if (mode == "edge")
      source = [=](std::int64_t i) { return std::clamp<std::int64_t>(i - shift, 0, elements - 1); };
    else if (mode == "wrap")
      source = [=](std::int64_t i) { return (((i - shift) % elements) + elements) % elements; };
    else
      source = [=](std::int64_t i) { return reflected(i - shift, elements); };
    x = gathered(builder, name, x, axis, size, mode + std::to_string(before), source);
  }
  return array_value(x);
}

Value astype(Builder& builder, const Arguments& arguments, std::string_view) {
  return array_value(builder.converted(arguments.array(builder, "x"), dtype_of(arguments.at("dtype"))));
}

NodeId diagonal_of(Builder& builder, NodeId x, std::int64_t offset, int first, int second) {
  const Shape& shape = builder.shape(x);
  const Dim rows = offset < 0 ? shape[first] + Dim(offset) : shape[first];
  const Dim columns = offset > 0 ? shape[second] - Dim(offset) : shape[second];
  Dim length = minimum(rows, columns);
  length = maximum(length, Dim(0));
  std::vector<Dim> dims;
  for (int axis = 0; axis < shape.rank(); ++axis) {
    if (axis != first && axis != second) dims.push_back(shape[axis]);
  }
  dims.push_back(length);
  return builder.view("diagonal", x, Shape(dims),
                      std::to_string(offset) + "," + std::to_string(first) + "," + std::to_string(second),
                      [=](const TensorView& view) {
                        TensorView part = view;
                        const auto a = static_cast<std::size_t>(first), b = static_cast<std::size_t>(second);
                        if (length.size() > 0)
                          part.data += (offset < 0 ? -offset * view.strides[a] : offset * view.strides[b]) *
                                       size_of(view.dtype);
                        for (const std::size_t axis : {std::max(a, b), std::min(a, b)}) {
                          part.extents.erase(part.extents.begin() + static_cast<std::ptrdiff_t>(axis));
                          part.strides.erase(part.strides.begin() + static_cast<std::ptrdiff_t>(axis));
                        }
                        part.extents.push_back(length.size());
                        part.strides.push_back(view.strides[a] + view.strides[b]);
                        return std::optional(part);
                      });
}

NodeId diagonal_from(Builder& builder, const Arguments& arguments) {
  const NodeId x = arguments.array(builder, "x");
  if (builder.rank(x) < 2)
    throw Error(ErrorKind::mismatch,
                "a diagonal is of two axes, but the shape is " + builder.shape(x).text());
  const int first = arguments.axis("axis1", builder.shape(x), 0),
            second = arguments.axis("axis2", builder.shape(x), 1);
  if (first == second) throw Error(ErrorKind::mismatch, "axis1 and axis2 are the same");
  return diagonal_of(builder, x, arguments.integer("offset", 0), first, second);
}

Value diagonal(Builder& builder, const Arguments& arguments, std::string_view) {
  return array_value(diagonal_from(builder, arguments));
}

Value trace(Builder& builder, const Arguments& arguments, std::string_view) {
  NodeId x = diagonal_from(builder, arguments);
  const auto dtype = builder.dtype(x);
  if (dtype && info(*dtype).kind < DtypeKind::floating)
    x = builder.converted(x, info(*dtype).kind == DtypeKind::unsigned_integer ? Dtype::uint64 : Dtype::int64);
  return array_value(builder.reduce("sum", x, {builder.rank(x) - 1}, false));
}

// Keeps what is on one side of a diagonal of the last two axes; the rest is 0.
Value triangle(Builder& builder, const Arguments& arguments, std::string_view name) {
  NodeId x = arguments.array(builder, "x");
  if (builder.rank(x) == 0)
    throw Error(ErrorKind::mismatch, std::string(name) + " is of two axes, but the shape is ()");
  if (builder.rank(x) == 1)
    x = builder.broadcast(x, Shape(std::vector<Dim>{builder.shape(x)[0], builder.shape(x)[0]}));
  const std::int64_t k = arguments.integer("k", 0);
  const bool lower = name == "tril";
  return array_value(builder.routine(name, {x}, builder.shape(x), builder.dtype(x), std::to_string(k),
                                     [k, lower](std::span<const TensorView> inputs, Tensor& result, int) {
                                       convert_into(inputs[0], inputs[0].dtype, result.data());
                                       const std::size_t rank = result.extents().size();
                                       const std::int64_t columns = result.extents()[rank - 1];
                                       const std::int64_t rows = result.extents()[rank - 2];
                                       if (rows == 0 || columns == 0) return;
                                       const std::int64_t size = size_of(result.dtype());
                                       const std::int64_t all = count(result.extents()) / columns;
                                       for (std::int64_t row = 0; row < all; ++row) {
                                         const std::int64_t diagonal = row % rows + k;
                                         const std::int64_t first =
                                             lower ? std::clamp<std::int64_t>(diagonal + 1, 0, columns) : 0;
                                         const std::int64_t last =
                                             lower ? columns : std::clamp<std::int64_t>(diagonal, 0, columns);
                                         std::memset(result.data() + (row * columns + first) * size, 0,
                                                     static_cast<std::size_t>((last - first) * size));
                                       }
                                     }));
}

Value windows(Builder& builder, const Arguments& arguments, std::string_view name) {
  const NodeId x = arguments.array(builder, "x");
  const Shape shape = builder.shape(x);
  const std::vector<Dim> sizes = dims_of(arguments.at("window_shape"));
  std::vector<int> axes;
  if (const Value* axis = arguments.find("axis"); axis != nullptr) {
    for (const std::int64_t one : integers_of(*axis)) axes.push_back(expression::normal_axis(one, shape));
  } else {
    axes = axis_range(0, shape.rank());
  }
  if (axes.size() != sizes.size())
    throw Error(ErrorKind::mismatch, "a window needs a size for each axis: " + std::to_string(axes.size()) +
                                         " axes, " + std::to_string(sizes.size()) + " sizes");
  std::vector<Dim> dims = shape.dims();
  std::string parameters;
  for (std::size_t i = 0; i < axes.size(); ++i) {
    Dim& dim = dims[static_cast<std::size_t>(axes[i])];
    if (is_at_least(dim, sizes[i]) == Verdict::refuted)
      throw Error(ErrorKind::mismatch, "a window of " + sizes[i].text() + " is larger than axis " +
                                           std::to_string(axes[i]) + " of shape " + shape.text());
    dim = dim - sizes[i] + Dim(1);
    parameters += std::to_string(axes[i]) + ":" + sizes[i].text() + ",";
  }
  dims.insert(dims.end(), sizes.begin(), sizes.end());
  return array_value(builder.view(name, x, Shape(dims), parameters, [axes, sizes](const TensorView& view) {
    TensorView result = view;
    for (std::size_t i = 0; i < axes.size(); ++i) {
      const auto along = static_cast<std::size_t>(axes[i]);
      result.extents[along] -= sizes[i].size() - 1;
      result.extents.push_back(sizes[i].size());
      result.strides.push_back(view.strides[along]);
    }
    return std::optional(result);
  }));
}

Value flip(Builder& builder, const Arguments& arguments, std::string_view name) {
  const NodeId x = arguments.array(builder, "x");
  const std::vector<int> axes = arguments.axes("axis", builder.shape(x));
  return array_value(
      builder.view(name, x, builder.shape(x), expression::text_of(axes), [axes](const TensorView& view) {
        TensorView result = view;
        for (const int axis : axes) {
          const auto along = static_cast<std::size_t>(axis);
          if (view.extents[along] > 0)
            result.data += (view.extents[along] - 1) * view.strides[along] * size_of(view.dtype);
          result.strides[along] = -view.strides[along];
        }
        return std::optional(result);
      }));
}

Value roll(Builder& builder, const Arguments& arguments, std::string_view name) {
  NodeId x = arguments.array(builder, "x");
  const Shape before = builder.shape(x);
  const std::vector<std::int64_t> shifts = integers_of(arguments.at("shift"));
  const bool flat = arguments.find("axis") == nullptr;
  if (flat) x = builder.reshaped(x, {Dim(-1)});
  std::vector<std::int64_t> axes = flat ? std::vector<std::int64_t>{0} : integers_of(arguments.at("axis"));
  if (shifts.size() != axes.size() && shifts.size() != 1 && axes.size() != 1)
    throw Error(ErrorKind::mismatch, "roll needs a shift for each axis");
  const std::size_t count = std::max(shifts.size(), axes.size());
  for (std::size_t i = 0; i < count; ++i) {
    const int axis = expression::normal_axis(axes[axes.size() == 1 ? 0 : i], builder.shape(x));
    const std::int64_t shift = shifts[shifts.size() == 1 ? 0 : i];
    const Dim length = builder.shape(x)[axis];
    const std::int64_t n = length.is_known() ? std::max<std::int64_t>(length.size(), 1) : 1;
    const std::int64_t by = ((shift % n) + n) % n;
    x = gathered(builder, name, x, axis, length, std::to_string(shift),
                 [=](std::int64_t at) { return (at - by + n) % n; });
  }
  return array_value(flat ? builder.reshaped(x, before.dims()) : x);
}

constexpr std::array table = {
    Function{"reshape(x, *shape)", "the same elements in another shape; -1 is the size that is left",
             "arange(6).reshape(2, -1)", "[[0 1 2]\n [3 4 5]]", reshape},
    Function{"ravel(x)", "all elements in one axis", "ravel([[1, 2], [3, 4]])", "[1 2 3 4]", ravel},
    Function{"transpose(x, *axes)", "axes in another order, reversed where none is given",
             "transpose([[1, 2], [3, 4]])", "[[1 3]\n [2 4]]", transpose},
    Function{"swapaxes(x, axis1, axis2)", "two axes exchanged", "swapaxes(zeros((2, 3, 4)), 0, 2).shape",
             "(4, 3, 2)", swapaxes},
    Function{"moveaxis(x, source, destination)", "axes moved to other places",
             "moveaxis(zeros((2, 3, 4)), 0, -1).shape", "(3, 4, 2)", moveaxis},
    Function{"expand_dims(x, axis)", "a new axis of size 1", "expand_dims([1, 2], 0)", "[[1 2]]",
             expand_dims},
    Function{"squeeze(x, axis=None)", "without axes of size 1", "squeeze([[1, 2]])", "[1 2]", squeeze},
    Function{"broadcast_to(x, shape)", "repeated along axes of size 1 and new ones",
             "broadcast_to([1, 2], (2, 2))", "[[1 2]\n [1 2]]", broadcast_to},
    Function{"concatenate(arrays, axis=0)", "one after the other along an axis", "concatenate(([1, 2], [3]))",
             "[1 2 3]", concatenate},
    Function{"stack(arrays, axis=0)", "one after the other along a new axis",
             "stack(([1, 2], [3, 4]), axis=1)", "[[1 3]\n [2 4]]", stack},
    Function{"split(x, parts, axis=0)", "a number of equal parts, or cut at places",
             "split([1, 2, 3, 4], 2)[1]", "[3 4]", split},
    Function{"repeat(x, repeats, axis=None)", "each element so many times", "repeat([1, 2], 2)", "[1 1 2 2]",
             repeat},
    Function{"tile(x, reps)", "the whole so many times", "tile([1, 2], 2)", "[1 2 1 2]", tile},
    Function{"pad(x, pad_width, mode='constant', constant_values=0)",
             "wider at both ends; modes constant edge reflect wrap", "pad([1, 2], 1)", "[0 1 2 0]", pad},
    Function{"astype(x, dtype)", "in another dtype: floats are truncated, integers wrap",
             "astype([1.7, -1.7], 'i4')", "[ 1 -1]", astype},
    Function{"diagonal(x, offset=0, axis1=0, axis2=1)", "elements with equal indices along two axes",
             "diagonal([[1, 2], [3, 4]])", "[1 4]", diagonal},
    Function{"trace(x, offset=0, axis1=0, axis2=1)", "the sum of a diagonal", "trace([[1, 2], [3, 4]])", "5",
             trace},
    Function{"tril(x, k=0)", "0 above a diagonal", "tril([[1, 2], [3, 4]])", "[[1 0]\n [3 4]]", triangle},
    Function{"triu(x, k=0)", "0 below a diagonal", "triu([[1, 2], [3, 4]])", "[[1 2]\n [0 4]]", triangle},
    Function{"sliding_window_view(x, window_shape, axis=None)", "all windows of a size, in new last axes",
             "sliding_window_view([1, 2, 3], 2)", "[[1 2]\n [2 3]]", windows},
    Function{"flip(x, axis=None)", "reversed along axes", "flip([1, 2, 3])", "[3 2 1]", flip},
    Function{"roll(x, shift, axis=None)", "shifted; what leaves one end enters the other",
             "roll([1, 2, 3], 1)", "[3 1 2]", roll},
};

}  // namespace

NodeId cut(Builder& builder, NodeId x, int axis, const Dim& start, const Dim& stop) {
  std::vector<Dim> dims = builder.shape(x).dims();
  dims[static_cast<std::size_t>(axis)] = stop - start;
  return builder.view("slice", x, Shape(dims), std::to_string(axis) + ":" + start.text() + ":" + stop.text(),
                      [axis, start, stop](const TensorView& view) {
                        return std::optional(rows_of(view, static_cast<std::size_t>(axis), start.size(),
                                                     stop.size() - start.size()));
                      });
}

std::span<const Function> layouts() { return table; }

}  // namespace tcalc::functions
