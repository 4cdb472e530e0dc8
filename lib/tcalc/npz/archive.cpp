#include <algorithm>
#include <array>
#include <utility>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/core/in_quotes.hpp>
#include <tcalc/core/utf8.hpp>
#include <tcalc/npz/archive.hpp>
#include <tcalc/npz/zip_file.hpp>
#include <tcalc/text/suggest.hpp>

namespace tcalc::npz {

namespace {

constexpr std::string_view extension = ".npy";

std::shared_ptr<os::Input> regular_file(const std::string& path) {
  auto input = os::Input::open(path);
  if (!input->size()) {
    throw Error(ErrorKind::input, input->name() + ": not an .npz archive: it is empty or not a regular file",
                "an archive is read from its end, so it cannot come from a pipe");
  }
  std::array<std::byte, 2> first;
  const bool begins_as_zip =
      input->read_at(0, first) == first.size() && first[0] == std::byte{'P'} && first[1] == std::byte{'K'};
  if (!begins_as_zip) throw Error(ErrorKind::input, input->name() + ": not an .npz archive");
  return input;
}

}  // namespace

// The archive, open for reading. Members that are being read share it.
class OpenZip {
 public:
  explicit OpenZip(const std::string& path)
      : file_(zip_library(), regular_file(path), nullptr), zip_(file_.open(ZIP_RDONLY, name())) {}
  OpenZip(const OpenZip&) = delete;
  OpenZip& operator=(const OpenZip&) = delete;
  ~OpenZip() { library().zip_discard(zip_); }

  const std::string& name() const { return file_.input()->name(); }
  const ZipLibrary& library() const { return file_.library(); }
  os::Input& input() const { return *file_.input(); }
  zip_t* zip() const { return zip_; }

  [[noreturn]] void fail(zip_error_t* error, const std::string& member) {
    file_.fail(error, member, ErrorKind::input);
  }

 private:
  ZipFile file_;
  zip_t* zip_;
};

namespace {

class MemberInput final : public os::Input {
 public:
  MemberInput(std::shared_ptr<OpenZip> zip, const Member& member)
      : Input(zip->name() + ":" + escaped(member.name)), zip_(std::move(zip)) {
    zip_stat_t status;
    library().zip_stat_init(&status);
    if (library().zip_stat_index(zip_->zip(), member.place, 0, &status) == 0)
      file_ = library().zip_fopen_index(zip_->zip(), member.place, 0);
    if (file_ == nullptr) zip_->fail(library().zip_get_error(zip_->zip()), name());
    size_ = static_cast<std::int64_t>(std::min<zip_uint64_t>(status.size, INT64_MAX));
    is_stored_ = status.comp_method == ZIP_CM_STORE;
  }
  ~MemberInput() override { library().zip_fclose(file_); }

  std::optional<os::FileIdentity> identity() const override { return zip_->input().identity(); }
  std::string stamp() const override { return zip_->input().stamp(); }
  std::optional<std::int64_t> size() const override { return size_; }

  void check_unchanged() override {
    // libzip compares the checksum where the member ends.
    std::byte next{};
    if (!passed_over_ && position_ >= size_) read_some({&next, 1});
    zip_->input().check_unchanged();
  }

 private:
  const ZipLibrary& library() const { return zip_->library(); }

  std::size_t read_some(std::span<std::byte> buffer) override {
    const zip_int64_t count = library().zip_fread(file_, buffer.data(), buffer.size());
    if (count < 0) zip_->fail(library().zip_file_get_error(file_), name());
    return static_cast<std::size_t>(count);
  }

  bool seek(std::int64_t position) override {
    if (!is_stored_ || library().zip_fseek(file_, position, SEEK_SET) != 0) return false;
    passed_over_ = true;
    return true;
  }

  std::shared_ptr<OpenZip> zip_;
  zip_file_t* file_ = nullptr;
  std::int64_t size_ = 0;
  bool is_stored_ = false;
  bool passed_over_ = false;  // some bytes were not read: no checksum
};

}  // namespace

namespace {

// As it is in the archive, or as libzip reads one that a program wrote which knows no UTF-8.
std::string name_at(OpenZip& zip, std::uint64_t place) {
  const auto encoded = [&](zip_flags_t encoding) -> std::string {
    const char* const name = zip.library().zip_get_name(zip.zip(), place, encoding);
    if (name == nullptr) zip.fail(zip.library().zip_get_error(zip.zip()), zip.name());
    return name;
  };
  const std::string raw = encoded(ZIP_FL_ENC_RAW);
  return is_utf8(raw) ? raw : encoded(ZIP_FL_ENC_GUESS);
}

// Beside each file macOS keeps a "__MACOSX/._a.npy", which is no array.
bool is_array_file(std::string_view file) {
  return file.ends_with(extension) && !file.starts_with("__MACOSX/");
}

}  // namespace

Archive::Archive(const std::string& path) : zip_(std::make_shared<OpenZip>(path)) {
  const zip_int64_t count = zip_->library().zip_get_num_entries(zip_->zip(), 0);
  for (zip_int64_t i = 0; i < count; ++i) {
    const auto place = static_cast<std::uint64_t>(i);
    const std::string name = name_at(*zip_, place);
    members_.push_back({name, name_of_member(name), is_array_file(name), place});
  }
}

const std::string& Archive::name() const { return zip_->name(); }

const Member& Archive::find(std::string_view name) const {
  const auto called = [&](std::string_view file) {
    return std::ranges::find(members_.rbegin(), members_.rend(), file, &Member::file);
  };
  auto found = called(name);
  if (found == members_.rend()) found = called(std::string(name) + std::string(extension));
  if (found != members_.rend()) return *found;

  Error error(ErrorKind::input, formatted("{}: has no member {}", this->name(), in_quotes(name)));
  std::vector<std::string> names;
  for (const Member& member : members_) names.push_back(member.name);
  error.hints.push_back(names.empty() ? "the archive is empty" : text::nearest_of("member", name, names));
  throw error;
}

std::int64_t Archive::namesakes(const Member& member) const {
  return std::ranges::count(members_, member.file, &Member::file);
}

bool Archive::holds_array(const Member& member) const {
  if (member.is_array) return true;
  constexpr std::string_view magic = "\x93NUMPY";
  std::array<char, magic.size()> bytes;
  const std::size_t count = open(member)->read(std::as_writable_bytes(std::span(bytes)));
  return std::string_view(bytes.data(), count) == magic;
}

std::shared_ptr<os::Input> Archive::open(const Member& member) const {
  return std::make_shared<MemberInput>(zip_, member);
}

std::string name_of_member(std::string_view file) {
  return std::string(file.ends_with(extension) ? file.substr(0, file.size() - extension.size()) : file);
}

}  // namespace tcalc::npz
