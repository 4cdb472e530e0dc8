// Typed operands become something with a shape, and, when asked, with values.
#pragma once

#include <app/memory_check.hpp>
#include <app/report.hpp>
#include <app/request.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <tcalc/core/fill.hpp>
#include <tcalc/core/tensor.hpp>
#include <tcalc/npy/read.hpp>
#include <tcalc/os/input.hpp>
#include <tcalc/text/operand.hpp>

namespace tcalc::app {

// One operand: first what its text or header says, then its values.
class Source {
 public:
  // Opens a file and reads its header. `side` is "A", "B", ...: the name of operands that have no shorter
  // one. Values are converted to `dtype` where it is given; `seed` is for a random fill.
  Source(text::Operand parsed, const std::string& typed, const std::string& side, std::optional<Dtype> dtype,
         std::uint64_t seed);

  // Values that were computed.
  explicit Source(Array values) : content_(std::move(values)) {}

  bool has_data() const { return !std::holds_alternative<Shape>(content_); }
  const Operand& operand() const { return operand_; }  // the dtype is the one after conversion
  const os::Input* input() const { return input_.get(); }

  // Dtype, extents and strides of the values, without them: what a plan needs.
  TensorView layout() const;
  // Bytes that load() will allocate: none for a mapped file that needs no conversion.
  std::int64_t buffer_bytes() const;
  // Reads or makes the values. Once; layout() and values() are theirs from then on.
  void load();
  // Moves past a stream's values, so that the next array can be read.
  void skip();
  void warn_of_trailing_bytes(const Reporter& reporter) const;
  bool is_loaded() const { return std::holds_alternative<Array>(content_); }
  const TensorView& values() const { return std::get<Array>(content_).view; }

 private:
  void open(std::shared_ptr<os::Input> input);

  Operand operand_;
  std::optional<Dtype> converted_to_;
  std::uint64_t seed_ = 0;
  std::shared_ptr<os::Input> input_;
  std::variant<Shape, Fill, npy::Reader, Array> content_;
};

// All operands of a request, opened in order. Two on standard input follow one another: the first is loaded
// (or skipped, when no values are wanted or there are none) before the header of the second is read. Warns of
// bytes after an array in a file.
std::vector<Source> open_operands(const Request& request, const MemoryLimit& limit, const Reporter& reporter,
                                  bool values_wanted);

// Says how many bytes of a file follow its array; nothing when none do.
void warn_of_trailing_bytes(const npy::Reader& reader, const std::string& name, const Reporter& reporter);

// A word as it has to be typed in a shell.
std::string shell_quoted(const std::string& word);

// Whether only the shape of the result is asked for. Throws Error{usage} when options ask for data that is
// not there.
bool shape_only(const Request& request, const std::vector<Source>& sources);

}  // namespace tcalc::app
