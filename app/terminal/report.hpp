// What is said on standard error: errors, notes, warnings; as text or as JSON.
#pragma once

#include <string>
#include <string_view>
#include <vector>

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

  // "note: <text>"; nothing when quiet. With JSON it is kept, for the object that it is about.
  void note(std::string_view text) const;
  // "tcalc: warning: <text>"; likewise.
  void warning(std::string_view text) const;
  // The same as a note, at once: something is waited for.
  void announce(std::string_view text) const;
  // What was kept; from now on it is not.
  std::vector<std::string> take_notes() const;
  // Writes what is still kept, as an object {"notes": [...]}: none came that it could go with.
  void flush_notes() const;
  // Says what went wrong, with JSON in an object that holds what was kept; returns the exit code.
  int error(const Error& error) const;

 private:
  std::string painted(std::string_view text, std::string_view style) const;
  std::string error_text(const Error& error) const;

  bool json_, quiet_, color_;
  mutable std::vector<std::string> kept_;
};

// A JSON object on one line with its notes: {...,"notes":["..."]}; as it is where there are none.
std::string with_notes(std::string object, const std::vector<std::string>& notes);

// The exception in flight as an Error: bad_alloc is a lack of memory, anything unexpected a bug.
Error current_error();

}  // namespace tcalc::app
