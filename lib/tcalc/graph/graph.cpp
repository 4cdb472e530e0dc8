#include <algorithm>
#include <functional>
#include <utility>

#include <tcalc/core/formatted.hpp>
#include <tcalc/graph/graph.hpp>

namespace tcalc {

namespace {

// Of name, inputs and shape, and of what nodes that agree in these are told from others by.
std::size_t key_of(const Node& node) {
  const std::hash<std::string_view> hash;
  std::size_t key = hash(node.name);
  for (const NodeId input : node.inputs) key = key * 31 + input;
  const auto add = [&](const Dim& dim) {
    key = key * 31 + (dim.is_known() ? static_cast<std::size_t>(dim.size()) : 0);
  };
  for (const Dim& dim : node.shape) add(dim);
  if (const auto* change = node.get_if<ViewChange>()) {
    // The parts of one array differ in where they start.
    if (const auto* walk = std::get_if<Walk>(change)) std::ranges::for_each(walk->starts, add);
  }
  if (const auto* routine = node.get_if<Routine>()) key = key * 31 + hash(routine->parameters);
  if (const auto* constant = node.get_if<Constant>()) {
    constexpr std::int64_t most = 64;
    const auto bytes = static_cast<std::size_t>(std::min(constant->value.bytes(), most));
    key = key * 31 + hash({reinterpret_cast<const char*>(constant->value.data()), bytes});
  }
  return key;
}

bool same(const Node& x, const Node& y) {
  return x.name == y.name && x.inputs == y.inputs && x.shape == y.shape && x.dtype == y.dtype &&
         *x.work == *y.work;
}

}  // namespace

NodeId Graph::add_leaf(const Operand& operand) {
  nodes_.push_back({operand.name, {}, operand.shape, operand.dtype, nullptr});
  return nodes_.size() - 1;
}

NodeId Graph::add(std::string_view operation, Outcome outcome, std::vector<NodeId> inputs) {
  if (outcome.flattens_operands) {
    for (NodeId& input : inputs) {
      const Node& operand = nodes_[input];
      if (operand.shape.rank() == 1) continue;
      input = add("reshape", {Shape({product(operand.shape.dims())}), operand.dtype, ViewChange(Reshape{})},
                  {input});
    }
  }
  Node node = {std::string(operation), std::move(inputs), std::move(outcome.shape), outcome.dtype,
               std::make_shared<const Work>(std::move(outcome.work))};
  const std::size_t key = key_of(node);
  if (const auto equal = equal_node(node, key)) return *equal;
  nodes_.push_back(std::move(node));
  by_key_.emplace(key, nodes_.size() - 1);
  return nodes_.size() - 1;
}

std::optional<NodeId> Graph::equal_node(const Node& node, std::size_t key) const {
  const auto [first, last] = by_key_.equal_range(key);
  for (auto entry = first; entry != last; ++entry) {
    if (same(nodes_[entry->second], node)) return entry->second;
  }
  return std::nullopt;
}

Operand Graph::operand(NodeId id) const {
  const Node& node = nodes_[id];
  return {node.name, node.shape, node.dtype};
}

void Graph::forget(NodeId id) {
  if (!nodes_[id].is_leaf()) {
    const auto [first, last] = by_key_.equal_range(key_of(nodes_[id]));
    for (auto entry = first; entry != last; ++entry) {
      if (entry->second != id) continue;
      by_key_.erase(entry);
      break;
    }
  }
  nodes_[id] = {};
}

std::string text_of(const Graph& graph, NodeId id) {
  const Node& node = graph[id];
  std::string text = formatted("%{} = {}", id, node.name);
  for (const NodeId input : node.inputs) text += formatted(" %{}", input);
  text += "  " + node.shape.text();
  return node.dtype ? text + " " + std::string(name_of(*node.dtype)) : text;
}

std::string Graph::text() const {
  std::string text;
  for (NodeId id = 0; id < nodes_.size(); ++id) {
    if (!nodes_[id].name.empty()) text += text_of(*this, id) + "\n";
  }
  return text;
}

}  // namespace tcalc
