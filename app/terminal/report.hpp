// What is said on standard error: errors, notes, warnings; as text or as JSON.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <tcalc/core/error.hpp>

namespace tcalc::app {

class Reporter {
 public:
  // Reads --json (or --format json), --quiet and --color from the words as typed, since errors in the others
  // must be reported too.
  explicit Reporter(const std::vector<std::string>& words);

  // "note: <text>"; nothing when quiet.
  void note(std::string_view text) const;
  // "tcalc: warning: <text>"; nothing when quiet.
  void warning(std::string_view text) const;
  // Says what went wrong; returns the exit code.
  int error(const Error& error) const;

 private:
  std::string painted(std::string_view text, std::string_view style) const;
  std::string error_text(const Error& error) const;

  bool json_ = false;
  bool quiet_ = false;
  bool color_ = false;
};

// The exception in flight as an Error: bad_alloc is a lack of memory, anything unexpected a bug.
Error current_error();

}  // namespace tcalc::app
