#include <app/target.hpp>
#include <string>
#include <unistd.h>

#include <tcalc/core/checked.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/npy/write.hpp>
#include <tcalc/os/memory.hpp>
#include <tcalc/text/json.hpp>

namespace tcalc::app {

namespace {

void forbid_standard_output_as_input(const std::vector<Source>& sources) {
  for (const Source& source : sources) {
    if (source.input() != nullptr) os::forbid_same_file(STDOUT_FILENO, *source.input());
  }
}

}  // namespace

Target::Target(const Request& request, const std::vector<Source>& sources) : request_(request) {
  if (!request.out || *request.out == "-") forbid_standard_output_as_input(sources);
  if (!request.out) return;
  if (*request.out != "-") {
    file_ = std::make_unique<os::OutputFile>(*request.out);
  } else if (os::is_terminal(STDOUT_FILENO)) {
    throw Error(ErrorKind::usage, "--out -: standard output is a terminal, .npy bytes would garble it",
                "send it to a pipe or a file");
  }
}

void Target::require_room(Dtype dtype, const Shape& shape) const {
  const std::int64_t needed = checked_multiply(count(shape.extents()), size_of(dtype)).value_or(INT64_MAX);
  const std::int64_t free = file_->free_bytes();
  if (needed <= free) return;
  const std::int64_t available = os::available_memory();
  if (needed <= available) return;
  throw Error(ErrorKind::resource,
              std::string(request_.operation->name) + ": result " + shape.text() + " " +
                  std::string(name_of(dtype)) + " needs " + os::format_bytes(needed) + ", " +
                  os::format_bytes(available) + " are available, and " + os::format_bytes(free) +
                  " on the disk of " + escaped(*request_.out),
              "--shape prints the shape and computes nothing");
}

void Target::reserve(Dtype dtype, const Shape& shape) {
  dtype_ = dtype;
  extents_ = shape.extents();
  if (!file_ || !file_->is_regular()) return;
  require_room(dtype, shape);
  elements_ = npy::map_npy(*file_, dtype, extents_);
}

std::byte* Target::elements() {
  if (reserved()) return elements_;
  result_ = Tensor(dtype_, extents_);
  return result_.data();
}

void Target::publish() {
  if (reserved())
    file_->commit(request_.sync);
  else
    publish(result_.view());
}

void Target::publish(const TensorView& values) {
  if (file_) {
    npy::write_npy(*file_, values);
    file_->commit(request_.sync);
  } else if (request_.out) {
    npy::write_npy(output_, values);
  } else if (request_.json) {
    print_json(values);
  } else {
    print_text(values, request_, sink());
  }
  output_.finish();
}

text::Sink Target::sink() {
  return [this](std::string_view piece) { output_.write(piece); };
}

void Target::print_json(const TensorView& result) {
  output_.write("{\"operation\":" + text::json_string(request_.operation->name) +
                ",\"shape\":" + text::shape_json(Shape(result.extents).dims()) +
                ",\"dtype\":" + text::json_string(name_of(result.dtype)) + ",\"values\":");
  text::write_json(result, sink());
  output_.write("}\n");
}

void print_text(const TensorView& values, const Request& request, const text::Sink& sink) {
  sink(Shape(values.extents).text() + " " + std::string(name_of(values.dtype)) + "\n");
  text::print_array(values, {.full = request.full, .precision = request.precision}, sink);
  sink("\n");
}

}  // namespace tcalc::app
