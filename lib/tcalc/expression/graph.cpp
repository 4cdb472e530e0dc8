#include <utility>

#include <tcalc/expression/graph.hpp>

namespace tcalc::expression {

NodeId Graph::add(Node node, const std::string& parameters) {
  std::string key = node.name + "(" + parameters;
  for (const NodeId input : node.inputs) key += "," + std::to_string(input);
  const bool is_leaf = std::holds_alternative<Leaf>(node.work);
  if (!is_leaf) {
    if (const auto found = known_.find(key); found != known_.end()) return found->second;
  }
  nodes_.push_back(std::move(node));
  const auto id = static_cast<NodeId>(nodes_.size() - 1);
  if (!is_leaf) known_.emplace(std::move(key), id);
  return id;
}

}  // namespace tcalc::expression
