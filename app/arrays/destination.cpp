#include <app/arrays/destination.hpp>
#include <string_view>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/core/in_quotes.hpp>
#include <tcalc/formats/foreign.hpp>
#include <tcalc/formats/registry.hpp>
#include <tcalc/text/ending.hpp>
#include <tcalc/text/operand.hpp>
#include <tcalc/text/raw_operand.hpp>

namespace tcalc::app {

namespace {

using formats::Format;

// --json and --csv are short for --format.
const Format* format_asked_for(const Request& request) {
  const std::string* name = find_word(request.options, "format");
  if (request.has("json") && name != nullptr && *name != "json")
    throw Error(ErrorKind::usage, "--json and --format " + escaped(*name) + " exclude each other");
  if (request.has("csv") && (request.has("json") || (name != nullptr && *name != "csv")))
    throw Error(ErrorKind::usage,
                "--csv and " + (name == nullptr ? std::string("--json") : "--format " + escaped(*name)) +
                    " exclude each other");
  if (request.has("csv")) return &formats::csv_format;
  if (request.has("json")) return &formats::json_format;
  return name == nullptr ? nullptr : formats::find(*name);
}

// A program that unpacks the archive would write outside of it.
void refuse_path(const std::string& member, const std::string& subject) {
  const std::string padded = "/" + member + "/";
  if (!member.starts_with('/') && padded.find("/../") == std::string::npos) return;
  throw Error(ErrorKind::usage, formatted("{}: {} leads out of the archive", subject, in_quotes(member)),
              "the name of a member has no .. and begins with no /");
}

void resolve_file(Destination& destination, const std::string& name, const std::string& subject) {
  destination.typed = name;
  if (name == "-") return;
  destination.file = name;
  if (text::has_form_of_raw(name)) {
    destination.file = name.substr(text::raw_prefix.size());
    if (destination.file.empty())
      throw Error(ErrorKind::usage, subject + ": the name of the file is missing");
    return;
  }
  const auto member = text::member_from(name);
  if (!member) return;
  refuse_path(member->name, subject);
  destination.file = member->file;
  destination.member = member->name;
}

// "out.npz:NAME" meant for a file that is no archive, "y.zip:a".
void refuse_member_of_no_archive(const std::string& name, const std::string& subject) {
  const std::size_t colon = name.find(':');
  if (colon == std::string::npos) return;
  const std::string file = name.substr(0, colon);
  if (formats::of_file(file) == nullptr && formats::foreign_by_ending(file) == nullptr) return;
  throw Error(ErrorKind::usage, subject + ": only archives, .npz and .safetensors, have members",
              formatted("-o FILE.npz{}; a file of that very name is ./{}", escaped(name.substr(colon)),
                        escaped(name)));
}

// A file of another kind would hold bytes that its name belies.
void refuse_foreign_ending(const std::string& name, const std::string& subject) {
  const formats::Foreign* foreign = formats::foreign_by_ending(name);
  if (foreign == nullptr) return;
  const std::string ending(text::ending_of(name));
  throw Error(ErrorKind::usage, formatted("{}: tcalc does not write {} files", subject, ending),
              foreign->hint.starts_with("tcalc") ? std::string(foreign->hint)
                                                 : "-o FILE.npy, or -o - for a pipe to another program");
}

// The format that the name of the file says; any other file is .npy.
const Format& format_of_file(const Destination& destination, const std::string& subject) {
  const std::string& name = destination.typed;
  if (destination.is_standard_output()) return formats::npy_format;
  if (text::has_form_of_raw(name)) return formats::raw_format;
  if (!destination.member.empty()) return *formats::of_file(destination.file);
  if (const Format* format = formats::of_file(name)) return *format;
  if (name.find('/') == std::string::npos) refuse_member_of_no_archive(name, subject);
  refuse_foreign_ending(name, subject);
  return formats::npy_format;
}

void check(const Destination& destination, const Format& of_file, Archives archives,
           const std::string& subject) {
  if (of_file.holds_many() && of_file.write_members == nullptr)
    throw Error(ErrorKind::usage,
                formatted("{}: {} read, not written", subject,
                          &of_file == &formats::safetensors_index_format
                              ? "a model in several files is"
                              : formatted("{} files are", text::ending_of(destination.file))),
                &of_file == &formats::safetensors_index_format ? "-o FILE.safetensors holds it in one"
                                                               : "-o FILE.safetensors is written");
  if (destination.compress && &of_file != &formats::npz_format)
    throw Error(ErrorKind::usage, "--compress: only members of archives are deflated, -o FILE.npz:NAME");
  if (of_file.holds_many() && destination.member.empty() && archives == Archives::members)
    throw Error(ErrorKind::usage, subject + ": an archive needs the name of the array",
                "for example " + escaped(destination.typed) + ":arr_0");
  if (!destination.member.empty() && destination.format != &of_file)
    throw Error(ErrorKind::usage, subject + ": the members of an archive are " +
                                      (&of_file == &formats::npz_format ? ".npy" : "stored as they are"));
  const bool by_ending = !destination.is_standard_output() && destination.member.empty() &&
                         (formats::of_file(destination.file) == &of_file || &of_file == &formats::raw_format);
  if (by_ending && destination.format != &of_file)
    throw Error(
        ErrorKind::usage,
        formatted("{}: the name says {}, --format {}", subject, of_file.name, destination.format->name),
        "give the one or the other");
}

void resolve_format(Destination& destination, const Format* asked_for, Archives archives,
                    const std::string& subject) {
  if (!destination.is_named()) {
    if (asked_for != nullptr) destination.format = asked_for;
    return check(destination, *destination.format, archives, subject);
  }
  const Format& of_file = format_of_file(destination, subject);
  destination.format = asked_for != nullptr ? asked_for : &of_file;
  check(destination, of_file, archives, subject);
}

}  // namespace

void note_ending(const Destination& destination, const Reporter& reporter) {
  const std::string& file = destination.file;
  const bool is_plain = !file.empty() && destination.member.empty() && !file.starts_with("/dev/") &&
                        destination.format != &formats::raw_format;
  const std::string ending(text::ending_of(file));
  if (!is_plain || ending.empty() || formats::of_file(file) != nullptr) return;
  reporter.note(
      formatted("{}: written as {}, which its ending does not say", escaped(file), destination.format->name));
}

Destination destination_from(const Request& request, Archives archives) {
  Destination destination;
  if (const std::string* name = find_word(request.options, "out"))
    resolve_file(destination, *name, "--out " + escaped(*name));
  destination.compress = request.has("compress");
  destination.sync = request.has("sync");
  resolve_format(destination, format_asked_for(request), archives, "--out " + escaped(destination.typed));
  return destination;
}

Destination destination_of_file(const std::string& name, const std::string& verb, bool sync) {
  Destination destination;
  resolve_file(destination, name, verb + " " + escaped(name));
  destination.sync = sync;
  resolve_format(destination, nullptr, Archives::members, verb + " " + escaped(name));
  return destination;
}

}  // namespace tcalc::app
