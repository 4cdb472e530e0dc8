// One evaluation of an expression: operands that are open become a graph, and that a value.
#pragma once

#include <app/arrays/source.hpp>
#include <app/arrays/target.hpp>
#include <app/calculate/expression.hpp>
#include <app/parts/part.hpp>
#include <string>
#include <vector>

#include <tcalc/explain/graph.hpp>
#include <tcalc/expression/bind.hpp>
#include <tcalc/graph/evaluation.hpp>

namespace tcalc::app {

class ExpressionRun {
 public:
  // The operands are those of the expression, in its order. All but `operands` outlives this.
  ExpressionRun(const ExpressionRequest& expression, const Request& request, const Settings& settings,
                MemoryLimit& limit, std::vector<Source*> operands, bool only_shape);

  // Throws Error{usage, mismatch} with the expression and carets.
  void bind(const language::Program& program);

  // What bind() made of it.
  const expression::Bound& bound() const { return bound_; }
  // Notes of its operations, and operands that it does not use.
  void note_oddities(const Reporter& reporter) const;

  // Of a result that is an array: its values, or its shape where only that is asked for, and what operands
  // lost when they were converted. Throws Error.
  void write(Target& target, const Reporter& reporter);
  // Of an array a part, stored in the file of all parts; see app/parts.
  void write_part(const ChosenPart& part, const Destination& destination, const Reporter& reporter);
  // Throws Error{mismatch} unless it is true everywhere.
  void check();
  // The graph and what it would cost.
  ExplainedGraph explained() const;
  // That as text or as JSON, and as a picture.
  std::string explanation(const ExplainedGraph& explained) const;
  std::string picture(const ExplainedGraph& explained) const;

 private:
  NodeId add_leaf(std::size_t place);
  std::vector<expression::Binding> bindings();
  TensorView values_of(NodeId node);

  const ExpressionRequest& expression_;
  const Request& request_;
  const Settings& settings_;
  std::vector<Source*> operands_;
  bool only_shape_;
  Evaluation evaluation_;
  expression::Bound bound_;
};

// The error with "eval: " before its message, and of a located one the expression with carets.
Error named(Error error);
Error placed(const LocatedError& error, const ExpressionRequest& expression);

}  // namespace tcalc::app
