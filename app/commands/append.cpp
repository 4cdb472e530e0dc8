// `tcalc append FILE.npy IN...`: a file that grows in place.
#include <app/arrays/join_arrays.hpp>
#include <app/arrays/memory_limit.hpp>
#include <app/arrays/operand_arrays.hpp>
#include <app/cli/axis_option.hpp>
#include <app/commands/registry.hpp>
#include <array>
#include <optional>
#include <unistd.h>
#include <utility>
#include <vector>

#include <tcalc/compressed/compression.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/formats/registry.hpp>
#include <tcalc/npy/grow_header.hpp>
#include <tcalc/npy/read.hpp>
#include <tcalc/npy/write.hpp>
#include <tcalc/ops/join.hpp>
#include <tcalc/os/folder_lock.hpp>
#include <tcalc/os/growing_file.hpp>
#include <tcalc/text/operand.hpp>

namespace tcalc::app {

namespace {

constexpr std::array options_of_append = {
    axis_option("the axis along which the file grows (default: 0); along another it is rewritten"),
};

Joining rule_of(const Request& request) {
  Joining rule("append", Joining::Axis::present, axis_from(request.options));
  rule.keep_dtype();
  return rule;
}

// The file that grows: its header as it stands there, and what it says.
class OldArray {
 public:
  OldArray(const std::string& path, const Settings& settings)
      : path_(path),
        input_(os::Input::open(path)),
        reader_(formats::npy_format.open(input_, settings.reading)) {
    const auto description = reader_->description();
    text_.resize(static_cast<std::size_t>(description.data_offset.value_or(0)));
    text_.resize(input_->read_at(0, std::as_writable_bytes(std::span(text_))));
  }

  Operand operand() const {
    const TensorView layout = reader_->layout();
    return {escaped(path_), Shape(layout.extents), layout.dtype, path_};
  }
  bool big_endian() const { return reader_->layout().byte_swapped; }
  std::int64_t trailing_bytes() const { return reader_->trailing_bytes(); }

  // Its header for so many rows; nothing where the file has to be rewritten.
  std::optional<std::string> grown_header(std::int64_t rows) const {
    const formats::Description description = reader_->description();
    const bool in_order = !description.fortran_order || description.extents.size() < 2;
    if (!in_order || trailing_bytes() > 0) return std::nullopt;
    return npy::header_with_first_size(text_, rows);
  }

 private:
  std::string path_;
  std::shared_ptr<os::Input> input_;
  std::unique_ptr<formats::ArrayReader> reader_;
  std::string text_;
};

void require_file(const std::string& typed) {
  const text::Operand parsed = text::parse_operand(typed);
  const auto* path = std::get_if<text::Path>(&parsed);
  const formats::Format* format = formats::of_file(typed);
  const bool is_compressed = compressed::compression_of(typed) != compressed::Compression::none;
  if (is_compressed || path == nullptr || path->slice || path->number ||
      (format != nullptr && format != &formats::npy_format))
    throw Error(ErrorKind::usage,
                formatted("append: only an .npy file grows, and {} is none", escaped(typed)),
                "tcalc concat makes a new array of several");
}

class Appender {
 public:
  Appender(const Request& request, const Settings& settings, const Reporter& reporter)
      : request_(request), settings_(settings), reporter_(reporter), path_(request.operands.front()) {}

  void run() {
    const os::FolderLock lock(path_);
    const Destination destination = destination_of_file(path_, "append", request_.has("sync"));
    if (access(path_.c_str(), F_OK) != 0)
      return join_arrays(request_, settings_, reporter_, rule_of(request_), destination, 1);
    const OldArray old(path_, settings_);
    Joining rule = rule_of(request_);
    rule.add(old.operand());
    if (rule.axis() == 0 && old.grown_header(INT64_MAX / 2)) return grow(old, std::move(rule));
    rewrite(old, destination);
  }

 private:
  void grow(const OldArray& old, Joining rule) {
    os::GrowingFile file(path_);
    const MemoryLimit limit = memory_limit(settings_);
    OperandArrays arrays(request_, settings_, 1);
    while (auto source = arrays.next()) {
      source->warn_of_oddities(reporter_);
      if (source->input() != nullptr && source->input()->identity() == file.identity())
        throw Error(ErrorKind::usage, escaped(path_) + ": input file is output file",
                    "tcalc concat joins them: -o replaces the file when all is read");
      rule.add(source->operand());
      limit.require(source->operand(), source->piece_buffer_bytes());
      append(*source, old, file);
      note_losses(*source, reporter_);
      source->check_unchanged();
    }
    const auto header = old.grown_header(rule.shape().extents().front());
    file.commit(std::as_bytes(std::span(*header)), request_.has("sync"));
  }

  void append(Source& source, const OldArray& old, os::GrowingFile& file) {
    const Dtype dtype = *old.operand().dtype;
    source.for_each_piece([&](const TensorView& piece) {
      const auto bytes = static_cast<std::size_t>(count(piece.extents) * size_of(dtype));
      if (piece.dtype == dtype && npy::is_plain(piece) && !old.big_endian())
        return file.write({piece.data, bytes});
      Tensor elements = converted(piece, dtype);
      TensorView stored = elements.view();
      stored.byte_swapped = old.big_endian();
      npy::encode_elements(stored, [&](std::span<const std::byte> run) { file.write(run); });
    });
  }

  // With all that it holds, which no conversion may touch.
  void rewrite(const OldArray& old, const Destination& destination) {
    if (settings_.dtype && settings_.dtype != old.operand().dtype)
      throw Error(ErrorKind::usage,
                  formatted("--dtype: {} has to be rewritten and stays {}", escaped(path_),
                            name_of(*old.operand().dtype)),
                  "tcalc convert converts what is appended beforehand");
    reporter_.note(formatted("append: {} cannot grow in place and is rewritten", escaped(path_)));
    join_arrays(request_, settings_, reporter_, rule_of(request_), destination, 0);
  }

  const Request& request_;
  const Settings& settings_;
  const Reporter& reporter_;
  const std::string& path_;
};

int run_append(const Request& request, const Settings& settings, const Reporter& reporter) {
  if (request.operands.size() < 2)
    throw Error(ErrorKind::usage, "append needs a file and what is appended to it",
                "for example: tcalc append all.npy more.npy");
  if (request.has("shape") || names_shape(request.operands, settings)) {
    join_arrays(request, settings, reporter, rule_of(request));
    return 0;
  }
  require_file(request.operands.front());
  Appender(request, settings, reporter).run();
  return 0;
}

}  // namespace

constinit const Command append_command = {
    .name = "append",
    .usage = "FILE.npy IN...",
    .summary = "add arrays at the end of an .npy file, in place",
    .details =
        "As numpy.concatenate((FILE, IN...)), but FILE keeps its dtype, and what it holds is neither read "
        "nor written again: arrays are written behind it, and its header is changed when they are on disk. "
        "Until then it can be read as it was, and whatever goes wrong it stays that. Several processes that "
        "append to a file take turns. A file that is not there is made; one whose header has no room, that "
        "is in Fortran order, or that grows along another axis is rewritten, and a note says so. Every array "
        "of an operand is taken, as in concat, a few MiB at a time. If an operand is a shape the shape is "
        "printed.",
    .example = "tcalc append all.npy more.npy",
    .options = options_of_append,
    .common = "shape no-progress dtype strict as from delimiter skip seed max-memory sync require json",
    .synonyms = "push extend",
    .run = run_append,
};

}  // namespace tcalc::app
