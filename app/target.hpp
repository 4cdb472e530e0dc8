// Where the values go: decided, and a file created, before anything is computed.
#pragma once

#include <app/operands.hpp>
#include <app/request.hpp>
#include <cstddef>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include <tcalc/core/tensor.hpp>
#include <tcalc/os/output.hpp>
#include <tcalc/text/print.hpp>

namespace tcalc::app {

class Target {
 public:
  // Throws Error{usage} when standard output is a terminal that .npy bytes would garble, or one of the
  // operands; Error{output} when no file can be created.
  Target(const Request& request, const std::vector<Source>& sources);

  // Reserves the result's room in the file, if it can be stored there directly: then no memory is needed for
  // it. Throws Error{resource} when neither disk nor memory has room, Error{output} when the disk is too
  // full.
  void reserve(Dtype dtype, const Shape& shape);
  bool reserved() const { return elements_ != nullptr; }

  // Where the elements are to be stored, in C order: in the file, or in memory allocated now.
  std::byte* elements();

  // Prints the result, or writes and publishes it.
  void publish();
  // The same for values that are there already, where nothing was reserved.
  void publish(const TensorView& values);
  // The result, where it is to be kept in memory and not published.
  Tensor take() { return std::move(result_); }

 private:
  void require_room(Dtype dtype, const Shape& shape) const;
  void print_json(const TensorView& result);
  text::Sink sink();

  const Request& request_;
  std::unique_ptr<os::OutputFile> file_;
  os::StandardOutput output_;
  Dtype dtype_ = Dtype::float64;
  Extents extents_;
  std::byte* elements_ = nullptr;  // in the file
  Tensor result_;                  // when they are not
};

// A line with shape and dtype, then the values as NumPy prints them.
void print_text(const TensorView& values, const Request& request, const text::Sink& sink);

}  // namespace tcalc::app
