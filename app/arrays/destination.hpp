// Where a result goes and in which format: resolved once from the options.
#pragma once

#include <app/cli/request.hpp>
#include <cstdint>
#include <string>

namespace tcalc::app {

enum class Format : std::uint8_t { text, json, csv, npy };

struct Destination {
  std::string typed;   // as messages call it: "--out FILE" without the option; empty where none was named
  std::string file;    // empty: standard output
  std::string member;  // of the archive `file`; empty where it is none
  Format format = Format::text;
  bool compress = false;  // the member
  bool sync = false;      // wait until it is on disk

  bool is_named() const { return !typed.empty(); }
  bool is_standard_output() const { return file.empty(); }
};

// Of --out, --format and what goes with them. Throws Error{usage} for options that contradict each other, and
// for an archive without a member.
Destination destination_from(const Request& request);

// A file, in the format that its name says.
Destination destination_of_file(const std::string& name, bool sync);

}  // namespace tcalc::app
