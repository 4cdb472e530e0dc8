#include <algorithm>
#include <app/arrays/input_files.hpp>

#include <tcalc/core/error.hpp>
#include <tcalc/formats/foreign.hpp>
#include <tcalc/formats/registry.hpp>
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
  const npz::Archive archive = formats::open_archive(path);
  int exit_code = 0;
  for (const npz::Member& member : archive.members()) {
    if (!archive.holds_array(member)) {
      reporter.warning(archive.name() + ": member '" + escaped(member.file) +
                       "' is no .npy file, it is left out");
      continue;
    }
    const int code = attempt(reporter, [&] {
      const auto input = archive.open(member);
      visit(input, input->name());
      return 0;
    });
    if (exit_code == 0) exit_code = code;
  }
  return exit_code;
}

}  // namespace

std::shared_ptr<os::Input> open_input(const std::string& typed) {
  if (const auto member = text::member_from(typed)) {
    const npz::Archive archive = formats::open_archive(member->file);
    return archive.open(archive.find(member->name));
  }
  return typed == "-" ? os::Input::standard_input() : os::Input::open(typed);
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
  return attempt(reporter, [&] {
    if (formats::of_file(typed) == &formats::npz_format) return visit_archive(typed, reporter, visit);
    const auto input = open_input(typed);
    visit(input, input->name());
    for (int number = 1; rest && array_follows(*input); ++number)
      visit(input, input->name() + "@" + std::to_string(number));
    return 0;
  });
}

}  // namespace tcalc::app
