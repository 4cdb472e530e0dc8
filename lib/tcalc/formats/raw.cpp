// Elements alone, one after the other: what other programs dump. -o raw=FILE, and raw=FILE:SHAPE:DTYPE.
#include <utility>

#include <tcalc/core/checked.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/formats/format.hpp>
#include <tcalc/formats/raw_reader.hpp>
#include <tcalc/formats/stored_reader.hpp>
#include <tcalc/npy/write.hpp>

namespace tcalc::formats {

namespace {

// Of what is known of the shape.
std::int64_t bytes_of_known(const text::RawFile& raw, const std::string& name) {
  std::vector<std::int64_t> sizes;
  for (const Dim& dim : raw.shape) {
    if (dim.is_known()) sizes.push_back(dim.size());
  }
  const auto elements = checked_product(sizes);
  const auto bytes = elements ? checked_multiply(*elements, size_of(raw.dtype)) : std::nullopt;
  if (!bytes) throw Error(ErrorKind::resource, name + ": has more bytes than can be addressed");
  return *bytes;
}

std::string counted_elements(std::int64_t bytes, Dtype dtype) {
  const std::int64_t elements = bytes / size_of(dtype), rest = bytes % size_of(dtype);
  return formatted("{} of {}{}", counted(elements, "element"), name_of(dtype),
                   rest == 0 ? "" : formatted(" and {} more", counted(rest, "byte")));
}

// What the file has from the offset on.
std::int64_t bytes_left(const os::Input& input, const text::RawFile& raw, const std::string& name) {
  const std::int64_t size = input.size().value_or(0);
  if (raw.offset <= size) return size - raw.offset;
  throw Error(ErrorKind::input, formatted("{}: begins at byte {}, but the file has {}", name, raw.offset,
                                          counted(size, "byte")));
}

Extents extents_of(const text::RawFile& raw, std::int64_t unknown) {
  Extents extents;
  for (const Dim& dim : raw.shape) extents.push_back(dim.is_known() ? dim.size() : unknown);
  return extents;
}

Extents extents_in_file(const os::Input& input, const text::RawFile& raw, const std::string& name) {
  const std::int64_t known = bytes_of_known(raw, name), left = bytes_left(input, raw, name);
  const std::string where = raw.offset == 0 ? "" : formatted(" from byte {} on", raw.offset);
  if (!raw.shape.is_known()) {
    if (known > 0 && left % known == 0) return extents_of(raw, left / known);
    throw Error(ErrorKind::input,
                formatted("{}: shape {} {} comes in multiples of {}, but the file has {}{}", name,
                          raw.shape.text(), name_of(raw.dtype), counted(known, "byte"), left, where),
                "that is " + counted_elements(left, raw.dtype));
  }
  if (known == left) return raw.shape.extents();
  throw Error(ErrorKind::input,
              formatted("{}: shape {} {} needs {}, but the file has {}{}", name, raw.shape.text(),
                        name_of(raw.dtype), counted(known, "byte"), left, where),
              "that is " + counted_elements(left, raw.dtype) + "; a size of ? takes all of them");
}

Extents extents_in_stream(const text::RawFile& raw, const std::string& name) {
  if (raw.shape.is_known()) {
    bytes_of_known(raw, name);
    return raw.shape.extents();
  }
  throw Error(ErrorKind::input, name + ": how much comes through a pipe is not known",
              "give every size, or read it from a file");
}

void write(const TensorView& view, const Label&, const WriteOptions& options, const text::Sink& sink) {
  npy::encode_elements(npy::as_stored(view, options.storage), [&](std::span<const std::byte> piece) {
    sink({reinterpret_cast<const char*>(piece.data()), piece.size()});
  });
}

std::byte* map(os::OutputFile& file, Dtype dtype, const Extents& extents) {
  const std::int64_t bytes = count(extents) * size_of(dtype);
  return bytes == 0 ? nullptr : file.map(bytes);
}

std::string header(Dtype, const Extents&) { return {}; }

}  // namespace

std::unique_ptr<ArrayReader> open_raw_array(const std::shared_ptr<os::Input>& input, const text::RawFile& raw,
                                            const std::string& name) {
  npy::Header header;
  header.dtype = raw.dtype;
  header.big_endian = raw.big_endian;
  header.extents = input->is_mappable() ? extents_in_file(*input, raw, name) : extents_in_stream(raw, name);
  const std::int64_t passed = input->skip(raw.offset);
  if (passed < raw.offset)
    throw Error(ErrorKind::input, formatted("{}: begins at byte {}, but there are {}", name, raw.offset,
                                            counted(passed, "byte")));
  Description description;
  description.extents = header.extents;
  description.dtype = name_of(header.dtype);
  if (size_of(raw.dtype) > 1) description.byte_order = raw.big_endian ? "big" : "little";
  description.bytes = header.data_bytes();
  description.data_offset = raw.offset;
  return std::make_unique<StoredReader>(input, npy::Reader(input, std::move(header)), std::move(description));
}

constinit const Format raw_format = {
    .name = "raw",
    .summary = "the elements alone, one after the other, which raw=FILE:SHAPE:DTYPE reads",
    .endings = "",
    .write = write,
    .map = map,
    .header = header,
};

}  // namespace tcalc::formats
