// The command line's grammar. The implementation is the only file that knows CLI11.
#pragma once

#include <app/cli/request.hpp>
#include <app/terminal/report.hpp>
#include <string>
#include <vector>

namespace tcalc::app {

struct Topic;

enum class Action { run, help, version };

struct Invocation {
  Action action = Action::run;
  Request request;               // for help, only its operation and command count
  const Topic* topic = nullptr;  // of help; without it, an operation or a command the general page is meant
};

// words: the arguments without the program's name. Throws Error{usage}.
Invocation parse_command_line(const std::vector<std::string>& words);

// How to report what is wrong with the words themselves.
ReportStyle report_style(const std::vector<std::string>& words);

}  // namespace tcalc::app
