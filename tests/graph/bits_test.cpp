// The bits of every reduction, of every dtype: the same on any number of threads, in any memory, computed in
// slabs or whole.
#include <cmath>
#include <cstring>
#include <random>
#include <string>
#include <tests/support/catch.hpp>
#include <tests/support/sampled.hpp>
#include <vector>

#include <tcalc/core/cast.hpp>
#include <tcalc/core/convert.hpp>
#include <tcalc/expression/bind.hpp>
#include <tcalc/functions/function.hpp>
#include <tcalc/graph/evaluation.hpp>

using namespace tcalc;

namespace {

// Of many sizes, so that every sum is rounded; among them zeros.
Array random_array(Dtype dtype, const Extents& extents) {
  Tensor tensor(dtype, extents);
  std::mt19937_64 engine(11);
  std::normal_distribution<double> normal(0, 3);
  visit_dtype(dtype, [&]<class T>(TypeTag<T>) {
    auto* element = reinterpret_cast<T*>(tensor.data());
    for (std::int64_t i = 0; i < count(extents); ++i) {
      const double value = i % 31 == 0 ? 0 : normal(engine);
      if constexpr (is_complex<T>)
        element[i] = cast<T>(std::complex<double>(value, normal(engine)));
      else if constexpr (std::is_integral_v<T> || std::is_same_v<T, Boolean>)
        element[i] = cast<T>(static_cast<std::int64_t>(std::rint(value)));
      else
        element[i] = cast<T>(value);
    }
  });
  return to_array(std::move(tensor));
}

struct Way {
  int threads = 1;
  std::optional<std::int64_t> memory = std::nullopt;
  bool whole = false;  // each node by itself
};

struct Computed {
  std::vector<std::byte> bytes;
  bool in_slabs = false;
};

using Arrays = std::vector<std::pair<std::string, Array>>;

// Nothing where the expression is refused, or needs more memory.
std::optional<Computed> computed(const std::string& text, const Arrays& arrays, const Way& way) {
  MemoryLimit limit(way.memory);
  Evaluation evaluation(limit, way.threads);
  std::vector<expression::Binding> bindings;
  for (const auto& [name, array] : arrays) {
    const NodeId leaf = evaluation.add_leaf({name, Shape(array.view.extents), array.view.dtype},
                                            std::make_shared<ArrayValues>(array));
    bindings.push_back({name, {expression::ArrayValue{leaf}}});
  }
  expression::BindOptions options;
  options.values = [&](NodeId node) { return evaluation.array_of(node); };
  try {
    const NodeId result =
        *expression::bind(language::parse(text), bindings, evaluation.graph(), options).node;
    for (NodeId id = 0; way.whole && id < result; ++id) {
      evaluation.hold(id);
      evaluation.values(id);
    }
    evaluation.hold(result);
    Computed found;
    for (const PlannedNode& planned : evaluation.plan(result).nodes)
      found.in_slabs = found.in_slabs || !planned.before.empty();
    const TensorView& view = evaluation.values(result);
    found.bytes.resize(static_cast<std::size_t>(count(view.extents) * size_of(view.dtype)));
    convert_into(view, view.dtype, found.bytes.data());
    return found;
  } catch (const LocatedError&) {
    return std::nullopt;
  } catch (const Error& error) {
    if (error.kind != ErrorKind::resource) throw;
    return std::nullopt;
  }
}

std::vector<std::string> reductions() {
  std::vector<std::string> names = {"logsumexp", "median"};
  for (const functions::Group& group : functions::groups()) {
    for (const functions::Function& function : group.functions) {
      const bool has_axis = function.signature.find("axis=None") != std::string_view::npos;
      if (group.title == "reductions" && has_axis) names.emplace_back(function.name());
    }
  }
  return names;
}

std::vector<Dtype> dtypes() {
  std::vector<Dtype> all;
  visit_all_dtypes([&]<class T>(TypeTag<T>) { all.push_back(dtype_of<T>()); });
  return all;
}

struct Counts {
  int compared = 0, in_slabs = 0;
};

// Each expression in every way, against one thread alone.
void compare(const std::string& text, const Arrays& arrays, const std::vector<Way>& ways, Counts& counts) {
  const auto wanted = computed(text, arrays, {});
  if (!wanted) return;
  counts.in_slabs += wanted->in_slabs ? 1 : 0;
  for (const Way& way : ways) {
    const auto found = computed(text, arrays, way);
    if (!found) continue;
    INFO(text << " of " << name_of(arrays.front().second.view.dtype) << " with " << way.threads
              << " threads and " << way.memory.value_or(-1) << " bytes, whole: " << way.whole);
    CHECK(found->bytes == wanted->bytes);
    ++counts.compared;
  }
}

const std::vector<std::string> axes = {"None", "0", "1", "2", "(0, 2)", "(0, 1)", "(1, 2)"};

// One in `stride` of all cases.
Counts sweep_operands(std::size_t stride) {
  Counts counts;
  std::size_t number = 0;
  for (const Dtype dtype : dtypes()) {
    const Arrays small = {{"x", random_array(dtype, {3, 700, 33})}},
                 long_rows = {{"x", random_array(dtype, {2, 3, 9000})}};
    for (const std::string& name : reductions()) {
      for (const std::string& axis : axes) {
        for (const Arrays* arrays : {&small, &long_rows}) {
          if (number++ % stride != 0) continue;
          const std::string of = number % 2 == 0 ? "x" : "x * x";
          compare(name + "(" + of + ", axis=" + axis + ")", *arrays,
                  {{2}, {5}, {3, std::int64_t{400} << 10}, {1, std::nullopt, true}}, counts);
        }
      }
    }
  }
  return counts;
}

Counts sweep_products(std::size_t stride) {
  Counts counts;
  std::size_t number = 0;
  for (const Dtype dtype : dtypes()) {
    const Arrays arrays = {{"a", random_array(dtype, {4, 1100, 3})}, {"b", random_array(dtype, {3, 500})}};
    for (const std::string& name : reductions()) {
      for (const std::string& axis : axes) {
        if (number++ % stride != 0) continue;
        compare(name + "(abs(a @ b), axis=" + axis + ")", arrays,
                {{3}, {2, std::int64_t{3} << 20}, {1, std::nullopt, true}}, counts);
      }
    }
  }
  return counts;
}

}  // namespace

TEST_CASE("a reduction's bits depend neither on threads nor on memory nor on what is held") {
  CHECK(sweep_operands(47).compared > 50);
}

TEST_CASE("a reduction of a product has the same bits in slabs as whole") {
  const Counts counts = sweep_products(test::sampled ? 661 : 127);
  CHECK(counts.compared > (test::sampled ? 3 : 10));
  CHECK(counts.in_slabs > (test::sampled ? 0 : 2));
}

TEST_CASE("every reduction has the same bits in all ways", "[.][deep]") {
  CHECK(sweep_operands(1).compared > 5000);
  const Counts counts = sweep_products(1);
  CHECK(counts.compared > 1000);
  CHECK(counts.in_slabs > 200);
}
