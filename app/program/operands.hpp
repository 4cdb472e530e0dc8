// Words of a program that are operands: variables, and files, fills, literals and shapes as the shell has
// them.
#pragma once

#include <app/arrays/open_operands.hpp>
#include <app/cli/settings.hpp>
#include <app/program/parse.hpp>
#include <app/program/variables.hpp>
#include <app/terminal/report.hpp>
#include <memory>
#include <optional>
#include <vector>

#include <tcalc/ops/operation.hpp>
#include <tcalc/script/words.hpp>
#include <tcalc/text/operand.hpp>

namespace tcalc::app {

struct ProgramOperand {
  Operand operand;                 // named as the line has it
  std::optional<NodeId> values;    // of a variable
  std::shared_ptr<Source> source;  // of an operand of the line's own
  std::size_t shape_line = 0;      // where it has neither: the line that has a shape in place of values

  bool has_values() const { return values || source; }
};

// What a rule is given of them.
std::vector<Operand> bare(const std::vector<ProgramOperand>& operands);

class ProgramOperands {
 public:
  // `program_on_standard_input`: then no operand is there.
  ProgramOperands(const Settings& settings, const Reporter& reporter, const MemoryLimit& limit,
                  const Facts& facts, const Variables& variables, bool program_on_standard_input)
      : settings_(settings),
        reporter_(reporter),
        limit_(limit),
        facts_(facts),
        variables_(variables),
        input_taken_(program_on_standard_input) {}

  // An operand of an operation on this line. Throws LineError, DependsOnFailure.
  ProgramOperand of(const script::Word& word, const Line& line);

  // Opens a word that is no variable, with paths from that folder. Throws LineError.
  std::shared_ptr<Source> open(const script::Word& word, const std::string& folder);

  // Each random fill has a seed of its own: how many there were, and that there were more.
  std::uint64_t opened() const { return opened_; }
  void open_more(std::uint64_t fills) { opened_ += fills; }

  // Whoever needs the array that was read from standard input keeps it.
  void leave_loaded_stream();

 private:
  void leave_last_stream();

  const Settings& settings_;
  const Reporter& reporter_;
  const MemoryLimit& limit_;
  const Facts& facts_;  // that hold at the line
  const Variables& variables_;
  bool input_taken_;
  std::shared_ptr<Source> stream_;  // the last one on standard input: read or skipped before the next
  std::uint64_t opened_ = 0;
};

}  // namespace tcalc::app
