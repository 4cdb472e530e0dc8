// What is said on standard error: errors, notes, warnings; as text or as JSON.
#pragma once

#include <string>
#include <string_view>

#include <tcalc/core/error.hpp>

namespace tcalc::app {

struct ReportStyle {
  bool json = false;
  bool quiet = false;
  std::string color = "auto";  // or "always", "never"
};

class Reporter {
 public:
  explicit Reporter(const ReportStyle& style);

  // "note: <text>"; nothing when quiet.
  void note(std::string_view text) const;
  // "tcalc: warning: <text>"; nothing when quiet.
  void warning(std::string_view text) const;
  // Says what went wrong; returns the exit code.
  int error(const Error& error) const;

 private:
  std::string painted(std::string_view text, std::string_view style) const;
  std::string error_text(const Error& error) const;

  bool json_, quiet_, color_;
};

// The exception in flight as an Error: bad_alloc is a lack of memory, anything unexpected a bug.
Error current_error();

}  // namespace tcalc::app
