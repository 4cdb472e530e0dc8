#include <app/arrays/target.hpp>
#include <app/terminal/progress.hpp>
#include <unistd.h>
#include <utility>

#include <tcalc/core/checked.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/npy/write.hpp>
#include <tcalc/npz/write.hpp>
#include <tcalc/os/memory.hpp>
#include <tcalc/text/csv.hpp>
#include <tcalc/text/json.hpp>
#include <tcalc/text/operand.hpp>

namespace tcalc::app {

namespace {

void forbid_standard_output_as_input(const std::vector<Source>& sources) {
  for (const Source& source : sources) {
    if (source.input() != nullptr) os::forbid_same_file(STDOUT_FILENO, *source.input());
  }
}

void require_no_terminal(const Destination& destination) {
  if (!os::is_terminal(STDOUT_FILENO)) return;
  throw Error(ErrorKind::usage,
              std::string(destination.is_named() ? "--out -" : "--format npy") +
                  ": standard output is a terminal, .npy bytes would garble it",
              "send it to a pipe or a file");
}

}  // namespace

Target::Target(const Destination& destination, const Settings& settings, const std::vector<Source>& sources,
               Label label, Arrays arrays)
    : destination_(destination), settings_(settings), label_(std::move(label)), arrays_(arrays) {
  if (destination.is_standard_output()) {
    forbid_standard_output_as_input(sources);
    if (writes_bytes()) require_no_terminal(destination);
    return;
  }
  if (!destination.member.empty() && arrays == Arrays::sequence)
    throw Error(
        ErrorKind::usage,
        "--out " + escaped(destination.typed) + ": a member of an archive is one array, --each may give many",
        "-o FILE.npy holds them one after the other");
  file_ = std::make_unique<os::OutputFile>(destination.file);
}

void Target::require_room(Dtype dtype, const Shape& shape) const {
  const std::int64_t needed = checked_multiply(count(shape.extents()), size_of(dtype)).value_or(INT64_MAX);
  const std::int64_t free = file_->free_bytes();
  if (needed <= free) return;
  const std::int64_t available = os::available_memory();
  if (needed <= available) return;
  throw Error(ErrorKind::resource,
              label_.name + ": result " + shape.text() + " " + std::string(name_of(dtype)) + " needs " +
                  os::format_bytes(needed) + ", " + os::format_bytes(available) + " are available, and " +
                  os::format_bytes(free) + " on the disk of " + escaped(destination_.typed),
              "--shape prints the shape and computes nothing");
}

void Target::reserve(Dtype dtype, const Shape& shape) {
  dtype_ = dtype;
  extents_ = shape.extents();
  const bool alone = arrays_ == Arrays::one && destination_.member.empty();
  if (!file_ || !file_->is_regular() || !writes_bytes() || !alone) return;
  require_room(dtype, shape);
  elements_ = npy::map_npy(*file_, dtype, extents_);
}

std::byte* Target::elements() {
  if (reserved()) return elements_;
  result_.emplace(dtype_, extents_);
  return result_->data();
}

void Target::write(const TensorView& view, const npy::Storage& storage) {
  if (writes_bytes())
    write_bytes(view, storage);
  else
    write_text(view);
}

void Target::write_bytes(const TensorView& view, const npy::Storage& storage) {
  if (!destination_.member.empty())
    npz::write_member(*file_, destination_.file, destination_.member, view, storage, destination_.compress);
  else
    write_npy(view, storage);
}

void Target::write_npy(const TensorView& view, const npy::Storage& storage) {
  const auto bytes = static_cast<double>(count(view.extents) * size_of(view.dtype));
  ProgressLine line({file_ ? escaped(destination_.typed) : "standard output", "B", bytes},
                    settings_.progress);
  double done = 0;
  npy::encode(view, storage, [&](std::span<const std::byte> piece) {
    write_piece(piece);
    line.update(done += static_cast<double>(piece.size()));
  });
}

void Target::write_piece(std::span<const std::byte> bytes) {
  if (file_)
    file_->write(bytes);
  else
    output_.write(bytes);
}

void Target::begin(Dtype dtype, const Shape& shape) {
  if (file_) require_room(dtype, shape);
  const std::string header = npy::format_header(dtype, shape.extents());
  write_piece(std::as_bytes(std::span(header)));
}

void Target::append(const Tensor& part) {
  write_piece({part.data(), static_cast<std::size_t>(part.bytes())});
}

void Target::write_shape(const Shape& shape) {
  forbid_output(destination_, "only shapes are computed, there are no values");
  if (destination_.format == Format::json)
    print_json(label_, shape, nullptr, sink());
  else
    output_.write(shape.text() + "\n");
  if (arrays_ == Arrays::sequence) output_.flush();
}

text::Sink Target::sink() {
  return [this](std::string_view piece) {
    constexpr std::size_t buffer_size = std::size_t{64} << 10;
    if (!file_) return output_.write(piece);
    text_ += piece;
    flush_text(buffer_size);
  };
}

void Target::write_text(const TensorView& view) {
  const text::Sink sink = this->sink();
  const Shape shape(view.extents);
  if (destination_.format == Format::json) {
    print_json(label_, shape, &view, sink);
  } else if (destination_.format == Format::csv) {
    if (view.rank() > 2)
      throw Error(ErrorKind::mismatch,
                  label_.name + ": CSV has two axes at most, but the shape is " + shape.text(),
                  "a slice takes a part of it: FILE[0,...]");
    text::write_csv(view, sink);
  } else {
    print_text(view, settings_.print, sink);
  }
  flush_text(1);
  if (arrays_ == Arrays::sequence) output_.flush();
}

void Target::flush_text(std::size_t least) {
  if (text_.size() < least) return;
  file_->write(std::as_bytes(std::span(text_)));
  text_.clear();
}

void Target::write_result() {
  if (result_) write(result_->view());
  result_.reset();
}

void Target::publish() {
  write_result();
  if (file_) file_->commit(destination_.sync);
  output_.finish();
}

void print_json(const Label& label, const Shape& shape, const TensorView* values, const text::Sink& sink) {
  sink("{" + text::json_string(label.key) + ":" + text::json_string(label.name) +
       ",\"shape\":" + text::shape_json(shape.dims()));
  if (values != nullptr) {
    sink(",\"dtype\":" + text::json_string(name_of(values->dtype)) + ",\"values\":");
    text::write_json(*values, sink);
  }
  sink("}\n");
}

void print_text(const TensorView& values, const text::PrintOptions& options, const text::Sink& sink) {
  sink(Shape(values.extents).text() + " " + std::string(name_of(values.dtype)) + "\n");
  text::print_array(values, options, sink);
  sink("\n");
}

}  // namespace tcalc::app
