// `tcalc run PROGRAM`: a program of shapes and arrays, parsed whole, then run line by line up to the first
// one that fails.
#include <algorithm>
#include <app/commands/command.hpp>
#include <app/program/program.hpp>
#include <app/terminal/process.hpp>
#include <array>
#include <string>
#include <string_view>

#include <tcalc/core/error.hpp>
#include <tcalc/os/input.hpp>
#include <tcalc/os/standard_output.hpp>
#include <tcalc/script/line_error.hpp>

namespace tcalc::app {

namespace {

constexpr std::array options_of_run = {
    OptionSpec{"--keep-going", OptionKind::flag, "", "report every line that fails, not only the first"},
};

std::string read_program(os::Input& input) {
  constexpr std::size_t longest = std::size_t{64} << 20;
  if (auto text = input.read_text(longest)) return *std::move(text);
  throw Error(ErrorKind::input, input.name() + ": a program has at most 64 MiB");
}

// How many statements there were, and what became of them.
struct Tally {
  std::size_t statements = 0, failed = 0, unchecked = 0;
  int exit_code = 0;

  std::string text() const {
    std::string text = std::to_string(failed) + " of " + std::to_string(statements) + " lines failed";
    if (unchecked == 1) text += ", 1 that depends on them was not checked";
    if (unchecked > 1) text += ", " + std::to_string(unchecked) + " that depend on them were not checked";
    return text;
  }
};

class Run {
 public:
  Run(const Request& request, const Settings& settings, const Reporter& reporter, std::string_view name,
      const ParsedProgram& parsed)
      : reporter_(reporter),
        name_(name),
        parsed_(parsed),
        keep_going_(has_flag(request.options, "--keep-going")),
        program_(request, settings, reporter, output_, name, parsed) {}

  int run() {
    for (const Line& line : parsed_.lines) {
      if (!execute(line) && !keep_going_) return tally_.exit_code;
    }
    output_.finish();
    if (keep_going_ && tally_.failed > 0) reporter_.note(std::string(name_) + ": " + tally_.text());
    return tally_.exit_code;
  }

 private:
  // Whether all is well with the line.
  bool execute(const Line& line) {
    ++tally_.statements;
    try {
      program_.execute(line);
      return true;
    } catch (const DependsOnFailure&) {
      ++tally_.unchecked;
    } catch (const script::LineError& error) {
      report(error, error.spans, line);
    } catch (...) {
      report(current_error(), {line.statement.verb.span}, line);
    }
    if (line.statement.name) program_.fail(line.statement.name->text);
    return false;
  }

  void report(const Error& error, const std::vector<script::Span>& spans, const Line& line) {
    output_.flush();
    const int code = reporter_.error(script::located(error, spans, {name_, line.number}, line.text));
    if (++tally_.failed == 1) tally_.exit_code = code;
  }

  const Reporter& reporter_;
  std::string_view name_;
  const ParsedProgram& parsed_;
  bool keep_going_;
  os::StandardOutput output_;
  Program program_;
  Tally tally_;
};

// Reports what is wrong with the text; returns the exit code of the first error.
int report_problems(const Reporter& reporter, const std::string& name, const ParsedProgram& parsed) {
  constexpr std::size_t most_shown = 20;
  int exit_code = 0;
  const std::size_t count = parsed.problems.size();
  for (std::size_t i = 0; i < std::min(count, most_shown); ++i) {
    const LineProblem& problem = parsed.problems[i];
    const int code = reporter.error(
        script::located(problem.error, problem.error.spans, {name, problem.number}, problem.text));
    if (exit_code == 0) exit_code = code;
  }
  const std::string shown =
      count > most_shown ? ", the first " + std::to_string(most_shown) + " are shown" : "";
  reporter.note(name + ": nothing was run: " + std::to_string(count) +
                (count == 1 ? " line is wrong" : " lines are wrong") + shown);
  return exit_code;
}

int run_program(const Request& request, const Settings& settings, const Reporter& reporter) {
  if (request.operands.size() != 1) {
    throw Error(ErrorKind::usage, "run takes one program, got " + std::to_string(request.operands.size()),
                "for example: " + std::string(run_command.example));
  }
  allow_many_files();
  const std::string& file = request.operands.front();
  const auto input = file == "-" ? os::Input::standard_input() : os::Input::open(file);
  const std::string text = read_program(*input);
  const ParsedProgram parsed = parse_program(text);
  if (!parsed.problems.empty()) return report_problems(reporter, input->name(), parsed);
  return Run(request, settings, reporter, input->name(), parsed).run();
}

}  // namespace

constinit const Command run_command = {
    .name = "run",
    .usage = "PROGRAM",
    .summary = "a program: shapes and arrays by name, operations on them, and checks",
    .details =
        "One statement a line: NAME = shape SHAPE; NAME = load OPERAND; NAME = OPERATION OPERAND... with "
        "the options of the operation; expect NAME SHAPE [DTYPE]; refuse OPERATION OPERAND...; save NAME "
        "FILE; print NAME. # begins a comment. An operand is a name that was assigned, or anything that "
        "the command line takes, in quotes or brackets where it has spaces; a file is told from a name by "
        "a . or a /. expect compares sizes and names exactly, its ? stands for any; refuse is content "
        "when the operation is not defined. Of files only the headers are read, until save or print "
        "needs the values; each value is computed once at most. A save is done when its line is reached. "
        "A program with malformed lines is not run, and all of them are reported. The first line that "
        "fails ends the run, with the exit code of its kind. PROGRAM is - for standard input.",
    .example = "tcalc run samples/transformer.tcalc",
    .options = options_of_run,
    .common = "--require --json --full --precision --seed --threads --max-memory --sync",
    .synonyms = "exec script",
    .run = run_program,
};

}  // namespace tcalc::app
