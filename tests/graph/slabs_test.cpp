// Groups that are computed a slab at a time: which they are, in what memory, and that no bit depends on it.
#include <algorithm>
#include <bit>
#include <cstring>
#include <string>
#include <tests/support/catch.hpp>
#include <vector>

#include <tcalc/graph/cuts.hpp>
#include <tcalc/graph/evaluation.hpp>
#include <tcalc/ops/registry.hpp>

using namespace tcalc;

namespace {

// An expression as a graph, built by hand: one function of the builder a line.
struct Bench {
  MemoryLimit limit{std::nullopt};
  Evaluation evaluation;

  explicit Bench(int threads) : evaluation(limit, threads) {}

  // Small numbers of both signs, of which every product and sum is rounded.
  NodeId leaf(const Extents& extents, Dtype dtype) {
    Tensor tensor(Dtype::float64, extents);
    auto* elements = reinterpret_cast<double*>(tensor.data());
    for (std::int64_t i = 0; i < count(extents); ++i)
      elements[i] = static_cast<double>(i * 2654435761U % 1000003U) / 500000.0 - 1;
    const Array array = to_array(converted(tensor.view(), dtype));
    return evaluation.add_leaf({"x", Shape(extents), dtype}, std::make_shared<ArrayValues>(array));
  }
  NodeId add(const std::string& name, Outcome outcome, std::vector<NodeId> inputs) {
    return evaluation.graph().add(name, std::move(outcome), std::move(inputs));
  }
  NodeId product(const std::string& name, NodeId a, NodeId b) {
    return add(name, apply(*find_operation(name), operand(a), operand(b), {}), {a, b});
  }
  NodeId elementwise(const std::string& name, NodeId a) {
    const Operand x = operand(a);
    const ElementwiseLoop& loop = find_elementwise(name)->loops[static_cast<std::size_t>(*x.dtype)];
    return add(name, {x.shape, loop.result, Elementwise{loop.run, {*x.dtype}}}, {a});
  }
  NodeId binary(const std::string& name, NodeId a, NodeId b) {
    const Operand x = operand(a);
    const ElementwiseLoop& loop = find_elementwise(name)->loops[static_cast<std::size_t>(*x.dtype)];
    return add(name, {x.shape, loop.result, Elementwise{loop.run, {*x.dtype, *x.dtype}}}, {a, b});
  }
  // Along the last axis, which is kept.
  NodeId reduced(const std::string& name, NodeId a) {
    const Operand x = operand(a);
    Dims dims = x.shape.dims();
    dims.back() = 1;
    const ReductionLoop* loop = find_loop(*find_reduction(name), *x.dtype);
    return add(name, {Shape(dims), loop->result, Reduction{loop, {x.shape.rank() - 1}}}, {a});
  }
  NodeId turned(NodeId a) {
    const Operand x = operand(a);
    Dims dims = x.shape.dims();
    std::vector<int> axes;
    for (int axis = 0; axis < x.shape.rank(); ++axis) axes.push_back(axis);
    std::swap(dims.back(), dims[dims.size() - 2]);
    std::swap(axes.back(), axes[axes.size() - 2]);
    return add("transpose", {Shape(dims), x.dtype, ViewChange(Permutation{axes})}, {a});
  }
  NodeId softmax(NodeId a) {
    const NodeId powers = elementwise("exp", binary("subtract", a, reduced("max", a)));
    return binary("divide", powers, reduced("sum", powers));
  }
  Operand operand(NodeId id) const { return evaluation.graph().operand(id); }

  GraphPlan plan(NodeId id) {
    evaluation.hold(id);
    return evaluation.plan(id);
  }
  std::vector<std::byte> bytes(NodeId id) {
    const TensorView view = evaluation.values(id);
    std::vector<std::byte> bytes(static_cast<std::size_t>(count(view.extents) * size_of(view.dtype)));
    convert_into(view, view.dtype, bytes.data());
    return bytes;
  }
};

NodeId attention(Bench& bench, const Extents& extents, Dtype dtype) {
  const NodeId q = bench.leaf(extents, dtype), k = bench.leaf(extents, dtype), v = bench.leaf(extents, dtype);
  return bench.product("matmul", bench.softmax(bench.product("matmul", q, bench.turned(k))), v);
}

NodeId powers_of_products(Bench& bench, const Extents& extents, Dtype dtype) {
  const NodeId q = bench.leaf(extents, dtype), v = bench.leaf(extents, dtype);
  return bench.product("matmul", bench.elementwise("exp", bench.product("matmul", q, bench.turned(q))), v);
}

NodeId largest_of_products(Bench& bench, const Extents& extents, Dtype dtype) {
  const NodeId a = bench.leaf(extents, dtype);
  const NodeId gram = bench.product("inner", a, a);
  const ReductionLoop* loop = find_loop(*find_reduction("argmax"), dtype);
  return bench.add("argmax", {Shape(), loop->result, Reduction{loop, {0, 1}}},
                   {bench.binary("multiply", gram, gram)});
}

NodeId sum_of_products(Bench& bench, const Extents& extents, Dtype dtype) {
  const NodeId product =
      bench.product("matmul", bench.leaf(extents, dtype), bench.turned(bench.leaf(extents, dtype)));
  const ReductionLoop* loop = find_loop(*find_reduction("sum"), dtype);
  return bench.add("sum", {Shape(), loop->result, Reduction{loop, {0, 1, 2}}},
                   {bench.elementwise("square", product)});
}

NodeId sums_of_gram(Bench& bench, const Extents& extents, Dtype dtype) {
  const NodeId a = bench.leaf(extents, dtype);
  const NodeId gram = bench.product("inner", a, a);
  const NodeId scaled = bench.binary("multiply", gram, bench.reduced("max", gram));
  return bench.elementwise("negative", bench.reduced("sum", scaled));
}

// Of everything that is computed on the way, held: then each node is computed whole.
std::vector<std::byte> bytes_of_wholes(NodeId (*build)(Bench&, const Extents&, Dtype), const Extents& extents,
                                       Dtype dtype) {
  Bench bench(1);
  const NodeId result = build(bench, extents, dtype);
  for (NodeId id = 0; id < result; ++id) {
    bench.evaluation.hold(id);
    bench.evaluation.values(id);
  }
  return (bench.evaluation.hold(result), bench.bytes(result));
}

std::vector<std::byte> bytes_in_slabs(NodeId (*build)(Bench&, const Extents&, Dtype), const Extents& extents,
                                      Dtype dtype, int threads) {
  Bench bench(threads);
  const NodeId result = build(bench, extents, dtype);
  const GraphPlan plan = bench.plan(result);
  REQUIRE_FALSE(plan.nodes.back().before.empty());
  return bench.bytes(result);
}

}  // namespace

TEST_CASE("attention is computed in slabs of rows of its scores") {
  Bench bench(1);
  const NodeId result = attention(bench, {2, 3, 500, 32}, Dtype::float32);
  const GraphPlan plan = bench.plan(result);
  CHECK(plan.text(bench.evaluation.graph()) ==
        "%3 = transpose %1  (2, 3, 32, 500) float32  a view, 0 bytes\n"
        "  %4 = matmul %0 %3  (2, 3, 500, 500) float32  blas, in slabs\n"
        "    %5 = max %4  (2, 3, 500, 1) float32\n"
        "    %6 = subtract %4 %5  (2, 3, 500, 500) float32\n"
        "    %7 = exp %6  (2, 3, 500, 500) float32\n"
        "    %8 = sum %7  (2, 3, 500, 1) float32\n"
        "  %9 = divide %7 %8  (2, 3, 500, 500) float32  in rows, in slabs\n"
        "%10 = matmul %9 %2  (2, 3, 500, 32) float32  blas, 384000 bytes\n");
  const Slabs& slabs = plan.nodes.back().slabs;
  REQUIRE(slabs.axes == 3);
  CHECK(slabs.rows == 256);
  CHECK(slabs.buffers ==
        std::vector<std::int64_t>{256 * 500 * 4});  // the rows of softmax go where scores were
  CHECK(slab_count(slabs) == 12);
  CHECK(slab(slabs, {2, 3, 500, 32}, 11).first == (5 * 500 + 256) * 32);
  CHECK(slab(slabs, {2, 3, 500, 32}, 11).count == 244 * 32);
  CHECK(slab(slabs, {2, 3, 500, 500}, 2).first == 500 * 500);
}

TEST_CASE("memory does not grow with the rows that are cut") {
  std::vector<std::int64_t> scratch;
  for (const std::int64_t rows : {8192, 65536}) {
    Bench bench(1);
    const NodeId a = bench.leaf({rows, 1}, Dtype::float32), b = bench.leaf({1, 8192}, Dtype::float32);
    const GraphPlan plan =
        bench.plan(bench.product("matmul", bench.softmax(bench.product("matmul", a, b)), bench.turned(b)));
    scratch.push_back(plan.nodes.back().scratch_bytes);
    CHECK(plan.nodes.back().slabs.buffer_bytes() <= most_slab_bytes);
  }
  CHECK(scratch[0] == scratch[1]);
}

TEST_CASE("the bits of slabs are those of whole results, on any number of threads") {
  for (const Dtype dtype : {Dtype::float32, Dtype::float64}) {
    const std::vector<std::byte> wanted = bytes_of_wholes(attention, {2, 3, 500, 32}, dtype);
    CHECK(bytes_in_slabs(attention, {2, 3, 500, 32}, dtype, 1) == wanted);
    CHECK(bytes_in_slabs(attention, {2, 3, 500, 32}, dtype, 3) == wanted);
  }
  CHECK(bytes_in_slabs(powers_of_products, {2, 3, 500, 32}, Dtype::complex64, 2) ==
        bytes_of_wholes(powers_of_products, {2, 3, 500, 32}, Dtype::complex64));
}

TEST_CASE("integers and reductions of rows are cut, too") {
  for (const Dtype dtype : {Dtype::int64, Dtype::float32})
    CHECK(bytes_in_slabs(sums_of_gram, {2100, 7}, dtype, 2) ==
          bytes_of_wholes(sums_of_gram, {2100, 7}, dtype));
}

TEST_CASE("all elements of slabs are reduced as those of the whole are") {
  CHECK(bytes_in_slabs(largest_of_products, {2100, 7}, Dtype::float32, 2) ==
        bytes_of_wholes(largest_of_products, {2100, 7}, Dtype::float32));
  CHECK(bytes_in_slabs(sum_of_products, {8, 512, 16}, Dtype::float32, 3) ==
        bytes_of_wholes(sum_of_products, {8, 512, 16}, Dtype::float32));
  CHECK(bytes_in_slabs(sum_of_products, {5000, 10, 16}, Dtype::float64, 2) ==
        bytes_of_wholes(sum_of_products, {5000, 10, 16}, Dtype::float64));
}

TEST_CASE("a value that somebody else needs is there whole") {
  Bench bench(1);
  const NodeId result = attention(bench, {2, 3, 500, 32}, Dtype::float32);
  bench.evaluation.hold(4);
  const GraphPlan plan = bench.plan(result);
  CHECK(plan.text(bench.evaluation.graph())
            .find("%4 = matmul %0 %3  (2, 3, 500, 500) float32  blas, 6000000 bytes\n") != std::string::npos);
  REQUIRE(plan.nodes.back().before.size() == 1);
  CHECK(plan.nodes.back().before[0].node == 9);
}

TEST_CASE("what a cut would not keep out of memory is not cut") {
  Bench bench(1);
  // Small: it stays in the caches.
  CHECK(bench.plan(attention(bench, {2, 3, 100, 32}, Dtype::float32)).nodes.back().before.empty());
  // Each row of the result takes all rows of the product.
  const NodeId a = bench.leaf({2100, 10}, Dtype::float32), b = bench.leaf({10, 2100}, Dtype::float32);
  const NodeId product = bench.product("matmul", bench.product("matmul", a, b), a);
  CHECK_FALSE(bench.plan(product).nodes.back().before.empty());
  const NodeId turned = bench.product("matmul", b, bench.product("matmul", a, b));
  CHECK(bench.plan(turned).nodes.back().before.empty());
}
