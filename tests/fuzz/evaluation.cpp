// A random expression on small integers through the engine, beside an evaluator that walks the same tree an
// element at a time. All values are integers that float64 holds: sums are exact in any order.
#include <algorithm>
#include <cmath>
#include <functional>
#include <string>
#include <tests/fuzz/target.hpp>
#include <vector>

#include <xtensor/xadapt.hpp>

#include <tcalc/core/tensor.hpp>
#include <tcalc/eval.hpp>

namespace tcalc::fuzz {

namespace {

struct Values {
  Extents extents;
  std::vector<double> elements;  // in C order
};

// A piece of text and what it means.
struct Term {
  std::string text;
  Values values;
};

Extents strides_of(const Extents& extents) {
  Extents strides(extents.size());
  std::int64_t stride = 1;
  for (std::size_t axis = extents.size(); axis-- > 0; stride *= extents[axis]) strides[axis] = stride;
  return strides;
}

// Calls `visit` with every index of an array, in C order.
void for_each_index(const Extents& extents, const std::function<void(const Extents&)>& visit) {
  Extents index(extents.size());
  for (std::int64_t left = count(extents); left > 0; --left) {
    visit(index);
    for (std::size_t axis = index.size(); axis-- > 0;) {
      if (++index[axis] < extents[axis]) break;
      index[axis] = 0;
    }
  }
}

double at(const Values& values, const Extents& index) {
  const Extents strides = strides_of(values.extents);
  std::int64_t place = 0;
  for (std::size_t axis = 0; axis < index.size(); ++axis) place += index[axis] * strides[axis];
  return values.elements[static_cast<std::size_t>(place)];
}

// Nothing where they do not broadcast.
std::optional<Extents> broadcast(const Extents& x, const Extents& y) {
  Extents result(std::max(x.size(), y.size()), 1);
  for (std::size_t back = 1; back <= result.size(); ++back) {
    const std::int64_t m = back <= x.size() ? x[x.size() - back] : 1;
    const std::int64_t n = back <= y.size() ? y[y.size() - back] : 1;
    if (m != n && m != 1 && n != 1) return std::nullopt;
    result[result.size() - back] = m == 1 ? n : m;
  }
  return result;
}

double broadcast_at(const Values& values, const Extents& index) {
  Extents own(values.extents.size());
  for (std::size_t axis = 0; axis < own.size(); ++axis)
    own[axis] = values.extents[axis] == 1 ? 0 : index[index.size() - own.size() + axis];
  return at(values, own);
}

constexpr double largest = 1e6;  // beyond it a value is cut: products of products stay exact

class Generator {
 public:
  Generator(Choices& choices, std::vector<Term> operands)
      : choices_(choices), operands_(std::move(operands)) {}

  Term term(int depth) {
    const int kind = depth == 0 ? 0 : choices_.below(9);
    switch (kind) {
      case 0:
        return operands_[static_cast<std::size_t>(choices_.below(int(operands_.size())))];
      case 1:
      case 2:
        return elementwise(term(depth - 1));
      case 3:
        return reduced(term(depth - 1));
      case 4:
        return turned(term(depth - 1));
      case 5:
        return indexed(term(depth - 1));
      default:
        return joined(term(depth - 1), term(depth - 1));
    }
  }

 private:
  Term elementwise(Term x) {
    const int function = choices_.below(4);
    const char* const before[] = {"-(", "abs(", "square(clip(", "clip("};
    const char* const after[] = {")", ")", ", -9, 9))", ", -3, 5)"};
    for (double& value : x.values.elements) {
      if (function == 0) value = -value;
      if (function == 1) value = std::abs(value);
      if (function == 2) value = std::clamp(value, -9.0, 9.0) * std::clamp(value, -9.0, 9.0);
      if (function == 3) value = std::clamp(value, -3.0, 5.0);
    }
    x.text = before[function] + x.text + after[function];
    return x;
  }

  Term reduced(Term x) {
    if (x.values.extents.empty()) return x;
    const auto axis = static_cast<std::size_t>(choices_.below(int(x.values.extents.size())));
    const bool keeps = choices_.below(2) == 1;
    const int function = choices_.below(3);
    const char* const names[] = {"sum", "max", "min"};
    const std::int64_t size = x.values.extents[axis];
    if (size == 0 && function != 0) return x;
    Extents outer = x.values.extents;
    outer[axis] = 1;
    Values result = {outer, {}};
    for_each_index(outer, [&](Extents index) {
      double value = function == 0 ? 0 : at(x.values, index);
      for (index[axis] = 0; index[axis] < size; ++index[axis]) {
        const double next = at(x.values, index);
        value = function == 0 ? value + next : function == 1 ? std::max(value, next) : std::min(value, next);
      }
      result.elements.push_back(value);
    });
    if (!keeps) result.extents.erase(result.extents.begin() + static_cast<std::ptrdiff_t>(axis));
    return {std::string(names[function]) + "(" + x.text + ", axis=" + std::to_string(axis) +
                (keeps ? ", keepdims=True)" : ")"),
            result};
  }

  Term turned(const Term& x) {
    Values result = {{x.values.extents.rbegin(), x.values.extents.rend()}, {}};
    for_each_index(result.extents, [&](const Extents& index) {
      result.elements.push_back(at(x.values, {index.rbegin(), index.rend()}));
    });
    return {"(" + x.text + ").T", result};
  }

  // The first axis backwards, or its last element.
  Term indexed(const Term& x) {
    if (x.values.extents.empty() || x.values.extents[0] == 0) return x;
    const bool drops = choices_.below(2) == 1;
    const std::int64_t last = x.values.extents[0] - 1;
    Values result = {x.values.extents, {}};
    if (drops) result.extents.erase(result.extents.begin());
    for_each_index(result.extents, [&](Extents index) {
      if (drops)
        index.insert(index.begin(), last);
      else
        index[0] = last - index[0];
      result.elements.push_back(at(x.values, index));
    });
    return {"(" + x.text + (drops ? ")[-1]" : ")[::-1]"), result};
  }

  Term joined(const Term& x, const Term& y) {
    const auto extents = broadcast(x.values.extents, y.values.extents);
    if (!extents || count(*extents) > 4096) return x;
    const int function = choices_.below(6);
    const std::string both = x.text + ", " + y.text;
    const std::string texts[] = {
        "(" + x.text + " + " + y.text + ")",
        "(" + x.text + " - " + y.text + ")",
        "clip(" + x.text + " * " + y.text + ", -1000000, 1000000)",
        "maximum(" + both + ")",
        "minimum(" + both + ")",
        "where(" + x.text + " < " + y.text + ", " + both + ")",
    };
    Values result = {*extents, {}};
    for_each_index(*extents, [&](const Extents& index) {
      const double m = broadcast_at(x.values, index), n = broadcast_at(y.values, index);
      const double values[] = {m + n,          m - n,          std::clamp(m * n, -largest, largest),
                               std::max(m, n), std::min(m, n), m < n ? m : n};
      result.elements.push_back(values[function]);
    });
    return {texts[function], result};
  }

  Choices& choices_;
  std::vector<Term> operands_;
};

Term operand_from(Choices& choices, const std::string& name, std::size_t rank) {
  Term operand = {name, {Extents(rank), {}}};
  for (std::int64_t& extent : operand.values.extents) extent = 1 + choices.below(4);
  for (std::int64_t left = count(operand.values.extents); left > 0; --left)
    operand.values.elements.push_back(choices.below(15) - 7);
  return operand;
}

}  // namespace

void evaluation(Bytes bytes) {
  Choices choices(bytes);
  const std::vector<Term> operands = {operand_from(choices, "a", 2), operand_from(choices, "b", 1),
                                      operand_from(choices, "c", 3)};
  std::vector<NamedArray> arrays;
  std::vector<xt::xarray<double>> held;
  held.reserve(operands.size());
  for (const Term& operand : operands) {
    const std::vector<std::size_t> shape(operand.values.extents.begin(), operand.values.extents.end());
    held.emplace_back(xt::adapt(operand.values.elements, shape));
    arrays.emplace_back(operand.text, held.back());
  }
  const Term expected = Generator(choices, operands).term(6);
  xt::xarray<double> result;
  try {
    result = eval<double>(expected.text, arrays);
  } catch (const Error& error) {
    throw Broken(expected.text + ": " + error.message);
  }
  const Extents extents(result.shape().begin(), result.shape().end());
  require(extents == expected.values.extents, "another shape: " + expected.text);
  require(std::equal(result.begin(), result.end(), expected.values.elements.begin(),
                     expected.values.elements.end()),
          "other values: " + expected.text);
}

}  // namespace tcalc::fuzz
