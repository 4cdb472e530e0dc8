#include <app/arrays/source.hpp>
#include <unistd.h>
#include <utility>

#include <tcalc/core/checked.hpp>
#include <tcalc/core/element_index.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/formats/foreign.hpp>
#include <tcalc/formats/registry.hpp>
#include <tcalc/text/glob.hpp>
#include <tcalc/text/no_such_file.hpp>
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

// The reader of a content that is in a file; null for any other.
template <class Content>
auto* reader_of(Content& content) {
  auto* reader = std::get_if<std::unique_ptr<formats::ArrayReader>>(&content);
  return reader == nullptr ? nullptr : reader->get();
}

}  // namespace

Source::Source(text::Operand parsed, const std::string& typed, const std::string& side, Conversion conversion,
               std::uint64_t seed, const formats::ReadOptions& reading)
    : conversion_(conversion), seed_(seed), reading_(reading) {
  operand_.name = named_by_side(parsed) ? side : escaped(typed);
  operand_.word = typed.size() > longest_word ? side : text::shell_quoted(typed);
  if (auto* shape = std::get_if<Shape>(&parsed)) {
    operand_.shape = *shape;
    content_ = std::move(*shape);
    return;
  }
  if (auto* literal = std::get_if<Tensor>(&parsed)) content_ = to_array(std::move(*literal));
  if (auto* fill = std::get_if<Fill>(&parsed)) content_ = std::move(*fill);
  if (const auto* path = std::get_if<text::Path>(&parsed)) open_file(*path, typed);
  if (const auto* member = std::get_if<text::ArchiveMember>(&parsed)) open_member(*member);
  if (std::holds_alternative<text::StandardInput>(parsed)) {
    operand_.name = "standard input";
    operand_.word = "-";
    const bool is_told = reading_.format != nullptr;
    open_stream(os::Input::standard_input(), is_told ? *reading_.format : formats::npy_format, std::nullopt);
  }
  take_layout();
}

Source::Source(std::unique_ptr<formats::ArrayReader> reader, std::string name, std::string word,
               Conversion conversion)
    : conversion_(conversion) {
  operand_.name = std::move(name);
  operand_.word = std::move(word);
  open(std::move(reader), std::nullopt);
  take_layout();
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

namespace {

bool is_missing(const std::string& path) { return access(path.c_str(), F_OK) != 0; }

}  // namespace

std::shared_ptr<os::Input> open_input_file(const text::Path& path, const std::string& typed) {
  try {
    return os::Input::open(path.path);
  } catch (Error& error) {
    const std::string hint = is_missing(path.path) ? text::hint_for_missing_file(typed) : "";
    if (!hint.empty())
      error.hints.push_back(hint);
    else if (path.slice)
      error.hints.push_back("a file of that very name is " + text::shell_quoted(path.slice->text + "[...]"));
    throw;
  }
}

namespace {

// What a file holds that is to be read: its ending says, else what was told, and any other file is .npy.
const formats::Format& format_of(const std::string& path, const formats::ReadOptions& reading) {
  const formats::Format* format = formats::of_file(path);
  if (format != nullptr && format->open != nullptr) return *format;
  return reading.format == nullptr ? formats::npy_format : *reading.format;
}

// The file of many arrays has to be one before it is said that one of them is to be named.
[[noreturn]] void refuse_whole_archive(const formats::Format& format, const std::string& path) {
  const auto members = format.open_collection(path)->arrays();
  const std::string file = text::shell_quoted(path);
  Error error(ErrorKind::usage, escaped(path) + ": holds arrays by name, and one must be named",
              "tcalc info " + file + " lists the names");
  if (!members.empty())
    error.hints.insert(error.hints.begin(),
                       "for example " + text::shell_quoted(path + ":" + members[0].name));
  throw error;
}

}  // namespace

void pass_arrays(const std::shared_ptr<os::Input>& input, std::int64_t number) {
  for (std::int64_t passed = 0; passed < number; ++passed) {
    formats::open_npy(input, npy::Completeness::required, npy::Dtypes::any).skip();
    if (input->peek() == std::byte{0x93}) continue;
    throw Error(ErrorKind::input, formatted("{}: has no array {}, it holds {}, numbered from 0",
                                            input->name(), number, passed + 1));
  }
}

void Source::open_file(const text::Path& path, const std::string& typed) {
  const formats::Format* format = formats::of_file(path.path);
  if (format != nullptr && format->holds_many()) refuse_whole_archive(*format, path.path);
  const auto input = open_input_file(path, typed);
  if (path.number) pass_arrays(input, *path.number);
  open_stream(input, format_of(path.path, reading_), path.slice);
  must_end_ = !path.number && !input->is_mappable();
  if (path.number || !another_follows()) return;
  const std::string first = text::shell_quoted(path.path + "@0");
  throw Error(ErrorKind::input, operand_.name + ": another array follows",
              first + " is the first alone; --each takes every array, and info lists them");
}

void Source::open_member(const text::ArchiveMember& typed) {
  if (text::is_pattern(typed.name))
    throw Error(ErrorKind::usage, operand_.name + ": is a pattern of names, and one array is needed",
                "tcalc info " + operand_.word + " lists those that match");
  const auto archive = formats::of_file(typed.file)->open_collection(typed.file);
  const formats::Member member = archive->find(typed.name);
  namesakes_ = archive->namesakes(member);
  open(archive->open(member, reading_.dtypes), typed.slice);
}

void Source::open_stream(std::shared_ptr<os::Input> input, const formats::Format& format,
                         const std::optional<Slice>& slice) {
  open(format.open(std::move(input), reading_), slice);
}

void Source::open(std::unique_ptr<formats::ArrayReader> reader, const std::optional<Slice>& slice) {
  input_ = reader->input();
  if (slice) reader->select(*slice);
  content_ = std::move(reader);
}

TensorView Source::layout() const {
  TensorView view;
  if (const auto* fill = std::get_if<Fill>(&content_)) view = contiguous(fill->dtype, fill->extents);
  if (const auto* reader = reader_of(content_)) view = reader->layout();
  if (const auto* array = std::get_if<Array>(&content_)) view = array->view;
  if (conversion_.dtype && *conversion_.dtype != view.dtype)
    return contiguous(*conversion_.dtype, view.extents);
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
                        name_of(*source.operand().dtype), source.losses().text(), index_text(first)));
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
  if (!conversion_.dtype || *conversion_.dtype == array.view.dtype) return array;
  losses_.add(cast_losses(array.view, *conversion_.dtype), converted_elements_);
  converted_elements_ += count(array.view.extents);
  if (conversion_.strict && losses_.any()) refuse_losses(*this);
  return to_array(converted(array.view, *conversion_.dtype));
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

bool Source::another_follows() const {
  const auto* reader = reader_of(content_);
  if (reader == nullptr || !input_->is_mappable()) return false;
  const std::int64_t trailing = reader->trailing_bytes();
  std::byte next{};
  return trailing > 0 && input_->read_at(*input_->size() - trailing, {&next, 1}) == 1 &&
         next == std::byte{0x93};
}

void Source::warn_of_oddities(const Reporter& reporter) const {
  if (namesakes_ > 1)
    reporter.warning(formatted("{}: {} members have that name, the last is read", operand_.name, namesakes_));
  const auto* reader = reader_of(content_);
  if (reader != nullptr && reader->description().bytes && !another_follows())
    warn_of_trailing_bytes(*reader, operand_.name, reporter);
}

void note_losses(const Source& source, const Reporter& reporter) {
  const CastLosses& losses = source.losses();
  if (!losses.any()) return;
  reporter.note(formatted("{}: converted to {}, {}", source.operand().name, name_of(*source.operand().dtype),
                          losses.text()));
}

void warn_of_trailing_bytes(const formats::ArrayReader& reader, const std::string& name,
                            const Reporter& reporter) {
  const std::int64_t extra = reader.trailing_bytes();
  if (extra <= 0) return;
  const std::string fitting = reader.fitting_readings();
  reporter.warning(formatted("{}: {} after the array are ignored{}{}", name, counted(extra, "byte"),
                             fitting.empty() ? "" : "; ", fitting));
}

}  // namespace tcalc::app
