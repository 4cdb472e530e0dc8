// `tcalc split IN --parts N -o OUT`: one array cut in several along an axis.
#include <algorithm>
#include <app/arrays/destination.hpp>
#include <app/arrays/memory_limit.hpp>
#include <app/arrays/open_operands.hpp>
#include <app/arrays/series.hpp>
#include <app/arrays/target.hpp>
#include <app/cli/axis_option.hpp>
#include <app/cli/command.hpp>
#include <app/commands/registry.hpp>
#include <array>
#include <memory>
#include <optional>
#include <vector>

#include <tcalc/compressed/output.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/ops/join.hpp>
#include <tcalc/os/cleanup.hpp>
#include <tcalc/view/axes.hpp>
#include <tcalc/view/rows.hpp>

namespace tcalc::app {

namespace {

constexpr std::array options_of_split = {
    axis_option("the axis that is cut (default: 0)"),
    OptionSpec{.name = "parts",
               .kind = OptionKind::count,
               .value_name = "N",
               .help = "into N parts of equal size, as numpy.split",
               .least = 1,
               .most = most_parts},
    OptionSpec{"uneven", OptionKind::flag, "",
               "of sizes that differ by 1 where N does not divide the axis, as numpy.array_split"},
    OptionSpec{"at", OptionKind::integers, "I,J,...", "before these indices: I,J gives :I, I:J and J:"},
};

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
    if (!shapes_alone) {
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
      } else {
        target.set_name(formatted("part {} of {}", part, source.operand().name));
        target.write(part_of(source, part));
        os::forget_pages(source.values().data);
      }
    }
    source.check_unchanged();
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
    std::vector<Dim> dims = shape.dims();
    dims[static_cast<std::size_t>(axis_)] = bounds_[part + 1] - bounds_[part];
    return Shape(std::move(dims));
  }

  TensorView part_of(const Source& source, std::size_t part) const {
    const std::int64_t first = bounds_[part].size();
    const std::int64_t end =
        std::max(bounds_[part + 1].size(), first);  // numpy: a place before gives nothing
    return rows_of(source.values(), static_cast<std::size_t>(axis_), first, end - first);
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
  void write_files(const Source& source) {
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
      write_file(part_of(source, part), label, *files.back());
      os::forget_pages(source.values().data);
    }
    source.check_unchanged();
    os::hold_signals();
    os::publish_together(all);
  }

  void write_file(const TensorView& part, const formats::Label& label, os::OutputFile& file) const {
    const auto write = [&](std::span<const std::byte> bytes) { file.write(bytes); };
    const auto compressor = compressed::Output::create(compressed::compression_of(destination_.file), write);
    formats::WriteOptions options;
    options.print = settings_.print;
    destination_.format->write(part, label, options, [&](std::string_view text) {
      const auto bytes = std::as_bytes(std::span(text));
      compressor ? compressor->write(bytes) : file.write(bytes);
    });
    if (compressor) compressor->finish();
  }

  const Request& request_;
  const Settings& settings_;
  const Reporter& reporter_;
  std::optional<std::string> pattern_;  // of the files' names, where each part has one
  Destination destination_;
  int axis_ = 0;
  std::vector<Dim> bounds_;
};

int run_split(const Request& request, const Settings& settings, const Reporter& reporter) {
  if (request.operands.size() != 1)
    throw Error(ErrorKind::usage, formatted("split takes 1 operand, got {}", request.operands.size()),
                "for example: " + std::string(request.command->example));
  Splitter(request, settings, reporter).run();
  return 0;
}

}  // namespace

constinit const Command split_command = {
    .name = "split",
    .usage = "IN",
    .summary = "cut an array in parts along an axis",
    .details =
        "As numpy.split and numpy.array_split, --at with indices and --parts with a number. With {} in its "
        "name, "
        "-o 'part{}.npy' makes a file of each part, numbered from 0 in as many digits as the last has, so "
        "that "
        "part*.npy gives them in order; all files are published together. -o OUT.npz or OUT.safetensors "
        "holds "
        "all of them under numbered names, and -o - sends one after the other. Of a file on disk no more "
        "than "
        "a few MiB are held. Of a shape the shapes are printed.",
    .example = "tcalc split x.npy --parts 4 --axis 1 -o 'part{}.npy'",
    .options = options_of_split,
    .common =
        "out shape no-progress format compress json csv dtype strict as from delimiter skip full "
        "precision seed max-memory require",
    .synonyms = "array_split chunk cut",
    .run = run_split,
};

}  // namespace tcalc::app
