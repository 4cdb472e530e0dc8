#include <app/arrays/open_operands.hpp>
#include <app/arrays/series.hpp>
#include <utility>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/core/in_quotes.hpp>
#include <tcalc/formats/registry.hpp>
#include <tcalc/text/ending.hpp>
#include <tcalc/text/glob.hpp>
#include <tcalc/text/suggest.hpp>
#include <tcalc/text/word.hpp>

namespace tcalc::app {

namespace {

constexpr std::byte first_of_npy{0x93};

// The format of a path, where its ending says one.
const formats::Format* format_of(const text::Operand& parsed) {
  const auto* path = std::get_if<text::Path>(&parsed);
  return path == nullptr ? nullptr : formats::of_file(path->path);
}

// Whether arrays may follow one another in it: it is .npy, by its name or for want of another.
bool can_hold_several(const text::Operand& parsed, const Settings& settings) {
  const auto* path = std::get_if<text::Path>(&parsed);
  if (path == nullptr || path->number) return false;
  const formats::Format* format = formats::of_file(path->path);
  if (format == nullptr) format = settings.reading.format;
  return format == nullptr || format == &formats::npy_format;
}

}  // namespace

bool names_several(const std::string& typed) {
  const formats::Format* format = formats::of_file(typed);
  if (const auto member = text::member_from(typed)) return text::is_pattern(member->name);
  return format != nullptr && format->holds_many();
}

std::vector<formats::Member> matching_members(const formats::Collection& archive,
                                              const std::string& pattern) {
  std::vector<formats::Member> members = archive.arrays();
  if (pattern.empty()) return members;
  std::vector<std::string> names;
  for (const formats::Member& member : members) names.push_back(member.name);
  std::erase_if(members, [&](const formats::Member& member) { return !text::matches(member.name, pattern); });
  if (members.empty())
    throw Error(ErrorKind::input,
                formatted("{}: no array has a name like {}", archive.name(), in_quotes(pattern)),
                text::nearest_of("array", pattern, names));
  return members;
}

NamedArrays open_named_arrays(const std::string& typed) {
  NamedArrays named;
  named.path = typed;
  if (const auto member = text::member_from(typed)) {
    named.path = member->file;
    named.pattern = member->name;
  }
  named.archive = formats::of_file(named.path)->open_collection(named.path);
  named.members = matching_members(*named.archive, named.pattern);
  return named;
}

namespace {

std::string stem_of(const std::string& path) {
  const std::string name = path.substr(path.rfind('/') + 1);
  return name.substr(0, name.size() - text::ending_of(name).size());
}

}  // namespace

std::string member_name_of(const std::string& typed) {
  const text::Operand parsed = text::parse_operand(typed);
  if (const auto* member = std::get_if<text::ArchiveMember>(&parsed)) return member->name;
  if (const auto* raw = std::get_if<text::RawFile>(&parsed)) return stem_of(raw->path);
  const auto* path = std::get_if<text::Path>(&parsed);
  if (path == nullptr) return {};
  return stem_of(path->path) + (path->number ? formatted("_{}", *path->number) : "");
}

void warn_of_other_members(const std::string& archive, const std::vector<std::string>& files,
                           const Reporter& reporter) {
  for (const std::string& file : files)
    reporter.warning(
        formatted("{}: member {} is not an .npy file and is left out", archive, in_quotes(file)));
}

Series::Series(const Request& request, const Settings& settings, std::size_t place, Turn turn)
    : settings_(settings),
      typed_(request.operands[place]),
      place_(place),
      parsed_(text::parse_operand(typed_, settings.facts)),
      turn_(std::move(turn)) {
  if (std::holds_alternative<text::StandardInput>(parsed_)) {
    kind_ = settings.reading.format == nullptr ? Kind::stream : Kind::one;
    if (kind_ == Kind::stream) input_ = turn_.input ? turn_.input : os::Input::standard_input();
    return;
  }
  if (const auto* member = std::get_if<text::ArchiveMember>(&parsed_); member != nullptr) {
    if (!text::is_pattern(member->name)) return;
    pattern_ = member->name;
    open_archive(member->file, member->slice);
    return;
  }
  if (const formats::Format* format = format_of(parsed_); format != nullptr && format->holds_many()) {
    const auto& path = std::get<text::Path>(parsed_);
    open_archive(path.path, path.slice);
    return;
  }
  if (!can_hold_several(parsed_, settings)) return;
  kind_ = Kind::file;
  slice_ = std::get<text::Path>(parsed_).slice;
}

void Series::open_archive(const std::string& file, const std::optional<Slice>& slice) {
  kind_ = Kind::archive;
  file_ = file;
  archive_ = formats::of_file(file)->open_collection(file);
  members_ = matching_members(*archive_, pattern_);
  slice_ = slice;
}

std::string Series::name() const {
  if (archive_) return archive_->name();
  return input_ ? input_->name() : escaped(typed_);
}

std::string Series::member_name() const {
  if (kind_ == Kind::archive) return members_[taken_ - 1].name;
  const std::string name = member_name_of(typed_);
  return kind_ == Kind::file && taken_ > 1 ? formatted("{}_{}", name, taken_ - 1) : name;
}

bool Series::at_end() {
  switch (kind_) {
    case Kind::one:
      return taken_ > 0;
    case Kind::archive:
      return taken_ == members_.size();
    case Kind::stream:
      return input_->at_end();
    case Kind::file:
      break;
  }
  if (taken_ == 0) return false;
  if (input_->position() < end_) input_->skip(end_ - input_->position());
  return input_->peek() != first_of_npy;
}

bool Series::holds_one() {
  if (kind_ != Kind::file) return false;
  const auto& path = std::get<text::Path>(parsed_);
  const auto input = open_input_file(path, typed_);
  if (!input->is_mappable()) return false;
  auto reader = formats::npy_format.open(input, settings_.reading);
  reader->skip();
  return input->peek() != first_of_npy;
}

Source Series::next() {
  switch (kind_) {
    case Kind::one:
      ++taken_;
      return {parsed_,
              typed_,
              side_name(place_),
              {settings_.dtype, settings_.strict},
              settings_.seed + place_,
              settings_.reading};
    case Kind::archive:
      return next_member();
    case Kind::stream:
      return next_of_input(formatted("array {} of {}", number(), input_->name()), "-");
    case Kind::file:
      break;
  }
  const std::string& path = std::get<text::Path>(parsed_).path;
  if (taken_ == 0) input_ = open_input_file(std::get<text::Path>(parsed_), typed_);
  const std::string file = taken_ == 0 ? path : formatted("{}@{}", path, taken_);
  const std::string word = file + typed_.substr(path.size());  // the slice
  return next_of_input(escaped(word), text::shell_quoted(word));
}

Source Series::next_of_input(const std::string& name, const std::string& word) {
  ++taken_;
  try {
    auto reader = formats::npy_format.open(input_, settings_.reading);
    if (input_->is_mappable()) end_ = *input_->size() - reader->trailing_bytes();
    Source source(std::move(reader), name, word, {settings_.dtype, settings_.strict});
    if (slice_) source.select(*slice_);
    return source;
  } catch (Error& error) {
    if (error.message.starts_with(input_->name())) error.message.replace(0, input_->name().size(), name);
    throw;
  }
}

Source Series::next_member() {
  const formats::Member& member = members_[taken_++];
  const std::string word = file_ + ":" + member.name;
  Source source(archive_->open(member, settings_.reading.dtypes), escaped(word), text::shell_quoted(word),
                {settings_.dtype, settings_.strict});
  if (slice_) source.select(*slice_);
  return source;
}

}  // namespace tcalc::app
