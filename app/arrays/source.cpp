#include <app/arrays/source.hpp>
#include <utility>

#include <tcalc/core/checked.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/npz/archive.hpp>
#include <tcalc/os/memory.hpp>
#include <tcalc/text/csv.hpp>
#include <tcalc/text/word.hpp>

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

std::string text_of(os::Input& input) {
  if (auto text = input.read_text(static_cast<std::size_t>(os::available_memory()))) return *std::move(text);
  throw Error(ErrorKind::resource, input.name() + ": its text does not fit into the memory there is");
}

}  // namespace

Source::Source(text::Operand parsed, const std::string& typed, const std::string& side,
               std::optional<Dtype> dtype, std::uint64_t seed)
    : converted_to_(dtype), seed_(seed) {
  operand_.name = named_by_side(parsed) ? side : escaped(typed);
  operand_.word = typed.size() > longest_word ? side : text::shell_quoted(typed);
  if (auto* shape = std::get_if<Shape>(&parsed)) {
    operand_.shape = *shape;
    content_ = std::move(*shape);
    return;
  }
  if (auto* literal = std::get_if<Tensor>(&parsed)) content_ = to_array(std::move(*literal));
  if (auto* fill = std::get_if<Fill>(&parsed)) content_ = std::move(*fill);
  if (const auto* path = std::get_if<text::Path>(&parsed)) open_file(*path);
  if (const auto* member = std::get_if<text::ArchiveMember>(&parsed)) open_member(*member);
  if (std::holds_alternative<text::StandardInput>(parsed)) {
    operand_.name = "standard input";
    operand_.word = "-";
    open(os::Input::standard_input(), std::nullopt);
  }
  const TensorView view = layout();
  operand_.shape = Shape(view.extents);
  operand_.dtype = view.dtype;
}

Source::Source(std::shared_ptr<os::Input> input, std::string name, std::optional<Dtype> dtype)
    : converted_to_(dtype) {
  operand_.name = std::move(name);
  operand_.word = "-";
  open(std::move(input), std::nullopt);
  operand_.shape = Shape(layout().extents);
  operand_.dtype = layout().dtype;
}

namespace {

// Says how to reach a file whose name ends in "]".
std::shared_ptr<os::Input> open_input(const text::Path& typed) {
  try {
    return os::Input::open(typed.path);
  } catch (Error& error) {
    if (typed.slice)
      error.hints.push_back("a file of that very name is " + text::shell_quoted(typed.slice->text + "[...]"));
    throw;
  }
}

}  // namespace

void Source::open_file(const text::Path& typed) {
  auto input = open_input(typed);
  if (!typed.path.ends_with(".csv")) return open(std::move(input), typed.slice);
  content_ = to_array(text::csv_from(text_of(*input), input->name()));
  input_ = std::move(input);
  if (typed.slice) select(*typed.slice);
}

void Source::open_member(const text::ArchiveMember& typed) {
  const npz::Archive archive(typed.file);
  const npz::Member& member = archive.find(typed.name);
  namesakes_ = archive.namesakes(member);
  open(archive.open(member), typed.slice);
}

void Source::open(std::shared_ptr<os::Input> input, const std::optional<Slice>& slice) {
  input_ = std::move(input);
  npy::Reader reader(input_);
  if (slice) reader.select(*slice);
  content_ = std::move(reader);
}

TensorView Source::layout() const {
  TensorView view;
  if (const auto* fill = std::get_if<Fill>(&content_)) view = contiguous(fill->dtype, fill->extents);
  if (const auto* reader = std::get_if<npy::Reader>(&content_)) view = reader->layout();
  if (const auto* array = std::get_if<Array>(&content_)) view = array->view;
  if (converted_to_ && *converted_to_ != view.dtype) return contiguous(*converted_to_, view.extents);
  return view;
}

std::int64_t Source::buffer_bytes() const {
  std::int64_t bytes = 0;
  const TensorView view = layout();
  std::optional<Dtype> stored;
  if (const auto* fill = std::get_if<Fill>(&content_)) {
    bytes = bytes_of(operand_.name, fill->dtype, fill->extents);
    stored = fill->dtype;
  }
  if (const auto* reader = std::get_if<npy::Reader>(&content_)) {
    bytes = reader->buffer_bytes();
    stored = reader->header().dtype;
  }
  if (stored && *stored != view.dtype) {
    bytes = saturating_add(bytes, bytes_of(operand_.name, view.dtype, view.extents));
  }
  return bytes;
}

void Source::load() {
  if (const auto* fill = std::get_if<Fill>(&content_)) content_ = to_array(make(*fill, seed_));
  if (auto* reader = std::get_if<npy::Reader>(&content_)) content_ = reader->read();
  auto& array = std::get<Array>(content_);
  if (converted_to_ && *converted_to_ != array.view.dtype)
    array = to_array(converted(array.view, *converted_to_));
}

void Source::select(const Slice& slice) {
  if (std::holds_alternative<Fill>(content_)) load();
  if (auto* reader = std::get_if<npy::Reader>(&content_)) reader->select(slice);
  if (auto* array = std::get_if<Array>(&content_)) {
    array->view = sliced(array->view, slice);
  }
  operand_.shape = Shape(layout().extents);
}

bool Source::has_rows_to_come() const {
  const auto* reader = std::get_if<npy::Reader>(&content_);
  if (reader == nullptr || input_->is_mappable() || reader->header().fortran_order) return false;
  return reader->is_whole() && !reader->header().extents.empty() && reader->header().extents.front() > 0;
}

Array Source::next_rows(std::int64_t rows) {
  Array array = std::get<npy::Reader>(content_).next_rows(rows);
  if (converted_to_ && *converted_to_ != array.view.dtype)
    return to_array(converted(array.view, *converted_to_));
  return array;
}

void Source::check_unchanged() const {
  if (input_ != nullptr) input_->check_unchanged();
}

void Source::skip() {
  if (auto* reader = std::get_if<npy::Reader>(&content_)) reader->skip();
}

void Source::warn_of_oddities(const Reporter& reporter) const {
  if (namesakes_ > 1)
    reporter.warning(operand_.name + ": " + std::to_string(namesakes_) +
                     " members have that name, the last is read");
  if (const auto* reader = std::get_if<npy::Reader>(&content_))
    warn_of_trailing_bytes(*reader, operand_.name, reporter);
}
void warn_of_trailing_bytes(const npy::Reader& reader, const std::string& name, const Reporter& reporter) {
  const std::int64_t extra = reader.trailing_bytes();
  if (extra <= 0) return;
  reporter.warning(name + ": " + std::to_string(extra) + (extra == 1 ? " byte" : " bytes") +
                   " after the array are ignored");
}

}  // namespace tcalc::app
