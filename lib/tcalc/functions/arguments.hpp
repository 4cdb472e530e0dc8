// The arguments of a call by the names that the function's signature gives them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tcalc/builder/builder.hpp>
#include <tcalc/builder/value.hpp>

namespace tcalc::functions {

using expression::Builder;
using expression::Value;

// A parameter of "sum(x, axis=None, keepdims=False)" or "reshape(x, *shape)".
struct Parameter {
  std::string_view name, standard;  // what it is without an argument, as help shows it
  bool optional = false;
  bool rest = false;  // takes all arguments that are left
};

std::vector<Parameter> parameters_of(std::string_view signature);

struct GivenArgument {
  std::string name;  // empty where it has none
  Span name_span;
  Value value;
};

class Arguments {
 public:
  // Throws LocatedError{usage} for too many arguments, for one that is missing, given twice or unknown.
  // `call` is where the function's name stands.
  Arguments(std::string_view signature, std::vector<GivenArgument> given, Span call);

  // Null where it was not given, or is None.
  const Value* find(std::string_view name) const;
  const Value& at(std::string_view name) const;  // one that must be given
  const std::vector<Value>& rest() const { return rest_; }
  Span call() const { return call_; }

  // Throw LocatedError{usage} where the argument is of another kind.
  NodeId array(Builder& builder, std::string_view name) const;
  std::int64_t integer(std::string_view name, std::int64_t standard) const;
  bool flag(std::string_view name, bool standard = false) const;
  double number(std::string_view name, double standard) const;
  std::optional<Dtype> dtype(std::string_view name = "dtype") const;
  std::string text(std::string_view name, std::string_view standard) const;

  // An axis, or several; all of them where none is given. Ascending. Throws LocatedError{mismatch} for one
  // that is out of range or given twice.
  std::vector<int> axes(std::string_view name, const Shape& shape) const;
  int axis(std::string_view name, const Shape& shape, std::int64_t standard) const;
  bool keepdims() const { return flag("keepdims"); }

 private:
  std::vector<std::pair<std::string_view, std::optional<Value>>> values_;
  std::vector<Value> rest_;
  Span call_;
};

// Integers of an integer, a tuple or a list, -1 and names of dims among them.
Dims dims_of(const Value& value);
Dims dims_of(const std::vector<Value>& rest);  // f(2, 3) and f((2, 3))
// The same of numbers that are no sizes: True and False are 1 and 0.
Dim whole_number_of(const Value& value);
Dims whole_numbers_of(const Value& value);
std::vector<std::int64_t> integers_of(const Value& value);
std::int64_t int64_of(const Value& value);

// Of numbers; names are positive.
bool is_negative(const Dim& dim);

// The dtype of "float32", 'f4', float.
Dtype dtype_of(const Value& value);

}  // namespace tcalc::functions
