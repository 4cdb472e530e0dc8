#include <algorithm>
#include <app/calculate/compute.hpp>
#include <app/program/values.hpp>
#include <set>
#include <utility>

#include <tcalc/core/error.hpp>

namespace tcalc::app {

Values::Id Values::add(std::shared_ptr<Source> source, std::size_t line) {
  Node node;
  node.source = std::move(source);
  node.line = line;
  nodes_.push_back(std::move(node));
  return nodes_.size() - 1;
}

Values::Id Values::add(const Operation& operation, Outcome outcome, std::vector<Id> operands,
                       std::size_t line) {
  for (const Id id : operands) hold(id);
  Node node;
  node.operation = &operation;
  node.outcome = std::make_unique<const Outcome>(std::move(outcome));
  node.operands = std::move(operands);
  node.line = line;
  nodes_.push_back(std::move(node));
  return nodes_.size() - 1;
}

// A program may be a chain of any length: no recursion here and in prepare().
void Values::release(Id id) {
  std::vector<Id> released = {id};
  while (!released.empty()) {
    Node& node = nodes_[released.back()];
    released.pop_back();
    if (--node.holders > 0) continue;
    kept_bytes_ -= node.bytes;
    released.insert(released.end(), node.operands.begin(), node.operands.end());
    node = {};
  }
}

void Values::release_operands(Node& node) {
  for (const Id id : std::exchange(node.operands, {})) release(id);
}

const TensorView& Values::of(Id id) {
  prepare(id);
  if (nodes_[id].source == nullptr) compute(id);
  load(nodes_[id]);
  return nodes_[id].source->values();
}

void Values::save(Id id, const Destination& destination, bool last_need) {
  const Settings settings = settings_now();
  Target target(destination, settings, {}, {"name", "save"});
  prepare(id);
  Node& node = nodes_[id];
  if (node.source == nullptr && last_need && node.holders == 1) {
    compute_into(node, target);
    target.publish();
    return;
  }
  target.write(of(id));
  target.publish();
}

void Values::prepare(Id id) {
  std::set<Id> below;
  std::vector<Id> visited = {id};
  while (!visited.empty()) {
    const Node& node = nodes_[visited.back()];
    visited.pop_back();
    for (const Id operand : node.operands) {
      if (nodes_[operand].source == nullptr && below.insert(operand).second) visited.push_back(operand);
    }
  }
  for (const Id operand : below) compute(operand);
}

void Values::compute(Id id) {
  Node& node = nodes_[id];
  const Destination in_memory;
  const Settings settings = settings_now();
  Target target(in_memory, settings, {}, {"operation", std::string(node.operation->name)});
  compute_into(node, target);
  Tensor result = target.take_result();
  keep(node, result.bytes());
  node.source = std::make_shared<Source>(to_array(std::move(result)));
}

void Values::compute_into(Node& node, Target& target) {
  std::vector<Source*> operands;
  std::vector<std::int64_t> bytes;
  for (const Id id : node.operands) {
    operands.push_back(nodes_[id].source.get());
    bytes.push_back(operands.back()->buffer_bytes());
  }
  try {
    const Settings settings = settings_now();
    MemoryLimit limit(settings.max_memory);
    app::compute(*node.operation, settings, limit, operands, *node.outcome, target);
  } catch (Error& error) {
    error.hints.clear();  // they are about the command line's options
    error.details.push_back("the values of line " + std::to_string(node.line) + " are needed here");
    throw;
  }
  for (std::size_t i = 0; i < operands.size(); ++i) keep(nodes_[node.operands[i]], bytes[i]);
  release_operands(node);
}

void Values::load(Node& node) {
  const std::int64_t bytes = node.source->buffer_bytes();
  if (bytes > 0) MemoryLimit(settings_now().max_memory).require(node.source->operand(), bytes);
  keep(node, bytes);
  node.source->load();
}

void Values::keep(Node& node, std::int64_t bytes) {
  if (bytes <= node.bytes) return;
  kept_bytes_ += bytes - node.bytes;
  node.bytes = bytes;
}

Settings Values::settings_now() const {
  Settings settings = settings_;
  if (settings.max_memory)
    settings.max_memory = std::max<std::int64_t>(*settings.max_memory - kept_bytes_, 0);
  return settings;
}

}  // namespace tcalc::app
