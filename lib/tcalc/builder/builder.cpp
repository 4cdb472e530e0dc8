#include <algorithm>
#include <cstring>
#include <functional>

#include <tcalc/builder/builder.hpp>
#include <tcalc/builder/dtype_rules.hpp>
#include <tcalc/core/cast.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>

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

}  // namespace

std::string Builder::name_of(const Value& value) const {
  const std::string_view source = text_.substr(value.span.begin, value.span.end - value.span.begin);
  if (source.size() > longest_name || escaped(source) != source) return {};
  return std::string(source);
}

NodeId Builder::constant(Tensor value) {
  const Shape shape(value.extents());
  const Dtype dtype = value.dtype();
  return graph_.add("constant", {shape, dtype, Constant{std::move(value)}}, {});
}

NodeId Builder::number(double value, Dtype dtype) { return constant(scalar(dtype, value, std::nullopt)); }
NodeId Builder::number(std::int64_t value, Dtype dtype) { return constant(scalar(dtype, {}, value)); }

NodeId Builder::unknown_number(Dtype dtype) { return graph_.add_leaf({"number", Shape(), dtype}); }

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
      if (depth != extents.size())
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
      throw LocatedError(
          {ErrorKind::usage, formatted("lists of different length: {} and {}", extents[depth], length)},
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
      throw LocatedError({ErrorKind::mismatch,
                          formatted("a list of arrays needs equal shapes, but has {} and {}",
                                    shape(items[0].get<ArrayValue>()->node).text(), shape(part).text())},
                         {items[0].span, item.span});
    if (dtype) part = converted(part, *dtype);
    parts.push_back(part);
  }
  Dims dims = {static_cast<std::int64_t>(parts.size())};
  dims.insert(dims.end(), shape(parts[0]).begin(), shape(parts[0]).end());
  return routine("stack", parts, Shape(dims), dtype, "0", [](auto inputs, const MutableView& result, int) {
    std::byte* to = result.data;
    for (const TensorView& input : inputs) {
      convert_into(input, input.dtype, to);
      to += count(input.extents) * size_of(input.dtype);
    }
  });
}

}  // namespace tcalc::expression
