// `tcalc rename FILE:NAME NEW`: an array of a file that holds many gets another name.
#include <algorithm>
#include <app/arrays/destination.hpp>
#include <app/arrays/edit_members.hpp>
#include <app/commands/registry.hpp>
#include <string>
#include <vector>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>

namespace tcalc::app {

namespace {

// The name that takes the place of one the pattern has: what its star stands for is put where the other's is.
std::string renamed(const std::string& name, const std::string& pattern, const std::string& other) {
  const std::size_t star = pattern.find('*'), other_star = other.find('*');
  if (star == std::string::npos) return other;
  const std::size_t after = pattern.size() - star - 1;
  return other.substr(0, other_star) + name.substr(star, name.size() - star - after) +
         other.substr(other_star + 1);
}

void require_matching_stars(const std::string& typed, const std::string& pattern, const std::string& other) {
  const auto stars = std::ranges::count(pattern, '*');
  if (pattern.find('?') == std::string::npos && stars <= 1 && stars == std::ranges::count(other, '*')) return;
  throw Error(ErrorKind::usage,
              formatted("rename {} {}: both names have one * or none", escaped(typed), escaped(other)),
              "tcalc rename 'model.safetensors:transformer.*' 'model.*'");
}

int run_rename(const Request& request, const Settings&, const Reporter&) {
  constexpr std::size_t needed = 2;
  if (request.operands.size() != needed)
    throw Error(ErrorKind::usage, formatted("rename takes 2 names, got {}", request.operands.size()),
                "for example: " + std::string(rename_command.example));
  const std::string &typed = request.operands[0], &other = request.operands[1];
  MemberEditor editor("rename", member_of_file("rename", typed).file, request.has("sync"));
  const std::string pattern = member_of_file("rename", typed).name;
  require_matching_stars(typed, pattern, other);
  for (const std::string& name : editor.names(pattern)) editor.rename(name, renamed(name, pattern, other));
  editor.publish();
  return 0;
}

}  // namespace

constinit const Command rename_command = {
    .name = "rename",
    .usage = "FILE:NAME NEW",
    .summary = "give an array of an .npz or .safetensors file another name",
    .details =
        "A * in both names stands for the same: 'model.safetensors:transformer.*' and 'model.*' rename all "
        "tensors that begin so. No name may be taken already. The file is written beside itself and then "
        "replaced; what is in it otherwise, compressed or not, is copied as it is.",
    .example = "tcalc rename weights.npz:w1 encoder/w1",
    .options = {},
    .common = "json sync",
    .synonyms = "mv move",
    .run = run_rename,
};

}  // namespace tcalc::app
