// The command line's grammar. The implementation is the only file that knows CLI11.
#pragma once

#include <app/cli/command.hpp>
#include <app/cli/request.hpp>
#include <app/terminal/report.hpp>
#include <string>
#include <vector>

namespace tcalc::app {

enum class Action { run, help, version };

struct Invocation {
  Action action = Action::run;
  Request request;    // of run
  std::string about;  // of help: the word that it is asked about; empty for the general page
};

// words: the arguments without the program's name. Throws Error{usage}.
Invocation parse_command_line(const std::vector<std::string>& words, Commands commands);

// How to report what is wrong with the words themselves.
ReportStyle report_style(const std::vector<std::string>& words);

}  // namespace tcalc::app
