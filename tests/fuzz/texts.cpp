// Expressions and programs.
#include <app/program/parse.hpp>
#include <string>
#include <tests/fuzz/target.hpp>

#include <tcalc/core/located.hpp>
#include <tcalc/language/tree.hpp>
#include <tcalc/shape.hpp>

namespace tcalc::fuzz {

namespace {

void check_spans(const std::vector<Span>& spans, std::size_t size) {
  for (const Span& span : spans)
    require(span.begin <= span.end && span.end <= size, "a place outside of the text");
}

}  // namespace

// A tree, or a refusal whose carets are in the text; then a shape.
void expression(Bytes bytes) {
  const std::string text(bytes);
  answers({ErrorKind::usage}, [&] {
    try {
      language::parse(text);
    } catch (const LocatedError& error) {
      check_spans(error.spans, text.size());
      language::shown(error, text);
      throw;
    }
  });
  answers({ErrorKind::usage, ErrorKind::mismatch, ErrorKind::resource}, [&] {
    infer(text, {{"a", "2,3"}, {"b", "B,3"}, {"x", "4,1,3"}});
  });
}

void program(Bytes bytes) {
  const auto none = [](const std::string&) -> std::string {
    throw Error(ErrorKind::input, "no other program");
  };
  const app::ParsedProgram parsed = app::parse_program({"p", "", std::string(bytes)}, {"N"}, none);
  for (const app::LineProblem& problem : parsed.problems) {
    check_spans(problem.error.spans, problem.text.size());
    answers({ErrorKind::usage, ErrorKind::mismatch, ErrorKind::resource, ErrorKind::input},
            [&] { throw Error(problem.error); });
  }
  app::last_mentions(parsed);
}

}  // namespace tcalc::fuzz
