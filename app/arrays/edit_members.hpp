// Names of arrays in a file that holds many, changed all at once.
#pragma once

#include <app/arrays/destination.hpp>
#include <string>
#include <vector>

#include <tcalc/npy/member_edit.hpp>
#include <tcalc/os/folder_lock.hpp>
#include <tcalc/text/operand.hpp>

namespace tcalc::app {

// "w.npz:NAME", where NAME may be a pattern. Throws Error{usage} for anything else; `verb` is what is done.
text::ArchiveMember member_of_file(const std::string& verb, const std::string& typed);

class MemberEditor {
 public:
  // Locks and opens the file. Throws Error{input}, and Error{usage} for a format whose files are only read.
  MemberEditor(std::string verb, const std::string& file, bool sync);

  // The names that the pattern has; a name alone is that one. Throws Error{input} with the nearest names.
  std::vector<std::string> names(const std::string& pattern) const;

  // Throw Error{usage} for a name that no member can have.
  void rename(const std::string& name, const std::string& other);
  void remove(const std::string& name);

  // Writes the file anew. Throws Error{mismatch} where two arrays would have one name, or none would be left;
  // Error{output}.
  void publish();

 private:
  void require_distinct_names() const;

  std::string verb_, file_;
  bool sync_;
  os::FolderLock lock_;
  std::vector<std::string> all_;
  std::vector<npy::MemberEdit> edits_;
};

}  // namespace tcalc::app
