// An expression as nodes: each knows its shape, its dtype, and the work that gives its values.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include <tcalc/core/by_name.hpp>
#include <tcalc/core/tensor.hpp>
#include <tcalc/elementwise/function.hpp>
#include <tcalc/reduction/function.hpp>
#include <tcalc/shape/contraction.hpp>
#include <tcalc/shape/shape.hpp>

namespace tcalc::expression {

using NodeId = std::uint32_t;

// Values that come from outside: operand number `place`; none where that is a shape.
struct Leaf {
  std::size_t place = 0;
};

struct Constant {
  Tensor value;
};

// A function of one element of each input; inputs broadcast to the node's shape and are converted first.
// Without a loop the conversion is all.
struct Elementwise {
  void (*run)(const std::byte* const* operands, std::byte* result, std::int64_t count) = nullptr;
  std::vector<Dtype> dtypes;  // of the operands
};

struct Reduction {
  const ReductionLoop* loop = nullptr;  // null where there is no dtype
  std::vector<int> axes;                // ascending
};

// The same elements arranged anew; nothing where strides cannot say that, and the elements have to be laid
// out in C order first.
struct View {
  std::function<std::optional<TensorView>(const TensorView&)> change;
};

// What needs whole arrays: writes the result, C-contiguous.
struct Routine {
  std::function<void(std::span<const TensorView> inputs, Tensor& result, int threads)> run;
};

using Work = std::variant<Leaf, Constant, Elementwise, Reduction, View, Routine, Contraction>;

struct Node {
  std::string name;  // of the function: "add", "sum"
  std::vector<NodeId> inputs;
  Shape shape;
  std::optional<Dtype> dtype;  // nothing where an operand has none
  Work work;
};

// Inputs stand before their users.
class Graph {
 public:
  // `parameters` are what the work depends on beside the inputs, as text: nodes of equal name, inputs and
  // parameters are one node.
  NodeId add(Node node, const std::string& parameters = {});

  const Node& operator[](NodeId id) const { return nodes_[id]; }
  std::size_t size() const { return nodes_.size(); }

 private:
  std::vector<Node> nodes_;
  ByName<NodeId> known_;
};

}  // namespace tcalc::expression
