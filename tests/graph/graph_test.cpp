// Graphs: their nodes, their plans, their evaluation.
#include <algorithm>
#include <cstring>
#include <functional>
#include <memory>
#include <numeric>
#include <string>
#include <tests/support/catch.hpp>
#include <utility>
#include <vector>

#include <tcalc/core/error.hpp>
#include <tcalc/graph/evaluation.hpp>
#include <tcalc/ops/registry.hpp>

using namespace tcalc;

namespace {

Outcome negative(const Operand& a) {
  const ElementwiseLoop& loop = find_elementwise("negative")->loops[static_cast<std::size_t>(Dtype::float64)];
  return {a.shape, Dtype::float64, Elementwise{loop.run, {Dtype::float64}}};
}
Outcome sum_along(const Operand& a, std::vector<int> axes) {
  Dims dims;
  for (int axis = 0; axis < a.shape.rank(); ++axis) {
    if (std::ranges::find(axes, axis) == axes.end()) dims.push_back(a.shape[axis]);
  }
  const ReductionLoop* loop = find_loop(*find_reduction("sum"), Dtype::float64);
  return {Shape(dims), Dtype::float64, Reduction{loop, std::move(axes)}};
}
Outcome turned(const Operand& a) {
  return {Shape({a.shape[1], a.shape[0]}), a.dtype, ViewChange(Permutation{{1, 0}})};
}
Outcome product(const std::string& operation, const Operand& a, const Operand& b) {
  return apply(*find_operation(operation), a, b, {});
}

// Values in memory that count how often they are read, and how many are alive.
struct Counts {
  int loads = 0, alive = 0, checks = 0;
};
class Memory final : public Values {
 public:
  Memory(const Extents& extents, Dtype dtype, Counts& counts)
      : counts_(counts), tensor_(Dtype::int64, extents) {
    auto* elements = reinterpret_cast<std::int64_t*>(tensor_.data());
    std::iota(elements, elements + count(extents), std::int64_t{0});
    tensor_ = converted(tensor_.view(), dtype);
    ++counts_.alive;
  }
  ~Memory() override { --counts_.alive; }
  TensorView layout() const override { return contiguous(tensor_.dtype(), tensor_.extents()); }
  std::int64_t buffer_bytes() const override { return loaded_ ? 0 : tensor_.bytes(); }
  void load() override {
    counts_.loads += loaded_ ? 0 : 1;
    loaded_ = true;
    view_ = tensor_.view();
  }
  const TensorView& values() const override { return view_; }
  void check_unchanged() const override { ++counts_.checks; }

 private:
  Counts& counts_;
  Tensor tensor_;
  TensorView view_;
  bool loaded_ = false;
};

class Room final : public ResultStorage {
 public:
  void reserve(Dtype dtype, const Shape& shape) override { tensor = Tensor(dtype, shape.extents()); }
  bool reserved() const override { return in_file; }
  std::byte* elements() override { return tensor.data(); }

  Tensor tensor;
  bool in_file = false;
};

std::vector<double> numbers(const TensorView& view) {
  std::vector<double> elements(static_cast<std::size_t>(count(view.extents)));
  convert_into(view, Dtype::float64, reinterpret_cast<std::byte*>(elements.data()));
  return elements;
}

struct Bench {
  MemoryLimit limit{std::nullopt};
  Counts counts;
  Evaluation evaluation{limit, 2};

  NodeId leaf(const Extents& extents, Dtype dtype = Dtype::float64) {
    return evaluation.add_leaf({"x", Shape(extents), dtype},
                               std::make_shared<Memory>(extents, dtype, counts));
  }
  NodeId add(const std::string& name, Outcome outcome, std::vector<NodeId> inputs) {
    const NodeId id = evaluation.graph().add(name, std::move(outcome), std::move(inputs));
    evaluation.hold(id);
    return id;
  }
  Operand operand(NodeId id) const { return evaluation.graph().operand(id); }
  // Whether the graph still knows it once nobody names it any more.
  bool knows(NodeId id) {
    evaluation.forget_released();
    return !evaluation.graph()[id].name.empty();
  }
};

}  // namespace

TEST_CASE("a graph is printed, and equal parts are one node") {
  Graph graph;
  const NodeId a = graph.add_leaf({"a.npy", {2, 3}, Dtype::float32});
  const NodeId b = graph.add_leaf({"B", {3, 2}, Dtype::float32});
  const NodeId first = graph.add("matmul", product("matmul", graph.operand(a), graph.operand(b)), {a, b});
  CHECK(graph.add("matmul", product("matmul", graph.operand(a), graph.operand(b)), {a, b}) == first);
  const NodeId other = graph.add("matmul", product("matmul", graph.operand(b), graph.operand(a)), {b, a});
  CHECK(other != first);
  CHECK(graph.text() ==
        "%0 = a.npy  (2, 3) float32\n"
        "%1 = B  (3, 2) float32\n"
        "%2 = matmul %0 %1  (2, 2) float32\n"
        "%3 = matmul %1 %0  (3, 3) float32\n");
  graph.forget(first);
  CHECK(graph.add("matmul", product("matmul", graph.operand(a), graph.operand(b)), {a, b}) != first);
}

TEST_CASE("constants of one dtype, shape and value are one node, however late others differ") {
  Graph graph;
  const auto constant = [&](Dtype dtype, Extents extents, int last) {
    Tensor value(dtype, std::move(extents));
    std::memset(value.data(), 0, static_cast<std::size_t>(value.bytes()));
    value.data()[value.bytes() - 1] = std::byte(last);
    const Shape shape(value.extents());
    return graph.add("constant", {shape, dtype, Constant{std::move(value)}}, {});
  };
  const NodeId first = constant(Dtype::float64, {10}, 0);
  CHECK(constant(Dtype::float64, {10}, 0) == first);
  CHECK(constant(Dtype::float64, {10}, 64) != first);
  CHECK(constant(Dtype::float64, {2, 5}, 0) != first);
  CHECK(constant(Dtype::int64, {10}, 0) != first);
}

TEST_CASE("an operation that flattens its operands is a contraction of reshaped ones") {
  Graph graph;
  const NodeId a = graph.add_leaf({"a", {2, 3}, Dtype::int64});
  const NodeId b = graph.add_leaf({"b", {3, 2}, Dtype::int64});
  graph.add("vdot", product("vdot", graph.operand(a), graph.operand(b)), {a, b});
  CHECK(graph.text() ==
        "%0 = a  (2, 3) int64\n"
        "%1 = b  (3, 2) int64\n"
        "%2 = reshape %0  (6,) int64\n"
        "%3 = reshape %1  (6,) int64\n"
        "%4 = vdot %2 %3  () int64\n");
}

TEST_CASE("a plan says order, way and bytes before any value is read") {
  Bench bench;
  const NodeId a = bench.leaf({2, 3});
  const NodeId t = bench.add("transpose", turned(bench.operand(a)), {a});
  const NodeId m = bench.add("matmul", product("matmul", bench.operand(a), bench.operand(t)), {a, t});
  const NodeId n = bench.add("negative", negative(bench.operand(m)), {m});
  std::vector<NodeState> states(bench.evaluation.graph().size());
  states[a] = {std::make_shared<Memory>(Extents{2, 3}, Dtype::float64, bench.counts), 3};
  states[t].needed = states[m].needed = states[n].needed = 1;
  const GraphPlan plan = make_plan(bench.evaluation.graph(), states, n);
  CHECK(plan.text(bench.evaluation.graph()) ==
        "%1 = transpose %0  (3, 2) float64  a view, 0 bytes\n"
        "%2 = matmul %0 %1  (2, 2) float64  direct, 32 bytes\n"
        "%3 = negative %2  (2, 2) float64  in blocks, 32 bytes\n");
  CHECK(plan.nodes[0].operand_bytes == 48);
  CHECK(plan.nodes[1].held_bytes == 48);
  CHECK(plan.nodes[2].held_bytes == 80);  // the test itself still holds the leaf
  CHECK(bench.counts.loads == 0);
}

TEST_CASE("nodes are computed when they are needed, once, and dropped after their last use") {
  Bench bench;
  const NodeId a = bench.leaf({2, 3});
  const NodeId m = bench.add("inner", product("inner", bench.operand(a), bench.operand(a)), {a, a});
  const NodeId n = bench.add("negative", negative(bench.operand(m)), {m});
  const NodeId s = bench.add("sum", sum_along(bench.operand(n), {0}), {n});
  bench.evaluation.release(a);
  bench.evaluation.release(m);
  CHECK(bench.counts.loads == 0);
  CHECK(numbers(bench.evaluation.values(n)) == std::vector<double>{-5, -14, -14, -50});
  CHECK(bench.counts.loads == 1);
  CHECK(bench.counts.checks == 2);
  CHECK(bench.counts.alive == 0);  // nothing needs it any more
  CHECK_FALSE(bench.knows(m));
  bench.evaluation.release(n);
  CHECK(numbers(bench.evaluation.values(s)) == std::vector<double>{-19, -64});
  CHECK_FALSE(bench.knows(n));
}

TEST_CASE("a view keeps what it is seen through") {
  Bench bench;
  const NodeId a = bench.leaf({2, 3});
  const NodeId t = bench.add("transpose", turned(bench.operand(a)), {a});
  bench.evaluation.release(a);
  CHECK(numbers(bench.evaluation.values(t)) == std::vector<double>{0, 3, 1, 4, 2, 5});
  CHECK(bench.counts.alive == 1);
  bench.evaluation.release(t);
  CHECK(bench.counts.alive == 0);
}

TEST_CASE("a reshape that no strides express is a copy") {
  Bench bench;
  const NodeId a = bench.leaf({2, 3});
  const NodeId t = bench.add("transpose", turned(bench.operand(a)), {a});
  const NodeId flat = bench.add("reshape", {{6}, Dtype::float64, ViewChange(Reshape{})}, {t});
  bench.evaluation.release(a);
  bench.evaluation.release(t);
  CHECK(numbers(bench.evaluation.values(flat)) == std::vector<double>{0, 3, 1, 4, 2, 5});
  CHECK(bench.counts.alive == 0);
}

TEST_CASE("functions of elements are computed in the blocks of what they lead to, unless others need them") {
  Bench bench;
  const NodeId a = bench.leaf({2, 3});
  Graph& graph = bench.evaluation.graph();
  const NodeId n = graph.add("negative", negative(bench.operand(a)), {a});
  const NodeId m = graph.add("negative", negative(bench.operand(n)), {n});
  const NodeId s = graph.add("sum", sum_along(bench.operand(m), {1}), {m});
  std::vector<NodeState> states(graph.size());
  states[a] = {std::make_shared<Memory>(Extents{2, 3}, Dtype::float64, bench.counts), 2};
  states[n].needed = states[m].needed = states[s].needed = 1;
  CHECK(make_plan(graph, states, s).text(graph) ==
        "  %1 = negative %0  (2, 3) float64\n"
        "  %2 = negative %1  (2, 3) float64\n"
        "%3 = sum %2  (2,) float64  in blocks, 16 bytes\n");
  states[n].needed = 2;
  CHECK(make_plan(graph, states, s).text(graph) ==
        "%1 = negative %0  (2, 3) float64  in blocks, 48 bytes\n"
        "  %2 = negative %1  (2, 3) float64\n"
        "%3 = sum %2  (2,) float64  in blocks, 16 bytes\n");
  CHECK(bench.counts.loads == 0);
  bench.evaluation.hold(s);
  CHECK(numbers(bench.evaluation.values(s)) == std::vector<double>{3, 12});
  CHECK_FALSE(bench.knows(n));
}

TEST_CASE("a node that holds nothing needed is nobody's reason to keep another") {
  Bench bench;
  const NodeId a = bench.leaf({2, 3});
  Graph& graph = bench.evaluation.graph();
  const NodeId unused = graph.add("transpose", turned(bench.operand(a)), {a});
  const NodeId s = bench.add("sum", sum_along(bench.operand(a), {0, 1}), {a});
  bench.evaluation.release(a);
  CHECK(numbers(bench.evaluation.values(s)) == std::vector<double>{15});
  CHECK(bench.counts.alive == 0);
  CHECK_FALSE(bench.knows(unused));
}

TEST_CASE("functions of elements and reductions go block by block, converted where need be") {
  Bench bench;
  const NodeId a = bench.leaf({300, 200}, Dtype::int16);
  const NodeId n = bench.add("negative", negative(bench.operand(a)), {a});
  const NodeId t = bench.add("transpose", turned(bench.operand(n)), {n});
  const NodeId rows = bench.add("sum", sum_along(bench.operand(t), {0}), {t});
  const NodeId all = bench.add("sum", sum_along(bench.operand(n), {0, 1}), {n});
  const std::vector<double> elements = numbers(bench.evaluation.values(n));
  const std::vector<double> sums = numbers(bench.evaluation.values(rows));
  REQUIRE(sums.size() == 300);
  double total = 0;
  for (std::size_t row = 0; row < 300; ++row) {
    double wanted = 0;
    for (std::size_t column = 0; column < 200; ++column) {
      const auto value = static_cast<double>(static_cast<std::int16_t>(row * 200 + column));
      CHECK(elements[row * 200 + column] == -value);
      wanted -= value;
    }
    CHECK(sums[row] == wanted);
    total += wanted;
  }
  CHECK(numbers(bench.evaluation.values(all)) == std::vector<double>{total});
}

TEST_CASE("a sum of nothing is made, a result of nothing is none") {
  Bench bench;
  const NodeId a = bench.leaf({0, 3});
  const NodeId columns = bench.add("sum", sum_along(bench.operand(a), {0}), {a});
  const NodeId rows = bench.add("sum", sum_along(bench.operand(a), {1}), {a});
  CHECK(numbers(bench.evaluation.values(columns)) == std::vector<double>{0, 0, 0});
  CHECK(numbers(bench.evaluation.values(rows)).empty());
}

TEST_CASE("memory is asked for before work starts, intermediates counted with the rest") {
  Counts counts;
  MemoryLimit limit(std::int64_t{100} * 1000 * 8, {"--max-memory", "a file", ""});
  Evaluation evaluation(limit, 1);
  const auto add = [&](const std::string& name, Outcome outcome, std::vector<NodeId> inputs) {
    const NodeId id = evaluation.graph().add(name, std::move(outcome), std::move(inputs));
    evaluation.hold(id);
    return id;
  };
  const Extents extents = {100, 200};
  const NodeId a = evaluation.add_leaf({"a", Shape(extents), Dtype::float64},
                                       std::make_shared<Memory>(extents, Dtype::float64, counts));
  NodeId last = a;
  for (int i = 0; i < 3; ++i) last = add("negative", negative(evaluation.graph().operand(last)), {last});
  const NodeId rows = add("sum", sum_along(evaluation.graph().operand(last), {1}), {last});
  CHECK(numbers(evaluation.values(rows)).size() == 100);  // all four of them are held: 640 000 bytes
  CHECK(limit.chosen_bytes() == 800'000 - 4 * 160'000 - 800);
  const NodeId more = add(
      "inner", product("inner", evaluation.graph().operand(a), evaluation.graph().operand(last)), {a, last});
  const NodeId beyond =
      add("inner", product("inner", evaluation.graph().operand(more), evaluation.graph().operand(more)),
          {more, more});
  std::string message;
  try {
    evaluation.values(beyond);
  } catch (const Error& error) {
    message = error.message;
  }
  CHECK(message.starts_with("inner: result (100, 100) float64 and its operands need "));
  CHECK(evaluation.current() == more);
}

TEST_CASE("a result that nobody else needs is computed where it is stored") {
  Bench bench;
  const NodeId a = bench.leaf({2, 3});
  const NodeId n = bench.add("negative", negative(bench.operand(a)), {a});
  CHECK_FALSE(bench.evaluation.can_compute_into(a));
  CHECK(bench.evaluation.can_compute_into(n));
  Room room;
  bench.evaluation.compute_into(n, room);
  CHECK(numbers(room.tensor.view()) == std::vector<double>{0, -1, -2, -3, -4, -5});
  bench.evaluation.hold(n);
  CHECK_FALSE(bench.evaluation.can_compute_into(n));
}

TEST_CASE("a graph is evaluated again with other values") {
  Counts counts;
  Graph graph;
  const NodeId a = graph.add_leaf({"a", {2, 2}, Dtype::float64});
  const NodeId n = graph.add("negative", negative(graph.operand(a)), {a});
  for (int round = 0; round < 2; ++round) {
    MemoryLimit limit(std::nullopt);
    Evaluation evaluation(limit, 1, {}, graph);
    evaluation.hold(n);
    evaluation.give(a, std::make_shared<Memory>(Extents{2, 2}, Dtype::float64, counts));
    CHECK(numbers(evaluation.values(n)) == std::vector<double>{0, -1, -2, -3});
  }
  CHECK(counts.loads == 2);
  CHECK(counts.alive == 0);
}
