#include <app/inputs.hpp>

#include <tcalc/core/error.hpp>
#include <tcalc/npz/archive.hpp>
#include <tcalc/text/operand.hpp>

namespace tcalc::app {

namespace {

int visit_archive(const std::string& path, const Reporter& reporter, const VisitInput& visit) {
  const npz::Archive archive(path);
  int exit_code = 0;
  for (const npz::Member& member : archive.members()) {
    if (!member.is_array) {
      reporter.warning(archive.name() + ": member '" + escaped(member.file) +
                       "' is no .npy file, it is left out");
      continue;
    }
    try {
      visit(archive.open(member));
    } catch (const Error& error) {
      const int code = reporter.error(error);
      if (exit_code == 0) exit_code = code;
    }
  }
  return exit_code;
}

}  // namespace

int for_each_input(const std::string& typed, const Reporter& reporter, const VisitInput& visit) {
  if (typed.ends_with(".npz")) return visit_archive(typed, reporter, visit);
  if (const auto member = text::member_from(typed)) {
    const npz::Archive archive(member->file);
    visit(archive.open(archive.find(member->name)));
  } else {
    visit(typed == "-" ? os::Input::standard_input() : os::Input::open(typed));
  }
  return 0;
}

}  // namespace tcalc::app
