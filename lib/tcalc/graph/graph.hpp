// What is to be computed, as a value: nodes that take the results of others. It can be printed, planned
// (graph/plan.hpp) and evaluated (graph/evaluation.hpp), any number of times.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <tcalc/ops/operand.hpp>
#include <tcalc/ops/outcome.hpp>

namespace tcalc {

using NodeId = std::size_t;

struct Node {
  std::string name;            // of the operation; of a leaf how messages call it
  std::vector<NodeId> inputs;  // smaller than the node's own id
  Shape shape;
  std::optional<Dtype> dtype;        // nothing where there are only shapes
  std::shared_ptr<const Work> work;  // null in a leaf: its values come from outside

  bool is_leaf() const { return work == nullptr; }
  template <class T>
  const T* get_if() const {
    return work == nullptr ? nullptr : std::get_if<T>(work.get());
  }
};

class Graph {
 public:
  NodeId add_leaf(const Operand& operand);

  // An operation on nodes that are there. Where an equal one is there already, its id; an outcome that
  // flattens its operands adds a reshape of each.
  NodeId add(std::string_view operation, Outcome outcome, std::vector<NodeId> inputs);

  // The node as a rule sees it.
  Operand operand(NodeId id) const;

  const Node& operator[](NodeId id) const { return nodes_[id]; }
  std::size_t size() const { return nodes_.size(); }

  // Nothing will ask for the node again: its place stays, what it holds goes.
  void forget(NodeId id);

  // A line for each node.
  std::string text() const;

 private:
  std::optional<NodeId> equal_node(const Node& node, std::size_t key) const;

  std::vector<Node> nodes_;
  std::unordered_multimap<std::size_t, NodeId> by_key_;  // of those that are not leaves
};

// "%2 = matmul %0 %1  (2, 4) float32"
std::string text_of(const Graph& graph, NodeId id);

}  // namespace tcalc
