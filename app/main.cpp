// Table of contents: words -> Invocation -> the command that carries it out.
#include <app/calculate/answer.hpp>
#include <app/cli/command_line.hpp>
#include <app/commands/registry.hpp>
#include <app/help/help_page.hpp>
#include <app/terminal/process.hpp>
#include <app/terminal/report.hpp>
#include <string>
#include <vector>

#include <tcalc/version.hpp>

using namespace tcalc::app;

int main(int count, char** arguments) {
  prepare_process();
  const std::vector<std::string> words(arguments + (count > 0 ? 1 : 0), arguments + count);
  const Reporter reporter(report_style(words));
  int exit_code = 0;
  try {
    const Invocation invocation = parse_command_line(words, commands());
    switch (invocation.action) {
      case Action::run:
        exit_code = run(invocation.request, settings_from(invocation.request), reporter);
        break;
      case Action::version:
        print_page(tcalc::version());
        break;
      case Action::help:
        print_page(help_page(invocation.about, commands()));
    }
  } catch (...) {
    exit_code = reporter.error(current_error());
  }
  reporter.flush_notes();
  return exit_code;
}
