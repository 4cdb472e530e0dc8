// Where arrays go: decided, and a file created, before anything is computed.
#pragma once

#include <app/arrays/destination.hpp>
#include <app/arrays/open_operands.hpp>
#include <app/cli/settings.hpp>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tcalc/core/tensor.hpp>
#include <tcalc/graph/result_storage.hpp>
#include <tcalc/npy/header.hpp>
#include <tcalc/os/output.hpp>
#include <tcalc/os/standard_output.hpp>
#include <tcalc/text/print.hpp>

namespace tcalc::app {

// What an array is called in JSON: "operation" "matmul", "operand" "a.npy[0]"; and in messages.
struct Label {
  std::string_view key;
  std::string name;
};

enum class Arrays : std::uint8_t { one, sequence };

class Target : public ResultStorage {
 public:
  // Throws Error{usage} when standard output is a terminal that .npy bytes would garble, or one of the
  // operands, or for a sequence in an archive; Error{output} when no file can be created.
  Target(const Destination& destination, const Settings& settings, const std::vector<Source>& sources,
         Label label, Arrays arrays = Arrays::one);

  // Reserves the result's room in the file, if it can be stored there directly: then no memory is needed for
  // it. Throws Error{resource} when neither disk nor memory has room, Error{output} when the disk is too
  // full.
  void reserve(Dtype dtype, const Shape& shape) override;
  bool reserved() const override { return elements_ != nullptr; }

  // Where the result's elements are to be stored, in C order: in the file, or in memory allocated now.
  std::byte* elements() override;

  // Prints or writes an array. Any number of them may follow one another, but in an archive. Throws
  // Error{usage} for CSV of more than two axes.
  void write(const TensorView& view, const npy::Storage& storage = {});

  // The same for an array that comes in parts: .npy only.
  void begin(Dtype dtype, const Shape& shape);
  void append(const Tensor& part);

  // Prints a shape where there are no values.
  void write_shape(const Shape& shape);

  // Writes the result, if elements() was called.
  void write_result();

  // Writes the result, if there is one left, and publishes all that was written.
  void publish();

 private:
  bool writes_bytes() const { return destination_.format == Format::npy; }
  void require_room(Dtype dtype, const Shape& shape) const;
  void write_npy(const TensorView& view, const npy::Storage& storage);
  void write_piece(std::span<const std::byte> bytes);
  void write_bytes(const TensorView& view, const npy::Storage& storage);
  void write_text(const TensorView& view);
  text::Sink sink();
  void flush_text(std::size_t least);

  const Destination& destination_;
  const Settings& settings_;
  Label label_;
  Arrays arrays_;
  std::unique_ptr<os::OutputFile> file_;
  os::StandardOutput output_;
  std::string text_;  // on its way to the file
  Dtype dtype_ = Dtype::float64;
  Extents extents_;
  std::byte* elements_ = nullptr;  // in the file
  std::optional<Tensor> result_;   // when they are not
};

// One object on one line: the label, the shape, and the values where there are any.
void print_json(const Label& label, const Shape& shape, const TensorView* values, const text::Sink& sink);

// A line with shape and dtype, then the values as NumPy prints them.
void print_text(const TensorView& values, const text::PrintOptions& options, const text::Sink& sink);

}  // namespace tcalc::app
