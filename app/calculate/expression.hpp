// An expression and its operands, from words to the answer.
#pragma once

#include <app/cli/request.hpp>
#include <app/cli/settings.hpp>
#include <app/terminal/report.hpp>
#include <string>
#include <vector>

namespace tcalc::app {

struct ExpressionOperand {
  std::string name;   // "q"; a, b, c, ... where none is typed
  std::string typed;  // the operand itself
  bool has_name = false;
};

struct ExpressionRequest {
  std::string text;
  std::string place;  // the file that it was read from, as messages call it; empty where it was typed
  std::vector<ExpressionOperand> operands;
};

// Splits what was typed. Throws Error{usage} for no expression, for a name that cannot be one or is given
// twice, and for an expression whose * the shell has made into names of files.
ExpressionRequest expression_from(const Request& request);

// Prints or writes the value, or the shape where only that is asked for; with --each that of every array on
// standard input; with --explain what would be done. Throws Error, with --check Error{mismatch} where the
// value is not true everywhere.
void evaluate(const ExpressionRequest& expression, const Request& request, const Settings& settings,
              const Reporter& reporter);

}  // namespace tcalc::app
