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

}  // namespace

Array value_of(const std::string& text, const std::vector<NamedArray>& arrays) {
  MemoryLimit limit(std::nullopt);
  Evaluation evaluation(limit, default_threads());
  std::vector<expression::Binding> bindings;
  for (const NamedArray& named : arrays) {
    const TensorView view = view_of(named.array());
    const NodeId leaf = evaluation.add_leaf({named.name(), Shape(view.extents), view.dtype},
                                            std::make_shared<ArrayValues>(Array{view, named.owner()}));
    bindings.push_back({named.name(), {expression::ArrayValue{leaf}}});
  }
  expression::BindOptions options;
  options.values = [&](NodeId node) { return evaluation.array_of(node); };
  return located_in(text, [&] {
    const expression::Bound bound =
        expression::bind(language::parse(text), bindings, evaluation.graph(), options);
    return evaluation.array_of(array_node(bound));
  });
}

inline namespace v0 {

void eval(const std::string& text, const std::vector<NamedArray>& arrays, const Destination& result) {
  translated([&] {
    const Array value = value_of(text, arrays);
    if (promote(value.view.dtype, result.dtype) != result.dtype)
      throw other_dtype(value.view.dtype, result.dtype);
    write(result, value.view.extents, {},
          [&](std::byte* elements) { convert_into(value.view, result.dtype, elements); });
  });
}

}  // namespace v0
}  // namespace tcalc::api
