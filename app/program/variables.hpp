// The names that a program has assigned.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tcalc/builder/value.hpp>
#include <tcalc/core/by_name.hpp>
#include <tcalc/core/dtype.hpp>
#include <tcalc/graph/evaluation.hpp>
#include <tcalc/script/words.hpp>
#include <tcalc/shape/shape.hpp>

namespace tcalc::app {

struct Variable {
  Shape shape = {};
  std::optional<Dtype> dtype = std::nullopt;              // where there are values
  std::optional<NodeId> values = std::nullopt;            // nothing where only the shape is known
  std::optional<expression::Value> value = std::nullopt;  // a number of Python's, or what is no array
  std::vector<NodeId> held = {};                          // the values, and the arrays of a tuple
  std::size_t shape_line = 0;                             // the line that has a shape in place of values
};

// Throws LineError{usage} "save: p is a tuple, not an array" for what is neither an array nor a number.
void require_array(const Variable& variable, const script::Word& verb, const script::Word& name);

// Thrown where a variable is needed whose own line failed: there is nothing more to say.
struct DependsOnFailure {};

class Variables {
 public:
  explicit Variables(Evaluation& evaluation) : evaluation_(evaluation) {}

  // Of a name that a line before this one assigns. Throws DependsOnFailure.
  const Variable& find(const script::Word& word) const;
  // Null for a name that no line has assigned.
  const Variable* look_up(std::string_view name) const;
  // A name that was assigned before means the new variable from now on.
  void assign(const std::string& name, Variable variable);
  // The line that should have assigned it failed; an empty name is none.
  void fail(std::string_view name);
  // Its values are needed no longer.
  void drop(const std::string& name);

 private:
  struct Entry {
    Variable variable;
    bool failed = false;
  };

  void release(Variable& variable);

  Evaluation& evaluation_;
  ByName<Entry> entries_;
};

}  // namespace tcalc::app
