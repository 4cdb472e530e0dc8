// Arrays of a program: read or computed when they are first needed, at most once, and dropped when nothing
// needs them any more.
#pragma once

#include <app/arrays/open_operands.hpp>
#include <app/arrays/target.hpp>
#include <app/cli/settings.hpp>
#include <cstdint>
#include <memory>
#include <vector>

#include <tcalc/ops/operation.hpp>

namespace tcalc::app {

class Values {
 public:
  using Id = std::size_t;

  explicit Values(const Settings& settings) : settings_(settings) {}

  // An operand that was opened, and the product of some operands. `line` is where it is written. The new one
  // is held once: by its caller; a product holds its operands until it is computed or dropped.
  Id add(std::shared_ptr<Source> source, std::size_t line);
  Id add(const Operation& operation, Outcome outcome, std::vector<Id> operands, std::size_t line);

  // Whether there was never any.
  bool empty() const { return nodes_.empty(); }

  void release(Id id);

  // The values, and with them all that they depend on. Valid until they are released. Throws Error.
  const TensorView& of(Id id);
  // Writes them to a file. A product that nobody but the caller holds, and who will not need it again, is
  // computed where it is stored: its values are in the file alone then.
  void save(Id id, const Destination& destination, bool last_need);

 private:
  struct Node {
    std::shared_ptr<Source> source;          // null for a product that is not computed yet, and when dropped
    const Operation* operation = nullptr;    // of that product
    std::unique_ptr<const Outcome> outcome;  // what it gave
    std::vector<Id> operands;                // smaller ids than its own
    std::size_t line = 0;
    std::size_t holders = 1;
    std::int64_t bytes = 0;  // of memory that it keeps
  };

  void hold(Id id) { ++nodes_[id].holders; }
  // Computes all products below this one.
  void prepare(Id id);
  void compute(Id id);
  void compute_into(Node& node, Target& target);
  void load(Node& node);
  void keep(Node& node, std::int64_t bytes);
  void release_operands(Node& node);
  // The settings for one computation: with the memory that is left.
  Settings settings_now() const;

  const Settings& settings_;
  std::vector<Node> nodes_;
  std::int64_t kept_bytes_ = 0;
};

}  // namespace tcalc::app
