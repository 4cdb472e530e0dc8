// Graphs: their nodes, their plans, their evaluation.
#include <functional>
#include <memory>
#include <numeric>
#include <string>
#include <tests/support/catch.hpp>
#include <utility>
#include <vector>

#include <tcalc/core/error.hpp>
#include <tcalc/graph/blocks.hpp>
#include <tcalc/graph/evaluation.hpp>
#include <tcalc/ops/registry.hpp>

using namespace tcalc;

namespace {

// Two functions as a table of them would have: -x of float64, and a sum along axes.
void negate(std::span<const TensorView> operands, const MutableView& result) {
  const Tensor values = converted(operands[0], Dtype::float64);
  const auto* from = reinterpret_cast<const double*>(values.data());
  for (std::int64_t i = 0; i < count(result.extents); ++i) {
    std::int64_t rest = i, offset = 0;
    for (std::size_t axis = result.extents.size(); axis-- > 0;) {
      offset += rest % result.extents[axis] * result.strides[axis];
      rest /= result.extents[axis];
    }
    reinterpret_cast<double*>(result.data)[offset] = -from[i];
  }
}
void sum(const TensorView& operand, std::span<const int> axes, const MutableView& result) {
  const Tensor values = converted(operand, Dtype::float64);
  const auto* from = reinterpret_cast<const double*>(values.data());
  std::vector<std::int64_t> steps = result.strides;
  for (const int axis : axes) steps[static_cast<std::size_t>(axis)] = 0;
  auto* to = reinterpret_cast<double*>(result.data);
  const auto offset_of = [](std::int64_t i, const Extents& extents, const Strides& strides) {
    std::int64_t offset = 0;
    for (std::size_t axis = extents.size(); axis-- > 0;) {
      offset += i % extents[axis] * strides[axis];
      i /= extents[axis];
    }
    return offset;
  };
  for (std::int64_t i = 0; i < count(result.extents); ++i)
    to[offset_of(i, result.extents, result.strides)] = 0;
  for (std::int64_t i = 0; i < count(operand.extents); ++i)
    to[offset_of(i, operand.extents, steps)] += from[i];
}
constexpr ElementwiseKernel negative_kernel = {"negative", negate};
constexpr ReductionKernel sum_kernel = {"sum", sum};

Outcome negative(const Operand& a) {
  return {a.shape, Dtype::float64, Elementwise{&negative_kernel, {Dtype::float64}}};
}
Outcome sum_along(const Operand& a, std::vector<int> axes) {
  std::vector<Dim> dims;
  for (int axis = 0; axis < a.shape.rank(); ++axis) {
    if (std::ranges::find(axes, axis) == axes.end()) dims.push_back(a.shape[axis]);
  }
  return {Shape(dims), Dtype::float64, Reduction{&sum_kernel, Dtype::float64, std::move(axes)}};
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
  Operand operand(NodeId id) const { return evaluation.graph().operand(id); }
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
  const NodeId t = bench.evaluation.add("transpose", turned(bench.operand(a)), {a});
  const NodeId m =
      bench.evaluation.add("matmul", product("matmul", bench.operand(a), bench.operand(t)), {a, t});
  const NodeId n = bench.evaluation.add("negative", negative(bench.operand(m)), {m});
  std::vector<NodeState> states(bench.evaluation.graph().size());
  states[a] = {std::make_shared<Memory>(Extents{2, 3}, Dtype::float64, bench.counts), 3};
  states[t].needed = states[m].needed = states[n].needed = 1;
  const GraphPlan plan = make_plan(bench.evaluation.graph(), states, n);
  CHECK(plan.text(bench.evaluation.graph()) ==
        "%1 = transpose %0  (3, 2) float64  a view, 0 bytes\n"
        "%2 = matmul %0 %1  (2, 2) float64  blocked, 32 bytes\n"
        "%3 = negative %2  (2, 2) float64  in blocks, 32 bytes\n");
  CHECK(plan.nodes[0].operand_bytes == 48);
  CHECK(plan.nodes[1].held_bytes == 48);
  CHECK(plan.nodes[2].held_bytes == 80);  // the test itself still holds the leaf
  CHECK(bench.counts.loads == 0);
}

TEST_CASE("nodes are computed when they are needed, once, and dropped after their last use") {
  Bench bench;
  const NodeId a = bench.leaf({2, 3});
  const NodeId m =
      bench.evaluation.add("inner", product("inner", bench.operand(a), bench.operand(a)), {a, a});
  const NodeId n = bench.evaluation.add("negative", negative(bench.operand(m)), {m});
  const NodeId s = bench.evaluation.add("sum", sum_along(bench.operand(n), {0}), {n});
  bench.evaluation.release(a);
  bench.evaluation.release(m);
  CHECK(bench.counts.loads == 0);
  CHECK(numbers(bench.evaluation.values(n)) == std::vector<double>{-5, -14, -14, -50});
  CHECK(bench.counts.loads == 1);
  CHECK(bench.counts.checks == 2);
  CHECK(bench.counts.alive == 0);  // nothing needs it any more
  CHECK(bench.evaluation.graph()[m].name.empty());
  bench.evaluation.release(n);
  CHECK(numbers(bench.evaluation.values(s)) == std::vector<double>{-19, -64});
  CHECK(bench.evaluation.graph()[n].name.empty());
}

TEST_CASE("a view keeps what it is seen through") {
  Bench bench;
  const NodeId a = bench.leaf({2, 3});
  const NodeId t = bench.evaluation.add("transpose", turned(bench.operand(a)), {a});
  bench.evaluation.release(a);
  CHECK(numbers(bench.evaluation.values(t)) == std::vector<double>{0, 3, 1, 4, 2, 5});
  CHECK(bench.counts.alive == 1);
  bench.evaluation.release(t);
  CHECK(bench.counts.alive == 0);
}

TEST_CASE("a reshape that no strides express is a copy") {
  Bench bench;
  const NodeId a = bench.leaf({2, 3});
  const NodeId t = bench.evaluation.add("transpose", turned(bench.operand(a)), {a});
  const NodeId flat = bench.evaluation.add("reshape", {{6}, Dtype::float64, ViewChange(Reshape{})}, {t});
  bench.evaluation.release(a);
  bench.evaluation.release(t);
  CHECK(numbers(bench.evaluation.values(flat)) == std::vector<double>{0, 3, 1, 4, 2, 5});
  CHECK(bench.counts.alive == 0);
}

TEST_CASE("blocks cover an array, and reduced axes are never cut") {
  for (const Extents& extents : {Extents{7, 1, 5, 3}, {2, 100}, {100, 2}, {1}, {}, {3, 4, 5}}) {
    for (const std::int64_t most : {1, 2, 7, 16, 1000}) {
      for (const std::vector<int>& whole : {std::vector<int>{}, {0}}) {
        if (!whole.empty() && extents.empty()) continue;
        CAPTURE(extents, most, whole);
        const Blocks blocks(extents, whole, most);
        std::int64_t covered = 0;
        for (std::int64_t i = 0; i < blocks.count(); ++i) {
          std::int64_t elements = 1;
          for (const Range& range : blocks[i]) elements *= range.count;
          CHECK(elements <= blocks.most_elements());
          if (!whole.empty()) CHECK(blocks[i][0] == Range{0, extents[0]});
          covered += elements;
        }
        CHECK(covered == count(extents));
        if (whole.empty()) CHECK(blocks.most_elements() <= most);
      }
    }
  }
  CHECK(Blocks({0, 3}, {}, 10).count() == 0);
}

TEST_CASE("functions of elements and reductions go block by block, converted where need be") {
  Bench bench;
  const NodeId a = bench.leaf({300, 200}, Dtype::int16);
  const NodeId n = bench.evaluation.add("negative", negative(bench.operand(a)), {a});
  const NodeId t = bench.evaluation.add("transpose", turned(bench.operand(n)), {n});
  const NodeId rows = bench.evaluation.add("sum", sum_along(bench.operand(t), {0}), {t});
  const NodeId all = bench.evaluation.add("sum", sum_along(bench.operand(n), {0, 1}), {n});
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
  const NodeId columns = bench.evaluation.add("sum", sum_along(bench.operand(a), {0}), {a});
  const NodeId rows = bench.evaluation.add("sum", sum_along(bench.operand(a), {1}), {a});
  CHECK(numbers(bench.evaluation.values(columns)) == std::vector<double>{0, 0, 0});
  CHECK(numbers(bench.evaluation.values(rows)).empty());
}

TEST_CASE("memory is asked for before work starts, intermediates counted with the rest") {
  Counts counts;
  MemoryLimit limit(std::int64_t{100} * 1000 * 8, {"--max-memory", "a file", ""});
  Evaluation evaluation(limit, 1);
  const Extents extents = {100, 200};
  const NodeId a = evaluation.add_leaf({"a", Shape(extents), Dtype::float64},
                                       std::make_shared<Memory>(extents, Dtype::float64, counts));
  NodeId last = a;
  for (int i = 0; i < 3; ++i)
    last = evaluation.add("negative", negative(evaluation.graph().operand(last)), {last});
  const NodeId rows = evaluation.add("sum", sum_along(evaluation.graph().operand(last), {1}), {last});
  CHECK(numbers(evaluation.values(rows)).size() == 100);  // all four of them are held: 640 000 bytes
  CHECK(limit.chosen_bytes() == 800'000 - 4 * 160'000 - 800);
  const NodeId more = evaluation.add(
      "inner", product("inner", evaluation.graph().operand(a), evaluation.graph().operand(last)), {a, last});
  const NodeId beyond = evaluation.add(
      "inner", product("inner", evaluation.graph().operand(more), evaluation.graph().operand(more)),
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
  const NodeId n = bench.evaluation.add("negative", negative(bench.operand(a)), {a});
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
    Evaluation evaluation(graph, limit, 1);
    evaluation.give(a, std::make_shared<Memory>(Extents{2, 2}, Dtype::float64, counts));
    evaluation.hold(n);
    CHECK(numbers(evaluation.values(n)) == std::vector<double>{0, -1, -2, -3});
  }
  CHECK(counts.loads == 2);
  CHECK(counts.alive == 0);
}
