#include <algorithm>
#include <app/arrays/target.hpp>
#include <app/terminal/progress.hpp>
#include <app/terminal/report.hpp>
#include <unistd.h>
#include <utility>

#include <tcalc/core/checked.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/core/in_quotes.hpp>
#include <tcalc/formats/registry.hpp>
#include <tcalc/os/cleanup.hpp>
#include <tcalc/os/memory.hpp>

namespace tcalc::app {

namespace {

void require_no_terminal(const Destination& destination) {
  if (!os::is_terminal(STDOUT_FILENO)) return;
  throw Error(
      ErrorKind::usage,
      formatted("{}: standard output is a terminal, .{} bytes would garble it",
                destination.is_named() ? "--out -" : "--format " + std::string(destination.format->name),
                destination.format->name),
      "send it to a pipe or a file");
}

}  // namespace

Target::Target(const Destination& destination, const Settings& settings, const std::vector<Source>& sources,
               Label label, Arrays arrays)
    : destination_(destination), settings_(settings), label_(std::move(label)), arrays_(arrays) {
  if (destination.is_standard_output()) {
    for (const Source& source : sources) forbid_as_output(source);
    if (!destination.format->is_text) require_no_terminal(destination);
    return;
  }
  if (!destination.member.empty() && arrays == Arrays::sequence)
    throw Error(
        ErrorKind::usage,
        "--out " + escaped(destination.typed) + ": a member of an archive is one array, --each may give many",
        "-o FILE.npy holds them one after the other");
  file_ = std::make_unique<os::OutputFile>(destination.file);
  compressor_ = compressed::Output::create(compressed::compression_of(destination.file),
                                           [this](std::span<const std::byte> bytes) { file_->write(bytes); });
}

void Target::forbid_as_output(const Source& source) const {
  if (destination_.is_standard_output() && source.input() != nullptr)
    os::forbid_same_file(STDOUT_FILENO, *source.input());
}

void Target::require_room(Dtype dtype, const Shape& shape) const {
  const std::int64_t needed = checked_multiply(count(shape.extents()), size_of(dtype)).value_or(INT64_MAX);
  const std::int64_t free = file_->free_bytes();
  if (needed <= free) return;
  const std::int64_t available = os::available_memory();
  if (needed <= available) return;
  throw Error(ErrorKind::resource,
              formatted("{}: result {} {} needs {}, {} are available, and {} on the disk of {}", label_.name,
                        shape.text(), name_of(dtype), os::format_bytes(needed), os::format_bytes(available),
                        os::format_bytes(free), escaped(destination_.typed)),
              "--shape prints the shape and computes nothing");
}

void Target::reserve(Dtype dtype, const Shape& shape) {
  dtype_ = dtype;
  extents_ = shape.extents();
  const bool alone = arrays_ == Arrays::one && destination_.member.empty();
  if (!file_ || !file_->is_regular() || destination_.format->map == nullptr || !alone || is_compressed())
    return;
  require_room(dtype, shape);
  elements_ = destination_.format->map(*file_, dtype, extents_);
  written_ = dtype;
}

std::byte* Target::elements() {
  if (reserved()) return elements_;
  result_.emplace(dtype_, extents_);
  return result_->data();
}

void Target::write(const TensorView& view, const npy::Storage& storage) {
  const formats::Format& format = *destination_.format;
  written_ = view.dtype;
  if (view.rank() > format.most_rank)
    throw Error(ErrorKind::mismatch,
                formatted("{}: {} has {} axes at most, but the shape is {}", label_.name, format.name,
                          format.most_rank, Shape(view.extents).text()),
                "a slice takes a part of it: FILE[0,...]");
  if (destination_.member.empty()) return write_stream(view, write_options(storage));
  const npy::NewMember member = {destination_.member, view.dtype, view.extents, storage, [&] {
                                   return Array{view, nullptr};
                                 }};
  write_members({&member, 1}, npy::Others::kept);
}

formats::WriteOptions Target::write_options(const npy::Storage& storage) const {
  return {storage, settings_.print, destination_.compress, shows_names_, metadata_};
}

void Target::write_members(std::span<const npy::NewMember> members, npy::Others others) {
  lock_.emplace(destination_.file);
  formats::of_file(destination_.file)
      ->write_members(*file_, destination_.file, members, others, write_options({}));
}

void Target::add(npy::NewMember member) {
  if (member.name.empty()) member.name = formatted("arr_{}", members_.size());
  if (std::ranges::find(members_, member.name, &npy::NewMember::name) != members_.end())
    throw Error(ErrorKind::usage,
                formatted("--out {}: two arrays would be called {}", escaped(destination_.typed),
                          in_quotes(member.name)),
                "-o " + escaped(destination_.file) + ":NAME adds one under another name");
  members_.push_back(std::move(member));
}

void Target::add_metadata(const formats::Metadata& metadata) {
  for (const auto& entry : metadata) {
    const bool is_new = std::ranges::find(metadata_, entry.first,
                                          &std::pair<std::string, std::string>::first) == metadata_.end();
    if (is_new) metadata_.push_back(entry);
  }
}

void Target::write_stream(const TensorView& view, const formats::WriteOptions& options) {
  const std::int64_t size = count(view.extents) * size_of(view.dtype);
  const std::int64_t least_text = count(view.extents) * destination_.format->least_element;
  if (file_ && !is_compressed()) file_->require_free(destination_.format->is_text ? least_text : size);
  const auto bytes = static_cast<double>(size);
  ProgressLine line({file_ ? escaped(destination_.typed) : "standard output", "B", bytes},
                    settings_.progress && !destination_.format->is_text);
  double done = 0;
  const text::Sink sink = this->sink();
  destination_.format->write(view, label_, options, [&](std::string_view piece) {
    sink(piece);
    line.update(done += static_cast<double>(piece.size()));
  });
  finish_piece();
}

void Target::begin(Dtype dtype, const Shape& shape) {
  written_ = dtype;
  if (file_ && !is_compressed()) require_room(dtype, shape);
  sink()(destination_.format->header(dtype, shape.extents()));
}

void Target::append(const Tensor& part) { append({part.data(), static_cast<std::size_t>(part.bytes())}); }

void Target::append(std::span<const std::byte> bytes) {
  if (file_)
    put(bytes);
  else
    output_.write(bytes);
}

void Target::put(std::span<const std::byte> bytes) {
  if (is_compressed())
    compressor_->write(bytes);
  else
    file_->write(bytes);
}

void Target::set_extents(const Extents& extents) {
  const std::string header = destination_.format->header(*written_, extents);
  file_->write_at(0, std::as_bytes(std::span(header)));
}

void Target::write_shape(const Shape& shape) {
  forbid_output(destination_, "only shapes are computed: there is nothing");
  destination_.format->write_shape(shape, label_, sink());
  finish_piece();
}

// Text comes in small pieces; bytes go out at once, whoever reads them may be waiting.
text::Sink Target::sink() {
  if (!destination_.format->is_text) {
    return [this](std::string_view piece) {
      const auto bytes = std::as_bytes(std::span(piece));
      if (file_)
        put(bytes);
      else
        output_.write(bytes);
    };
  }
  if (!file_) return [this](std::string_view piece) { output_.write(piece); };
  return [this](std::string_view piece) {
    constexpr std::size_t buffer_size = std::size_t{64} << 10;
    text_ += piece;
    flush_text(buffer_size);
  };
}

// One of a sequence is to be seen before the next is read.
void Target::finish_piece() {
  flush_text(1);
  if (arrays_ == Arrays::sequence && destination_.format->is_text) output_.flush();
}

void Target::flush_text(std::size_t least) {
  if (text_.size() < least) return;
  put(std::as_bytes(std::span(text_)));
  text_.clear();
}

void Target::write_result() {
  if (result_) write(result_->view());
  result_.reset();
}

void Target::publish() {
  write_result();
  if (destination_.is_whole_archive()) write_members(members_, npy::Others::dropped);
  if (is_compressed()) compressor_->finish();
  if (file_) {
    os::hold_signals();
    file_->commit(destination_.sync);
  }
  output_.finish();
  note_remark();
}

void Target::note_remark() const {
  const formats::Format& format = *destination_.format;
  const std::string remark = written_ && format.remark != nullptr ? format.remark(*written_) : std::string();
  if (remark.empty()) return;
  const Reporter reporter({settings_.json, settings_.quiet, settings_.color});
  reporter.note(formatted("{}: {}; --as {} reads it", file_ ? escaped(destination_.typed) : "standard output",
                          remark, info(*written_).code));
  reporter.flush_notes();
}

}  // namespace tcalc::app
