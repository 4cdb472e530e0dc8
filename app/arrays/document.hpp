// Pictures and pages: what is written in one piece.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <tcalc/ops/option.hpp>
#include <tcalc/os/input.hpp>
#include <tcalc/os/output.hpp>
#include <tcalc/os/standard_output.hpp>

namespace tcalc::app {

inline constexpr OptionSpec svg_option = {"svg", OptionKind::file, "FILE",
                                          "write the picture as SVG; - is standard output"};

// Documents that one command writes. All files are created before the first is written, and published
// together, after what is printed: a command that fails leaves each as it was.
class Documents {
 public:
  // Where a document goes, "-" for standard output; its number, from 0. Throws Error{output} when no file can
  // be created, Error{usage} when another document or one of the inputs, which may be null, is the same file.
  std::size_t add(const std::string& target, std::span<const os::Input* const> inputs);
  // That text is printed beside them. Throws Error{usage} when a document goes to standard output.
  void add_text();

  void write(std::size_t number, std::string_view document);
  // To standard output, whatever documents go where.
  void print(std::string_view text) { output_.write(text); }

  // Finishes standard output, then publishes all files.
  void publish();

 private:
  void require_free(const os::OutputFile* file, const std::string& name, const char* both) const;

  std::vector<std::unique_ptr<os::OutputFile>> files_;  // null for standard output
  os::StandardOutput output_;
};

}  // namespace tcalc::app
