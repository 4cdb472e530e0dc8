// What names stand for while a tree is bound: operands, names of dims, what the text assigns, and constants.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <tcalc/builder/value.hpp>
#include <tcalc/expression/bind.hpp>
#include <tcalc/graph/graph.hpp>
#include <tcalc/language/tree.hpp>

namespace tcalc::expression {

class Scope {
 public:
  // Names of dims, in operands and facts, are integers where only shapes are asked for.
  Scope(const std::vector<Binding>& bindings, const Graph& graph, const BindOptions& options);

  // Throws LocatedError{usage} where the name means something already.
  void assign(const language::Statement& statement, const Value& value);

  // Throws LocatedError{usage} where the name stands for nothing.
  Value value(const language::Node& name);

  bool contains(std::string_view name) const { return values_.contains(name); }
  const std::set<std::string>& used() const { return used_; }  // names of operands

 private:
  std::vector<std::string> known() const;

  std::map<std::string, Value, std::less<>> values_, dims_;
  std::set<std::string> operands_, used_;
  bool only_shapes_;
  Facts facts_;
};

}  // namespace tcalc::expression
