// A program, parsed whole before anything runs, with the programs that it includes.
#pragma once

#include <app/program/call.hpp>
#include <app/program/expression_text.hpp>
#include <cstddef>
#include <deque>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <tcalc/core/by_name.hpp>
#include <tcalc/expression/bind.hpp>
#include <tcalc/script/line_error.hpp>
#include <tcalc/script/statement.hpp>

namespace tcalc::app {

struct Verb;

struct ProgramFile {
  std::string name;    // as messages call it
  std::string folder;  // that its paths start from; empty for the working directory
  std::string text;
  std::string path = {};  // empty: it is none
};

// A statement of a program.
struct Line {
  const ProgramFile* file = nullptr;
  std::size_t number = 0;  // from 1
  std::string_view text;
  script::Statement statement;  // without its arguments where they are those of a call
  const Verb* verb = nullptr;
  Call call;                                 // of verbs that name an operation
  std::optional<ExpressionText> expression;  // of verbs that have one

  script::Place place() const { return {file->name, number}; }
};

// What is wrong with a line.
struct LineProblem {
  const ProgramFile* file = nullptr;
  std::size_t number = 0;
  std::string_view text;
  script::LineError error;

  script::Place place() const { return {file->name, number}; }
};

using Names = std::set<std::string>;

struct ParsedProgram {
  std::deque<ProgramFile> files;  // the program, then those that it includes
  std::vector<Line> lines;        // in the order in which they run
  std::vector<LineProblem> problems;
  Names dims;  // names in its shapes and facts
};

// Reads a program that is included, by its path. Throws Error.
using ReadProgram = std::function<std::string(const std::string& path)>;

// Every statement, and every error that can be found without opening an array's file: of words, verbs, names
// that no line before has assigned, shapes, operands, options, expressions. `given` are names that have a
// size before the first line.
ParsedProgram parse_program(ProgramFile program, const Names& given = {}, const ReadProgram& read = {});

// The last of the lines that mention each name: after it the values are no longer needed.
ByName<const Line*> last_mentions(const ParsedProgram& program);

// The names that the lines so far assign, and those in dims.
class AssignedNames {
 public:
  void add(std::string_view name) { names_.insert_or_assign(std::string(name), true); }
  void add_dims(const Shape& shape);
  void add_dims(const Dim& dim);
  const Names& dims() const { return dims_; }

  // Throws LineError{usage} "unknown name 'kk'" with the nearest name there is.
  void require(const script::Word& word) const;
  // The same for an operand, and what text::parse_operand throws; a name alone is a variable, never a file.
  void require_operand(const script::Word& word);
  // The same for the names of an expression, which may be those of dims, constants and dtypes too,
  // and for functions that are not there.
  void require_names(const ExpressionText& text) const;

 private:
  // The hint where no name is near.
  void refuse_unassigned(const script::Word& word, const std::string& hint) const;

  ByName<bool> names_;
  Names dims_;
};

}  // namespace tcalc::app
