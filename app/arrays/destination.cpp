#include <app/arrays/destination.hpp>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include <tcalc/core/error.hpp>
#include <tcalc/text/operand.hpp>

namespace tcalc::app {

namespace {

Format format_of_file(const std::string& name) { return name.ends_with(".csv") ? Format::csv : Format::npy; }

Format format_named(const std::string& name) {
  constexpr std::array<std::pair<std::string_view, Format>, 4> formats = {
      {{"text", Format::text}, {"json", Format::json}, {"csv", Format::csv}, {"npy", Format::npy}}};
  for (const auto& [known, format] : formats) {
    if (name == known) return format;
  }
  throw Error(ErrorKind::internal, "--format " + escaped(name) + " is listed, but not known");
}

// --json and show's --csv are short for --format.
std::optional<Format> format_asked_for(const Request& request) {
  const std::string* name = find_word(request.options, "--format");
  if (request.has("--json") && name != nullptr && *name != "json")
    throw Error(ErrorKind::usage, "--json and --format " + escaped(*name) + " exclude each other");
  if (request.has("--csv")) return Format::csv;
  if (request.has("--json")) return Format::json;
  return name == nullptr ? std::nullopt : std::optional(format_named(*name));
}

void resolve_file(Destination& destination, const std::string& name) {
  destination.typed = name;
  if (name == "-") return;
  destination.file = name;
  const auto member = text::member_from(name);
  if (!member) return;
  destination.file = member->file;
  destination.member = member->name;
}

void check(const Destination& destination) {
  const std::string subject = "--out " + escaped(destination.typed);
  if (destination.compress && destination.member.empty())
    throw Error(ErrorKind::usage, "--compress: only members of archives are deflated, -o FILE.npz:NAME");
  if (destination.member.empty() && destination.file.ends_with(".npz"))
    throw Error(ErrorKind::usage, subject + ": an archive needs the name of the array",
                "for example " + escaped(destination.typed) + ":arr_0");
  if (!destination.member.empty() && destination.format != Format::npy)
    throw Error(ErrorKind::usage, subject + ": the members of an archive are .npy");
}

}  // namespace

Destination destination_from(const Request& request) {
  Destination destination;
  if (const std::string* name = find_word(request.options, "--out")) resolve_file(destination, *name);
  destination.compress = request.has("--compress");
  destination.sync = request.has("--sync");
  if (const auto format = format_asked_for(request))
    destination.format = *format;
  else if (destination.is_named())
    destination.format = format_of_file(destination.typed);
  check(destination);
  return destination;
}

Destination destination_of_file(const std::string& name, bool sync) {
  Destination destination;
  resolve_file(destination, name);
  destination.format = format_of_file(name);
  destination.sync = sync;
  check(destination);
  return destination;
}

}  // namespace tcalc::app
