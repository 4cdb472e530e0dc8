// Carries out the statements of a program: assignments and checks of shapes and arrays.
#pragma once

#include <app/cli/request.hpp>
#include <app/cli/settings.hpp>
#include <app/program/call.hpp>
#include <app/program/operands.hpp>
#include <app/program/values.hpp>
#include <app/program/variables.hpp>
#include <app/terminal/report.hpp>
#include <optional>
#include <string_view>
#include <vector>

#include <tcalc/core/by_name.hpp>
#include <tcalc/os/standard_output.hpp>
#include <tcalc/script/statement.hpp>

namespace tcalc::app {

class Program {
 public:
  // `name` is how messages call the program, `text` all of it; both outlive this. What it prints goes to
  // `output`.
  Program(const Request& request, const Settings& settings, const Reporter& reporter,
          os::StandardOutput& output, std::string_view name, std::string_view text);

  // Throws LineError, and DependsOnFailure for a statement that needs what a failed one should have assigned.
  void execute(const script::Statement& statement, std::size_t line);

  // The variable means nothing from now on: the line that should have assigned it failed.
  void fail(std::string_view variable) { variables_.fail(variable); }

 private:
  void assign(const script::Statement& statement);
  Variable shape(const script::Statement& statement) const;
  Variable load(const script::Statement& statement);
  Variable product(const Call& call);
  Outcome applied(const Call& call, const std::vector<ProgramOperand>& operands) const;
  std::vector<ProgramOperand> operands_of(const Call& call);

  void check(const script::Statement& statement);
  void expect(const script::Statement& statement) const;
  void refuse(const script::Statement& statement);
  void save(const script::Statement& statement);
  void print(const script::Statement& statement);
  // Null where only the shape is known.
  const TensorView* values_of(const Variable& variable, const script::Word& name);
  void drop_unneeded(const script::Statement& statement);
  bool is_last_mention(const script::Word& word);

  const Request& request_;
  const Settings& settings_;
  const Reporter& reporter_;
  os::StandardOutput& output_;
  std::string_view name_, text_;
  std::optional<ByName<std::size_t>> last_mentions_;  // found when there are values to drop
  Values values_;
  Variables variables_;
  ProgramOperands operands_;
  std::size_t line_ = 0;
};

}  // namespace tcalc::app
