#include <algorithm>
#include <string_view>

#include <tcalc/api/operands.hpp>
#include <tcalc/api/thrown.hpp>
#include <tcalc/compressed/compression.hpp>
#include <tcalc/compressed/output.hpp>
#include <tcalc/core/checked.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/core/in_quotes.hpp>
#include <tcalc/files.hpp>
#include <tcalc/formats/raw_reader.hpp>
#include <tcalc/formats/registry.hpp>
#include <tcalc/graph/memory.hpp>
#include <tcalc/os/folder_lock.hpp>
#include <tcalc/os/output.hpp>
#include <tcalc/text/operand.hpp>
#include <tcalc/text/raw_operand.hpp>

namespace tcalc {

namespace {

using formats::ArrayReader;
using formats::Format;

// What is loaded into memory up to here is not asked for first. Bytes.
constexpr std::int64_t small = std::int64_t{16} << 20;

const Format& format_of(const std::string& file) {
  const Format* format = formats::of_file(file);
  return format == nullptr ? formats::npy_format : *format;
}

std::shared_ptr<os::Input> opened(const std::string& file) {
  return compressed::decompressed(os::Input::open(file), compressed::compression_of(file));
}

Error needs_a_name(const std::string& file) {
  return {ErrorKind::usage, escaped(file) + ": holds arrays by name, and one must be named",
          escaped(file) + ":NAME is one of them, headers() lists them"};
}

// An array as it is asked for, with its header read.
std::unique_ptr<ArrayReader> reader_of(const std::string& file, const npy::Dtypes& dtypes) {
  if (text::has_form_of_raw(file)) {
    const text::RawFile raw = text::raw_from(file);
    return formats::open_raw_array(opened(raw.path), raw, escaped(file));
  }
  if (const auto member = text::member_from(file)) {
    const auto collection = format_of(member->file).open_collection(member->file);
    return collection->open(collection->find(member->name), dtypes);
  }
  const Format& format = format_of(file);
  if (format.holds_many()) throw needs_a_name(file);
  if (format.open == nullptr)
    throw Error(ErrorKind::usage,
                formatted("{}: {} files are written, not read", escaped(file), format.name));
  formats::ReadOptions reading;
  reading.dtypes = dtypes;
  return format.open(opened(file), reading);
}

ArrayHeader header_of(const ArrayReader& reader, std::string name) {
  const formats::Description description = reader.description();
  return {std::move(name),
          {description.extents.begin(), description.extents.end()},
          description.dtype,
          description.fortran_order,
          description.byte_order,
          description.bytes,
          description.is_known && description.has_values};
}

bool has_strides(const TensorView& view, const Strides& strides) {
  for (std::size_t axis = 0; axis < view.extents.size(); ++axis)
    if (view.extents[axis] > 1 && view.strides[axis] != strides[axis]) return false;
  return true;
}

// As they lie there. A byte of a file that stands for a bool may be another than 0 and 1.
bool is_usable(const TensorView& view, Dtype dtype) {
  return view.dtype == dtype && dtype != Dtype::boolean && !view.byte_swapped && view.aligned &&
         (has_strides(view, c_strides(view.extents)) || has_strides(view, fortran_strides(view.extents)));
}

void require_memory(const std::string& file, const TensorView& view, std::int64_t bytes) {
  const Operand operand = {escaped(file), Shape(view.extents), view.dtype};
  if (bytes > small) MemoryLimit(std::nullopt).require(operand, bytes);
}

Array converted_to(const TensorView& view, Dtype dtype) {
  Tensor tensor = converted(view, dtype);
  if (dtype == Dtype::boolean) {
    for (std::byte& byte : std::span(tensor.data(), static_cast<std::size_t>(tensor.bytes())))
      byte = std::byte{byte != std::byte{0}};
  }
  return to_array(std::move(tensor));
}

// A program that unpacks the archive would write outside of it.
void refuse_path(const std::string& member, const std::string& file) {
  const std::string padded = "/" + member + "/";
  if (!member.starts_with('/') && padded.find("/../") == std::string::npos) return;
  throw Error(ErrorKind::usage,
              formatted("{}: {} leads out of the archive", escaped(file), in_quotes(member)));
}

void save_member(const text::ArchiveMember& member, const TensorView& view, const std::string& file,
                 const SaveOptions& options) {
  refuse_path(member.name, file);
  const Format& format = format_of(member.file);
  if (format.write_members == nullptr)
    throw Error(ErrorKind::usage,
                formatted("{}: {} files are read, not written", escaped(file), format.name));
  const npy::NewMember written = {
      member.name, view.dtype, view.extents, {.fortran_order = options.fortran_order}, [&] {
        return Array{view, nullptr};
      }};
  formats::WriteOptions writing;
  writing.compress = options.compress;
  os::OutputFile output(member.file);
  const os::FolderLock lock(member.file);
  format.write_members(output, member.file, {&written, 1}, npy::Others::kept, writing);
  output.commit(options.sync);
}

void save_file(const std::string& file, const TensorView& view, const SaveOptions& options) {
  const Format& format = format_of(file);
  if (format.holds_many()) throw needs_a_name(file);
  if (view.rank() > format.most_rank)
    throw Error(ErrorKind::mismatch,
                formatted("{}: {} has {} axes at most, but the shape is {}", escaped(file), format.name,
                          format.most_rank, Shape(view.extents).text()));
  os::OutputFile output(file);
  const auto write = [&](std::span<const std::byte> bytes) { output.write(bytes); };
  const auto compressor = compressed::Output::create(compressed::compression_of(file), write);
  std::string waiting;  // text comes in small pieces
  const auto put = [&](std::string_view piece) {
    const auto bytes = std::as_bytes(std::span(piece));
    compressor ? compressor->write(bytes) : write(bytes);
  };
  const auto sink = [&](std::string_view piece) {
    constexpr std::size_t buffer_size = std::size_t{64} << 10;
    if (!format.is_text) return put(piece);
    waiting += piece;
    if (waiting.size() < buffer_size) return;
    put(waiting);
    waiting.clear();
  };
  if (!compressor && !format.is_text) output.require_free(count(view.extents) * size_of(view.dtype));
  formats::WriteOptions writing;
  writing.storage.fortran_order = options.fortran_order;
  writing.print.full = true;
  format.write(view, {"array", file}, writing, sink);
  put(waiting);
  if (compressor) compressor->finish();
  output.commit(options.sync);
}

}  // namespace

inline namespace v0 {

ArrayHeader header(const std::string& file) {
  return api::translated([&] {
    const auto member = text::has_form_of_raw(file) ? std::nullopt : text::member_from(file);
    return header_of(*reader_of(file, npy::Dtypes::any), member ? member->name : "");
  });
}

std::vector<ArrayHeader> headers(const std::string& file) {
  return api::translated([&] {
    const bool is_part = text::has_form_of_raw(file) || text::member_from(file);
    const Format& format = format_of(file);
    if (is_part || !format.holds_many()) return std::vector{header(file)};
    std::vector<ArrayHeader> headers;
    const auto collection = format.open_collection(file);
    for (const formats::Member& member : collection->arrays())
      headers.push_back(header_of(*collection->open(member, npy::Dtypes::any), member.name));
    return headers;
  });
}

}  // namespace v0

namespace api {
inline namespace v0 {

Loaded load(const std::string& file, Dtype dtype) {
  return translated([&] {
    const auto reader = reader_of(file, npy::Dtypes::supported);
    const TensorView layout = reader->layout();
    if (promote(layout.dtype, dtype) != dtype)
      throw Error(ErrorKind::mismatch, formatted("{}: is {}, which {} does not hold", escaped(file),
                                                 name_of(layout.dtype), name_of(dtype)));
    const bool usable = is_usable(layout, dtype);
    const std::int64_t converted_bytes =
        usable ? 0 : checked_multiply(count(layout.extents), size_of(dtype)).value_or(INT64_MAX);
    require_memory(file, layout, saturating_add(reader->buffer_bytes(), converted_bytes));
    Array array = reader->read();
    if (!is_usable(array.view, dtype)) array = converted_to(array.view, dtype);
    if (reader->input() != nullptr) reader->input()->check_unchanged();
    const bool fortran_order = !has_strides(array.view, c_strides(array.view.extents));
    return Loaded{array.view.data,
                  {array.view.extents.begin(), array.view.extents.end()},
                  fortran_order,
                  std::move(array.owner)};
  });
}

void save(const std::string& file, const ArrayRef& array, const SaveOptions& options) {
  translated([&] {
    const TensorView view = view_of(array);
    if (text::has_form_of_raw(file))
      throw Error(ErrorKind::usage, escaped(file) + ": an array without a header is read, not written");
    if (const auto member = text::member_from(file)) return save_member(*member, view, file, options);
    save_file(file, view, options);
  });
}

}  // namespace v0
}  // namespace api
}  // namespace tcalc
