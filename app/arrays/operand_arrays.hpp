// All arrays of all operands, one after the other: for commands that make one of many. "-" is every array of
// standard input, FILE.npz and FILE.safetensors all that they hold, and FILE.npy all that follow one another.
#pragma once

#include <app/arrays/series.hpp>
#include <app/cli/request.hpp>
#include <app/cli/settings.hpp>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tcalc::app {

class OperandArrays {
 public:
  // The operands from `first` on. Throws Error{usage} where standard input is given twice.
  OperandArrays(const Request& request, const Settings& settings, std::size_t first = 0);

  // Opens the next array; nothing after the last. At most one is open at a time, so that there may be any
  // number of files. Throws what Source throws, and Error{input} for an operand that holds none.
  std::optional<Source> next();
  // Whether the array given last came through standard input: it can be read but once, and before the next.
  bool is_from_stream() const { return series_ && series_->is_stream(); }

  // Starts again, with what is to take the place of standard input's arrays.
  void rewind(std::vector<Source> of_stream);

 private:
  const Request& request_;
  const Settings& settings_;
  std::size_t first_, place_;
  std::optional<Series> series_;
  std::optional<std::vector<Source>> of_stream_;
  std::size_t taken_ = 0;  // of those
};

// Whether one of the operands is a shape, so that shapes are all that there is.
bool names_shape(std::span<const std::string> operands, const Settings& settings);

// Whether one of them is standard input.
bool names_stream(std::span<const std::string> operands);

}  // namespace tcalc::app
