// What a format says of itself: an entry each in the registry. --format, the decision by a file's ending,
// help, completion, readers and writers follow from it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <tcalc/core/tensor.hpp>
#include <tcalc/formats/array_reader.hpp>
#include <tcalc/formats/collection.hpp>
#include <tcalc/npy/header.hpp>
#include <tcalc/npy/lint.hpp>
#include <tcalc/npy/member_edit.hpp>
#include <tcalc/npy/new_member.hpp>
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
  std::vector<std::string> notes = {};  // that go with it in JSON
};

struct Format;

// How arrays are read; each format takes what it knows of it.
struct ReadOptions {
  const Format* format = nullptr;  // of what has no ending that says it; null: .npy
  text::TableForm table;
  npy::Dtypes dtypes = npy::Dtypes::supported;
};

// How arrays are written; each format takes what it knows of it.
struct WriteOptions {
  npy::Storage storage;
  text::PrintOptions print;
  bool compress = false;
  bool named = false;      // text says what the array is called
  Metadata metadata = {};  // of all arrays that are written together
};

inline constexpr int digit_and_separator = 2;  // bytes of an element in text at least

struct Format {
  std::string_view name;     // as --format has it
  std::string_view summary;  // one line: what it holds
  std::string_view endings;  // of files, in lower case, separated by spaces
  bool is_text = false;      // a terminal can show it
  int most_rank = max_rank;
  // Bytes of an element at least; 0 where not all are written, or nobody can know.
  int least_element = 0;

  // The array at the input's position. Null: the format is only written. Throws Error{input}.
  std::unique_ptr<ArrayReader> (*open)(std::shared_ptr<os::Input> input,
                                       const ReadOptions& options) = nullptr;

  // Writes an array to a stream. Null for a format that holds many by name.
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

  // Of a format whose files hold many arrays, each under a name, FILE:NAME; null for any other. Throws
  // Error{input}; where the file is of another format, it says which.
  std::unique_ptr<Collection> (*open_collection)(const std::string& path) = nullptr;
  // Writes the file that is at `path` anew, with these members added, or replaced there; or with these alone.
  void (*write_members)(os::OutputFile& file, const std::string& path,
                        std::span<const npy::NewMember> members, npy::Others others,
                        const WriteOptions& options) = nullptr;
  // The same with names of members changed, or members gone. Null with write_members.
  void (*edit_members)(os::OutputFile& file, const std::string& path,
                       std::span<const npy::MemberEdit> edits) = nullptr;
  // Every rule of the format that such a file breaks, beside what its arrays hold; null where each array is
  // looked at by itself. Throws Error{input} where there is no header to look at.
  std::vector<npy::Finding> (*inspect)(const std::string& path) = nullptr;
  bool holds_many() const { return open_collection != nullptr; }
};

extern const Format text_format;
extern const Format json_format;
extern const Format csv_format;
extern const Format tsv_format;
extern const Format npy_format;
extern const Format npz_format;
extern const Format raw_format;
extern const Format safetensors_format;
extern const Format safetensors_index_format;
extern const Format gguf_format;
extern const Format pytorch_format;
extern const Format hdf5_format;

}  // namespace tcalc::formats
