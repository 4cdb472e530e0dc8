#include <app/arrays/open_array.hpp>
#include <cstddef>
#include <optional>
#include <unistd.h>
#include <utility>

#include <tcalc/compressed/compression.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/formats/foreign.hpp>
#include <tcalc/formats/raw_reader.hpp>
#include <tcalc/formats/registry.hpp>
#include <tcalc/text/glob.hpp>
#include <tcalc/text/no_such_file.hpp>
#include <tcalc/text/word.hpp>

namespace tcalc::app {

namespace {

bool is_missing(const std::string& path) { return access(path.c_str(), F_OK) != 0; }

// What a file holds that is to be read: its ending says, else what was told, and any other file is .npy.
const formats::Format& format_of(const std::string& path, const formats::ReadOptions& reading) {
  const formats::Format* format = formats::of_file(path);
  if (format != nullptr && format->open != nullptr) return *format;
  return reading.format == nullptr ? formats::npy_format : *reading.format;
}

// The file of many arrays has to be one before it is said that one of them is to be named.
[[noreturn]] void refuse_whole_archive(const formats::Format& format, const std::string& path) {
  const auto members = format.open_collection(path)->arrays();
  const std::string file = text::shell_quoted(path);
  Error error(ErrorKind::usage, escaped(path) + ": holds arrays by name, and one must be named",
              "tcalc info " + file + " lists the names");
  if (!members.empty())
    error.hints.insert(error.hints.begin(),
                       "for example " + text::shell_quoted(path + ":" + members[0].name));
  throw error;
}

std::unique_ptr<formats::ArrayReader> read_header(std::shared_ptr<os::Input> input,
                                                  const formats::Format& format,
                                                  const formats::ReadOptions& reading,
                                                  const std::optional<Slice>& slice) {
  auto reader = format.open(std::move(input), reading);
  if (slice) reader->select(*slice);
  return reader;
}

}  // namespace

std::shared_ptr<os::Input> open_input_file(const text::Path& path, const std::string& typed) {
  try {
    return compressed::decompressed(os::Input::open(path.path), compressed::compression_of(path.path));
  } catch (Error& error) {
    const std::string hint = is_missing(path.path) ? text::hint_for_missing_file(typed) : "";
    if (!hint.empty())
      error.hints.push_back(hint);
    else if (path.slice)
      error.hints.push_back("a file of that very name is " + text::shell_quoted(path.slice->text + "[...]"));
    throw;
  }
}

void pass_arrays(const std::shared_ptr<os::Input>& input, std::int64_t number) {
  for (std::int64_t passed = 0; passed < number; ++passed) {
    formats::open_npy(input, npy::Completeness::required, npy::Dtypes::any).skip();
    if (input->peek() == std::byte{0x93}) continue;
    throw Error(ErrorKind::input, formatted("{}: has no array {}, it holds {}, numbered from 0",
                                            input->name(), number, passed + 1));
  }
}

bool another_follows(const formats::ArrayReader& reader) {
  const auto input = reader.input();
  if (input == nullptr || !input->is_mappable()) return false;
  const std::int64_t trailing = reader.trailing_bytes();
  std::byte next{};
  return trailing > 0 && input->read_at(*input->size() - trailing, {&next, 1}) == 1 &&
         next == std::byte{0x93};
}

OpenArray open_array(const text::Path& path, const std::string& typed, const std::string& name,
                     const formats::ReadOptions& reading) {
  const formats::Format* format = formats::of_file(path.path);
  if (format != nullptr && format->holds_many()) refuse_whole_archive(*format, path.path);
  const auto input = open_input_file(path, typed);
  if (path.number) pass_arrays(input, *path.number);
  OpenArray array = {read_header(input, format_of(path.path, reading), reading, path.slice)};
  array.must_end = !path.number && !input->is_mappable();
  if (path.number || !another_follows(*array.reader)) return array;
  const std::string first = text::shell_quoted(path.path + "@0");
  throw Error(ErrorKind::input, name + ": another array follows",
              first + " is the first alone; --each takes every array, and info lists them");
}

OpenArray open_array(const text::ArchiveMember& member, const std::string& name, const std::string& word,
                     const formats::ReadOptions& reading) {
  if (text::is_pattern(member.name))
    throw Error(ErrorKind::usage, name + ": is a pattern of names, and one array is needed",
                "tcalc info " + word + " lists those that match");
  const auto archive = formats::of_file(member.file)->open_collection(member.file);
  const formats::Member found = archive->find(member.name);
  OpenArray array = {archive->open(found, reading.dtypes), archive->namesakes(found)};
  if (member.slice) array.reader->select(*member.slice);
  return array;
}

OpenArray open_array(const text::RawFile& raw, const std::string& name) {
  const auto input =
      raw.path == "-" ? os::Input::standard_input() : open_input_file(text::Path{raw.path}, raw.path);
  OpenArray array = {formats::open_raw_array(input, raw, name)};
  array.must_end = !input->is_mappable();
  if (raw.slice) array.reader->select(*raw.slice);
  return array;
}

OpenArray open_standard_input(const formats::ReadOptions& reading) {
  const formats::Format& format = reading.format == nullptr ? formats::npy_format : *reading.format;
  return {read_header(os::Input::standard_input(), format, reading, std::nullopt)};
}

}  // namespace tcalc::app
