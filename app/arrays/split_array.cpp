#include <algorithm>
#include <app/arrays/destination.hpp>
#include <app/arrays/memory_limit.hpp>
#include <app/arrays/open_operands.hpp>
#include <app/arrays/series.hpp>
#include <app/arrays/split_array.hpp>
#include <app/arrays/target.hpp>
#include <app/cli/axis_option.hpp>
#include <app/cli/command.hpp>
#include <memory>
#include <optional>
#include <vector>

#include <tcalc/compressed/output.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/npy/write.hpp>
#include <tcalc/ops/join.hpp>
#include <tcalc/os/cleanup.hpp>
#include <tcalc/view/axes.hpp>
#include <tcalc/view/pieces.hpp>
#include <tcalc/view/rows.hpp>

namespace tcalc::app {

namespace {

constexpr std::string_view place_of_number = "{}";  // in the name of a file for each part
constexpr std::size_t most_files = 200;             // that are published together

class Splitter {
 public:
  Splitter(const Request& request, const Settings& settings, const Reporter& reporter)
      : request_(request), settings_(settings), reporter_(reporter) {
    const std::string* out = find_word(request.options, "out");
    if (out != nullptr && out->find(place_of_number) != std::string::npos) pattern_ = *out;
    destination_ = pattern_ ? destination_of_file(file_of(0, 1), "--out", false)
                            : destination_from(request, Archives::whole);
    require_many();
  }

  void run() {
    const MemoryLimit limit = memory_limit(settings_);
    std::vector<Source> sources =
        open_operands(request_, settings_, limit, reporter_, !request_.has("shape"));
    Source& source = sources.front();
    const bool shapes_alone = shape_only(request_, destination_, sources);
    cut(source.operand());
    streams_ = !shapes_alone && axis_ == 0 && source.has_rows_to_come() && is_ascending() &&
               destination_.format->header != nullptr;
    if (!shapes_alone && !streams_) {
      limit.require(source.operand(), source.buffer_bytes());
      source.load();
      note_losses(source, reporter_);
    }
    if (pattern_) return write_files(source);
    Target target(destination_, settings_, sources, {"operand", source.operand().name}, Arrays::sequence);
    target.set_notes(reporter_.take_notes());
    for (std::size_t part = 0; part + 1 < bounds_.size(); ++part) {
      if (shapes_alone) {
        target.write_shape(shape_of(source.operand().shape, part));
      } else if (destination_.is_whole_archive()) {
        target.add(member_of(source, part));
      } else if (streams_) {
        const Shape shape = shape_of(source.operand().shape, part);
        target.begin(*source.operand().dtype, shape);
        for_each_piece(source, shape, [&](std::span<const std::byte> bytes) { target.append(bytes); });
      } else {
        target.set_name(formatted("part {} of {}", part, source.operand().name));
        target.write(part_of(source, part));
        os::forget_pages(source.values().data);
      }
    }
    finish(source);
    target.publish();
  }

 private:
  void require_many() const {
    if (pattern_ || !destination_.is_named() || destination_.is_standard_output() ||
        destination_.is_whole_archive())
      return;
    const std::string stem = destination_.typed.substr(0, destination_.typed.rfind('.'));
    throw Error(
        ErrorKind::usage, formatted("--out {}: there may be many parts", escaped(destination_.typed)),
        formatted("-o '{}{}.npy' makes a file of each, numbered from 0, -o FILE.npz holds all of them",
                  escaped(stem), place_of_number));
  }

  void cut(const Operand& operand) {
    const auto axis = normalized_axis(axis_from(request_.options), operand.shape.rank());
    if (!axis)
      throw Error(ErrorKind::mismatch, "split: " + out_of_range_fact(axis_from(request_.options),
                                                                     operand.name, operand.shape.rank()));
    axis_ = *axis;
    const Dim& length = operand.shape[axis_];
    const auto* parts = find_option<std::int64_t>(request_.options, "parts");
    const auto* places = find_integers(request_.options, "at");
    if ((parts == nullptr) == (places == nullptr))
      throw Error(ErrorKind::usage, "split needs --parts N or --at I,J,..., and not both",
                  "for example: " + std::string(request_.command->example));
    if (places != nullptr) {
      bounds_ = bounds_at(length, *places);
      return;
    }
    const PartSizes sizes = request_.has("uneven") ? PartSizes::differing : PartSizes::equal;
    try {
      bounds_ = bounds_of_parts(length, *parts, sizes,
                                formatted("axis {} of {} {}", axis_, operand.name, operand.shape.text()));
    } catch (Error& error) {
      error.set_subject("split");
      if (length.is_known() && sizes == PartSizes::equal)
        error.hints.emplace_back(OptionHint{"", "uneven", "", " makes parts whose sizes differ by 1"});
      throw;
    }
  }

  Shape shape_of(const Shape& shape, std::size_t part) const {
    Dims dims = shape.dims();
    dims[static_cast<std::size_t>(axis_)] = bounds_[part + 1] - bounds_[part];
    return Shape(std::move(dims));
  }

  TensorView part_of(const Source& source, std::size_t part) const {
    const std::int64_t first = bounds_[part].size();
    const std::int64_t end =
        std::max(bounds_[part + 1].size(), first);  // numpy: a place before gives nothing
    return rows_of(source.values(), static_cast<std::size_t>(axis_), first, end - first);
  }

  // Whether the parts follow one another as the rows do that come through a pipe.
  bool is_ascending() const {
    const auto out_of_order = [](const Dim& x, const Dim& y) { return x.size() > y.size(); };
    return std::ranges::adjacent_find(bounds_, out_of_order) == bounds_.end();
  }

  // The rows of a part as they come through a pipe.
  template <class Write>
  static void for_each_piece(Source& source, const Shape& part, const Write& write) {
    const Extents extents = part.extents();
    const std::int64_t rows = extents[0], bytes = count(extents) * size_of(*source.operand().dtype);
    const std::int64_t most =
        rows == 0 ? 1 : std::max<std::int64_t>(1, piece_bytes / std::max<std::int64_t>(1, bytes / rows));
    for (std::int64_t row = 0; row < rows; row += most) {
      const Array piece = source.next_rows(std::min(most, rows - row));
      npy::encode_elements(piece.view, write);
    }
  }

  void finish(const Source& source) const {
    if (streams_) {
      source.forbid_more();
      note_losses(source, reporter_);
    }
    source.check_unchanged();
  }

  npy::NewMember member_of(const Source& source, std::size_t part) const {
    const TensorView view = part_of(source, part);
    const std::string name = member_name_of(request_.operands.front());
    return {numbered((name.empty() ? "part" : name) + "_", part), view.dtype, view.extents, {}, [=] {
              return Array{view, nullptr};
            }};
  }

  // Numbers of equal length, so that a shell's pattern gives them in their order.
  std::string numbered(const std::string& before, std::size_t part) const {
    const std::string number = std::to_string(part), last = std::to_string(bounds_.size() - 2);
    return before + std::string(last.size() - number.size(), '0') + number;
  }

  std::string file_of(std::size_t part, std::size_t parts) const {
    const std::size_t at = pattern_->find(place_of_number);
    const std::string before = pattern_->substr(0, at), after = pattern_->substr(at + place_of_number.size());
    return (parts == 1 ? before + "0" : numbered(before, part)) + after;
  }

  // All or none.
  void write_files(Source& source) {
    const std::size_t parts = bounds_.size() - 1;
    if (parts > most_files)
      throw Error(ErrorKind::usage,
                  formatted("--out {}: {} files are more than the {} that are written together",
                            escaped(*pattern_), parts, most_files),
                  "-o FILE.npz holds any number of parts");
    if (destination_.format->write == nullptr || !destination_.member.empty())
      throw Error(ErrorKind::usage, formatted("--out {}: each part is a file of its own", escaped(*pattern_)),
                  "-o FILE.npz holds them under their names");
    std::vector<std::unique_ptr<os::OutputFile>> files;
    std::vector<os::OutputFile*> all;
    for (std::size_t part = 0; part < parts; ++part) {
      files.push_back(std::make_unique<os::OutputFile>(file_of(part, parts)));
      all.push_back(files.back().get());
      const formats::Label label = {"operand", formatted("part {} of {}", part, source.operand().name)};
      write_file(source, part, label, *files.back());
    }
    finish(source);
    os::hold_signals();
    os::publish_together(all);
  }

  void write_file(Source& source, std::size_t part, const formats::Label& label, os::OutputFile& file) const {
    const auto compressor =
        compressed::Output::create(compressed::compression_of(destination_.file),
                                   [&](std::span<const std::byte> bytes) { file.write(bytes); });
    const auto write = [&](std::span<const std::byte> bytes) {
      compressor ? compressor->write(bytes) : file.write(bytes);
    };
    const auto write_text = [&](std::string_view text) { write(std::as_bytes(std::span(text))); };
    if (streams_) {
      const Shape shape = shape_of(source.operand().shape, part);
      write_text(destination_.format->header(*source.operand().dtype, shape.extents()));
      for_each_piece(source, shape, write);
    } else {
      formats::WriteOptions options;
      options.print = settings_.print;
      destination_.format->write(part_of(source, part), label, options, write_text);
      os::forget_pages(source.values().data);
    }
    if (compressor) compressor->finish();
  }

  const Request& request_;
  const Settings& settings_;
  const Reporter& reporter_;
  std::optional<std::string> pattern_;  // of the files' names, where each part has one
  Destination destination_;
  int axis_ = 0;
  Dims bounds_;
  bool streams_ = false;  // rows are written as they come through a pipe
};

}  // namespace

void split_array(const Request& request, const Settings& settings, const Reporter& reporter) {
  Splitter(request, settings, reporter).run();
}

}  // namespace tcalc::app
