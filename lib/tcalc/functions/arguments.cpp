#include <algorithm>
#include <array>

#include <tcalc/functions/arguments.hpp>
#include <tcalc/text/suggest.hpp>
#include <tcalc/text/word.hpp>
#include <tcalc/view/axes.hpp>

namespace tcalc::functions {

namespace {

// What other libraries call an argument.
struct OtherName {
  std::string_view name, numpys;
};
constexpr std::array other_names = {
    OtherName{"dim", "axis"},         OtherName{"dims", "axis"},
    OtherName{"keepdim", "keepdims"}, OtherName{"keep_dims", "keepdims"},
    OtherName{"unbiased", "ddof"},    OtherName{"correction", "ddof"},
    OtherName{"input", "x"},          OtherName{"a_min", "min"},
    OtherName{"a_max", "max"},
};

// The parameter that was meant by an argument of another name.
std::optional<std::string> meant(std::string_view argument, const std::vector<std::string>& parameters) {
  for (const OtherName& other : other_names) {
    const bool there = std::ranges::find(parameters, other.numpys) != parameters.end();
    if (other.name == argument && there) return std::string(other.numpys);
  }
  return text::nearest(argument, parameters);
}

std::string name_in(std::string_view signature) {
  return std::string(signature.substr(0, signature.find('(')));
}

LocatedError usage(std::string fact, Span span, std::string hint = {}) {
  return {{ErrorKind::usage, std::move(fact), std::move(hint)}, {span}};
}

}  // namespace

std::vector<Parameter> parameters_of(std::string_view signature) {
  std::vector<Parameter> parameters;
  const std::size_t open = signature.find('(');
  std::string_view inside = signature.substr(open + 1, signature.rfind(')') - open - 1);
  while (!inside.empty()) {
    // No default value holds a comma but within brackets, which come last.
    const std::size_t end = std::min(inside.find(','), inside.size());
    std::string_view word = text::trimmed(inside.substr(0, end));
    inside.remove_prefix(std::min(end + 1, inside.size()));
    Parameter parameter;
    parameter.rest = word.starts_with('*');
    if (parameter.rest) word.remove_prefix(1);
    const std::size_t equals = word.find('=');
    parameter.name = word.substr(0, equals);
    parameter.optional = equals != std::string_view::npos || parameter.rest;
    if (equals != std::string_view::npos) parameter.standard = word.substr(equals + 1);
    parameters.push_back(parameter);
  }
  return parameters;
}

Arguments::Arguments(std::string_view signature, std::vector<GivenArgument> given, Span call) : call_(call) {
  const std::vector<Parameter> parameters = parameters_of(signature);
  for (const Parameter& parameter : parameters) values_.emplace_back(parameter.name, std::nullopt);
  std::size_t place = 0;
  for (GivenArgument& argument : given) {
    if (argument.name.empty()) {
      if (place < parameters.size() && parameters[place].rest) {
        rest_.push_back(std::move(argument.value));
        continue;
      }
      if (place == parameters.size())
        throw usage("too many arguments: " + std::string(signature), argument.value.span);
      values_[place++].second = std::move(argument.value);
      continue;
    }
    const auto found =
        std::ranges::find(values_, argument.name, [](const auto& entry) { return entry.first; });
    if (found == values_.end()) {
      std::vector<std::string> names;
      for (const Parameter& parameter : parameters) names.emplace_back(parameter.name);
      const auto near = meant(argument.name, names);
      throw usage(name_in(signature) + " has no argument " + text::in_quotes(argument.name),
                  argument.name_span, near ? "did you mean " + *near + "?" : std::string(signature));
    }
    const auto& parameter = parameters[static_cast<std::size_t>(found - values_.begin())];
    if (parameter.rest) {
      if (!rest_.empty())
        throw usage(text::in_quotes(argument.name) + " is given twice", argument.name_span,
                    std::string(signature));
      rest_ = {std::move(argument.value)};
      continue;
    }
    if (found->second)
      throw usage(text::in_quotes(argument.name) + " is given twice", argument.name_span,
                  std::string(signature));
    found->second = std::move(argument.value);
  }
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    if (parameters[i].optional || values_[i].second) continue;
    throw usage("the argument " + text::in_quotes(parameters[i].name) + " is missing", call,
                std::string(signature));
  }
}

const Value* Arguments::find(std::string_view name) const {
  for (const auto& [known, value] : values_) {
    if (known == name) return value && !value->is<expression::None>() ? &*value : nullptr;
  }
  throw Error(ErrorKind::internal, "no parameter " + std::string(name));
}

const Value& Arguments::at(std::string_view name) const {
  for (const auto& [known, value] : values_) {
    if (known == name && value) return *value;
  }
  throw Error(ErrorKind::internal, "no argument " + std::string(name));
}

NodeId Arguments::array(Builder& builder, std::string_view name) const { return builder.array(at(name)); }

std::int64_t int64_of(const Value& value) {
  if (const auto* truth = value.get<bool>()) return *truth ? 1 : 0;
  const auto* integer = value.get<Dim>();
  if (integer == nullptr) throw usage("an integer is expected, not " + kind_of(value), value.span);
  if (!integer->is_known())
    throw usage("an integer is expected whose value is known, but " + integer->text() + " depends on names",
                value.span);
  return integer->size();
}

std::int64_t Arguments::integer(std::string_view name, std::int64_t standard) const {
  const Value* value = find(name);
  return value == nullptr ? standard : int64_of(*value);
}

bool Arguments::flag(std::string_view name, bool standard) const {
  const Value* value = find(name);
  if (value == nullptr) return standard;
  if (const auto* truth = value->get<bool>()) return *truth;
  throw usage(std::string(name) + " is True or False, not " + kind_of(*value), value->span);
}

double Arguments::number(std::string_view name, double standard) const {
  const Value* value = find(name);
  if (value == nullptr) return standard;
  if (const auto* real = value->get<double>()) return *real;
  if (value->is<Dim>() || value->is<bool>()) return static_cast<double>(int64_of(*value));
  throw usage("a number is expected, not " + kind_of(*value), value->span);
}

std::string Arguments::text(std::string_view name, std::string_view standard) const {
  const Value* value = find(name);
  if (value == nullptr) return std::string(standard);
  if (const auto* text = value->get<std::string>()) return *text;
  throw usage(std::string(name) + " is a text in quotes, not " + kind_of(*value), value->span);
}

Dtype dtype_of(const Value& value) {
  const auto computed = [&](Dtype dtype) {
    if (is_stored_only(dtype))
      throw usage(std::string(name_of(dtype)) + " is for files: nothing is computed in it", value.span,
                  "convert stores an array in it");
    return dtype;
  };
  if (const auto* dtype = value.get<Dtype>()) return computed(*dtype);
  if (const auto* text = value.get<std::string>()) {
    if (const auto parsed = parse_dtype(*text)) return computed(parsed->dtype);
    throw usage(text::in_quotes(*text) + " is not a dtype", value.span, "supported: " + supported_dtypes());
  }
  throw usage(
      "a dtype is expected, not " + kind_of(value), value.span,
      value.is<Dim>() ? "several axes or sizes are one tuple: (0, 1)" : "for example float32 or 'f4'");
}

std::optional<Dtype> Arguments::dtype(std::string_view name) const {
  const Value* value = find(name);
  if (value == nullptr) return std::nullopt;
  return dtype_of(*value);
}

std::vector<std::int64_t> integers_of(const Value& value) {
  const auto* sequence = value.get<expression::Sequence>();
  if (sequence == nullptr) return {int64_of(value)};
  std::vector<std::int64_t> integers;
  for (const Value& item : sequence->items) integers.push_back(int64_of(item));
  return integers;
}

bool is_negative(const Dim& dim) { return dim.is_known() && dim.size() < 0; }

Dim whole_number_of(const Value& value) {
  if (const auto* dim = value.get<Dim>()) return *dim;
  return int64_of(value);
}

Dims whole_numbers_of(const Value& value) {
  const auto* sequence = value.get<expression::Sequence>();
  if (sequence == nullptr) return {whole_number_of(value)};
  Dims numbers;
  for (const Value& item : sequence->items) numbers.push_back(whole_number_of(item));
  return numbers;
}

Dims dims_of(const Value& value) {
  const auto one = [](const Value& item) {
    if (const auto* dim = item.get<Dim>()) return *dim;
    throw usage("a size is expected, not " + kind_of(item), item.span);
  };
  const auto* sequence = value.get<expression::Sequence>();
  if (sequence == nullptr) return {one(value)};
  Dims dims;
  for (const Value& item : sequence->items) dims.push_back(one(item));
  return dims;
}

Dims dims_of(const std::vector<Value>& rest) {
  if (rest.size() == 1) return dims_of(rest[0]);
  Dims dims;
  for (const Value& item : rest) {
    if (item.is<expression::Sequence>()) throw usage("a size is expected, not " + kind_of(item), item.span);
    dims.push_back(dims_of(item)[0]);
  }
  return dims;
}

std::vector<int> Arguments::axes(std::string_view name, const Shape& shape) const {
  const Value* value = find(name);
  if (value == nullptr) return axis_range(0, shape.rank());
  std::vector<int> axes;
  if (value->is<expression::ArrayValue>())
    throw usage("an axis is expected, not an array", value->span,
                "maximum(a, b) and minimum(a, b) compare two arrays");
  for (const std::int64_t axis : integers_of(*value)) {
    if (shape.rank() == 0 && (axis == 0 || axis == -1) && !value->is<expression::Sequence>())
      continue;  // NumPy lets it pass
    try {
      axes.push_back(expression::normal_axis(axis, shape));
    } catch (const Error& error) {
      throw LocatedError(error, {value->span});
    }
  }
  std::ranges::sort(axes);
  if (std::ranges::adjacent_find(axes) != axes.end())
    throw LocatedError({ErrorKind::mismatch, "an axis is given twice"}, {value->span});
  return axes;
}

int Arguments::axis(std::string_view name, const Shape& shape, std::int64_t standard) const {
  const Value* value = find(name);
  try {
    return expression::normal_axis(integer(name, standard), shape);
  } catch (const LocatedError&) {
    throw;
  } catch (const Error& error) {
    throw LocatedError(error, {value == nullptr ? call_ : value->span});
  }
}

}  // namespace tcalc::functions
