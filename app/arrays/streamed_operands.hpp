// Operands of --each: in each round those that are "-" are the next arrays of standard input, the others stay
// as they are.
#pragma once

#include <app/arrays/source.hpp>
#include <app/cli/request.hpp>
#include <app/cli/settings.hpp>
#include <app/terminal/report.hpp>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <tcalc/graph/memory.hpp>
#include <tcalc/os/input.hpp>

namespace tcalc::app {

class StreamedOperands {
 public:
  // Of a request, for what is called `name` in messages: "matmul". Throws Error{usage} where no operand is
  // "-".
  StreamedOperands(const Request& request, const Settings& settings, const Reporter& reporter,
                   const MemoryLimit& limit, std::string name);

  bool at_end() { return input_->at_end(); }
  std::size_t rounds() const { return rounds_; }  // begun so far

  // The operands of the next round, valid until the one after it. All arrays but the last are loaded, or
  // skipped where only shapes are asked for: the header of the next follows their values. Throws Error.
  std::vector<Source*> next();
  // Moves past the values of the last array, where they were not read.
  void finish_round();

 private:
  void leave(Source& array) const;

  const Settings& settings_;
  const MemoryLimit& limit_;
  std::string name_;
  bool only_shapes_;
  std::shared_ptr<os::Input> input_;
  std::vector<std::optional<Source>> fixed_;  // nothing where an array of the stream comes in
  std::vector<Source> arrays_;                // of the stream, in this round
  std::size_t streams_ = 0, rounds_ = 0;
};

}  // namespace tcalc::app
