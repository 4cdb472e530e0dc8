#include <algorithm>
#include <array>
#include <cstring>
#include <numeric>

#include <tcalc/core/cast.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/expression/builder.hpp>
#include <tcalc/expression/dtype_rules.hpp>
#include <tcalc/ops/mismatch.hpp>
#include <tcalc/text/layout.hpp>
#include <tcalc/view/axes.hpp>
#include <tcalc/view/broadcast.hpp>
#include <tcalc/view/reshape.hpp>
#include <tcalc/view/transpose.hpp>

namespace tcalc::expression {

namespace {

constexpr std::size_t longest_name = 24;  // of an operand in a message

Tensor scalar(Dtype dtype, const std::complex<double>& value, std::optional<std::int64_t> integer) {
  Tensor tensor(dtype, {});
  visit_dtype(dtype, [&]<class T>(TypeTag<T>) {
    const T element = integer ? cast<T>(*integer) : cast<T>(value);
    std::memcpy(tensor.data(), &element, sizeof element);
  });
  return tensor;
}

std::string bytes_text(const Tensor& value) {
  std::string text(tcalc::name_of(value.dtype()));
  text += Shape(value.extents()).text();
  return text.append(reinterpret_cast<const char*>(value.data()), static_cast<std::size_t>(value.bytes()));
}

// Whether the result is true or false, whatever the operands are.
bool is_truth(const ElementFunction& kernel) {
  return std::ranges::all_of(kernel.loops, [](const ElementwiseLoop& loop) {
    return loop.run == nullptr || loop.result == Dtype::boolean;
  });
}

// What stands for an operand in a hint that is a command, to be found again in it.
std::string placeholder(std::size_t place) { return "operand:" + std::to_string(place); }

// "tcalc matmul A B --transpose-b is legal and gives (2, 2)" as an expression: "A @ B.mT is legal ...". Empty
// where the command is about other operands: one that was reshaped in a pipe.
std::string as_expression(const std::string& hint, const std::vector<Operand>& operands) {
  const std::size_t end = hint.find(" is legal");
  std::vector<std::string> words = text::words_of(hint.substr(0, end));
  if (end == std::string::npos || words.size() < 4) return hint;
  words.erase(words.begin());  // "tcalc"
  for (std::size_t place = 0; place < operands.size(); ++place) {
    if (std::ranges::find(words, placeholder(place)) == words.end()) return "";
    std::ranges::replace(words, placeholder(place), operands[place].name);
  }
  const std::string rest = hint.substr(end);
  const std::string flag = words.size() == 4 ? words[3] : "";
  if (words[0] == "matmul" && flag == "--transpose-b") return words[1] + " @ " + words[2] + ".mT" + rest;
  if (words[0] == "matmul" && flag == "--transpose-a") return words[1] + ".mT @ " + words[2] + rest;
  if (words[0] == "matmul" && words.size() == 3) return words[1] + " @ " + words[2] + rest;
  std::string call = words[0] + "(" + words[1] + ", " + words[2];
  if (words.size() == 7 && words[3] == "--axes-a" && words[5] == "--axes-b")
    call += ", axes=([" + words[4] + "], [" + words[6] + "])";
  else if (words.size() == 5 && (words[3] == "--axes" || words[3] == "--keras"))
    call += ", " + words[3].substr(2) + "=" +
            (words[4].find(',') == std::string::npos ? words[4] : "(" + words[4] + ")");
  else if (words.size() > 3)
    return call + ", ...)" + rest;
  return call + ")" + rest;
}

}  // namespace

std::string kind_of(const Value& value) {
  if (value.is<None>()) return "None";
  if (value.is<bool>()) return "True or False";
  if (value.is<Dim>()) return "an integer";
  if (value.is<double>()) return "a float";
  if (value.is<std::complex<double>>()) return "a complex number";
  if (value.is<ArrayValue>()) return "an array";
  if (value.is<std::string>()) return "a text";
  if (value.is<Dtype>()) return "a dtype";
  if (value.is<RangeValue>()) return "a range";
  if (value.is<EllipsisValue>()) return "'...'";
  return value.get<Sequence>()->is_list ? "a list" : "a tuple";
}

std::string text_of(const std::vector<int>& axes) {
  std::string text;
  for (const int axis : axes) text += (text.empty() ? "" : ",") + std::to_string(axis);
  return text;
}

int normal_axis(std::int64_t axis, const Shape& shape) {
  const int rank = shape.rank();
  if (const auto normal = normalized_axis(axis, rank)) return *normal;
  const std::string text = std::to_string(axis);
  if (rank == 0) throw Error(ErrorKind::mismatch, "axis " + text + " is out of range: shape () has no axes");
  throw Error(
      ErrorKind::mismatch, "axis " + text + " is out of range for shape " + shape.text(),
      "axes go from 0 to " + std::to_string(rank - 1) + ", or from -" + std::to_string(rank) + " to -1");
}

std::string Builder::name_of(const Value& value) const {
  const std::string_view source = text_.substr(value.span.begin, value.span.end - value.span.begin);
  if (source.empty() || source.size() > longest_name || source.find('\n') != std::string_view::npos)
    return {};
  return std::string(source);
}

NodeId Builder::constant(Tensor value) {
  const Shape shape(value.extents());
  const Dtype dtype = value.dtype();
  const std::string parameters = bytes_text(value);
  return graph_.add({"constant", {}, shape, dtype, Constant{std::move(value)}}, parameters);
}

NodeId Builder::number(double value, Dtype dtype) { return constant(scalar(dtype, value, std::nullopt)); }
NodeId Builder::number(std::int64_t value, Dtype dtype) { return constant(scalar(dtype, {}, value)); }

NodeId Builder::unknown_number(Dtype dtype) { return graph_.add({"number", {}, Shape(), dtype, Leaf{}}); }

NodeId Builder::array(const Value& value) {
  if (const auto* found = value.get<ArrayValue>()) return found->node;
  if (value.is_number()) return operand(value, default_dtype(value));
  if (value.is<Sequence>()) return list(value);
  throw LocatedError({ErrorKind::usage, "an array is expected, not " + kind_of(value)}, {value.span});
}

NodeId Builder::operand(const Value& value, std::optional<Dtype> dtype) {
  if (const auto* found = value.get<ArrayValue>()) return found->node;
  if (!value.is_number()) return array(value);
  const Dtype stored = dtype.value_or(default_dtype(value));
  if (const auto* truth = value.get<bool>()) return constant(scalar(stored, {}, *truth ? 1 : 0));
  if (const auto* real = value.get<double>()) return constant(scalar(stored, *real, std::nullopt));
  if (const auto* complex = value.get<std::complex<double>>())
    return constant(scalar(stored, *complex, std::nullopt));
  const Dim& integer = *value.get<Dim>();
  if (!integer.is_known()) return unknown_number(stored);
  return constant(scalar(stored, {}, integer.size()));
}

// A list of numbers, or of lists of them; nothing where an array or a name of a dim is among them.
std::optional<NodeId> Builder::literal(const Value& value) {
  Extents extents;
  std::vector<const Value*> numbers;
  Dtype dtype = Dtype::boolean;
  const std::function<bool(const Value&, std::size_t)> collect = [&](const Value& item, std::size_t depth) {
    const auto* sequence = item.get<Sequence>();
    if (sequence == nullptr) {
      const auto* integer = item.get<Dim>();
      if (!item.is_number() || (integer != nullptr && !integer->is_known())) return false;
      if (depth != extents.size() && !numbers.empty())
        throw LocatedError({ErrorKind::usage, "lists of different depth"}, {item.span});
      dtype = promote(dtype, default_dtype(item));
      numbers.push_back(&item);
      return true;
    }
    const auto length = static_cast<std::int64_t>(sequence->items.size());
    if (extents.size() == depth) {
      if (!numbers.empty()) throw LocatedError({ErrorKind::usage, "lists of different depth"}, {item.span});
      extents.push_back(length);
    }
    if (extents[depth] != length)
      throw LocatedError({ErrorKind::usage, "lists of different length: " + std::to_string(extents[depth]) +
                                                " and " + std::to_string(length)},
                         {item.span});
    return std::ranges::all_of(sequence->items,
                               [&](const Value& inner) { return collect(inner, depth + 1); });
  };
  if (!collect(value, 0)) return std::nullopt;
  if (numbers.empty()) dtype = Dtype::float64;
  Tensor tensor(dtype, extents);
  visit_dtype(dtype, [&]<class T>(TypeTag<T>) {
    auto* element = reinterpret_cast<T*>(tensor.data());
    for (const Value* number : numbers) {
      if (const auto* truth = number->get<bool>()) *element++ = cast<T>(std::int64_t{*truth});
      if (const auto* integer = number->get<Dim>()) *element++ = cast<T>(integer->size());
      if (const auto* real = number->get<double>()) *element++ = cast<T>(*real);
      if (const auto* complex = number->get<std::complex<double>>()) *element++ = cast<T>(*complex);
    }
  });
  return constant(std::move(tensor));
}

NodeId Builder::list(const Value& value) {
  if (const auto found = literal(value)) return *found;
  // Arrays, and lists of them: stacked.
  std::vector<Value> items = value.get<Sequence>()->items;
  for (Value& item : items) item.content = ArrayValue{array(item)};
  const auto dtype = common_dtype(items, false);
  std::vector<NodeId> parts;
  for (const Value& item : items) {
    NodeId part = item.get<ArrayValue>()->node;
    if (!(shape(part) == shape(items[0].get<ArrayValue>()->node)))
      throw LocatedError({ErrorKind::mismatch, "a list of arrays needs equal shapes, but has " +
                                                   shape(items[0].get<ArrayValue>()->node).text() + " and " +
                                                   shape(part).text()},
                         {items[0].span, item.span});
    if (dtype) part = converted(part, *dtype);
    parts.push_back(part);
  }
  std::vector<Dim> dims = {static_cast<std::int64_t>(parts.size())};
  dims.insert(dims.end(), shape(parts[0]).begin(), shape(parts[0]).end());
  return routine("stack", parts, Shape(dims), dtype, "0", [](auto inputs, Tensor& result, int) {
    std::byte* to = result.data();
    for (const TensorView& input : inputs) {
      convert_into(input, input.dtype, to);
      to += count(input.extents) * size_of(input.dtype);
    }
  });
}

std::optional<Dtype> Builder::common_dtype(std::span<const Value> values, bool any_integer) {
  std::optional<Dtype> dtype;
  bool known = true;
  for (const Value& value : values) {
    std::optional<Dtype> of_value;
    if (value.is<bool>()) of_value = Dtype::boolean;
    if (value.is_number() && !of_value) continue;
    if (!of_value) of_value = this->dtype(array(value));
    known = known && of_value.has_value();
    if (known) dtype = dtype ? promote(*dtype, *of_value) : *of_value;
  }
  if (!known) return std::nullopt;
  for (const Value& value : values) {
    if (value.is_number() && !value.is<bool>()) dtype = with_weak(dtype, value, any_integer);
  }
  return dtype;
}

Shape Builder::broadcast_shape(std::string_view name, std::span<const Value> values) {
  std::vector<Operand> operands;
  int rank = 0;
  for (std::size_t place = 0; place < values.size(); ++place) {
    std::string called = name_of(values[place]);
    if (called.empty())
      called = values.size() == 2 ? (place == 0 ? "left" : "right") : "argument " + std::to_string(place + 1);
    const Shape shape = values[place].is_number() ? Shape() : this->shape(array(values[place]));
    operands.push_back({called, shape});
    rank = std::max(rank, shape.rank());
  }
  Mismatch mismatch(name, operands);
  std::vector<Dim> dims(static_cast<std::size_t>(rank), Dim(1));
  std::vector<Mark> from(static_cast<std::size_t>(rank), Mark{-1, -1});
  for (std::size_t place = 0; place < operands.size(); ++place) {
    const Shape& shape = operands[place].shape;
    for (int axis = 0; axis < shape.rank(); ++axis) {
      const auto at = static_cast<std::size_t>(rank - shape.rank() + axis);
      const Mark mark = {static_cast<int>(place), axis};
      if (const auto both = tcalc::broadcast(dims[at], shape[axis])) {
        if (from[at].operand < 0 || dims[at].is(1)) from[at] = mark;
        dims[at] = *both;
      } else {
        mismatch.require_equal(from[at], mark, "Dimensions", "only a 1 is broadcast");
      }
    }
  }
  mismatch.raise_if_any();
  return Shape(std::move(dims));
}

// Of each operand; the common one alone where a number of Python's decides it.
std::vector<Dtype> Builder::dtypes_of(std::span<const Value> operands, Dtype common) {
  std::vector<Dtype> dtypes;
  std::optional<Dtype> strong;
  for (const Value& value : operands) {
    if (value.is_number() && !value.is<bool>()) continue;
    dtypes.push_back(value.is<bool>() ? Dtype::boolean : *dtype(array(value)));
    strong = strong ? promote(*strong, dtypes.back()) : dtypes.back();
  }
  if (strong != common) return {common};
  return dtypes;
}

NodeId Builder::elementwise(std::string_view name, const std::vector<Value>& operands) {
  const ElementFunction* kernel = find_elementwise(name);
  if (kernel == nullptr) throw Error(ErrorKind::internal, "no elementwise function " + std::string(name));
  Shape shape = broadcast_shape(name, operands);
  // Where the result does not have the operands' dtype a Python integer may be out of their range.
  const bool any_integer = is_comparison(name) || name.starts_with("logical_") || name == "divide";
  const auto common = common_dtype(operands, any_integer);
  Elementwise work;
  std::optional<Dtype> result, computed;
  if (common) {
    const ElementwiseLoop* loop = find_loop(*kernel, dtypes_of(operands, *common));
    if (loop == nullptr)
      throw Error(ErrorKind::mismatch, refusal_of(*kernel, *common), std::string(hint_for(name, *common)));
    check_integers(operands, loop->operand, any_integer);
    computed = loop->operand;
    result = loop->result;
    work = {loop->run, std::vector<Dtype>(operands.size(), loop->operand)};
  }
  if (!common && is_truth(*kernel)) result = Dtype::boolean;
  std::vector<NodeId> inputs;
  for (const Value& value : operands) inputs.push_back(operand(value, computed));
  return graph_.add({std::string(name), inputs, std::move(shape), result, std::move(work)});
}

NodeId Builder::elementwise(std::string_view name, std::initializer_list<NodeId> operands) {
  std::vector<Value> values;
  for (const NodeId node : operands) values.push_back({ArrayValue{node}});
  return elementwise(name, values);
}

NodeId Builder::where(const Value& condition, const Value& x, const Value& y) {
  const std::array values = {condition, x, y};
  Shape shape = broadcast_shape("where", values);
  const std::array chosen = {x, y};
  const auto dtype = common_dtype(chosen, false);
  if (dtype) check_integers(chosen, *dtype, false);
  std::vector<NodeId> inputs = {operand(condition, Dtype::boolean), operand(x, dtype), operand(y, dtype)};
  Elementwise work;
  if (dtype) work = {selection_of(*dtype), {Dtype::boolean, *dtype, *dtype}};
  return graph_.add({"where", inputs, std::move(shape), dtype, std::move(work)});
}

NodeId Builder::converted(NodeId node, Dtype dtype) {
  if (this->dtype(node) == dtype) return node;
  return graph_.add({"astype", {node}, shape(node), dtype, Elementwise{nullptr, {dtype}}},
                    std::string(tcalc::name_of(dtype)));
}

NodeId Builder::reduce(std::string_view name, NodeId node, const std::vector<int>& axes, bool keepdims) {
  const ReductionFunction* kernel = find_reduction(name);
  const auto dtype = this->dtype(node);
  const ReductionLoop* loop = dtype ? find_loop(*kernel, *dtype) : nullptr;
  if (dtype && loop == nullptr)
    throw Error(ErrorKind::mismatch,
                std::string(name) + " is not defined for " + std::string(tcalc::name_of(*dtype)));
  std::vector<Dim> dims;
  const Shape& shape = this->shape(node);
  for (int axis = 0; axis < shape.rank(); ++axis) {
    const bool reduced = std::ranges::find(axes, axis) != axes.end();
    if (reduced && shape[axis].is(0) && loop != nullptr && loop->empty == nullptr)
      throw Error(ErrorKind::mismatch, std::string(name) + " of no elements: axis " + std::to_string(axis) +
                                           " of shape " + shape.text() + " has size 0");
    if (!reduced) dims.push_back(shape[axis]);
    if (reduced && keepdims) dims.emplace_back(1);
  }
  return graph_.add({std::string(name),
                     {node},
                     Shape(std::move(dims)),
                     loop == nullptr ? std::nullopt : std::optional(loop->result),
                     Reduction{loop, axes}},
                    text_of(axes) + (keepdims ? "k" : ""));
}

NodeId Builder::view(std::string_view name, NodeId node, Shape shape, const std::string& parameters,
                     std::function<std::optional<TensorView>(const TensorView&)> change) {
  return graph_.add({std::string(name), {node}, std::move(shape), dtype(node), View{std::move(change)}},
                    parameters);
}

NodeId Builder::transposed(NodeId node, const std::vector<int>& order) {
  std::vector<Dim> dims;
  for (const int axis : order) dims.push_back(shape(node)[axis]);
  return view("transpose", node, Shape(std::move(dims)), text_of(order),
              [order](const TensorView& view) { return tcalc::transposed(view, order); });
}

NodeId Builder::reshaped(NodeId node, std::vector<Dim> dims) {
  const Shape from = shape(node);
  const Dim elements = product(from.dims());
  Dim known = 1;
  std::optional<std::size_t> open;
  for (std::size_t axis = 0; axis < dims.size(); ++axis) {
    if (!dims[axis].is(-1)) {
      if (dims[axis].is_known() && dims[axis].size() < 0)
        throw Error(ErrorKind::mismatch, "a size cannot be negative, but " + dims[axis].text() + " is",
                    "-1 stands for the size that is left");
      known = known * dims[axis];
    } else if (std::exchange(open, axis)) {
      throw Error(ErrorKind::mismatch, "only one dim can be -1");
    }
  }
  const std::string target = tcalc::text_of(dims);
  if (open) {
    const auto refuse = [&] {
      throw Error(ErrorKind::mismatch, "shape " + from.text() + " has " + elements.text() +
                                           " elements, which " + target + " cannot hold: " + known.text() +
                                           " does not divide them");
    };
    if (known.is(0)) refuse();
    if (elements.is_unknown() || known.is_unknown()) {
      dims[*open] = Dim::unknown();
    } else {
      const Dim rest = floor_divided(elements, known);
      const Verdict exact = is_equal(rest * known, elements);
      if (exact == Verdict::refuted) refuse();
      if (exact == Verdict::open)
        throw Error(
            ErrorKind::mismatch,
            "shape " + from.text() + " fits " + target + " only if " + known.text() + " divides " +
                elements.text(),
            "--require '(" + elements.text() + ") % (" + known.text() + ") == 0' takes that for a fact");
      dims[*open] = rest;
    }
  } else if (is_equal(elements, known) == Verdict::refuted) {
    throw Error(ErrorKind::mismatch, "shape " + from.text() + " has " + elements.text() + " elements, but " +
                                         target + " holds " + known.text());
  } else if (is_equal(elements, known) == Verdict::open && !elements.is_unknown() && !known.is_unknown()) {
    throw Error(ErrorKind::mismatch, "shape " + from.text() + " fits " + target + " only if " +
                                         elements.text() + " == " + known.text());
  }
  Shape shape(std::move(dims));
  if (shape == from) return node;
  const std::string parameters = shape.text();
  if (!shape.is_known()) return view("reshape", node, std::move(shape), parameters, {});
  const Extents extents = shape.extents();
  return view("reshape", node, std::move(shape), parameters,
              [extents](const TensorView& view) { return tcalc::reshaped(view, extents); });
}

NodeId Builder::broadcast(NodeId node, const Shape& target) {
  const Shape& from = shape(node);
  const int added = target.rank() - from.rank();
  bool fits = added >= 0;
  for (int axis = 0; fits && axis < from.rank(); ++axis)
    fits = from[axis].is(1) || equal(from[axis], target[axis + added]).has_value();
  if (!fits)
    throw Error(ErrorKind::mismatch, "shape " + from.text() + " does not broadcast to " + target.text());
  if (from == target) return node;
  return view("broadcast_to", node, target, target.text(), [target](const TensorView& view) {
    return std::optional(tcalc::broadcast_to(view, target.extents()));
  });
}

NodeId Builder::expanded(NodeId node, int axis) {
  std::vector<Dim> dims = shape(node).dims();
  dims.insert(dims.begin() + axis, Dim(1));
  return view("expand_dims", node, Shape(std::move(dims)), std::to_string(axis),
              [axis](const TensorView& view) {
                TensorView result = view;
                result.extents.insert(result.extents.begin() + axis, 1);
                result.strides.insert(result.strides.begin() + axis, 0);
                return std::optional(result);
              });
}

NodeId Builder::squeezed(NodeId node, int axis) {
  std::vector<Dim> dims = shape(node).dims();
  dims.erase(dims.begin() + axis);
  return view("squeeze", node, Shape(std::move(dims)), std::to_string(axis), [axis](const TensorView& view) {
    TensorView result = view;
    result.extents.erase(result.extents.begin() + axis);
    result.strides.erase(result.strides.begin() + axis);
    return std::optional(result);
  });
}

NodeId Builder::routine(std::string_view name, std::vector<NodeId> inputs, Shape shape,
                        std::optional<Dtype> dtype, const std::string& parameters,
                        decltype(Routine::run) run) {
  return graph_.add({std::string(name), std::move(inputs), std::move(shape), dtype, Routine{std::move(run)}},
                    parameters);
}

NodeId Builder::contraction(const Operation& operation, const std::vector<Value>& operands,
                            const Arguments& arguments) {
  std::vector<Operand> described;
  std::vector<NodeId> inputs;
  for (std::size_t place = 0; place < operands.size(); ++place) {
    inputs.push_back(array(operands[place]));
    std::string called = name_of(operands[place]);
    if (called.empty()) called = side_name(place);
    described.push_back({called, shape(inputs.back()), dtype(inputs.back()), placeholder(place)});
  }
  Outcome outcome;
  try {
    outcome = apply(operation, described, arguments);
  } catch (Error& error) {
    for (std::string& hint : error.hints) hint = as_expression(hint, described);
    std::erase(error.hints, "");
    throw;
  }
  notes_.insert(notes_.end(), outcome.notes.begin(), outcome.notes.end());
  if (outcome.flattens_operands) {
    for (NodeId& input : inputs) input = reshaped(input, {Dim(-1)});
  }
  const Contraction& contraction = contraction_of(outcome);
  const Shape shape = outcome.merged_axes.empty() ? outcome.shape : Shape(contraction.result_dims());
  const std::string parameters = einsum_text(contraction) + shape.text() +
                                 (outcome.dtype ? std::string(tcalc::name_of(*outcome.dtype)) : "");
  const NodeId result =
      graph_.add({std::string(operation.name), inputs, shape, outcome.dtype, contraction}, parameters);
  return shape == outcome.shape ? result : reshaped(result, outcome.shape.dims());
}

}  // namespace tcalc::expression
