// What can go wrong, as one exception: thrown where the fact is known, caught in main.
#pragma once

#include <exception>
#include <string>
#include <string_view>
#include <vector>

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
std::string_view kind_name(ErrorKind kind);

// An axis that a message is about: both count from 0.
struct Mark {
  int operand, axis;
  friend bool operator==(const Mark&, const Mark&) = default;
};

struct Error : std::exception {
  // message: one line that stands on its own, "<subject>: <fact with the numbers>", without "tcalc: error:".
  Error(ErrorKind kind, std::string message, std::string hint = {});

  const char* what() const noexcept override { return message.c_str(); }

  ErrorKind kind;
  std::string message;
  std::vector<std::string> details;  // lines that show it, unindented
  std::vector<std::string> hints;    // what to do instead, nearest first, at most three
  std::vector<Mark> marks;           // the axes that clash, for those who draw
};

// Text that is safe to put in a message: control characters and bytes that are not UTF-8 become \n, \x1b, ...
// and the whole is put in single quotes when anything had to be escaped. At most `limit` bytes of text are
// cited.
std::string escaped(std::string_view text, std::size_t limit = 200);

}  // namespace tcalc
