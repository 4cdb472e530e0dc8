// `tcalc delete FILE:NAME...`: arrays of a file that holds many go.
#include <app/arrays/edit_members.hpp>
#include <app/commands/registry.hpp>
#include <map>
#include <string>
#include <vector>

#include <tcalc/core/error.hpp>

namespace tcalc::app {

namespace {

int run_delete(const Request& request, const Settings&, const Reporter&) {
  if (request.operands.empty())
    throw Error(ErrorKind::usage, "delete needs a name",
                "for example: " + std::string(delete_command.example));
  std::map<std::string, std::vector<std::string>> names;  // of each file
  for (const std::string& typed : request.operands) {
    const text::ArchiveMember member = member_of_file("delete", typed);
    names[member.file].push_back(member.name);
  }
  for (const auto& [file, patterns] : names) {
    MemberEditor editor("delete", file, request.has("sync"));
    for (const std::string& pattern : patterns) {
      for (const std::string& name : editor.names(pattern)) editor.remove(name);
    }
    editor.publish();
  }
  return 0;
}

}  // namespace

constinit const Command delete_command = {
    .name = "delete",
    .usage = "FILE:NAME...",
    .summary = "take arrays out of an .npz or .safetensors file",
    .details =
        "A name may be a pattern, 'model.safetensors:*.bias'. The file is written beside itself and then "
        "replaced; what stays, compressed or not, is copied as it is. The last array stays: rm removes the "
        "file.",
    .example = "tcalc delete weights.npz:w1 'weights.npz:*.bias'",
    .options = {},
    .common = "json sync",
    .synonyms = "rm remove drop",
    .run = run_delete,
};

}  // namespace tcalc::app
