#include <algorithm>
#include <app/arrays/memory_limit.hpp>
#include <app/arrays/open_operands.hpp>
#include <app/arrays/rearrangement.hpp>
#include <app/arrays/series.hpp>
#include <app/arrays/target.hpp>
#include <app/arrays/write_arrays.hpp>
#include <app/cli/command.hpp>
#include <memory>
#include <optional>
#include <utility>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>

namespace tcalc::app {

namespace {

// Whether the operands can be any number of arrays, and what they are called has to be said.
bool holds_whole_archive(const Request& request) {
  return std::ranges::any_of(request.operands, names_several);
}

bool can_be_several(const Request& request) {
  return request.operands.size() > 1 || request.has("each") || holds_whole_archive(request);
}

void check_destination(const Request& request, const Destination& destination) {
  if (!can_be_several(request) || destination.is_standard_output() || destination.is_whole_archive()) return;
  const std::string subject = "--out " + escaped(destination.typed) + ": ";
  const std::string archive = "-o FILE.npz holds them by their names";
  if (!destination.member.empty())
    throw Error(ErrorKind::usage, subject + "a member of an archive is one array, but there may be many",
                archive);
  if (!request.has("each"))
    throw Error(ErrorKind::usage, subject + "there may be many arrays",
                archive + "; with --each they follow one another in one file");
}

class ArrayWriter {
 public:
  ArrayWriter(const Request& request, const Settings& settings, const Destination& destination,
              const Reporter& reporter, const StorageOf& storage_of)
      : request_(request),
        settings_(settings),
        destination_(destination),
        reporter_(reporter),
        storage_of_(storage_of),
        rearrangement_(request, settings.facts),
        slice_(rearrangement_.take_first_slice()) {}

  void write(Source source, const std::string& member) {
    Target& target = this->target(source);
    target.forbid_as_output(source);
    const Shape shape = rearranged_shape(source);
    if (!source.has_data()) return write_shape(source, shape);
    if (destination_.is_whole_archive()) return add_member(std::move(source), member);
    const Array result = values_of(source);
    note_losses(source, reporter_);
    target.set_notes(reporter_.take_notes());
    target.write(result.view, storage_of_(result.view));
    source.check_unchanged();
  }

  // What comes with all arrays of a file.
  void add_metadata(const formats::Metadata& metadata) {
    if (metadata.empty() || !destination_.is_whole_archive()) return;
    if (!target_) open_target("");
    target_->add_metadata(metadata);
  }

  void publish() {
    if (!target_) open_target("");
    target_->publish();
    note_ending(destination_, reporter_);
  }

 private:
  Target& target(const Source& source) {
    if (!target_) open_target(source.operand().name);
    target_->set_name(source.operand().name);
    return *target_;
  }

  // Only now: an operand that cannot be read leaves no trace.
  void open_target(const std::string& name) {
    const bool several = can_be_several(request_);
    target_.emplace(destination_, settings_, std::vector<Source>(), Label{"operand", name},
                    several ? Arrays::sequence : Arrays::one);
    if (request_.operands.size() > 1 || holds_whole_archive(request_)) target_->show_names();
  }

  // Narrows the source to the slice, if that comes first.
  Shape rearranged_shape(Source& source) const {
    const Operand& operand = source.operand();
    if (slice_ && source.has_data()) source.select(*slice_);
    if (slice_ && !source.has_data())
      return rearrangement_.shape_of(sliced_shape(operand.shape, *slice_, operand.name), operand.name);
    return rearrangement_.shape_of(operand.shape, operand.name);
  }

  void write_shape(const Source& source, const Shape& shape) {
    const std::string reason = "operand " + source.operand().name + " is a shape and has no values";
    forbid_output(destination_, reason);
    if (settings_.dtype) throw Error(ErrorKind::usage, "--dtype: " + reason + " to convert");
    target_->set_notes(reporter_.take_notes());
    target_->write_shape(shape);
  }

  Array values_of(Source& source) const {
    loaded(settings_, source);
    return rearrangement_.apply(source.array());
  }

  // Its values are asked for when it is its turn; what comes through a pipe is taken now.
  void add_member(Source source, const std::string& name) {
    if (source.input() != nullptr && source.input()->is_standard_input()) loaded(settings_, source);
    const TensorView layout = rearrangement_.layout_of(source.layout());
    const auto kept = std::make_shared<std::optional<Source>>(std::move(source));
    const auto values = [this, kept] {
      const Array result = values_of(**kept);
      note_losses(**kept, reporter_);
      (*kept)->check_unchanged();
      kept->reset();
      return result;
    };
    target_->add({name, layout.dtype, layout.extents, storage_of_(layout), values});
  }

  const Request& request_;
  const Settings& settings_;
  const Destination& destination_;
  const Reporter& reporter_;
  const StorageOf& storage_of_;
  Rearrangement rearrangement_;
  std::optional<Slice> slice_;
  std::optional<Target> target_;
};

bool is_standard_input(const std::string& typed) { return typed == "-" || typed == "/dev/stdin"; }

// Of several operands that are standard input only the last may be followed by nothing.
bool must_end(const std::vector<std::string>& operands, std::size_t place) {
  const auto after = operands.begin() + static_cast<std::ptrdiff_t>(place) + 1;
  return is_standard_input(operands[place]) && std::none_of(after, operands.end(), is_standard_input);
}

void write_series(Series series, const Reporter& reporter, ArrayWriter& writer) {
  warn_of_other_members(series.name(), series.others(), reporter);
  if (series.is_archive() && series.at_end())
    throw Error(ErrorKind::input, series.name() + ": holds no arrays");
  if (const formats::Collection* archive = series.whole_archive()) writer.add_metadata(archive->metadata());
  while (!series.at_end()) {
    Source source = series.next();
    source.warn_of_oddities(reporter);
    writer.write(std::move(source), series.member_name());
  }
}

}  // namespace

const TensorView& loaded(const Settings& settings, Source& source) {
  memory_limit(settings).require(source.operand(), source.buffer_bytes());
  source.load();
  return source.values();
}

void write_arrays(const Request& request, const Settings& settings, const Destination& destination,
                  const Reporter& reporter, const StorageOf& storage_of) {
  if (request.operands.empty())
    throw Error(ErrorKind::usage, std::string(request.command->name) + " needs an operand",
                "for example: " + std::string(request.command->example));
  check_destination(request, destination);
  ArrayWriter writer(request, settings, destination, reporter, storage_of);
  for (std::size_t place = 0; place < request.operands.size(); ++place) {
    if (request.has("each") || names_several(request.operands[place])) {
      write_series({request, settings, place}, reporter, writer);
      continue;
    }
    Source source = open_operand(request, settings, place);
    source.warn_of_oddities(reporter);
    if (must_end(request.operands, place)) source.require_end();
    writer.write(std::move(source), member_name_of(request.operands[place]));
  }
  writer.publish();
}

Source open_single_array(const Request& request, const Settings& settings, const Reporter& reporter) {
  if (request.operands.size() != 1)
    throw Error(ErrorKind::usage, formatted("a picture shows 1 array, got {}", request.operands.size()));
  std::vector<Source> sources = open_operands(request, settings, memory_limit(settings), reporter, true);
  Source source = std::move(sources.front());
  if (!source.has_data()) {
    const std::string typed = escaped(request.operands.front());
    throw Error(ErrorKind::usage,
                formatted("{}: {} is a shape and has no values", request.command->name, typed),
                formatted("zeros:{} is an array, ./{} a file", typed, typed));
  }
  if (const auto* slice = find_option<Slice>(request.options, "slice")) source.select(*slice);
  return source;
}

}  // namespace tcalc::app
