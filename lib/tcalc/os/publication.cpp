// Several files that are published together, or not at all.
#include <cerrno>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include <tcalc/core/error.hpp>
#include <tcalc/os/output.hpp>
#include <tcalc/os/system_error.hpp>

namespace tcalc::os {

namespace {

int rename_with(const std::string& from, const std::string& to, unsigned flags) {
  return renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), flags);
}

}  // namespace

// The temporary file's name then has what the target held.
void OutputFile::replace_reversibly() {
  if (!is_regular()) return;
  if (rename_with(temporary_, target_, RENAME_EXCHANGE) == 0) {
    publication_ = Publication::exchanged;
    return;
  }
  const bool is_new = errno == ENOENT;
  const bool can_exchange = errno != EINVAL && errno != ENOSYS && errno != EOPNOTSUPP;
  if (!is_new && can_exchange) throw output_error(name_, errno);
  if (rename(temporary_.c_str(), target_.c_str()) != 0) throw output_error(name_, errno);
  publication_ = is_new ? Publication::created : Publication::replaced;
}

bool OutputFile::take_back() noexcept {
  switch (publication_) {
    case Publication::none:
      return true;
    case Publication::exchanged:
      return rename_with(temporary_, target_, RENAME_EXCHANGE) == 0;
    case Publication::created:
      return unlink(target_.c_str()) == 0;
    case Publication::replaced:
      break;
  }
  return false;
}

void publish_together(std::span<OutputFile* const> files) {
  for (OutputFile* file : files) file->finish(false);
  std::size_t published = 0;
  try {
    for (; published + 1 < files.size(); ++published) files[published]->replace_reversibly();
    if (!files.empty()) files.back()->replace();
  } catch (Error& error) {
    while (published-- > 0) {
      if (!files[published]->take_back())
        error.message += "; " + files[published]->name_ + " is replaced already";
    }
    throw;
  }
  for (OutputFile* file : files) file->abandon();  // where the temporary file has what was replaced
}

}  // namespace tcalc::os
