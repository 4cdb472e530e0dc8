// From a tree to a graph: names get values, calls are applied, shapes and dtypes are known. Nothing is
// computed but what a shape depends on.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <tcalc/builder/builder.hpp>
#include <tcalc/builder/value.hpp>
#include <tcalc/graph/graph.hpp>
#include <tcalc/language/tree.hpp>
#include <tcalc/shape/facts.hpp>

namespace tcalc::expression {

// What a name in the text stands for.
struct Binding {
  std::string name;
  Value value;
};

struct Bound {
  Value value;                 // of the last statement
  std::optional<NodeId> node;  // the same as an array; nothing for a tuple, a dtype and text
  std::set<std::string> used;  // names of operands
  std::vector<std::string> notes;
  std::uint64_t seeds = 0;  // how many random fills took one
};

struct BindOptions {
  // Null where only shapes are asked for; then the names in operands' dims are integers.
  std::function<Array(NodeId)> values = {};
  std::uint64_t seed = 0;
  Facts facts = {};  // about names of dims
};

// Throws LocatedError: usage for names and arguments, mismatch for shapes, dtypes and axes.
Bound bind(const language::Program& program, const std::vector<Binding>& bindings, Graph& graph,
           const BindOptions& options);

// Throws LocatedError{usage} for a call of a function that is not there; what is called and a variable is
// left to bind().
void check_calls(const language::Program& program,
                 const std::function<bool(const std::string&)>& is_variable);

}  // namespace tcalc::expression
