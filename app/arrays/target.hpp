// Where arrays go: decided, and a file created, before anything is computed.
#pragma once

#include <app/arrays/destination.hpp>
#include <app/arrays/open_operands.hpp>
#include <app/cli/settings.hpp>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tcalc/compressed/output.hpp>
#include <tcalc/core/tensor.hpp>
#include <tcalc/graph/result_storage.hpp>
#include <tcalc/npy/header.hpp>
#include <tcalc/npy/new_member.hpp>
#include <tcalc/os/folder_lock.hpp>
#include <tcalc/os/output.hpp>
#include <tcalc/os/standard_output.hpp>
#include <tcalc/text/print.hpp>

namespace tcalc::app {

using formats::Label;

enum class Arrays : std::uint8_t { one, sequence };

class Target : public ResultStorage {
 public:
  // Throws Error{usage} when standard output is a terminal that .npy bytes would garble, or one of the
  // operands, or for a sequence in an archive; Error{output} when no file can be created.
  Target(const Destination& destination, const Settings& settings, const std::vector<Source>& sources,
         Label label, Arrays arrays = Arrays::one);

  // Reserves the result's room in the file, if it can be stored there directly: then no memory is needed for
  // it. Throws Error{resource} when neither disk nor memory has room, Error{output} when the disk is too
  // full.
  void reserve(Dtype dtype, const Shape& shape) override;
  bool reserved() const override { return elements_ != nullptr; }

  // Where the result's elements are to be stored, in C order: in the file, or in memory allocated now.
  std::byte* elements() override;

  // Prints or writes an array. Any number of them may follow one another, but in an archive. Throws
  // Error{usage} for more axes than the format has.
  void write(const TensorView& view, const npy::Storage& storage = {});

  // The same for an array that comes in parts; only in a format with a header.
  void begin(Dtype dtype, const Shape& shape);
  void append(const Tensor& part);
  void append(std::span<const std::byte> bytes);
  // Of an array that begin() began in a regular file: its extents, where another first one was not known.
  void set_extents(const Extents& extents);

  // What the next array is called.
  void set_name(const std::string& name) { label_.name = name; }
  // What JSON says beside the next array.
  void set_notes(std::vector<std::string> notes) { label_.notes = std::move(notes); }
  // Whether it is the file at this path that will be replaced.
  bool replaces(const std::string& path) const { return file_ && file_->replaces(path); }
  // From now on text says the names too.
  void show_names() { shows_names_ = true; }
  // Throws Error{usage} where standard output is the file that it is read from.
  void forbid_as_output(const Source& source) const;

  // Of a whole archive: adds an array, which is written by publish(); without a name it is arr_0, arr_1, ...
  // Throws Error{usage} for a name that is there already.
  void add(npy::NewMember member);

  // What goes with the arrays of a whole archive. Of two texts under one name the first stays.
  void add_metadata(const formats::Metadata& metadata);

  // Prints a shape where there are no values.
  void write_shape(const Shape& shape);

  // Writes the result, if elements() was called.
  void write_result();

  // Writes the result, if there is one left, and publishes all that was written. A note says what readers of
  // the file must know.
  void publish();

 private:
  formats::WriteOptions write_options(const npy::Storage& storage) const;
  void write_members(std::span<const npy::NewMember> members, npy::Others others);
  void require_room(Dtype dtype, const Shape& shape) const;
  void write_stream(const TensorView& view, const formats::WriteOptions& options);
  text::Sink sink();
  void put(std::span<const std::byte> bytes);
  bool is_compressed() const { return compressor_ != nullptr; }
  void finish_piece();
  void note_remark() const;
  void flush_text(std::size_t least);

  const Destination& destination_;
  const Settings& settings_;
  Label label_;
  Arrays arrays_;
  std::optional<os::FolderLock> lock_;  // of an archive, while it is rewritten
  std::unique_ptr<os::OutputFile> file_;
  std::unique_ptr<compressed::Output> compressor_;  // of what goes to the file; null where that is not
  os::StandardOutput output_;
  std::vector<npy::NewMember> members_;
  formats::Metadata metadata_;
  bool shows_names_ = false;
  std::string text_;  // on its way to the file
  Dtype dtype_ = Dtype::float64;
  std::optional<Dtype> written_;  // of the last array
  Extents extents_;
  std::byte* elements_ = nullptr;  // in the file
  std::optional<Tensor> result_;   // when they are not
};

}  // namespace tcalc::app
