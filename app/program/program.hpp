// Carries out the statements of a program: assignments and checks of shapes and arrays.
#pragma once

#include <app/arrays/destination.hpp>
#include <app/cli/request.hpp>
#include <app/cli/settings.hpp>
#include <app/program/call.hpp>
#include <app/program/operands.hpp>
#include <app/program/parse.hpp>
#include <app/program/variables.hpp>
#include <app/terminal/report.hpp>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tcalc/core/by_name.hpp>
#include <tcalc/os/standard_output.hpp>
#include <tcalc/script/words.hpp>

namespace tcalc::app {

class Program {
 public:
  // `name` is how messages call the program; it and what was parsed outlive this. What it prints goes to
  // `output`.
  Program(const Request& request, const Settings& settings, const Reporter& reporter,
          os::StandardOutput& output, std::string_view name, const ParsedProgram& parsed);

  // Throws LineError, and DependsOnFailure for a statement that needs what a failed one should have assigned.
  void execute(const Line& line);

  // The variable means nothing from now on: the line that should have assigned it failed.
  void fail(std::string_view variable) { variables_.fail(variable); }

  // What the verbs do.
  void shape(const Line& line);
  void load(const Line& line);
  void operation(const Line& line);
  void expect(const Line& line);
  void refuse(const Line& line);
  void save(const Line& line);
  void print(const Line& line);

 private:
  void assign(const Line& line, Variable variable);
  Outcome applied(const Call& call, const std::vector<ProgramOperand>& operands) const;
  std::vector<ProgramOperand> operands_of(const Call& call);
  // Null where only the shape is known.
  const TensorView* values_of(const Variable& variable, const script::Word& name);
  NodeId add_leaf(const Operand& operand, std::shared_ptr<Source> source);
  void note_line();
  // The error of the evaluation, with the line whose values could not be had.
  Error with_line(const Error& error) const;
  void save_values(NodeId values, const Destination& destination, bool is_last_need);
  void drop_unneeded(const Line& line);
  bool is_last_mention(const script::Word& word);

  const Request& request_;
  const Settings& settings_;
  const Reporter& reporter_;
  os::StandardOutput& output_;
  std::string_view name_;
  const ParsedProgram& parsed_;
  std::optional<ByName<std::size_t>> last_mentions_;  // found when there are values to drop
  MemoryLimit limit_;
  Evaluation evaluation_;
  std::vector<std::size_t> lines_;  // where each node of its graph is written
  Variables variables_;
  ProgramOperands operands_;
  std::size_t line_ = 0;
};

}  // namespace tcalc::app
