// Functions of rows along one axis, which keep it or change its length.
#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <span>

#include <tcalc/core/cast.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/functions/function.hpp>
#include <tcalc/functions/ordering.hpp>
#include <tcalc/functions/precision.hpp>
#include <tcalc/functions/rows.hpp>

namespace tcalc::functions {

namespace {

Value softmax(Builder& builder, const Arguments& arguments, std::string_view name) {
  const NodeId x = arguments.array(builder, "x");
  const NodeId wide = computable(builder, x);
  const int axis = arguments.axis("axis", builder.shape(x), -1);
  const NodeId shifted = builder.elementwise("subtract", {wide, builder.reduce("max", wide, {axis}, true)});
  const NodeId powers = builder.elementwise("exp", {shifted});
  const NodeId sum = builder.reduce("sum", powers, {axis}, true);
  if (name == "softmax") return in_dtype_of(builder, x, builder.elementwise("divide", {powers, sum}));
  return in_dtype_of(builder, x,
                     builder.elementwise("subtract", {shifted, builder.elementwise("log", {sum})}));
}

Value logsumexp(Builder& builder, const Arguments& arguments, std::string_view) {
  const NodeId x = arguments.array(builder, "x");
  const NodeId wide = computable(builder, x);
  const std::vector<int> axes = arguments.axes("axis", builder.shape(x));
  NodeId most = builder.reduce("max", wide, axes, true);
  most = builder.where(array_value(builder.elementwise("isfinite", {most})), array_value(most), Value{0.0});
  const NodeId powers = builder.elementwise("exp", {builder.elementwise("subtract", {wide, most})});
  NodeId result = builder.elementwise(
      "add", {builder.elementwise("log", {builder.reduce("sum", powers, axes, true)}), most});
  if (!arguments.keepdims()) {
    for (auto axis = axes.rbegin(); axis != axes.rend(); ++axis) result = builder.squeezed(result, *axis);
  }
  return in_dtype_of(builder, x, result);
}

template <class T>
void accumulate(const std::byte* elements, std::int64_t count, bool product, std::byte* place) {
  const auto* from = reinterpret_cast<const T*>(elements);
  auto* to = reinterpret_cast<T*>(place);
  if constexpr (NarrowFloat<T>) {
    float total = product ? 1.0F : 0.0F;
    for (std::int64_t i = 0; i < count; ++i) {
      const auto element = static_cast<float>(from[i]);
      total = static_cast<float>(T(product ? total * element : total + element));
      to[i] = T(total);
    }
  } else if constexpr (!std::is_same_v<T, Boolean>) {
    using Sum = std::conditional_t<std::is_same_v<T, std::int64_t>, std::uint64_t, T>;
    Sum total = product ? Sum{1} : Sum{0};
    for (std::int64_t i = 0; i < count; ++i) {
      const auto element = static_cast<Sum>(from[i]);
      if constexpr (is_complex<T>)
        total = product ? Sum{total.real() * element.real() - total.imag() * element.imag(),
                              total.real() * element.imag() + total.imag() * element.real()}
                        : total + element;
      else
        total = static_cast<Sum>(product ? total * element : total + element);
      to[i] = static_cast<T>(total);
    }
  }
}

Value cumulated(Builder& builder, const Arguments& arguments, std::string_view name) {
  NodeId x = arguments.array(builder, "x");
  const auto asked = arguments.dtype();
  if (asked) {
    x = builder.converted(x, *asked);
  } else if (const auto dtype = builder.dtype(x); !may_be_inexact(dtype)) {
    x = builder.converted(x, info(*dtype).kind == DtypeKind::unsigned_integer ? Dtype::uint64 : Dtype::int64);
  }
  if (builder.dtype(x) == Dtype::boolean) x = builder.converted(x, Dtype::int64);
  if (arguments.find("axis") == nullptr || builder.rank(x) == 0) x = builder.reshaped(x, {Dim(-1)});
  const int axis = arguments.axis("axis", builder.shape(x), 0);
  const bool product = name == "cumprod";
  const NodeId result =
      builder.routine(name, {x}, builder.shape(x), builder.dtype(x), std::to_string(axis),
                      [axis, product](std::span<const TensorView> inputs, const MutableView& to_fill, int) {
                        const std::int64_t length = to_fill.extents[static_cast<std::size_t>(axis)];
                        visit_dtype(to_fill.dtype, [&]<class T>(TypeTag<T>) {
                          for_each_row(inputs[0], axis, to_fill, [&](const std::byte* from, std::byte* to) {
                            accumulate<T>(from, length, product, to);
                          });
                        });
                      });
  return array_value(asked == Dtype::boolean ? builder.converted(result, *asked) : result);
}

// Each is a node of the graph; they would be as many as somebody types.
constexpr std::int64_t most_differences = 1000;

Value differences(Builder& builder, const Arguments& arguments, std::string_view) {
  NodeId x = arguments.array(builder, "x");
  const int axis = arguments.axis("axis", builder.shape(x), -1);
  const std::int64_t times = arguments.integer("n", 1);
  if (times < 0)
    throw LocatedError({ErrorKind::mismatch, "the order of a difference is 0 or more"},
                       {arguments.at("n").span});
  const Dim before = builder.shape(x)[axis];
  if (before.is_known() && before.size() <= times) return array_value(cut(builder, x, axis, 0, 0));
  if (times > most_differences)
    throw Error(ErrorKind::resource,
                formatted("diff takes {} differences at most, not {}", most_differences, times));
  for (std::int64_t i = 0; i < times; ++i) {
    const Dim length = builder.shape(x)[axis];
    const bool truth = builder.dtype(x) == Dtype::boolean;
    x = builder.elementwise(truth ? "not_equal" : "subtract",
                            {cut(builder, x, axis, 1, length), cut(builder, x, axis, 0, length - Dim(1))});
  }
  return array_value(x);
}

// "sort" or, with the elements' places, "argsort" of rows.
NodeId in_order(Builder& builder, std::string_view name, NodeId x, int axis) {
  const bool places = name == "argsort";
  const auto dtype = places && builder.dtype(x) ? std::optional(Dtype::int64) : builder.dtype(x);
  return builder.routine(name, {x}, builder.shape(x), dtype, std::to_string(axis),
                         [axis, places](std::span<const TensorView> inputs, const MutableView& result, int) {
                           const std::int64_t length = result.extents[static_cast<std::size_t>(axis)];
                           visit_dtype(inputs[0].dtype, [&]<class T>(TypeTag<T>) {
                             for_each_row(inputs[0], axis, result, [&](const std::byte* from, std::byte* to) {
                               const auto* row = reinterpret_cast<const T*>(from);
                               if (places)
                                 sort_places(row, length, reinterpret_cast<std::int64_t*>(to));
                               else
                                 sort_into(row, length, reinterpret_cast<T*>(to));
                             });
                           });
                         });
}

Value sorted(Builder& builder, const Arguments& arguments, std::string_view name) {
  const NodeId x = arguments.array(builder, "x");
  if (builder.rank(x) == 0)
    throw Error(ErrorKind::mismatch, std::string(name) + " is along an axis, but shape () has none");
  return array_value(in_order(builder, name, x, arguments.axis("axis", builder.shape(x), -1)));
}

// How many there are is known only from the values: they are computed now.
Value unique(Builder& builder, const Arguments& arguments, std::string_view name) {
  const NodeId x = arguments.array(builder, "x");
  const NodeId ordered = in_order(builder, "sort", builder.reshaped(x, {Dim(-1)}), 0);
  const auto values = builder.values_of(ordered);
  if (!values)
    return array_value(
        builder.routine(name, {ordered}, Shape(Dims{Dim::unknown()}), builder.dtype(x), "", {}));
  return visit_dtype(values->view.dtype, [&]<class T>(TypeTag<T>) {
    const std::span elements(reinterpret_cast<const T*>(values->view.data),
                             static_cast<std::size_t>(count(values->view.extents)));
    // All NaN are one.
    const auto is_first = [&](std::size_t i) { return i == 0 || comes_before(elements[i - 1], elements[i]); };
    std::int64_t distinct = 0;
    for (std::size_t i = 0; i < elements.size(); ++i) distinct += is_first(i) ? 1 : 0;
    Tensor result(values->view.dtype, {distinct});
    auto* to = reinterpret_cast<T*>(result.data());
    for (std::size_t i = 0; i < elements.size(); ++i) {
      if (is_first(i)) *to++ = elements[i];
    }
    return array_value(builder.constant(std::move(result)));
  });
}

Value taken(Builder& builder, const Arguments& arguments, std::string_view) {
  NodeId x = arguments.array(builder, "x");
  if (arguments.find("axis") == nullptr || builder.rank(x) == 0) x = builder.reshaped(x, {Dim(-1)});
  const int axis = arguments.axis("axis", builder.shape(x), 0);
  return array_value(take(builder, x, builder.array(arguments.at("indices")), axis));
}

constexpr std::array along_axis_table = {
    Function{"softmax(x, axis=-1)", "exp(x) / sum(exp(x)), without overflow", "softmax([0.0, 0.0])",
             "[0.5 0.5]", softmax},
    Function{"log_softmax(x, axis=-1)", "log(softmax(x)), without loss", "log_softmax([[0.0]])", "[[0.]]",
             softmax},
    Function{"logsumexp(x, axis=None, keepdims=False)", "log(sum(exp(x))), without overflow",
             "logsumexp([0.0])", "0.0", logsumexp},
    Function{"cumsum(x, axis=None, dtype=None)", "sums up to each element", "cumsum([1, 2, 3])", "[1 3 6]",
             cumulated},
    Function{"cumprod(x, axis=None, dtype=None)", "products up to each element", "cumprod([1, 2, 3])",
             "[1 2 6]", cumulated},
    Function{"diff(x, n=1, axis=-1)", "each element minus the one before it, n times", "diff([1, 4, 9])",
             "[3 5]", differences},
    Function{"sort(x, axis=-1)", "ascending, NaN last", "sort([3, 1, 2])", "[1 2 3]", sorted},
    Function{"argsort(x, axis=-1)", "the indices that would sort x; equal elements keep their order",
             "argsort([3, 1, 2])", "[1 2 0]", sorted},
    Function{"unique(x)", "the distinct elements, ascending", "unique([3, 1, 3])", "[1 3]", unique},
    Function{"take(x, indices, axis=None)", "elements at indices, of the flattened array or along an axis",
             "take([10, 20, 30], [2, 0])", "[30 10]", taken},
};

}  // namespace

NodeId take(Builder& builder, NodeId x, NodeId indices, int axis) {
  const auto kind = builder.dtype(indices) ? info(*builder.dtype(indices)).kind : DtypeKind::integer;
  if (kind != DtypeKind::integer && kind != DtypeKind::unsigned_integer)
    throw Error(ErrorKind::mismatch,
                "indices are integers, not " + std::string(tcalc::name_of(*builder.dtype(indices))));
  const Shape from = builder.shape(x), places = builder.shape(indices);
  Dims dims(from.begin(), from.begin() + axis);
  dims.insert(dims.end(), places.begin(), places.end());
  dims.insert(dims.end(), from.begin() + axis + 1, from.end());
  return builder.routine(
      "take", {x, builder.converted(indices, Dtype::int64)}, Shape(dims), builder.dtype(x),
      std::to_string(axis), [axis](std::span<const TensorView> inputs, const MutableView& result, int) {
        const Tensor source = converted(inputs[0], inputs[0].dtype);
        const Tensor at = converted(inputs[1], Dtype::int64);
        const std::int64_t length = source.extents()[static_cast<std::size_t>(axis)],
                           places_count = count(at.extents());
        const auto* index = reinterpret_cast<const std::int64_t*>(at.data());
        for (std::int64_t i = 0; i < places_count; ++i) {
          if (index[i] >= -length && index[i] < length) continue;
          throw Error(ErrorKind::mismatch,
                      formatted("index {} is out of range for axis {} of size {}", index[i], axis, length));
        }
        copy_along(source, axis, places_count, result.data,
                   [&](std::int64_t i) { return index[i] < 0 ? index[i] + length : index[i]; });
      });
}

std::span<const Function> along_axis() { return along_axis_table; }

}  // namespace tcalc::functions
