// `tcalc run PROGRAM`: a program of shapes and arrays, parsed whole, then run line by line up to the first
// one that fails.
#include <algorithm>
#include <app/commands/registry.hpp>
#include <app/program/program.hpp>
#include <app/program/words.hpp>
#include <app/terminal/process.hpp>
#include <array>
#include <filesystem>
#include <string>
#include <string_view>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/os/input.hpp>
#include <tcalc/os/standard_output.hpp>
#include <tcalc/script/line_error.hpp>

namespace tcalc::app {

namespace {

constexpr std::array options_of_run = {
    OptionSpec{"keep-going", OptionKind::flag, "", "report every line that fails, not only the first"},
    OptionSpec{"set", OptionKind::sizes, "NAME=SIZE",
               "what a name is, in place of the line that assigns it; may be repeated"},
    OptionSpec{"trace", OptionKind::flag, "", "note what each line assigns, on standard error"},
};

std::string read_program(os::Input& input) {
  constexpr std::size_t longest = std::size_t{64} << 20;
  if (auto text = input.read_text(longest)) return *std::move(text);
  throw Error(ErrorKind::input, input.name() + ": a program has at most 64 MiB");
}

std::string read_file(const std::string& path) { return read_program(*os::Input::open(path)); }

ProgramFile program_from(const std::string& word) {
  const bool is_stream = word == "-";
  const auto input = is_stream ? os::Input::standard_input() : os::Input::open(word);
  const std::string folder = is_stream ? "" : std::filesystem::path(word).parent_path().string();
  return {input->name(), folder, read_program(*input), is_stream ? "" : word};
}

// How many statements there were, and what became of them.
struct Tally {
  std::size_t statements = 0, failed = 0, unchecked = 0;
  int exit_code = 0;

  std::string text() const {
    std::string text = formatted("{} of {} lines failed", failed, statements);
    if (unchecked == 1) text += ", 1 that depends on them was not checked";
    if (unchecked > 1) text += formatted(", {} that depend on them were not checked", unchecked);
    return text;
  }
};

class Run {
 public:
  Run(const Request& request, const Settings& settings, const Reporter& reporter, os::StandardOutput& output,
      const ParsedProgram& parsed)
      : reporter_(reporter),
        parsed_(parsed),
        keep_going_(has_flag(request.options, "keep-going")),
        output_(output),
        program_(request, settings, reporter, output_, parsed) {}

  int run() {
    for (const Line& line : parsed_.lines) {
      if (ends_before(line)) break;
      execute(line);
      last_ = &line;
    }
    if (const std::string explanation = program_.explanation(); !explanation.empty())
      reporter_.note(parsed_.files.front().name + ": " + explanation);
    if (keep_going_ && tally_.failed > 0) reporter_.note(parsed_.files.front().name + ": " + tally_.text());
    return tally_.exit_code;
  }

 private:
  // What is expected of a file is looked at together: the lines that follow one another and say so.
  bool ends_before(const Line& line) const {
    if (keep_going_ || tally_.exit_code == 0) return false;
    return last_code_ != static_cast<int>(ErrorKind::mismatch) || !is_of_file(*last_) || !is_of_file(line);
  }

  void execute(const Line& line) {
    ++tally_.statements;
    try {
      program_.execute(line);
      return;
    } catch (const DependsOnFailure&) {
      ++tally_.unchecked;
    } catch (const script::LineError& error) {
      report(error, error.spans, line);
    } catch (...) {
      report(current_error(), {line.statement.verb.span}, line);
    }
    if (line.statement.name) program_.fail(line.statement.name->text);
  }

  void report(const Error& error, const std::vector<script::Span>& spans, const Line& line) {
    output_.flush();
    const int code = reporter_.error(script::located(error, spans, line.place(), line.text));
    if (++tally_.failed == 1) tally_.exit_code = code;
    last_code_ = code;
  }

  const Reporter& reporter_;
  const ParsedProgram& parsed_;
  bool keep_going_;
  os::StandardOutput& output_;
  Program program_;
  const Line* last_ = nullptr;  // that was executed
  int last_code_ = 0;           // of the last error
  Tally tally_;
};

// Reports what is wrong with the text; returns the exit code of the first error.
int report_problems(const Reporter& reporter, const ParsedProgram& parsed) {
  constexpr std::size_t most_shown = 20;
  int exit_code = 0;
  const std::size_t count = parsed.problems.size();
  for (std::size_t i = 0; i < std::min(count, most_shown); ++i) {
    const LineProblem& problem = parsed.problems[i];
    const int code =
        reporter.error(script::located(problem.error, problem.error.spans, problem.place(), problem.text));
    if (exit_code == 0) exit_code = code;
  }
  const std::string shown = count > most_shown ? formatted(", the first {} are shown", most_shown) : "";
  reporter.note(formatted("{}: nothing was run: {}{}", parsed.files.front().name,
                          counted(count, "line is wrong", "lines are wrong"), shown));
  return exit_code;
}

int run_one(const Request& request, const Settings& settings, const Reporter& reporter,
            os::StandardOutput& output, ProgramFile program) {
  Names given;
  for (const auto& [name, size] : settings.sizes) given.insert(name);
  const ParsedProgram parsed = parse_program(std::move(program), given, read_file);
  if (!parsed.problems.empty()) return report_problems(reporter, parsed);
  return Run(request, settings, reporter, output, parsed).run();
}

// Each for itself, up to the first that fails.
int run_programs(const Request& request, const Settings& settings, const Reporter& reporter) {
  if (request.operands.empty())
    throw Error(ErrorKind::usage, "run needs a program", "for example: " + std::string(run_command.example));
  allow_many_files();
  const bool keep_going = has_flag(request.options, "keep-going");
  os::StandardOutput output;
  int exit_code = 0;
  for (const std::string& word : request.operands) {
    const int code = run_one(request, settings, reporter, output, program_from(word));
    output.flush();
    if (exit_code == 0) exit_code = code;
    if (code != 0 && !keep_going) return exit_code;
  }
  output.finish();
  return exit_code;
}

}  // namespace

constinit const Command run_command = {
    .name = "run",
    .usage = "PROGRAM...",
    .summary = "run programs: shapes and arrays by name, expressions and operations on them, and checks",
    .details =
        "One statement a line: NAME = shape SHAPE; NAME = load OPERAND; NAME = OPERATION OPERAND... with the "
        "options of the operation; NAME = EXPRESSION as tcalc eval has it; expect NAME|FILE SHAPE [DTYPE]; "
        "require FACT, which holds of dims from there on; assert EXPRESSION, true everywhere; refuse "
        "OPERATION OPERAND...; save NAME FILE; print NAME; include FILE, whose lines stand there. # begins a "
        "comment. An operand is a name that was assigned, or anything that the command line takes, in quotes "
        "or brackets where it has spaces; a file is told from a name by a . or a /, and paths start from the "
        "program's folder. In an expression names of dims are integers, and a name that is assigned an "
        "integer is the size of the dims of that name: D = 512. expect compares sizes and names exactly, its "
        "? stands for any; of a FILE, a tensor m.safetensors:NAME or all that a pattern matches, names that "
        "have no size take that of the first tensor, and what differs further down is said with the size "
        "that would explain it; refuse passes if the operation is illegal. Of files only the headers are "
        "read, "
        "until save, print or assert needs the values; each value is computed once at most. save writes its "
        "file when its line is reached. A program with malformed lines is not run, and all of them are "
        "reported. The first line that fails ends the run, with the exit code of its kind. PROGRAM is - for "
        "standard input.",
    .example = "tcalc run samples/transformer.tcalc",
    .options = options_of_run,
    .common = "require json full precision seed threads max-memory sync",
    .synonyms = "exec script",
    .run = run_programs,
};

}  // namespace tcalc::app
