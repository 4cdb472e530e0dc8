#include <algorithm>
#include <app/arrays/source.hpp>
#include <utility>

#include <tcalc/core/checked.hpp>
#include <tcalc/core/element_index.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/os/cleanup.hpp>
#include <tcalc/text/word.hpp>
#include <tcalc/view/pieces.hpp>

namespace tcalc::app {

namespace {

// A hint that cites more is not read.
constexpr std::size_t longest_word = 200;

// A literal has no short name, a shape none at all.
bool named_by_side(const text::Operand& parsed) {
  return std::holds_alternative<Shape>(parsed) || std::holds_alternative<Tensor>(parsed);
}

// Bytes of an array whose extents are known to be valid; a fill's may still be too large.
std::int64_t bytes_of(const std::string& name, Dtype dtype, const Extents& extents) {
  const auto bytes = checked_multiply(count(extents), size_of(dtype));
  if (!bytes) throw Error(ErrorKind::resource, name + ": has more bytes than can be addressed");
  return *bytes;
}

// The reader of a content that is in a file; null for any other.
template <class Content>
auto* reader_of(Content& content) {
  auto* reader = std::get_if<std::unique_ptr<formats::ArrayReader>>(&content);
  return reader == nullptr ? nullptr : reader->get();
}

}  // namespace

Source::Source(text::Operand parsed, const std::string& typed, const std::string& side, Conversion conversion,
               std::uint64_t seed, const formats::ReadOptions& reading)
    : conversion_(conversion), seed_(seed) {
  operand_.name = named_by_side(parsed) ? side : escaped(typed);
  operand_.word = typed.size() > longest_word ? side : text::shell_quoted(typed);
  if (auto* shape = std::get_if<Shape>(&parsed)) {
    operand_.shape = *shape;
    content_ = std::move(*shape);
    return;
  }
  if (auto* literal = std::get_if<Tensor>(&parsed)) content_ = to_array(std::move(*literal));
  if (auto* fill = std::get_if<Fill>(&parsed)) content_ = std::move(*fill);
  if (const auto* path = std::get_if<text::Path>(&parsed))
    take(open_array(*path, typed, operand_.name, reading));
  if (const auto* raw = std::get_if<text::RawFile>(&parsed)) take(open_array(*raw, operand_.name));
  if (const auto* member = std::get_if<text::ArchiveMember>(&parsed))
    take(open_array(*member, operand_.name, operand_.word, reading));
  if (std::holds_alternative<text::StandardInput>(parsed)) {
    operand_.name = "standard input";
    operand_.word = "-";
    take(open_standard_input(reading));
  }
  take_layout();
}

Source::Source(std::unique_ptr<formats::ArrayReader> reader, std::string name, std::string word,
               Conversion conversion)
    : conversion_(conversion) {
  operand_.name = std::move(name);
  operand_.word = std::move(word);
  take({std::move(reader)});
  take_layout();
}

void Source::take(OpenArray array) {
  namesakes_ = array.namesakes;
  must_end_ = array.must_end;
  input_ = array.reader->input();
  content_ = std::move(array.reader);
}

void Source::take_layout() {
  const auto* reader = reader_of(content_);
  if (reader != nullptr && !reader->description().is_known) {
    operand_.shape = Shape(reader->description().extents);
    return;
  }
  const TensorView view = layout();
  operand_.shape = Shape(view.extents);
  operand_.dtype = view.dtype;
}

formats::Description Source::description() const {
  if (const auto* reader = reader_of(content_)) return reader->description();
  return formats::description_of(layout());
}

TensorView Source::layout() const {
  TensorView view;
  if (const auto* fill = std::get_if<Fill>(&content_)) view = contiguous(fill->dtype, fill->extents);
  if (const auto* reader = reader_of(content_)) view = reader->layout();
  if (const auto* array = std::get_if<Array>(&content_)) view = array->view;
  const Dtype dtype = dtype_after(view.dtype);
  return dtype == view.dtype ? view : contiguous(dtype, view.extents);
}

Dtype Source::dtype_after(Dtype stored) const {
  const Dtype dtype = conversion_.dtype.value_or(stored);
  return computes_ && is_stored_only(dtype) ? compute_dtype(dtype) : dtype;
}

void Source::compute() {
  if (!operand_.dtype || !is_stored_only(*operand_.dtype)) return;
  computes_ = true;
  if (auto* array = std::get_if<Array>(&content_)) *array = converted_to_dtype(*array);
  take_layout();
}

std::int64_t Source::buffer_bytes() const {
  std::int64_t bytes = 0;
  const TensorView view = layout();
  std::optional<Dtype> stored;
  if (const auto* fill = std::get_if<Fill>(&content_)) {
    bytes = bytes_of(operand_.name, fill->dtype, fill->extents);
    stored = fill->dtype;
  }
  if (const auto* reader = reader_of(content_)) {
    bytes = reader->buffer_bytes();
    stored = reader->layout().dtype;
  }
  if (stored && *stored != view.dtype) {
    bytes = saturating_add(bytes, bytes_of(operand_.name, view.dtype, view.extents));
  }
  return bytes;
}

namespace {

[[noreturn]] void refuse_losses(const Source& source) {
  const ElementIndex first = index_at(source.operand().shape.extents(), source.losses().first);
  throw Error(ErrorKind::mismatch,
              formatted("{}: converted to {}, {}, the first at {}", source.operand().name,
                        name_of(source.converted_to()), source.losses().text(), index_text(first)));
}

}  // namespace

void Source::load() {
  if (const auto* fill = std::get_if<Fill>(&content_)) content_ = to_array(make(*fill, seed_));
  if (auto* reader = reader_of(content_)) content_ = reader->read();
  forbid_more();
  auto& array = std::get<Array>(content_);
  array = converted_to_dtype(array);
}

Array Source::converted_to_dtype(Array array) {
  if (conversion_.dtype && *conversion_.dtype != array.view.dtype) {
    losses_.add(cast_losses(array.view, *conversion_.dtype), converted_elements_);
    converted_elements_ += count(array.view.extents);
    if (conversion_.strict && losses_.any()) refuse_losses(*this);
    array = to_array(converted(array.view, *conversion_.dtype));
  }
  if (!computes_ || !is_stored_only(array.view.dtype)) return array;
  return to_array(converted(array.view, compute_dtype(array.view.dtype)));
}

void Source::forbid_more() const {
  if (!must_end_ || input_ == nullptr || input_->at_end()) return;
  const bool is_array = input_->peek() == std::byte{0x93};
  throw Error(ErrorKind::input,
              operand_.name + ": " + (is_array ? "another array follows" : "bytes follow the array"),
              is_array ? "--each takes every array of a stream; info - lists them" : "check - says more");
}

void Source::select(const Slice& slice) {
  if (std::holds_alternative<Fill>(content_)) load();
  if (auto* reader = reader_of(content_)) reader->select(slice);
  if (auto* array = std::get_if<Array>(&content_)) {
    array->view = sliced(array->view, slice);
  }
  operand_.shape = Shape(layout().extents);
}

bool Source::has_rows_to_come() const {
  const auto* reader = reader_of(content_);
  return reader != nullptr && reader->has_rows_to_come();
}

Array Source::next_rows(std::int64_t rows) {
  return converted_to_dtype(reader_of(content_)->next_rows(rows));
}

void Source::for_each_piece(const std::function<void(const TensorView&)>& visit) {
  if (auto* fill = std::get_if<Fill>(&content_)) content_ = to_array(make(*fill, seed_));
  auto* reader = reader_of(content_);
  if (reader != nullptr && reader->has_rows_to_come()) {
    const Extents extents = reader->layout().extents;
    const std::int64_t row_bytes = count(extents) / extents[0] * size_of(reader->layout().dtype);
    const std::int64_t most = std::max<std::int64_t>(1, piece_bytes / std::max<std::int64_t>(row_bytes, 1));
    for (std::int64_t row = 0; row < extents[0]; row += most)
      visit(next_rows(std::min(most, extents[0] - row)).view);
    return forbid_more();
  }
  const Array array = reader != nullptr ? reader->read() : this->array();
  const bool in_order = array.view.strides == c_strides(array.view.extents);
  tcalc::for_each_piece(array.view, [&](const TensorView& piece) {
    visit(converted_to_dtype({piece, array.owner}).view);
    if (in_order) os::forget_pages(piece.data);
  });
  forbid_more();
}

std::int64_t Source::piece_buffer_bytes() const {
  if (const auto* fill = std::get_if<Fill>(&content_))
    return bytes_of(operand_.name, fill->dtype, fill->extents);
  const auto* reader = reader_of(content_);
  if (reader == nullptr || !reader->has_rows_to_come()) return reader == nullptr ? 0 : reader->buffer_bytes();
  const Extents extents = reader->layout().extents;
  return count(extents) / extents[0] * size_of(reader->layout().dtype);
}

void Source::check_unchanged() const {
  if (input_ != nullptr) input_->check_unchanged();
}

void Source::skip() {
  if (auto* reader = reader_of(content_)) reader->skip();
}

void Source::for_each_run(const std::function<void(std::span<const std::byte>)>& visit) {
  if (auto* reader = reader_of(content_)) return reader->for_each_run(visit);
  load();
  const Tensor elements = converted(values(), values().dtype);
  visit({elements.data(), static_cast<std::size_t>(elements.bytes())});
}

void Source::warn_of_oddities(const Reporter& reporter) const {
  if (namesakes_ > 1)
    reporter.warning(formatted("{}: {} members have that name, the last is read", operand_.name, namesakes_));
  const auto* reader = reader_of(content_);
  if (reader == nullptr || !reader->description().bytes || another_follows(*reader)) return;
  const std::int64_t extra = reader->trailing_bytes();
  if (extra <= 0) return;
  const std::string fitting = reader->fitting_readings();
  reporter.warning(formatted("{}: {} after the array are ignored{}{}", operand_.name, counted(extra, "byte"),
                             fitting.empty() ? "" : "; ", fitting));
}

void note_losses(const Source& source, const Reporter& reporter) {
  const CastLosses& losses = source.losses();
  if (!losses.any()) return;
  reporter.note(formatted("{}: converted to {}, {}", source.operand().name, name_of(source.converted_to()),
                          losses.text()));
}

}  // namespace tcalc::app
