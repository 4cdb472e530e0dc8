#include <algorithm>
#include <app/arrays/input_files.hpp>
#include <app/arrays/open_array.hpp>
#include <app/arrays/series.hpp>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/formats/registry.hpp>
#include <tcalc/text/operand.hpp>

namespace tcalc::app {

namespace {

const formats::Format& archive_format(const std::string& path) { return *formats::of_file(path); }

[[noreturn]] void refuse_other_format(const std::string& typed, const formats::Format& format) {
  throw Error(ErrorKind::usage, formatted("{}: its name says {}, and only .npy arrays are checked",
                                          escaped(typed), format.name));
}

// A fill, values and a shape are no files, and what a table is has no header.
const text::Path& path_from(const text::Operand& parsed, const std::string& typed) {
  const auto* path = std::get_if<text::Path>(&parsed);
  if (path == nullptr)
    throw Error(ErrorKind::usage, escaped(typed) + ": is no file",
                "a file of that name is ./" + escaped(typed));
  if (path->slice)
    throw Error(ErrorKind::usage, escaped(typed) + ": a slice has no header of its own",
                "the file is " + escaped(path->path));
  const formats::Format* format = formats::of_file(path->path);
  if (format != nullptr && format != &formats::npy_format) refuse_other_format(typed, *format);
  return *path;
}

std::shared_ptr<os::Input> open_path(const text::Path& path, const std::string& typed) {
  const auto input = open_input_file(path, typed);
  if (path.number) pass_arrays(input, *path.number);
  return input;
}

int visit_archive(const std::string& typed, const Reporter& reporter, const VisitInput& visit) {
  const NamedArrays named = open_named_arrays(typed);
  const auto& archive = named.archive;
  if (named.pattern.empty()) warn_of_other_members(archive->name(), archive->others(), reporter);
  int exit_code = 0;
  for (const formats::Member& member : named.members) {
    const int code = attempt(reporter, [&] {
      const auto input = archive->npy_bytes(member);
      visit(input, input->name());
    });
    if (exit_code == 0) exit_code = code;
  }
  return exit_code;
}

}  // namespace

int attempt(const Reporter& reporter, const std::function<void()>& visit) {
  try {
    visit();
    return 0;
  } catch (const Error& error) {
    if (error.kind == ErrorKind::output) throw;
    return reporter.error(error);
  }
}

std::shared_ptr<os::Input> open_input(const std::string& typed) {
  const text::Operand parsed = text::parse_operand(typed);
  if (std::holds_alternative<text::StandardInput>(parsed)) return os::Input::standard_input();
  const auto* member = std::get_if<text::ArchiveMember>(&parsed);
  if (member == nullptr) return open_path(path_from(parsed, typed), typed);
  const formats::Format& format = archive_format(member->file);
  const auto archive = format.open_collection(member->file);
  auto bytes = archive->npy_bytes(archive->find(member->name));
  if (bytes == nullptr) refuse_other_format(typed, format);
  return bytes;
}

bool takes_rest(const std::vector<std::string>& operands, std::size_t place) {
  return operands[place] != "-" || std::find(operands.begin() + static_cast<std::ptrdiff_t>(place) + 1,
                                             operands.end(), "-") == operands.end();
}

bool array_follows(os::Input& input) {
  const bool can_look = input.is_standard_input() || input.is_mappable();
  return can_look && input.peek() == std::byte{0x93};
}

int for_each_input(const std::string& typed, bool rest, const Reporter& reporter, const VisitInput& visit) {
  int exit_code = 0;
  const int code = attempt(reporter, [&] {
    if (names_several(typed)) {
      exit_code = visit_archive(typed, reporter, visit);
      return;
    }
    const auto input = open_input(typed);
    const bool is_numbered = input->position() > 0;  // FILE.npy@2 is one of its arrays
    visit(input, is_numbered ? escaped(typed) : input->name());
    for (int number = 1; rest && !is_numbered && array_follows(*input); ++number)
      visit(input, formatted("{}@{}", input->name(), number));
  });
  return code != 0 ? code : exit_code;
}

}  // namespace tcalc::app
