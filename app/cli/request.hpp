// Exactly what was typed, checked for nothing but its grammar. Opening, resolving and memory checks come
// after.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <tcalc/core/dtype.hpp>
#include <tcalc/ops/operation.hpp>

namespace tcalc::app {

struct Command;

enum class Format : std::uint8_t { text, json, csv, npy };

struct Request {
  const Operation* operation = nullptr;
  const Command* command = nullptr;   // null: the operation is computed
  std::vector<std::string> operands;  // as typed
  Arguments arguments;                // the operation's own options
  Arguments own_arguments;            // those of the command

  bool shape_only = false;
  Format format = Format::text;  // of what is printed; npy also where -o asks for a file
  bool full = false;
  bool quiet = false;
  bool sync = false;
  bool each = false;           // for every array of standard input
  bool progress = true;        // may be shown on a terminal
  std::string color = "auto";  // or "always", "never"
  std::optional<int> precision;
  std::optional<std::string> out;  // a file, an archive's member, or "-" for standard output
  bool compress = false;           // the member
  std::optional<Dtype> dtype;      // operands are converted to it
  std::uint64_t seed = 0;
  std::optional<int> threads;
  std::optional<std::int64_t> max_memory;  // bytes
};

// What is written to a file of that name: CSV to FILE.csv, .npy to any other.
inline Format format_of_file(const std::string& name) {
  return name.ends_with(".csv") ? Format::csv : Format::npy;
}

}  // namespace tcalc::app
