// Arrays whose elements stand several times, or elsewhere: repeated, tiled, rolled.
#include <algorithm>
#include <cstring>
#include <vector>

#include <tcalc/core/cast.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/functions/function.hpp>
#include <tcalc/functions/layouts.hpp>
#include <tcalc/functions/rows.hpp>

namespace tcalc::functions {

namespace {

[[noreturn]] void refuse_negative(const Value& repeats) {
  throw LocatedError({ErrorKind::mismatch, "repeats cannot be negative"}, {repeats.span});
}

void check_number_of(const Builder& builder, const Value& repeats, const Dim& given, NodeId x, int axis) {
  const Shape& shape = builder.shape(x);
  if (is_equal(given, shape[axis]) == Verdict::refuted && is_equal(given, Dim(1)) == Verdict::refuted)
    throw LocatedError(
        {ErrorKind::mismatch,
         formatted(
             "repeats are for all elements or for each, but there are {} for the {} of axis {} of shape {}",
             given.text(), shape[axis].text(), axis, shape.text())},
        {repeats.span});
}

// A number of repeats for each element along an axis, of an array: computed now, as the size of the result
// depends on them; nothing where only shapes are.
std::optional<Dims> computed_repeats(Builder& builder, const Value& repeats, NodeId x, int axis) {
  const NodeId node = builder.array(repeats);
  const auto dtype = builder.dtype(node);
  if (dtype && (promote(*dtype, Dtype::int64) != Dtype::int64))
    throw LocatedError({ErrorKind::mismatch, formatted("repeats are integers, not {}", name_of(*dtype)),
                        "astype(..., 'i8') makes them"},
                       {repeats.span});
  if (builder.rank(node) > 1)
    throw LocatedError({ErrorKind::mismatch,
                        formatted("repeats have one axis, but their shape is {}", builder.shape(node).text()),
                        "ravel(...) makes one"},
                       {repeats.span});
  check_number_of(builder, repeats, product(builder.shape(node).dims()), x, axis);
  const auto values = builder.values_of(node);
  if (!values) return std::nullopt;
  const Tensor integers = converted(values->view, Dtype::int64);
  const auto* first = reinterpret_cast<const std::int64_t*>(integers.data());
  Dims times;
  for (std::int64_t i = 0; i < count(integers.extents()); ++i)
    times.emplace_back(std::max(first[i], std::int64_t{-1}));  // any negative one is refused
  return times;
}

// Each element along `axis` its own number of times.
NodeId repeated_each(Builder& builder, std::string_view name, NodeId x, int axis, const Value& repeats,
                     const Dims& times) {
  Dim size = 0;
  std::vector<std::int64_t> ends;  // of each element's places in the result
  std::string parameters;
  for (std::size_t i = 0; i < times.size(); ++i) {
    if (is_negative(times[i])) refuse_negative(repeats);
    size = size + times[i];
    parameters += times[i].text() + " ";
    if (size.is_known()) ends.push_back(size.size());
  }
  return gathered(builder, name, x, axis, size, parameters,
                  [ends](std::int64_t i) { return std::ranges::upper_bound(ends, i) - ends.begin(); });
}

NodeId repeated(Builder& builder, std::string_view name, NodeId x, int axis, const Value& repeats,
                const Dim& times) {
  if (is_negative(times)) refuse_negative(repeats);
  const std::int64_t each = times.is_known() ? times.size() : 1;
  return gathered(builder, name, x, axis, builder.shape(x)[axis] * times, times.text(),
                  [each](std::int64_t i) { return i / each; });
}

}  // namespace

Value repeat(Builder& builder, const Arguments& arguments, std::string_view name) {
  NodeId x = arguments.array(builder, "x");
  if (arguments.find("axis") == nullptr || builder.rank(x) == 0) x = builder.reshaped(x, {Dim(-1)});
  const int axis = arguments.axis("axis", builder.shape(x), 0);
  const Value& repeats = arguments.at("repeats");
  const bool is_array = repeats.is<expression::ArrayValue>();
  const std::optional<Dims> times =
      is_array ? computed_repeats(builder, repeats, x, axis) : whole_numbers_of(repeats);
  if (times) check_number_of(builder, repeats, Dim(std::ssize(*times)), x, axis);
  if (!times)
    return array_value(gathered(builder, name, x, axis, Dim::unknown(), builder.name_of(repeats), {}));
  if (times->size() == 1) return array_value(repeated(builder, name, x, axis, repeats, times->front()));
  return array_value(repeated_each(builder, name, x, axis, repeats, *times));
}

Value tile(Builder& builder, const Arguments& arguments, std::string_view name) {
  NodeId x = arguments.array(builder, "x");
  const Dims times = dims_of(arguments.at("reps"));
  while (builder.rank(x) < static_cast<int>(times.size())) x = builder.expanded(x, 0);
  const int skipped = builder.rank(x) - static_cast<int>(times.size());
  for (std::size_t i = 0; i < times.size(); ++i) {
    if (is_negative(times[i]))
      throw LocatedError({ErrorKind::mismatch, "repetitions cannot be negative"},
                         {arguments.at("reps").span});
    if (times[i].is(1)) continue;
    const int axis = skipped + static_cast<int>(i);
    const Dim length = builder.shape(x)[axis];
    const std::int64_t period = length.is_known() ? std::max<std::int64_t>(length.size(), 1) : 1;
    x = gathered(builder, name, x, axis, length * times[i], "",
                 [period](std::int64_t at) { return at % period; });
  }
  return array_value(x);
}

Value roll(Builder& builder, const Arguments& arguments, std::string_view name) {
  NodeId x = arguments.array(builder, "x");
  const Shape before = builder.shape(x);
  const Dims shifts = whole_numbers_of(arguments.at("shift"));
  const bool flat = arguments.find("axis") == nullptr;
  if (flat) x = builder.reshaped(x, {Dim(-1)});
  std::vector<std::int64_t> axes = flat ? std::vector<std::int64_t>{0} : integers_of(arguments.at("axis"));
  if (shifts.size() != axes.size() && shifts.size() != 1 && axes.size() != 1)
    throw Error(ErrorKind::mismatch, "roll needs a shift for each axis");
  const std::size_t count = std::max(shifts.size(), axes.size());
  for (std::size_t i = 0; i < count; ++i) {
    const int axis = expression::normal_axis(axes[axes.size() == 1 ? 0 : i], builder.shape(x));
    const Dim& shift = shifts[shifts.size() == 1 ? 0 : i];
    const Dim length = builder.shape(x)[axis];
    const std::int64_t n = length.is_known() ? std::max<std::int64_t>(length.size(), 1) : 1;
    const std::int64_t by = shift.is_known() ? ((shift.size() % n) + n) % n : 0;
    x = gathered(builder, name, x, axis, length, shift.text(),
                 [=](std::int64_t at) { return (at - by + n) % n; });
  }
  return array_value(flat ? builder.reshaped(x, before.dims()) : x);
}

}  // namespace tcalc::functions
