// The names that a program has assigned.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include <tcalc/core/by_name.hpp>
#include <tcalc/core/dtype.hpp>
#include <tcalc/graph/evaluation.hpp>
#include <tcalc/script/words.hpp>
#include <tcalc/shape/shape.hpp>

namespace tcalc::app {

struct Variable {
  Shape shape = {};
  std::optional<Dtype> dtype = std::nullopt;    // where there are values
  std::optional<NodeId> values = std::nullopt;  // held; nothing where only the shape is known
  std::size_t shape_line = 0;                   // the line that has a shape in place of values
};

// Thrown where a variable is needed whose own line failed: there is nothing more to say.
struct DependsOnFailure {};

class Variables {
 public:
  explicit Variables(Evaluation& evaluation) : evaluation_(evaluation) {}

  // Of a name that a line before this one assigns. Throws DependsOnFailure.
  const Variable& find(const script::Word& word) const;
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

  Evaluation& evaluation_;
  ByName<Entry> entries_;
};

}  // namespace tcalc::app
