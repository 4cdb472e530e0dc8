// Where a result goes and in which format: resolved once from the options.
#pragma once

#include <app/cli/request.hpp>
#include <app/terminal/report.hpp>
#include <cstdint>
#include <string>

#include <tcalc/formats/format.hpp>

namespace tcalc::app {

struct Destination {
  std::string typed;   // as messages call it: "--out FILE" without the option; empty where none was named
  std::string file;    // empty: standard output
  std::string member;  // of the archive `file`; empty where it is none
  const formats::Format* format = &formats::text_format;
  bool compress = false;  // the member
  bool sync = false;      // wait until it is on disk

  bool is_named() const { return !typed.empty(); }
  bool is_standard_output() const { return file.empty(); }
  // An archive that is written anew, with all arrays that there are.
  bool is_whole_archive() const { return member.empty() && format->holds_many(); }
};

// Whether an archive may be named without one of its members.
enum class Archives : std::uint8_t { members, whole };

// Of --out, --format and what goes with them. Throws Error{usage} for options that contradict each other, for
// a file whose ending is that of another format, and for an archive without a member.
Destination destination_from(const Request& request, Archives archives = Archives::members);

// Notes that a file was written as .npy whose ending says nothing.
void note_ending(const Destination& destination, const Reporter& reporter);

// A file, in the format that its name says; `verb` is what is done with it, for messages. Throws as
// destination_from does.
Destination destination_of_file(const std::string& name, const std::string& verb, bool sync);

}  // namespace tcalc::app
