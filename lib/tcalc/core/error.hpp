// What can go wrong, as one exception: thrown where the fact is known. The program catches it in main, where
// it becomes text or JSON; callers of the library see the class of its kind, which error.hpp has.
#pragma once

#include <cstddef>
#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tcalc/core/hint.hpp>
#include <tcalc/export.hpp>

namespace tcalc {

// The value is the exit code.
enum class ErrorKind {
  mismatch = 1,   // the operation is not defined for these shapes, dtypes or axes
  usage = 2,      // unknown command, option or operand syntax
  input = 3,      // an input cannot be opened, read or understood
  output = 4,     // the output cannot be written
  resource = 5,   // more memory than there is, or a size that overflows
  internal = 70,  // a bug in tcalc
};

// "mismatch", "usage", ...: the name used in JSON.
TCALC_EXPORT std::string_view kind_name(ErrorKind kind);

// An axis that a message is about: both count from 0.
struct Mark {
  int operand, axis;
  friend bool operator==(const Mark&, const Mark&) = default;
};

// An operand that a message is about.
struct MarkedOperand {
  std::string name;               // "A", "weights.npy"
  std::vector<std::string> dims;  // "3", "B*T", "?"
};

// Bytes of a text: from `begin` up to `end`.
struct Span {
  std::size_t begin = 0, end = 0;
  friend bool operator==(const Span&, const Span&) = default;
};

// A line of what was typed, and the parts of it that a message is about, in order.
struct SourceLine {
  std::string text;
  std::vector<Span> spans;
};

struct TCALC_EXPORT Error : std::exception {
  // message: one line that stands on its own, "<subject>: <fact with the numbers>", without "tcalc: error:".
  Error(ErrorKind kind, std::string message, Hint hint = {});

  // One line that stands on its own: the message.
  const char* what() const noexcept override { return message.c_str(); }

  // All that a shell shows of it, without a newline at its end: the message, then indented lines that show
  // it, and hints, worded for C++: "hint: tcalc::tensordot(A, B, {3}, {0}) is legal and gives (3, 4, 5)".
  std::string text() const;

  // Puts a subject before the message: "eval", "model.tcalc:7".
  void set_subject(std::string_view subject);

  ErrorKind kind;
  std::string message;
  std::string subject;                  // as set: what the message begins with
  std::vector<SourceLine> sources;      // where it was typed, from the outermost text inward
  std::vector<std::string> more_facts;  // the other rules that are violated, a sentence each
  std::vector<MarkedOperand> operands;  // of an operation that is not defined
  std::vector<Mark> marks;              // the axes of them that clash
  std::vector<std::string> details;     // further lines that show it, unindented
  std::vector<Hint> hints;              // what to do instead, nearest first
};

// Text that is safe to put in a message: control characters and bytes that are not UTF-8 become \n, \x1b, ...
// and the whole is put in single quotes when anything had to be escaped. At most `limit` bytes of text are
// cited.
std::string escaped(std::string_view text, std::size_t limit = 200);

}  // namespace tcalc
