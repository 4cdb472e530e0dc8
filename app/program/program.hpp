// Carries out the statements of a program: assignments and checks of shapes and arrays.
#pragma once

#include <app/arrays/destination.hpp>
#include <app/cli/request.hpp>
#include <app/cli/settings.hpp>
#include <app/program/call.hpp>
#include <app/program/contract.hpp>
#include <app/program/operands.hpp>
#include <app/program/parse.hpp>
#include <app/program/sizes.hpp>
#include <app/program/variables.hpp>
#include <app/terminal/report.hpp>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tcalc/core/by_name.hpp>
#include <tcalc/expression/bind.hpp>
#include <tcalc/os/standard_output.hpp>
#include <tcalc/script/words.hpp>

namespace tcalc::app {

class Program {
 public:
  // What was parsed outlives this. What the program prints goes to `output`.
  Program(const Request& request, const Settings& settings, const Reporter& reporter,
          os::StandardOutput& output, const ParsedProgram& parsed);

  // Throws LineError, and DependsOnFailure for a statement that needs what a failed one should have assigned.
  void execute(const Line& line);

  // The variable means nothing from now on: the line that should have assigned it failed.
  void fail(std::string_view variable) { variables_.fail(variable); }

  // With which sizes of names what was expected of files would be so; empty where there are none.
  std::string explanation() const { return contract_.explanation(); }

  // What the verbs do.
  void shape(const Line& line);
  void load(const Line& line);
  void operation(const Line& line);
  void expression(const Line& line);
  void require(const Line& line);
  void assert_true(const Line& line);
  void expect(const Line& line);
  void refuse(const Line& line);
  void save(const Line& line);
  void print(const Line& line);

 private:
  void expect_of_file(const Line& line);
  void assign(const Line& line, Variable variable);
  void trace(const Line& line, const Variable& variable) const;
  tcalc::expression::Value value_of(const std::string& name, const Variable& variable);
  // Where it depends on shapes that have no values, `shape_line` becomes the line that has one of them.
  tcalc::expression::Bound bound_to(const Line& line, std::size_t& shape_line);
  Outcome applied(const Call& call, const std::vector<ProgramOperand>& operands) const;
  std::vector<ProgramOperand> operands_of(const Call& call);
  // Null where only the shape is known.
  const TensorView* values_of(const Variable& variable, const script::Word& name);
  NodeId add_leaf(const Operand& operand, std::shared_ptr<Source> source);
  void hold(Variable& variable, NodeId id);
  void hold_arrays(const tcalc::expression::Value& value, Variable& variable);
  void note_line();
  // The error of the evaluation, with the line whose values could not be had.
  Error with_line(const Error& error) const;
  void print_value(const tcalc::expression::Value& value, const std::string& name);
  void save_values(NodeId values, const Destination& destination, bool is_last_need);
  void drop_unneeded(const Line& line);
  bool is_last_mention(const script::Word& word);

  const Request& request_;
  const Settings& settings_;
  const Reporter& reporter_;
  os::StandardOutput& output_;
  const ParsedProgram& parsed_;
  std::optional<ByName<const Line*>> last_mentions_;  // found when there are values to drop
  MemoryLimit limit_;
  Evaluation evaluation_;
  std::vector<const Line*> lines_;  // where each node of its graph is written
  Sizes sizes_;
  Contract contract_;
  Variables variables_;
  ProgramOperands operands_;
  const Line* line_ = nullptr;  // the one that is carried out
};

}  // namespace tcalc::app
