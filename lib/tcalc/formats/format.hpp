// What a format says of itself: an entry each in the registry. --format, the decision by a file's ending,
// help, completion, readers and writers follow from it.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <tcalc/core/tensor.hpp>
#include <tcalc/formats/array_reader.hpp>
#include <tcalc/npy/header.hpp>
#include <tcalc/os/input.hpp>
#include <tcalc/os/output.hpp>
#include <tcalc/shape/shape.hpp>
#include <tcalc/text/csv.hpp>
#include <tcalc/text/print.hpp>

namespace tcalc::formats {

// What an array is called in JSON: "operation" "matmul", "operand" "a.npy[0]"; and in messages.
struct Label {
  std::string_view key;
  std::string name;
};

struct Format;

// How arrays are read; each format takes what it knows of it.
struct ReadOptions {
  const Format* format = nullptr;  // null: the ending of the file says it, and a stream is .npy
  text::TableForm table;
  npy::Dtypes dtypes = npy::Dtypes::supported;
};

// How arrays are written; each format takes what it knows of it.
struct WriteOptions {
  npy::Storage storage;
  text::PrintOptions print;
  bool compress = false;
};

struct Format {
  std::string_view name;     // as --format has it
  std::string_view summary;  // one line: what it holds
  std::string_view endings;  // of files, in lower case, separated by spaces
  bool is_text = false;      // a terminal can show it
  int most_rank = max_rank;

  // The array at the input's position. Null: the format is only written. Throws Error{input}.
  std::unique_ptr<ArrayReader> (*open)(std::shared_ptr<os::Input> input,
                                       const ReadOptions& options) = nullptr;

  // Writes an array to a stream. Null for an archive.
  void (*write)(const TensorView& view, const Label& label, const WriteOptions& options,
                const text::Sink& sink) = nullptr;
  // Writes a shape where there are no values. Null where the format cannot say it.
  void (*write_shape)(const Shape& shape, const Label& label, const text::Sink& sink) = nullptr;

  // For a result that is stored where it belongs, and for one that comes in rows; null where elements are not
  // stored as they lie in memory. `map` may give nullptr.
  std::byte* (*map)(os::OutputFile& file, Dtype dtype, const Extents& extents) = nullptr;
  std::string (*header)(Dtype dtype, const Extents& extents) = nullptr;

  // What is to be known of a file with such elements; empty for most. Null: nothing ever is.
  std::string (*remark)(Dtype dtype) = nullptr;

  // Of an archive, whose arrays have names, FILE:NAME: adds one to the archive at `path`, or replaces it
  // there.
  void (*write_member)(os::OutputFile& file, const std::string& path, const std::string& member,
                       const TensorView& view, const WriteOptions& options) = nullptr;
  bool is_archive() const { return write_member != nullptr; }
};

extern const Format text_format;
extern const Format json_format;
extern const Format csv_format;
extern const Format tsv_format;
extern const Format npy_format;
extern const Format npz_format;

}  // namespace tcalc::formats
