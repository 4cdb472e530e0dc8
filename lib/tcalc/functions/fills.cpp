// Arrays made from a rule.
#include <array>
#include <cmath>
#include <cstring>

#include <tcalc/core/cast.hpp>
#include <tcalc/core/checked.hpp>
#include <tcalc/core/fill.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/functions/function.hpp>

namespace tcalc::functions {

namespace {

Shape shape_from(const Value& value) {
  const Dims dims = dims_of(value);
  for (const Dim& dim : dims) {
    if (dim.is_known() && dim.size() < 0)
      throw LocatedError({ErrorKind::mismatch, "a size cannot be negative, but " + dim.text() + " is"},
                         {value.span});
  }
  try {
    return Shape(dims);
  } catch (const Error& error) {
    throw LocatedError(error, {value.span});
  }
}

// One element that stands for all of them takes no memory.
Value constant_fill(Builder& builder, const Arguments& arguments, std::string_view name) {
  const Dtype dtype = arguments.dtype().value_or(Dtype::float64);
  const NodeId element = builder.number(std::int64_t{name == "ones" ? 1 : 0}, dtype);
  return array_value(builder.broadcast(element, shape_from(arguments.at("shape"))));
}

Value full(Builder& builder, const Arguments& arguments, std::string_view) {
  NodeId element = builder.array(arguments.at("fill_value"));
  if (const auto dtype = arguments.dtype()) element = builder.converted(element, *dtype);
  return array_value(builder.broadcast(element, shape_from(arguments.at("shape"))));
}

Value like(Builder& builder, const Arguments& arguments, std::string_view name) {
  const NodeId x = arguments.array(builder, "x");
  const auto dtype = arguments.dtype() ? arguments.dtype() : builder.dtype(x);
  const NodeId element =
      builder.number(std::int64_t{name == "ones_like" ? 1 : 0}, dtype.value_or(Dtype::float64));
  return array_value(builder.broadcast(element, builder.shape(x)));
}

Value counted(Builder& builder, Shape shape, Dtype dtype, const std::string& parameters, double start,
              double step, std::optional<std::pair<std::int64_t, std::int64_t>> whole,
              std::optional<double> last = std::nullopt) {
  return array_value(builder.routine("arange", {}, std::move(shape), dtype, parameters,
                                     [=](std::span<const TensorView>, const MutableView& result, int) {
                                       visit_dtype(result.dtype, [&]<class T>(TypeTag<T>) {
                                         auto* to = reinterpret_cast<T*>(result.data);
                                         const std::int64_t elements = count(result.extents);
                                         for (std::int64_t i = 0; i < elements; ++i) {
                                           if (whole)
                                             to[i] = cast<T>(whole->first + i * whole->second);
                                           else
                                             to[i] = cast<T>(start + static_cast<double>(i) * step);
                                         }
                                         if (last && elements > 1) to[elements - 1] = cast<T>(*last);
                                       });
                                     }));
}

double number_of(const Value& value) {
  if (const auto* real = value.get<double>()) return *real;
  return static_cast<double>(int64_of(value));
}

Value arange(Builder& builder, const Arguments& arguments, std::string_view) {
  const bool one = arguments.find("stop") == nullptr;
  const Value zero = {Dim(0)}, unit = {Dim(1)};
  const Value& start = one ? zero : arguments.at("start");
  const Value& stop = one ? arguments.at("start") : arguments.at("stop");
  const Value& step = arguments.find("step") == nullptr ? unit : *arguments.find("step");
  const auto is_whole = [](const Value& value) { return value.is<Dim>() || value.is<bool>(); };
  if (is_whole(start) && is_whole(stop) && is_whole(step)) {
    const Dim from = whole_number_of(start), by = whole_number_of(step);
    if (by.is(0)) throw LocatedError({ErrorKind::mismatch, "the step of arange cannot be 0"}, {step.span});
    const Dim length = maximum(-floor_divided(from - whole_number_of(stop), by), Dim(0));
    const Shape shape(Dims{length});
    const Dtype dtype = arguments.dtype().value_or(Dtype::int64);
    const bool known = from.is_known() && by.is_known();
    const std::string parameters =
        formatted("{},{},{}{}", from.text(), by.text(), length.text(), tcalc::name_of(dtype));
    return counted(builder, shape, dtype, parameters, 0, 0,
                   std::pair(known ? from.size() : 0, known ? by.size() : 0));
  }
  const double first = number_of(start), end = number_of(stop), width = number_of(step);
  if (width == 0) throw LocatedError({ErrorKind::mismatch, "the step of arange cannot be 0"}, {step.span});
  const double length = std::ceil((end - first) / width);
  if (!(length < 9e18)) throw Error(ErrorKind::resource, "arange has too many elements");
  const Shape shape(Dims{static_cast<std::int64_t>(std::max(length, 0.0))});
  const Dtype dtype = arguments.dtype().value_or(Dtype::float64);
  // numpy's: the step is the difference of the first two elements.
  const double second = first + width;
  return counted(builder, shape, dtype,
                 formatted("{},{}{}{}", first, width, shape.text(), tcalc::name_of(dtype)), first,
                 second - first, std::nullopt);
}

Value linspace(Builder& builder, const Arguments& arguments, std::string_view) {
  const double start = number_of(arguments.at("start")), stop = number_of(arguments.at("stop"));
  const Value* given = arguments.find("num");
  const Dims sizes = given == nullptr ? Dims{50} : dims_of(*given);
  const Dim size = sizes.size() == 1 ? sizes[0] : Dim(-1);
  const std::int64_t count = size.is_known() ? size.size() : 0;
  if (count < 0)
    throw LocatedError({ErrorKind::mismatch, "num is a number from 0 on"}, {arguments.at("num").span});
  const bool endpoint = arguments.flag("endpoint", true);
  const std::int64_t parts = endpoint ? count - 1 : count;
  const double step = parts > 0 ? (stop - start) / static_cast<double>(parts) : 0;
  const Dtype dtype = arguments.dtype().value_or(Dtype::float64);
  const std::string parameters =
      formatted("linspace{},{},{}{}{}", start, stop, size.text(), endpoint ? "e" : "", tcalc::name_of(dtype));
  return counted(builder, Shape(Dims{size}), dtype, parameters, start, step, std::nullopt,
                 endpoint ? std::optional(stop) : std::nullopt);
}

Value eye(Builder& builder, const Arguments& arguments, std::string_view name) {
  const Dims rows = dims_of(arguments.at("n"));
  const Value* given = arguments.find("m");
  const Dims columns = given == nullptr ? rows : dims_of(*given);
  if (rows.size() != 1 || columns.size() != 1)
    throw Error(ErrorKind::usage, "eye takes two sizes: eye(2, 3)");
  const std::int64_t k = arguments.integer("k", 0);
  const Shape shape(Dims{rows[0], columns[0]});
  const Dtype dtype = arguments.dtype().value_or(Dtype::float64);
  return array_value(builder.routine(
      name, {}, shape, dtype, shape.text() + std::to_string(k) + std::string(tcalc::name_of(dtype)),
      [k](std::span<const TensorView>, const MutableView& result, int) {
        std::memset(result.data, 0, static_cast<std::size_t>(count(result.extents) * size_of(result.dtype)));
        const std::int64_t m = result.extents[0], n = result.extents[1];
        visit_dtype(result.dtype, [&]<class T>(TypeTag<T>) {
          for (std::int64_t row = std::max<std::int64_t>(0, -k); row < m && row + k < n; ++row)
            reinterpret_cast<T*>(result.data)[row * n + row + k] = cast<T>(std::int64_t{1});
        });
      }));
}

Value random(Builder& builder, Shape shape, Fill fill) {
  const std::uint64_t seed = builder.next_seed();
  return array_value(
      builder.routine(tcalc::name_of(fill.kind), {}, std::move(shape), fill.dtype, std::to_string(seed),
                      [fill, seed](std::span<const TensorView>, const MutableView& result, int) {
                        Fill sized = fill;
                        sized.extents = result.extents;
                        const Tensor made = make(sized, seed);
                        std::memcpy(result.data, made.data(), static_cast<std::size_t>(made.bytes()));
                      }));
}

Value random_floats(Builder& builder, const Arguments& arguments, std::string_view name) {
  Fill fill;
  fill.kind = *fill_kind(name);
  return random(builder, Shape(dims_of(arguments.rest())), fill);
}

Value random_integers(Builder& builder, const Arguments& arguments, std::string_view) {
  const Value* high = arguments.find("high");
  const std::int64_t low = high == nullptr ? 0 : int64_of(arguments.at("low"));
  const std::int64_t bound = int64_of(high == nullptr ? arguments.at("low") : *high);
  if (bound <= low)
    throw LocatedError({ErrorKind::mismatch, formatted("no integer is below {} and at least {}", bound, low)},
                       {high == nullptr ? arguments.at("low").span : high->span});
  const auto several = low == INT64_MIN ? std::nullopt : checked_add(bound, -low);
  if (!several) throw Error(ErrorKind::resource, "randint draws from 2^63 - 1 integers at most");
  Fill fill;
  fill.kind = FillKind::randint;
  fill.integer = *several;
  fill.value = static_cast<double>(*several);
  fill.dtype = Dtype::int64;
  const Value* size = arguments.find("size");
  Value drawn = random(builder, size == nullptr ? Shape() : Shape(dims_of(*size)), fill);
  return low == 0 ? drawn : array_value(builder.elementwise("add", {drawn, Value{Dim(low)}}));
}

constexpr std::array fills_table = {
    Function{"zeros(shape, dtype=float64)", "all 0", "zeros(2)", "[0. 0.]", constant_fill},
    Function{"ones(shape, dtype=float64)", "all 1", "ones((1, 2), dtype=int8)", "[[1 1]]", constant_fill},
    Function{"full(shape, fill_value, dtype=None)", "all the same", "full(2, 7)", "[7 7]", full},
    Function{"zeros_like(x, dtype=None)", "all 0, of the shape and dtype of x", "zeros_like([1, 2])", "[0 0]",
             like},
    Function{"ones_like(x, dtype=None)", "all 1, of the shape and dtype of x", "ones_like([1, 2])", "[1 1]",
             like},
    Function{"arange(start, stop=None, step=1, dtype=None)",
             "from start (or 0) up to stop, which is left out", "arange(2, 10, 3)", "[2 5 8]", arange},
    Function{"linspace(start, stop, num=50, endpoint=True, dtype=None)", "num evenly spaced values",
             "linspace(0, 1, 3)", "[0.  0.5 1. ]", linspace},
    Function{"eye(n, m=None, k=0, dtype=float64)", "1 on a diagonal, else 0", "eye(2, dtype=int32)",
             "[[1 0]\n [0 1]]", eye},
    Function{"rand(*shape)", "random, 0 <= x < 1; repeated by the seed", "(rand(100) < 1).all()", "True",
             random_floats},
    Function{"randn(*shape)", "random, normally distributed", "randn(2, 3).shape", "(2, 3)", random_floats},
    Function{"randint(low, high=None, size=None)",
             "random integers from low (or 0) up to high, which is left out", "randint(5, size=3).max() < 5",
             "True", random_integers},
};

}  // namespace

std::span<const Function> fills() { return fills_table; }

}  // namespace tcalc::functions
