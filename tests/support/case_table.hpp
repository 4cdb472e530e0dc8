// The tables of tests/cases: one line a case, with what the operation must answer.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <tcalc/ops/operation.hpp>

namespace tcalc::test {

// One line: "A | B | options | result | note", after a "#" a comment. The note may be left out. More operands
// than two stand in the second column, with ";" between; the first is the leading word of an operation that
// has one, and then all operands stand in the second.
struct Case {
  std::string operation, a, b, options;
  std::string result;  // a shape, or "error: ...": what answer() gives
  std::string note;    // all notes, joined by "; "
  std::string where;   // "dot.txt:12"
};

// What stands between the bars of a line, spaces around it left out.
std::vector<std::string> columns_of(const std::string& line);

// The cases of tests/cases/FILE, for that operation; where it is empty, a first column "operation |" names
// it. Throws std::runtime_error for a line that is not a case, and for a file without cases.
std::vector<Case> read_cases(const std::string& file, const std::string& operation);

// Its notes as a shell shows them.
std::vector<std::string> notes_of(const Outcome& outcome);

// The options as typed on a command line, by the operation's list of them: "--axes 1,2 --keras=3", "--axes-a
// ''". Throws std::invalid_argument for an option that is not in the list.
Arguments arguments_from(const Operation& operation, std::string_view typed);

struct Answer {
  std::string result;  // the shape; or "error: " (mismatch), "usage error: ", "resource error: " and the
                       // message, in it the operation's name left out
  std::string note;
};
Answer answer(const Operation& operation, std::string_view a, std::string_view b, std::string_view options);

}  // namespace tcalc::test
