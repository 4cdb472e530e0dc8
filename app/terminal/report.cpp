#include <app/terminal/error_json.hpp>
#include <app/terminal/hint_text.hpp>
#include <app/terminal/report.hpp>
#include <app/terminal/terminal.hpp>
#include <exception>
#include <new>
#include <signal.h>
#include <span>
#include <unistd.h>
#include <utility>

#include <tcalc/core/formatted.hpp>
#include <tcalc/core/located.hpp>
#include <tcalc/os/standard_output.hpp>
#include <tcalc/text/json.hpp>

namespace tcalc::app {

namespace {

constexpr std::string_view red = "\033[1;31m", yellow = "\033[1;33m", green = "\033[32m", cyan = "\033[36m",
                           plain = "\033[0m";

// A report that cannot be written, or that nobody reads, changes nothing: the exit code still tells.
void write_to_stderr(std::string_view text) {
  const auto before = signal(SIGPIPE, SIG_IGN);
  try {
    os::write_all(STDERR_FILENO, std::as_bytes(std::span(text)), "standard error");
  } catch (const Error&) {
  }
  signal(SIGPIPE, before);
}

std::string notes_json(const std::vector<std::string>& notes) {
  std::string list;
  for (const std::string& note : notes) list += (list.empty() ? "" : ",") + text::json_string(note);
  return "\"notes\":[" + list + "]";
}

}  // namespace

Reporter::Reporter(const ReportStyle& style)
    : json_(style.json), quiet_(style.quiet), color_(wants_color(STDERR_FILENO, style.color)) {}

std::string Reporter::painted(std::string_view text, std::string_view style) const {
  if (!color_) return std::string(text);
  return std::string(style) + std::string(text) + std::string(plain);
}

void Reporter::note(std::string_view text) const {
  if (!json_) return announce(text);
  if (!quiet_) kept_.emplace_back(text);
}

void Reporter::warning(std::string_view text) const {
  if (json_) return note(text);
  if (!quiet_) write_to_stderr(formatted("{} {}\n", painted("tcalc: warning:", yellow), text));
}

void Reporter::announce(std::string_view text) const {
  if (!quiet_) write_to_stderr(formatted("{} {}\n", painted("note:", cyan), text));
}

std::vector<std::string> Reporter::take_notes() const { return std::exchange(kept_, {}); }

void Reporter::flush_notes() const {
  if (!kept_.empty()) write_to_stderr("{" + notes_json(take_notes()) + "}\n");
}

std::string with_notes(std::string object, const std::vector<std::string>& notes) {
  if (notes.empty()) return object;
  return object.insert(object.rfind('}'), "," + notes_json(notes));
}

std::string Reporter::error_text(const Error& error) const {
  std::string text = formatted("{} {}\n", painted("tcalc: error:", red), error.message);
  for (const DrawnLine& line : drawn(error))
    text += "  " + (line.carets ? painted(line.text, red) : line.text) + "\n";
  for (const std::string& hint : shell_texts(error))
    text += formatted("  {} {}\n", painted("hint:", green), hint);
  return text;
}

int Reporter::error(const Error& error) const {
  write_to_stderr(json_ ? with_notes(error_json(error), take_notes()) + "\n" : error_text(error));
  return static_cast<int>(error.kind);
}

Error current_error() {
  try {
    throw;
  } catch (const Error& error) {
    return error;
  } catch (const std::bad_alloc&) {
    return {ErrorKind::resource, "out of memory"};
  } catch (const std::exception& unexpected) {
    return {ErrorKind::internal, std::string("internal error: ") + escaped(unexpected.what())};
  } catch (...) {
    return {ErrorKind::internal, "internal error"};
  }
}

}  // namespace tcalc::app
