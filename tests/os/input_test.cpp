#include <cstring>
#include <fcntl.h>
#include <span>
#include <string>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <tests/support/catch.hpp>
#include <tests/support/folder.hpp>
#include <thread>
#include <unistd.h>

#include <tcalc/os/cleanup.hpp>
#include <tcalc/os/input.hpp>

using namespace tcalc;
using namespace tcalc::os;
using tcalc::test::Folder;
using tcalc::test::put;
using tcalc::test::refusal_of;

namespace {

// The next bytes, at most `most`.
std::string next(Input& input, std::size_t most) {
  std::string bytes(most, '\0');
  bytes.resize(input.read(std::as_writable_bytes(std::span(bytes))));
  return bytes;
}

std::string text_of(const std::shared_ptr<const std::byte>& bytes, std::size_t count) {
  return {reinterpret_cast<const char*>(bytes.get()), count};
}

std::string refusal_to_open(const std::string& path) {
  return refusal_of([&] { Input::open(path); });
}

}  // namespace

TEST_CASE("a regular file has a size, and is read from front to back") {
  const Folder folder;
  put(folder / "a", "0123456789");
  const auto input = Input::open(folder / "a");
  CHECK(input->name() == folder / "a");
  CHECK(input->size() == 10);
  CHECK_FALSE(input->is_standard_input());
  CHECK(input->position() == 0);
  CHECK(next(*input, 4) == "0123");
  CHECK(input->position() == 4);
  CHECK(next(*input, 0).empty());
  CHECK(next(*input, 100) == "456789");
  CHECK(input->position() == 10);
  CHECK(next(*input, 100).empty());
  CHECK(input->position() == 10);
}

TEST_CASE("what cannot be opened is refused with its name and the reason") {
  const Folder folder;
  put(folder / "file", "x");
  REQUIRE(symlink("loop", (folder / "loop").c_str()) == 0);
  REQUIRE(symlink("nowhere", (folder / "dangling").c_str()) == 0);
  struct Row {
    std::string path, reason;
  };
  for (const Row& row : {
           Row{folder / "missing", "No such file or directory"},
           {folder / "dangling", "No such file or directory"},
           {folder / "loop", "Too many levels of symbolic links"},
           {folder / "file/x", "Not a directory"},
           {folder.path(), "is a directory"},
       }) {
    CHECK(refusal_to_open(row.path) == "input: " + row.path + ": " + row.reason);
  }
  CHECK(refusal_to_open("") == "input: : No such file or directory");
  CHECK(refusal_to_open(std::string(256, 'n')) ==
        "input: " + std::string(200, 'n') + "...: File name too long");
  CHECK(refusal_to_open("\xff\x1b[31m\n") == "input: '\\xff\\x1b[31m\\n': No such file or directory");
}

TEST_CASE("a name is opened as raw bytes and shown escaped") {
  const Folder folder;
  put(folder / "a\xff\n", "bytes");
  const auto input = Input::open(folder / "a\xff\n");
  CHECK(input->name() == "'" + folder.path() + "/a\\xff\\n'");
  CHECK(next(*input, 10) == "bytes");
}

TEST_CASE("a socket is refused") {
  const Folder folder;
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  const std::string path = folder / "socket";
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  const int listener = socket(AF_UNIX, SOCK_STREAM, 0);
  REQUIRE(bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  CHECK(refusal_to_open(path) == "input: " + path + ": No such device or address");
  close(listener);
}

TEST_CASE("a refused file leaves no descriptor open") {
  const Folder folder;
  const int before = open("/dev/null", O_RDONLY);
  for (int i = 0; i < 3; ++i) refusal_to_open(folder.path());
  const int after = open("/dev/null", O_RDONLY);
  CHECK(after == before + 1);
  close(before);
  close(after);
}

TEST_CASE("a FIFO has no size, cannot be mapped, and a read waits for all it asked for") {
  const Folder folder;
  REQUIRE(mkfifo((folder / "fifo").c_str(), 0600) == 0);
  std::thread writer([&] {
    const int end = open((folder / "fifo").c_str(), O_WRONLY);
    for (const std::string_view piece : {"ab", "cd", "efgh"}) {
      if (write(end, piece.data(), piece.size()) < 0) break;
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    close(end);
  });
  const auto input = Input::open(folder / "fifo");
  CHECK_FALSE(input->size());
  CHECK(input->map(4) == nullptr);
  CHECK(next(*input, 5) == "abcde");
  CHECK(input->position() == 5);
  CHECK(next(*input, 100) == "fgh");
  CHECK(next(*input, 100).empty());
  writer.join();
  CHECK_NOTHROW(input->check_unchanged());
}

TEST_CASE("devices and files of /proc have no size but can be read") {
  CHECK_FALSE(Input::open("/dev/null")->size());
  CHECK(next(*Input::open("/dev/null"), 8).empty());
  const auto zeros = Input::open("/dev/zero");
  CHECK_FALSE(zeros->size());
  CHECK(next(*zeros, 3) == std::string(3, '\0'));
  const auto version = Input::open("/proc/version");
  CHECK_FALSE(version->size());
  CHECK(next(*version, 5) == "Linux");
}

TEST_CASE("an empty file is one without a size") {
  const Folder folder;
  put(folder / "empty", "");
  const auto input = Input::open(folder / "empty");
  CHECK_FALSE(input->size());
  CHECK(input->map(0) == nullptr);
  CHECK(next(*input, 8).empty());
}

TEST_CASE("a mapping starts at the position, whatever page that is in, and moves past its bytes") {
  const Folder folder;
  const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  std::string content(3 * page + 17, '\0');
  for (std::size_t i = 0; i < content.size(); ++i) content[i] = static_cast<char>('a' + i % 23);
  put(folder / "a", content);
  for (const std::size_t first :
       {std::size_t{0}, std::size_t{1}, page - 1, page, page + 1, 3 * page, content.size() - 1}) {
    const auto input = Input::open(folder / "a");
    next(*input, first);
    const std::size_t rest = content.size() - first;
    const auto bytes = input->map(static_cast<std::int64_t>(rest));
    INFO(first);
    REQUIRE(bytes != nullptr);
    CHECK(text_of(bytes, rest) == content.substr(first));
    CHECK(input->position() == static_cast<std::int64_t>(content.size()));
  }
}

TEST_CASE("arrays that follow one another can be mapped and read in turn") {
  const Folder folder;
  put(folder / "a", "0123456789");
  const auto input = Input::open(folder / "a");
  CHECK(next(*input, 2) == "01");
  const auto first = input->map(3);
  CHECK(next(*input, 2) == "56");
  const auto second = input->map(2);
  CHECK(text_of(first, 3) == "234");
  CHECK(text_of(second, 2) == "78");
  CHECK(next(*input, 9) == "9");
}

TEST_CASE("a mapping outlives its input, the file's name and its bytes") {
  const Folder folder;
  put(folder / "a", "0123456789");
  auto input = Input::open(folder / "a");
  const auto bytes = input->map(10);
  input.reset();
  unlink((folder / "a").c_str());
  put(folder / "a", "another");
  CHECK(text_of(bytes, 10) == "0123456789");
}

TEST_CASE("when the table of mappings is full, the next is to be read") {
  const Folder folder;
  put(folder / "a", "0123456789");
  std::vector<std::shared_ptr<const std::byte>> mappings;
  constexpr int more_than_there_can_be = 10'000;
  for (int i = 0; i < more_than_there_can_be; ++i) {
    auto bytes = Input::open(folder / "a")->map(10);
    if (bytes == nullptr) break;
    mappings.push_back(std::move(bytes));
  }
  CHECK(mappings.size() >= 2);
  CHECK(mappings.size() < more_than_there_can_be);
  const auto input = Input::open(folder / "a");
  CHECK(input->map(10) == nullptr);
  CHECK(input->position() == 0);
  CHECK(next(*input, 10) == "0123456789");
  mappings.clear();
  CHECK(Input::open(folder / "a")->map(10) != nullptr);
}

TEST_CASE("two paths to one file have one identity") {
  const Folder folder;
  put(folder / "a", "x");
  put(folder / "b", "x");
  REQUIRE(link((folder / "a").c_str(), (folder / "hard").c_str()) == 0);
  REQUIRE(symlink("a", (folder / "soft").c_str()) == 0);
  const auto identity = Input::open(folder / "a")->identity();
  CHECK(Input::open(folder / "hard")->identity() == identity);
  CHECK(Input::open(folder / "soft")->identity() == identity);
  CHECK_FALSE(Input::open(folder / "b")->identity() == identity);
}

TEST_CASE("a file that changed since it was opened is named") {
  const Folder folder;
  const std::string path = folder / "a";
  const auto touch = [&](time_t seconds, long nanoseconds) {
    const timespec times[2] = {{seconds, nanoseconds}, {seconds, nanoseconds}};
    REQUIRE(utimensat(AT_FDCWD, path.c_str(), times, 0) == 0);
  };
  const std::string changed = "input: " + path + ": changed while it was being read";
  put(path, "0123456789");
  touch(1'000'000'000, 5);

  const auto input = Input::open(path);
  const auto check = [&] { input->check_unchanged(); };
  CHECK(refusal_of(check) == "accepted");
  next(*input, 10);
  CHECK(refusal_of(check) == "accepted");
  touch(1'000'000'000, 6);
  CHECK(refusal_of(check) == changed);
  touch(1'000'000'000, 5);  // the inode tells that it was set back
  CHECK(refusal_of(check) == changed);
}

TEST_CASE("a file that lost its name or got other rights has not changed") {
  const Folder folder;
  put(folder / "a", "0123456789");
  const auto input = Input::open(folder / "a");
  const auto check = [&] { input->check_unchanged(); };
  REQUIRE(chmod((folder / "a").c_str(), 0600) == 0);
  CHECK(refusal_of(check) == "accepted");
  REQUIRE(unlink((folder / "a").c_str()) == 0);
  CHECK(refusal_of(check) == "accepted");
}

TEST_CASE("a file that is replaced by another of its name is still the one that was opened") {
  const Folder folder;
  put(folder / "a", "old");
  put(folder / "new", "newer");
  const auto input = Input::open(folder / "a");
  REQUIRE(rename((folder / "new").c_str(), (folder / "a").c_str()) == 0);
  CHECK_NOTHROW(input->check_unchanged());
  CHECK(next(*input, 10) == "old");
}

TEST_CASE("standard input goes on where the descriptor stands, mapped or read, and stays open") {
  const Folder folder;
  put(folder / "a", "0123456789");
  const int saved = dup(STDIN_FILENO);
  const int file = open((folder / "a").c_str(), O_RDONLY);
  REQUIRE(dup2(file, STDIN_FILENO) == STDIN_FILENO);
  close(file);
  lseek(STDIN_FILENO, 3, SEEK_SET);
  {
    const auto input = Input::standard_input();
    CHECK(input->name() == "standard input");
    CHECK(input->is_standard_input());
    CHECK(input->size() == 10);
    CHECK(input->position() == 3);
    CHECK(text_of(input->map(2), 2) == "34");
  }
  {
    const auto input = Input::standard_input();
    CHECK(input->position() == 5);
    CHECK(next(*input, 3) == "567");
  }
  CHECK(lseek(STDIN_FILENO, 0, SEEK_CUR) == 8);
  REQUIRE(dup2(saved, STDIN_FILENO) == STDIN_FILENO);
  close(saved);
}

TEST_CASE("a closed standard input is refused") {
  const int saved = dup(STDIN_FILENO);
  close(STDIN_FILENO);
  CHECK(refusal_of([] { Input::standard_input(); }) == "input: standard input: Bad file descriptor");
  REQUIRE(dup2(saved, STDIN_FILENO) == STDIN_FILENO);
  close(saved);
}

TEST_CASE("a failing read is reported by name") {
  const Folder folder;
  put(folder / "a", "x");
  const int saved = dup(STDIN_FILENO);
  const int write_only = open((folder / "a").c_str(), O_WRONLY);
  REQUIRE(dup2(write_only, STDIN_FILENO) == STDIN_FILENO);
  close(write_only);
  const auto input = Input::standard_input();
  CHECK(refusal_of([&] { next(*input, 1); }) == "input: standard input: Bad file descriptor");
  CHECK(input->map(1) == nullptr);
  REQUIRE(dup2(saved, STDIN_FILENO) == STDIN_FILENO);
  close(saved);
}

TEST_CASE("a text without an end is read as far as it may go") {
  CHECK_FALSE(Input::open("/dev/zero")->read_text(std::size_t{1} << 20));
  const Folder folder;
  put(folder / "text", "four");
  CHECK(Input::open(folder / "text")->read_text(4) == "four");
  CHECK_FALSE(Input::open(folder / "text")->read_text(3));
  CHECK_FALSE(Input::open("/proc/version")->read_text(3));
}

TEST_CASE("what was looked at and not read comes next, also after a read of nothing") {
  const auto version = Input::open("/proc/version");
  CHECK(version->stamp().empty());
  CHECK_FALSE(version->at_end());
  CHECK(version->read({}) == 0);
  CHECK(version->peek() == std::byte{'L'});
  CHECK(next(*version, 5) == "Linux");
}

TEST_CASE("an address is blamed on the file that is mapped there, and on no other") {
  const Folder folder;
  put(folder / "one", "first");
  put(folder / "two", "second");
  const auto one = Input::open(folder / "one"), two = Input::open(folder / "two");
  const auto first = one->map(5), second = two->map(6);
  REQUIRE(first);
  REQUIRE(second);
  const auto blamed = [](const void* address) { return refusal_of([&] { throw_if_mapped(address); }); };
  CHECK(blamed(first.get()) == "input: " + folder / "one" + ": changed while it was being read");
  CHECK(blamed(second.get() + 5) == "input: " + folder / "two" + ": changed while it was being read");
  CHECK(blamed(nullptr) == "accepted");
  CHECK(blamed(reinterpret_cast<const void*>(UINTPTR_MAX)) == "accepted");
  forget_pages(second.get());
  forget_pages(nullptr);
  forget_pages(reinterpret_cast<const void*>(UINTPTR_MAX));
  CHECK(first.get()[0] == std::byte{'f'});
  CHECK(second.get()[5] == std::byte{'d'});
}
