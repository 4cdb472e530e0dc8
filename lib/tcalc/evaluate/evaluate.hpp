// The values of an expression's nodes, computed a block at a time where functions of elements follow one
// another.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include <tcalc/core/tensor.hpp>
#include <tcalc/expression/graph.hpp>

namespace tcalc::expression {

// Where values of leaves come from.
struct Inputs {
  std::function<TensorView(std::size_t place)> layout;  // without data
  std::function<Array(std::size_t place)> load;
};

class Evaluation {
 public:
  // Of `result` and of all it needs, at most `most_bytes` for the intermediates of a contraction where that
  // can be kept to. Nothing is computed or loaded yet.
  Evaluation(const Graph& graph, NodeId result, const Inputs& inputs, int threads,
             std::int64_t most_bytes = INT64_MAX);

  // The most that is held at a time, result included, leaves left out.
  std::int64_t peak_bytes() const { return peak_bytes_; }
  // Whether the result is computed, and not an operand or constant seen in another way.
  bool is_computed() const;
  // Operands that are read, ascending.
  std::vector<std::size_t> places() const;

  // Computes the result; is_computed() ones into `target` where that is not null: C-contiguous. The bits do
  // not depend on the number of threads. Throws what the nodes' work throws.
  Array run(std::byte* target = nullptr);

 private:
  void find_needed();
  void find_groups();
  void find_last_uses();
  void measure();

  const Node& node(NodeId id) const { return graph_[id]; }
  Extents extents(NodeId id) const { return node(id).shape.extents(); }
  bool is_root(NodeId id) const { return needed_[id] && group_[id] == id; }
  const Shape& domain(NodeId root) const;

  TensorView layout(NodeId id, std::vector<TensorView>& layouts, std::int64_t& scratch) const;
  Array compute(NodeId root, std::byte* target);
  void compute_elementwise(NodeId root, std::byte* result);
  void compute_reduction(NodeId root, std::byte* result);
  Array changed(NodeId id);
  void contract(NodeId id, std::byte* result);

  const Graph& graph_;
  NodeId result_;
  const Inputs& inputs_;
  int threads_;
  std::int64_t most_bytes_;
  std::vector<bool> needed_;
  std::vector<NodeId> group_;                 // the node that a node is computed together with
  std::vector<std::vector<NodeId>> members_;  // of a group, ascending, without a reduction at its end
  std::vector<NodeId> last_use_;              // the root after which a value is not needed
  std::vector<std::vector<NodeId>> ends_;     // by root, the values that it is the last to need
  std::vector<Array> values_;
  std::int64_t peak_bytes_ = 0;
};

// C order, with the bytes of a whole array: numpy.ascontiguousarray.
Array laid_out(const Array& array);

}  // namespace tcalc::expression
