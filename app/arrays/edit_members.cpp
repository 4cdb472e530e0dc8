#include <algorithm>
#include <app/arrays/edit_members.hpp>
#include <app/arrays/series.hpp>
#include <map>
#include <set>
#include <utility>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/core/in_quotes.hpp>
#include <tcalc/formats/registry.hpp>
#include <tcalc/os/cleanup.hpp>
#include <tcalc/text/glob.hpp>

namespace tcalc::app {

text::ArchiveMember member_of_file(const std::string& verb, const std::string& typed) {
  if (auto member = text::member_from(typed)) return *std::move(member);
  throw Error(ErrorKind::usage,
              formatted("{} {}: names no array of a file that holds many", verb, escaped(typed)),
              "FILE.npz:NAME or FILE.safetensors:NAME; tcalc info FILE lists the names");
}

MemberEditor::MemberEditor(std::string verb, const std::string& file, bool sync)
    : verb_(std::move(verb)), file_(file), sync_(sync), lock_(file) {
  destination_of_file(file + ":name", verb_, sync);  // whether it can be written
  for (const formats::Member& member : formats::of_file(file)->open_collection(file)->arrays())
    all_.push_back(member.name);
}

std::vector<std::string> MemberEditor::names(const std::string& pattern) const {
  const auto archive = formats::of_file(file_)->open_collection(file_);
  if (!text::is_pattern(pattern)) return {archive->find(pattern).name};
  std::set<std::string> names;
  for (const formats::Member& member : matching_members(*archive, pattern)) names.insert(member.name);
  return {names.begin(), names.end()};
}

void MemberEditor::rename(const std::string& name, const std::string& other) {
  if (other.empty()) throw Error(ErrorKind::usage, formatted("{}: the new name is empty", verb_));
  destination_of_file(file_ + ":" + other, verb_, sync_);
  if (other != name) edits_.push_back({name, other});
}

void MemberEditor::remove(const std::string& name) {
  if (std::ranges::find(edits_, name, &npy::MemberEdit::name) == edits_.end())
    edits_.push_back({name, std::nullopt});
}

void MemberEditor::require_distinct_names() const {
  std::map<std::string, std::string> by_new_name;  // what each came from
  for (const std::string& name : std::set<std::string>(all_.begin(), all_.end())) {
    const auto edit = std::ranges::find(edits_, name, &npy::MemberEdit::name);
    if (edit != edits_.end() && !edit->new_name) continue;
    const std::string now = edit == edits_.end() ? name : *edit->new_name;
    const auto [there, is_new] = by_new_name.emplace(now, name);
    if (is_new) continue;
    throw Error(ErrorKind::mismatch,
                formatted("{}: {}: {} and {} would both be {}", verb_, escaped(file_),
                          in_quotes(there->second), in_quotes(name), in_quotes(now)),
                formatted("tcalc delete {}:{} makes room", escaped(file_), escaped(now)));
  }
  if (by_new_name.empty())
    throw Error(ErrorKind::mismatch, formatted("{}: {}: no array would be left", verb_, escaped(file_)),
                "rm removes the file");
}

void MemberEditor::publish() {
  require_distinct_names();
  if (edits_.empty()) return;
  os::OutputFile file(file_);
  formats::of_file(file_)->edit_members(file, file_, edits_);
  os::hold_signals();
  file.commit(sync_);
}

}  // namespace tcalc::app
