// What a part of an expression stands for: an array, or one of Python's own values.
#pragma once

#include <complex>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <tcalc/core/located.hpp>
#include <tcalc/graph/graph.hpp>

namespace tcalc::expression {

struct None {};
struct EllipsisValue {};

struct Value;

struct Sequence {
  std::vector<Value> items;
  bool is_list = false;
};

// start:stop:step; each an integer or None.
struct RangeValue {
  std::optional<Dim> start, stop, step;
};

struct ArrayValue {
  NodeId node;
};

// Integers are dims, so that names of dims compute; floats and complex numbers are Python's: weak, they take
// the dtype of the array that they meet.
using Content = std::variant<None, bool, Dim, double, std::complex<double>, ArrayValue, std::string, Dtype,
                             Sequence, RangeValue, EllipsisValue>;

struct Value {
  Content content = None{};
  Span span = {};  // where it is in the text

  template <class T>
  const T* get() const {
    return std::get_if<T>(&content);
  }
  template <class T>
  bool is() const {
    return std::holds_alternative<T>(content);
  }
  // A number of Python's, bool included.
  bool is_number() const { return is<bool>() || is<Dim>() || is<double>() || is<std::complex<double>>(); }
};

// "an array", "a tuple": what messages call it.
std::string kind_of(const Value& value);

// As Python prints it: "(3, B*T)", "float32", "True"; of arrays nothing is known.
std::string text_of(const Value& value);

}  // namespace tcalc::expression
