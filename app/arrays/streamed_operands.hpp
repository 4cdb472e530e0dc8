// --each: operands that hold several arrays are taken in turn, an array of each a round; the others stay.
#pragma once

#include <app/arrays/series.hpp>
#include <app/cli/request.hpp>
#include <app/cli/settings.hpp>
#include <app/terminal/report.hpp>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <tcalc/graph/memory.hpp>

namespace tcalc::app {

class StreamedOperands {
 public:
  // `name` is what is done with the operands, for messages: "matmul". Throws Error{usage} where none of them
  // can hold several arrays: standard input, a file, an archive.
  StreamedOperands(const Request& request, const Settings& settings, const Reporter& reporter,
                   const MemoryLimit& limit, std::string name);

  // Throws Error{input} where one operand holds fewer arrays than another.
  bool at_end();
  std::size_t rounds() const { return rounds_; }  // begun so far

  // The operands of the next round, valid until the one after it. All arrays of standard input but the last
  // are loaded (or skipped, where only shapes are asked for), since the header of the next follows their
  // values.
  std::vector<Source*> next();
  // Moves past the values of standard input's last array, where they were not read.
  void finish_round();
  // Notes what the conversion of this round's arrays lost; of an operand that stays, in the first round only.
  void note_losses(const Reporter& reporter) const;
  // Whether at_end() threw because one operand holds fewer arrays than another.
  bool ended_unevenly() const { return ended_unevenly_; }

 private:
  void open_round();
  [[noreturn]] void refuse_missing(const Series& series);

  const Request& request_;
  const MemoryLimit& limit_;
  std::string name_;
  std::vector<std::optional<Source>> fixed_;  // nothing where the arrays of a series come in
  std::vector<Series> series_;
  std::vector<Source> arrays_;  // of the round
  std::size_t streams_ = 0;     // operands that are standard input
  std::size_t rounds_ = 0;
  bool ended_unevenly_ = false;
};

}  // namespace tcalc::app
