#include <memory>
#include <optional>

#include <tcalc/api/destination.hpp>
#include <tcalc/api/expression.hpp>
#include <tcalc/api/operands.hpp>
#include <tcalc/api/thrown.hpp>
#include <tcalc/api/value_of.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/graph/evaluation.hpp>
#include <tcalc/kernel/threads.hpp>

namespace tcalc::api {

namespace {

Error other_dtype(Dtype given, Dtype asked) {
  return {ErrorKind::mismatch,
          formatted("eval: the result is {}, which {} does not hold", name_of(given), name_of(asked)),
          "astype(..., '" + std::string(name_of(asked)) + "') converts it"};
}

std::vector<NamedValues> values_of(const std::vector<NamedArray>& arrays) {
  std::vector<NamedValues> values;
  for (const NamedArray& named : arrays)
    values.push_back({named.name(), {view_of(named.array()), named.owner()}});
  return values;
}

// What is there of an expression before its value is.
class Expression {
 public:
  Expression(const std::string& text, const std::vector<NamedValues>& arrays) : text_(text) {
    std::vector<expression::Binding> bindings;
    for (const NamedValues& named : arrays) {
      const TensorView& view = named.array.view;
      const NodeId leaf = evaluation_.add_leaf({named.name, Shape(view.extents), view.dtype},
                                               std::make_shared<ArrayValues>(named.array));
      bindings.push_back({named.name, {expression::ArrayValue{leaf}}});
    }
    expression::BindOptions options;
    options.values = [&](NodeId node) { return evaluation_.array_of(node); };
    result_ = located_in(text_, [&] {
      return array_node(expression::bind(language::parse(text_), bindings, evaluation_.graph(), options));
    });
  }

  std::optional<Dtype> dtype() const { return evaluation_.graph()[result_].dtype; }

  Array value() {
    return located_in(text_, [&] { return evaluation_.array_of(result_); });
  }

  // Whether it can be computed where it goes.
  bool can_store() {
    evaluation_.hold(result_);
    return evaluation_.can_compute_into(result_);
  }
  void store(ResultStorage& storage) {
    located_in(text_, [&] { evaluation_.compute_into(result_, storage); });
  }

 private:
  const std::string& text_;
  MemoryLimit limit_{std::nullopt};
  Evaluation evaluation_{limit_, default_threads()};
  NodeId result_ = 0;
};

// A new array, which is made once its memory was asked for.
class NewArray : public ResultStorage {
 public:
  explicit NewArray(const Destination& destination) : destination_(destination) {}
  void reserve(Dtype, const Shape& shape) override { extents_ = shape.extents(); }
  bool reserved() const override { return false; }
  std::byte* elements() override { return room_at(destination_, extents_, {}); }

 private:
  const Destination& destination_;
  Extents extents_;
};

}  // namespace

Array value_of(const std::string& text, const std::vector<NamedValues>& arrays) {
  return Expression(text, arrays).value();
}

Array value_of(const std::string& text, const std::vector<NamedArray>& arrays) {
  return value_of(text, values_of(arrays));
}

inline namespace v0 {

void eval(const std::string& text, const std::vector<NamedArray>& arrays, const Destination& result) {
  translated([&] {
    const std::vector<NamedValues> values = values_of(arrays);
    Expression expression(text, values);
    if (expression.dtype() == result.dtype && expression.can_store()) {
      NewArray array(result);
      return expression.store(array);
    }
    const Array value = expression.value();
    if (promote(value.view.dtype, result.dtype) != result.dtype)
      throw other_dtype(value.view.dtype, result.dtype);
    write(result, value.view.extents, {},
          [&](std::byte* elements) { convert_into(value.view, result.dtype, elements); });
  });
}

}  // namespace v0
}  // namespace tcalc::api
