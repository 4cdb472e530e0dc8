#include <app/arrays/input_files.hpp>

#include <tcalc/core/error.hpp>
#include <tcalc/npz/archive.hpp>
#include <tcalc/text/operand.hpp>

namespace tcalc::app {

namespace {

// What went wrong is said, but for output that cannot be written.
int attempt(const Reporter& reporter, const std::function<int()>& visit) {
  try {
    return visit();
  } catch (const Error& error) {
    if (error.kind == ErrorKind::output) throw;
    return reporter.error(error);
  }
}

int visit_archive(const std::string& path, const Reporter& reporter, const VisitInput& visit) {
  const npz::Archive archive(path);
  int exit_code = 0;
  for (const npz::Member& member : archive.members()) {
    if (!member.is_array) {
      reporter.warning(archive.name() + ": member '" + escaped(member.file) +
                       "' is no .npy file, it is left out");
      continue;
    }
    const int code = attempt(reporter, [&] {
      visit(archive.open(member));
      return 0;
    });
    if (exit_code == 0) exit_code = code;
  }
  return exit_code;
}

}  // namespace

std::shared_ptr<os::Input> open_input(const std::string& typed) {
  if (const auto member = text::member_from(typed)) {
    const npz::Archive archive(member->file);
    return archive.open(archive.find(member->name));
  }
  return typed == "-" ? os::Input::standard_input() : os::Input::open(typed);
}

int for_each_input(const std::string& typed, const Reporter& reporter, const VisitInput& visit) {
  return attempt(reporter, [&] {
    if (typed.ends_with(".npz")) return visit_archive(typed, reporter, visit);
    visit(open_input(typed));
    return 0;
  });
}

}  // namespace tcalc::app
