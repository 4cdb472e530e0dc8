#include <algorithm>
#include <cstddef>
#include <list>
#include <utility>
#include <vector>

#include <tcalc/core/checked.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/core/in_quotes.hpp>
#include <tcalc/core/utf8.hpp>
#include <tcalc/npz/archive.hpp>
#include <tcalc/npz/member_source.hpp>
#include <tcalc/npz/write.hpp>
#include <tcalc/npz/zip_file.hpp>

namespace tcalc::npz {

namespace {

// What is there already.
std::shared_ptr<os::Input> existing(const std::string& path) {
  if (!os::has_content(path)) return nullptr;
  try {
    Archive archive(path);  // says what is wrong with it
  } catch (const Error& error) {
    throw Error(ErrorKind::output, error.message,
                "members are added to archives only: choose another name, or remove this file");
  }
  return os::Input::open(path);
}

class Editor {
 public:
  Editor(os::OutputFile& file, const std::string& path, npy::Others others)
      : name_(escaped(path)),
        source_(zip_library(), others == npy::Others::kept ? existing(path) : nullptr, &file),
        library_(source_.library()),
        zip_(source_.open(ZIP_CREATE, name_)) {}
  Editor(const Editor&) = delete;
  Editor& operator=(const Editor&) = delete;
  ~Editor() {
    if (zip_ != nullptr) library_.zip_discard(zip_);
  }

  void put(const npy::NewMember& member, bool compress) {
    require_utf8(member.name);
    const std::string file = name_of_member(member.name) + ".npy";
    ZipError error(library_);
    zip_source_t* content = members_.emplace_back(library_, member).create(error.get());
    if (content == nullptr) source_.fail(error.get(), name_, ErrorKind::output);
    const zip_int64_t place = place_of(file);
    const bool added = place < 0;
    const zip_int64_t at =
        added ? library_.zip_file_add(zip_, file.c_str(), content, ZIP_FL_ENC_UTF_8) : place;
    const bool failed =
        added ? at < 0 : library_.zip_file_replace(zip_, static_cast<zip_uint64_t>(at), content, 0) != 0;
    if (failed) {
      library_.zip_source_free(content);
      fail();
    }
    const auto index = static_cast<zip_uint64_t>(at);
    constexpr zip_uint16_t midnight = 0,
                           first_of_1980 = 1 << 5 | 1;  // as NumPy: the same array is the same file
    require(library_.zip_set_file_compression(zip_, index, compress ? ZIP_CM_DEFLATE : ZIP_CM_STORE, 0));
    require(library_.zip_file_set_dostime(zip_, index, midnight, first_of_1980, 0));
  }

  // By places first: what is renamed first may get the name of what is renamed next.
  void edit(std::span<const npy::MemberEdit> edits) {
    std::vector<std::pair<zip_int64_t, const npy::MemberEdit*>> places;
    for (const npy::MemberEdit& edit : edits) {
      const zip_int64_t place = place_of(edit.name + ".npy");
      places.emplace_back(place >= 0 ? place : place_of(edit.name), &edit);
    }
    // Out of the way, where no member can be.
    for (const auto& [place, edit] : places) {
      if (!edit->new_name) continue;
      require_utf8(*edit->new_name);
      name(place, formatted("/{}", place));
    }
    for (const auto& [place, edit] : places) {
      if (edit->new_name)
        name(place, name_of_member(*edit->new_name) + ".npy");
      else
        require(library_.zip_delete(zip_, static_cast<zip_uint64_t>(place)));
    }
  }

  void close() {
    if (library_.zip_close(zip_) != 0) {
      for (const MemberSource& member : members_) member.rethrow();
      fail();
    }
    zip_ = nullptr;
  }

 private:
  // As libzip demands, which says "Invalid argument" of others.
  void require_utf8(std::string_view member) const {
    if (is_utf8(member)) return;
    throw Error(ErrorKind::output,
                formatted("{}: {} is not UTF-8, as names of members are", name_, in_quotes(member)));
  }

  [[noreturn]] void fail() { source_.fail(library_.zip_get_error(zip_), name_, ErrorKind::output); }

  // What libzip answers: 0 where it has done what it was asked for.
  void require(int answer) {
    if (answer != 0) fail();
  }

  void name(zip_int64_t place, const std::string& file) {
    require(library_.zip_file_rename(zip_, static_cast<zip_uint64_t>(place), file.c_str(), ZIP_FL_ENC_UTF_8));
  }

  // The last member of that name; the others of it go. -1 where there is none.
  zip_int64_t place_of(const std::string& file) {
    zip_int64_t last = -1;
    const zip_int64_t count = library_.zip_get_num_entries(zip_, 0);
    for (zip_int64_t i = 0; i < count; ++i) {
      const char* const name = library_.zip_get_name(zip_, static_cast<zip_uint64_t>(i), ZIP_FL_ENC_RAW);
      if (name == nullptr || name != file) continue;  // null of one that is deleted already
      if (last >= 0) require(library_.zip_delete(zip_, static_cast<zip_uint64_t>(last)));
      last = i;
    }
    return last;
  }

  std::string name_;
  ZipFile source_;
  const ZipLibrary& library_;
  std::list<MemberSource> members_;  // libzip holds pointers to them
  zip_t* zip_;
};

// Of what is written at least.
std::int64_t bytes_of(std::span<const npy::NewMember> members, bool compress) {
  constexpr std::int64_t best_deflate = 1032;  // bytes that one may stand for
  std::int64_t bytes = 0;
  for (const npy::NewMember& member : members)
    bytes = saturating_add(bytes, count(member.extents) * size_of(member.dtype));
  return compress ? bytes / best_deflate : bytes;
}

void require_regular(const os::OutputFile& file, const std::string& path) {
  if (file.is_regular()) return;
  throw Error(ErrorKind::output, escaped(path) + ": an archive is written to a regular file only");
}

}  // namespace

void write_members(os::OutputFile& file, const std::string& path, std::span<const npy::NewMember> members,
                   npy::Others others, bool compress) {
  require_regular(file, path);
  file.require_free(bytes_of(members, compress));
  Editor editor(file, path, others);
  for (const npy::NewMember& member : members) editor.put(member, compress);
  editor.close();
}

void edit_members(os::OutputFile& file, const std::string& path, std::span<const npy::MemberEdit> edits) {
  require_regular(file, path);
  Editor editor(file, path, npy::Others::kept);
  editor.edit(edits);
  editor.close();
}

}  // namespace tcalc::npz
