#include <array>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <tests/support/catch.hpp>
#include <tests/support/folder.hpp>
#include <thread>
#include <unistd.h>
#include <vector>

#include <tcalc/os/cleanup.hpp>
#include <tcalc/os/growing_file.hpp>
#include <tcalc/os/output.hpp>
#include <tcalc/os/shared_file.hpp>
#include <tcalc/os/standard_output.hpp>
#include <tcalc/os/system_error.hpp>
#include <tcalc/os/target_path.hpp>

using namespace tcalc;
using namespace tcalc::os;
using tcalc::test::content_of;
using tcalc::test::Folder;
using tcalc::test::put;
using tcalc::test::refusal_of;
using Names = std::vector<std::string>;

namespace {

std::span<const std::byte> bytes_of(std::string_view text) { return std::as_bytes(std::span(text)); }

void publish(const std::string& path, std::string_view content, bool sync = false) {
  OutputFile file(path);
  file.write(bytes_of(content));
  file.commit(sync);
}

std::string refusal_to_create(const std::string& path) {
  return refusal_of([&] { OutputFile file(path); });
}

mode_t mode_of(const std::string& path) {
  struct stat status = {};
  return stat(path.c_str(), &status) == 0 ? status.st_mode & 07777 : mode_t{0};
}

bool is_symlink(const std::string& path) {
  struct stat status = {};
  return lstat(path.c_str(), &status) == 0 && S_ISLNK(status.st_mode);
}

// A device like /dev/null. root gets one of its own: a bug would replace the machine's by a file.
std::string device(const Folder& folder, const std::string& name, unsigned minor_number) {
  if (geteuid() != 0) return "/dev/" + name;
  REQUIRE(mknod((folder / name).c_str(), S_IFCHR | 0666, makedev(1, minor_number)) == 0);
  return folder / name;
}

// Runs an action with standard output led elsewhere (closed: -1), and puts it back.
void with_standard_output(int descriptor, const std::function<void()>& action) {
  const int saved = dup(STDOUT_FILENO);
  if (descriptor < 0)
    close(STDOUT_FILENO);
  else
    dup2(descriptor, STDOUT_FILENO);
  action();
  dup2(saved, STDOUT_FILENO);
  close(saved);
}

// All that an action prints.
std::string printed_by(const std::function<void()>& action) {
  const Folder folder;
  const int file = open((folder / "printed").c_str(), O_WRONLY | O_CREAT, 0600);
  with_standard_output(file, action);
  close(file);
  return content_of(folder / "printed");
}

// The signal that ends a child that does this, or 0.
int signal_that_ends(const std::function<void()>& action) {
  const pid_t child = fork();
  if (child == 0) {
    action();
    _exit(0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

}  // namespace

TEST_CASE("reasons are those of the C library, in English") {
  CHECK(reason(ENOENT) == "No such file or directory");
  CHECK(reason(ENOSPC) == "No space left on device");
}

TEST_CASE("a file appears under its name only when it is complete") {
  const Folder folder;
  {
    OutputFile file(folder / "out");
    file.write(bytes_of("one "));
    const Names during = folder.names();
    REQUIRE(during.size() == 1);
    CHECK(during[0].substr(0, 5) == ".out.");
    CHECK(during[0].size() == 21);
    CHECK(during[0].substr(11) == ".tcalc.tmp");
    file.write(bytes_of("two"));
    file.write({});
    file.commit();
    CHECK(folder.names() == Names{"out"});
  }
  CHECK(folder.names() == Names{"out"});
  CHECK(content_of(folder / "out") == "one two");
}

TEST_CASE("what is stored in the mapped file is published") {
  const Folder folder;
  put(folder / "out", "before");
  OutputFile file(folder / "out");
  CHECK(file.is_regular());
  CHECK(file.free_bytes() > 0);
  std::byte* const content = file.map(5);
  REQUIRE(content != nullptr);
  std::memcpy(content, "after", 5);
  CHECK(content_of(folder / "out") == "before");
  file.commit();
  CHECK(content_of(folder / "out") == "after");
  CHECK(folder.names() == Names{"out"});
}

TEST_CASE("a mapped file that is never published leaves nothing") {
  const Folder folder;
  { CHECK(OutputFile(folder / "out").map(1 << 20) != nullptr); }
  CHECK(folder.names().empty());
}

TEST_CASE("a pipe cannot be mapped, and what no disk holds cannot be reserved") {
  const Folder folder;
  OutputFile null(device(folder, "null", 3));
  CHECK_FALSE(null.is_regular());
  CHECK(null.map(5) == nullptr);
  OutputFile file(folder / "out");
  const std::string refusal = refusal_of([&] { file.map(std::int64_t{1} << 62); });
  CHECK((refusal == "output: " + (folder / "out") + ": File too large" ||
         refusal == "output: " + (folder / "out") + ": No space left on device"));
}

TEST_CASE("without commit the target stays what it was, and nothing is left") {
  const Folder folder;
  put(folder / "out", "before");
  {
    OutputFile file(folder / "out");
    file.write(bytes_of("half of"));
    OutputFile another(folder / "new");
  }
  CHECK(folder.names() == Names{"out"});
  CHECK(content_of(folder / "out") == "before");
}

TEST_CASE("an old file is replaced whole, and keeps its mode bits") {
  const Folder folder;
  for (const mode_t mode : {0600, 0644, 0444, 0777, 0000}) {
    unlink((folder / "out").c_str());
    put(folder / "out", "something longer than what follows");
    REQUIRE(chmod((folder / "out").c_str(), mode) == 0);
    publish(folder / "out", "short");
    CHECK(mode_of(folder / "out") == mode);
    REQUIRE(chmod((folder / "out").c_str(), 0600) == 0);
    CHECK(content_of(folder / "out") == "short");
  }
}

TEST_CASE("a new file obeys the umask") {
  const Folder folder;
  const mode_t before = umask(0);
  for (const mode_t mask : {0000, 0022, 0027, 0077}) {
    umask(mask);
    unlink((folder / "out").c_str());
    publish(folder / "out", "x");
    CHECK(mode_of(folder / "out") == (0666 & ~mask));
  }
  umask(before);
}

TEST_CASE("a symlink is kept, and what it leads to is replaced or created") {
  const Folder folder;
  const std::string path = folder.path();
  REQUIRE(mkdir((folder / "deep").c_str(), 0700) == 0);
  put(folder / "deep/old", "before");
  struct Row {
    std::string link, to, target;
  };
  for (const Row& row : {
           Row{"relative", "deep/old", "deep/old"},
           {"absolute", path + "/deep/old", "deep/old"},
           {"twice", "relative", "deep/old"},
           {"deep/sibling", "old", "deep/old"},
           {"deep/up", "../fresh", "fresh"},
           {"dangling", "deep/new", "deep/new"},
       }) {
    INFO(row.link);
    REQUIRE(symlink(row.to.c_str(), (folder / row.link).c_str()) == 0);
    publish(folder / row.link, row.link);
    CHECK(is_symlink(folder / row.link));
    CHECK_FALSE(is_symlink(folder / row.target));
    CHECK(content_of(folder / row.target) == row.link);
  }
  CHECK(folder.names() == Names{"absolute", "dangling", "deep", "fresh", "relative", "twice"});
}

TEST_CASE("another hard link keeps the old bytes") {
  const Folder folder;
  put(folder / "out", "before");
  REQUIRE(link((folder / "out").c_str(), (folder / "other").c_str()) == 0);
  publish(folder / "out", "after");
  CHECK(content_of(folder / "out") == "after");
  CHECK(content_of(folder / "other") == "before");
}

TEST_CASE("names as long as the file system allows can be written, whatever their bytes") {
  const Folder folder;
  for (const std::string& name :
       {std::string(255, 'n'), std::string("\xff\n\x1b"), std::string(" "), std::string("-o")}) {
    publish(folder / name, "x");
    CHECK(folder.names() == Names{name});
    unlink((folder / name).c_str());
  }
}

TEST_CASE("a file in the working directory needs no slash") {
  const Folder folder;
  std::array<char, 4096> before;
  REQUIRE(getcwd(before.data(), before.size()) != nullptr);
  REQUIRE(chdir(folder.path().c_str()) == 0);
  publish("out", "x", true);
  const std::string refusal = refusal_to_create("no/out");
  REQUIRE(chdir(before.data()) == 0);
  CHECK(folder.names() == Names{"out"});
  CHECK(refusal == "output: no/out: cannot create a file in 'no': No such file or directory");
}

TEST_CASE("what cannot be written is refused with its name and the reason, before any work") {
  const Folder folder;
  put(folder / "file", "x");
  REQUIRE(mkdir((folder / "sub").c_str(), 0700) == 0);
  REQUIRE(symlink("sub", (folder / "to_sub").c_str()) == 0);
  REQUIRE(symlink("loop", (folder / "loop").c_str()) == 0);
  struct Row {
    std::string path, fact;
  };
  for (const Row& row : {
           Row{folder / "sub", "Is a directory"},
           {folder / "sub/", "Is a directory"},
           {folder / "to_sub", "Is a directory"},
           {folder / "new/", "Is a directory"},
           {folder / "loop", "Too many levels of symbolic links"},
           {folder / "file/x", "Not a directory"},
           {folder / "no/out",
            "cannot create a file in '" + folder.path() + "/no': No such file or directory"},
       }) {
    CHECK(refusal_to_create(row.path) == "output: " + row.path + ": " + row.fact);
  }
  CHECK(refusal_to_create(std::string(256, 'n')) ==
        "output: " + std::string(200, 'n') + "...: File name too long");
  CHECK(folder.names() == Names{"file", "loop", "sub", "to_sub"});
}

TEST_CASE("a path that leaves no room for the temporary's name is refused") {
  const Folder folder;
  std::string path = folder.path();
  while (path.size() < 4094) path += "/.";
  path.resize(4090, '/');
  CHECK(refusal_to_create(path + "/out").starts_with("output: " + folder.path()));
  CHECK(refusal_to_create(path + "/out").ends_with("...: File name too long"));
  CHECK(folder.names().empty());
}

TEST_CASE("a device or a pipe is written directly, and stays") {
  const Folder folder;
  const std::string null = device(folder, "null", 3);
  publish(null, "x");
  publish(null, "x", true);
  struct stat status = {};
  REQUIRE(stat(null.c_str(), &status) == 0);
  CHECK(S_ISCHR(status.st_mode));
  REQUIRE(symlink(null.c_str(), (folder / "link").c_str()) == 0);
  publish(folder / "link", "x");
  CHECK(is_symlink(folder / "link"));
  const Names before = folder.names();

  REQUIRE(mkfifo((folder / "fifo").c_str(), 0600) == 0);
  std::string got;
  std::thread reader([&] { got = content_of(folder / "fifo"); });
  publish(folder / "fifo", "through");
  reader.join();
  CHECK(got == "through");
  unlink((folder / "fifo").c_str());
  CHECK(folder.names() == before);
}

TEST_CASE("a path to an open descriptor is that descriptor, even of a file without a name") {
  const Folder folder;
  const int file = open((folder / "file").c_str(), O_RDWR | O_CREAT, 0600);
  unlink((folder / "file").c_str());
  const std::string number = std::to_string(file);
  REQUIRE(symlink(("/dev/fd/" + number).c_str(), (folder / "link").c_str()) == 0);
  publish("/dev/fd/" + number, "one ");
  publish("/proc/self/fd/" + number, "two ");
  publish(folder / "link", "three ");
  with_standard_output(file, [] { publish("/dev/stdout", "four"); });
  std::array<char, 64> content;
  const ssize_t count = pread(file, content.data(), content.size(), 0);
  CHECK(std::string(content.data(), static_cast<std::size_t>(count)) == "one two three four");
  close(file);
  CHECK(folder.names() == Names{"link"});
  CHECK(refusal_to_create("/dev/fd/" + number) == "output: /dev/fd/" + number + ": Bad file descriptor");
  CHECK(refusal_to_create("/dev/fd/1x") ==
        "output: /dev/fd/1x: cannot create a file in '/dev/fd': No such file or directory");
}

TEST_CASE("a full device is reported by name") {
  const Folder folder;
  const std::string full = device(folder, "full", 7);
  CHECK(refusal_of([&] { publish(full, "x"); }) == "output: " + full + ": No space left on device");
}

TEST_CASE("a target whose folder goes before it is published is reported") {
  const Folder folder;
  REQUIRE(mkdir((folder / "sub").c_str(), 0700) == 0);
  OutputFile file(folder / "sub/out");
  REQUIRE(std::filesystem::remove_all(folder / "sub") == 2);
  CHECK(refusal_of([&] { file.commit(); }) ==
        "output: " + (folder / "sub/out") + ": No such file or directory");
}

TEST_CASE("a target that becomes a directory before it is published is reported, and nothing is left") {
  const Folder folder;
  {
    OutputFile file(folder / "out");
    REQUIRE(mkdir((folder / "out").c_str(), 0700) == 0);
    CHECK(refusal_of([&] { file.commit(); }) == "output: " + (folder / "out") + ": Is a directory");
  }
  CHECK(folder.names() == Names{"out"});
}

TEST_CASE("the last of several writers wins whole") {
  const Folder folder;
  OutputFile first(folder / "out"), second(folder / "out");
  first.write(bytes_of("the first"));
  second.write(bytes_of("second"));
  second.commit();
  first.commit();
  CHECK(content_of(folder / "out") == "the first");
  CHECK(folder.names() == Names{"out"});
}

TEST_CASE("a published file is on disk when that is asked for") {
  const Folder folder;
  publish(folder / "out", "x", true);
  CHECK(content_of(folder / "out") == "x");
}

TEST_CASE("a signal that ends the process takes its temporary files along") {
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
    const Folder folder;
    put(folder / "out", "before");
    const int ended_by = signal_that_ends([&] {
      std::signal(number, SIG_DFL);  // under nohup it is ignored, and stays so
      install_signal_handlers();
      OutputFile first(folder / "out"), second(folder / "other");
      OutputFile third(folder / "third");
      third.commit();
      first.write(bytes_of("half"));
      if (folder.names().size() == 4) raise(number);
    });
    CHECK(ended_by == number);
    CHECK(folder.names() == Names{"out", "third"});
    CHECK(content_of(folder / "out") == "before");
  }
}

TEST_CASE("signals that are held are heeded later") {
  const Folder folder;
  put(folder / "out", "before");
  const int ended_by = signal_that_ends([&] {
    install_signal_handlers();
    OutputFile file(folder / "out");
    file.write(bytes_of("after"));
    hold_signals();
    raise(SIGTERM);
    file.commit();
    if (content_of(folder / "out") == "after") heed_signals();
  });
  CHECK(ended_by == SIGTERM);
  CHECK(content_of(folder / "out") == "after");
  CHECK(folder.names() == Names{"out"});
}

TEST_CASE("too many output files at once are a bug, and reported as one") {
  const Folder folder;
  std::vector<std::unique_ptr<OutputFile>> files;
  const auto open_many = [&] {
    for (int i = 0; i < 1000; ++i) files.push_back(std::make_unique<OutputFile>(folder / std::to_string(i)));
  };
  CHECK(refusal_of(open_many) == "internal: too many output files at once");
  CHECK(files.size() >= 2);
  files.clear();
  CHECK(folder.names().empty());
  CHECK(refusal_to_create(folder / "out") == "accepted");
}

TEST_CASE("standard output is buffered, in order, and complete once finished") {
  const std::string large(200'000, 'x');
  const std::string printed = printed_by([&] {
    StandardOutput output;
    output.write("one ");
    output.write(bytes_of("two "));
    output.write(large);
    output.write(std::string_view(" three"));
    output.finish();
  });
  CHECK(printed == "one two " + large + " three");
  const std::string forgotten = printed_by([] {
    StandardOutput output;
    output.write("never finished");
  });
  CHECK(forgotten.empty());
}

TEST_CASE("standard output that cannot be written fails, unless nothing was to be printed") {
  const auto print = [](std::string_view text) {
    StandardOutput output;
    output.write(text);
    output.finish();
    output.finish();
  };
  std::string full, full_bytes, closed, nothing;
  const int device = open("/dev/full", O_WRONLY);
  with_standard_output(device, [&] { full = refusal_of([&] { print("x"); }); });
  with_standard_output(device,
                       [&] { full_bytes = refusal_of([] { StandardOutput().write(bytes_of("x")); }); });
  close(device);
  with_standard_output(-1, [&] { closed = refusal_of([&] { print("x"); }); });
  with_standard_output(-1, [&] { nothing = refusal_of([&] { print(""); }); });
  CHECK(full == "output: standard output: No space left on device");
  CHECK(full_bytes == full);
  CHECK(closed == "output: standard output: Bad file descriptor");
  CHECK(nothing == "accepted");
}

TEST_CASE("a descriptor that leads to the file being read is refused") {
  const Folder folder;
  put(folder / "a", "x");
  put(folder / "b", "x");
  REQUIRE(link((folder / "a").c_str(), (folder / "hard").c_str()) == 0);
  REQUIRE(mkfifo((folder / "fifo").c_str(), 0600) == 0);
  const auto refusal_of_writing = [&](const std::string& to, const std::string& from) {
    const auto input = Input::open(folder / from);
    const int descriptor = open((folder / to).c_str(), O_WRONLY | O_APPEND);
    const std::string refusal = refusal_of([&] { forbid_same_file(descriptor, *input); });
    close(descriptor);
    return refusal;
  };
  CHECK(refusal_of_writing("a", "a") == "usage: " + (folder / "a") + ": input file is output file");
  CHECK(refusal_of_writing("hard", "a") == "usage: " + (folder / "a") + ": input file is output file");
  CHECK(refusal_of_writing("b", "a") == "accepted");

  const int both = open((folder / "fifo").c_str(), O_RDWR);
  const auto input = Input::open(folder / "fifo");
  CHECK(refusal_of([&] { forbid_same_file(both, *input); }) == "accepted");
  CHECK(refusal_of([&] { forbid_same_file(-1, *input); }) == "accepted");
  close(both);
}

TEST_CASE("all bytes are written, however few are taken at a time") {
  std::array<int, 2> ends;
  REQUIRE(pipe2(ends.data(), O_CLOEXEC) == 0);
  fcntl(ends[1], F_SETPIPE_SZ, 4096);
  std::string content(100'000, '\0');
  for (std::size_t i = 0; i < content.size(); ++i) content[i] = static_cast<char>('a' + i % 23);
  std::string got;
  std::thread reader([&] {
    std::array<char, 999> piece;
    for (ssize_t count = 0; (count = read(ends[0], piece.data(), piece.size())) > 0;) {
      got.append(piece.data(), static_cast<std::size_t>(count));
    }
  });
  write_all(ends[1], bytes_of(content), "pipe");
  close(ends[1]);
  reader.join();
  close(ends[0]);
  CHECK(got == content);
}

TEST_CASE("a write that fails is reported by the name given") {
  CHECK(refusal_of([] { write_all(-1, bytes_of("x"), "there"); }) == "output: there: Bad file descriptor");
  CHECK(refusal_of([] { write_all(-1, {}, "there"); }) == "accepted");
}

TEST_CASE("a file is no terminal") {
  const int null = open("/dev/null", O_WRONLY);
  CHECK_FALSE(is_terminal(null));
  close(null);
  CHECK_FALSE(is_terminal(-1));
}

TEST_CASE("a file that grows is a regular one, and the one that its path names when it has grown") {
  const Folder folder;
  REQUIRE(mkfifo((folder / "fifo").c_str(), 0600) == 0);
  CHECK(refusal_of([&] { GrowingFile file(folder / "fifo"); }) ==
        "output: " + folder / "fifo" + ": only a regular file grows");
  CHECK(refusal_of([&] { GrowingFile file(folder / "none"); }) ==
        "output: " + folder / "none" + ": No such file or directory");
  put(folder / "log", "head");
  GrowingFile file(folder / "log");
  file.write(bytes_of(" and tail"));
  std::filesystem::rename(folder / "log", folder / "old");
  const std::string replaced =
      "output: " + folder / "log" + ": was replaced by another file while it was appended to";
  CHECK(refusal_of([&] { file.commit(bytes_of("HEAD"), false); }) == replaced);
  put(folder / "log", "another");
  CHECK(refusal_of([&] { file.commit(bytes_of("HEAD"), false); }) == replaced);
  CHECK(content_of(folder / "log") == "another");
}

TEST_CASE("too many files that grow at once are a bug, and reported as one") {
  const Folder folder;
  put(folder / "log", "head");
  std::vector<std::unique_ptr<GrowingFile>> files;
  const auto open_many = [&] {
    for (int i = 0; i < 1000; ++i) files.push_back(std::make_unique<GrowingFile>(folder / "log"));
  };
  CHECK(refusal_of(open_many) == "internal: too many files grow at once");
  files.clear();
  CHECK(content_of(folder / "log") == "head");
}

TEST_CASE("a guard that is moved to itself still guards") {
  const Folder folder;
  TemporaryFileGuard guard(folder / "temporary");
  TemporaryFileGuard& same = guard;
  guard = std::move(same);
  CHECK(refusal_of([] { throw_if_mapped(nullptr); }) == "accepted");
}

TEST_CASE("parts are stored beside a regular file alone, and published once") {
  const Folder folder;
  const auto refused = [&](const std::string& target) {
    return refusal_of([&] { SharedFile file(target, "k", 2); });
  };
  REQUIRE(mkfifo((folder / "fifo").c_str(), 0600) == 0);
  put(folder / "file", "");
  CHECK(refused(folder / "fifo") ==
        "usage: " + folder / "fifo" + ": is no regular file, and parts cannot be stored there");
  CHECK(refused("/dev/stdout") == "usage: /dev/stdout: is no regular file, and parts cannot be stored there");
  CHECK(refused(folder.path()) == "output: " + folder.path() + ": Is a directory");
  CHECK(refused(folder / "file/x") == "output: " + folder / "file/x" + ": Not a directory");

  SharedFile one(folder / "out", "k", 2), other(folder / "out", "k", 2);
  CHECK(one.open(bytes_of("head"), 8, "kind") == "kind");
  CHECK(other.open(bytes_of("HEAD"), 8, "another kind") == "kind");
  one.write_at(4, bytes_of("ab"));
  one.mark(0);
  one.mark(0);
  CHECK(other.missing() == 1);
  other.write_at(6, bytes_of("cd"));
  other.mark(1);
  CHECK(one.missing() == 0);
  other.publish();
  CHECK(content_of(folder / "out") == "headabcd");
  // A third begins the same work anew: its file is not the one that is published already.
  SharedFile third(folder / "out", "k", 2);
  CHECK(third.open(bytes_of("HEAD"), 8, "third") == "third");
  one.publish();
  CHECK(content_of(folder / "out") == "headabcd");
  third.mark(0);
  third.mark(1);
  CHECK(third.missing() == 0);
  third.publish();
  CHECK(content_of(folder / "out") == std::string("HEAD\0\0\0\0", 8));
  one.publish();
  CHECK(folder.names() == Names{"fifo", "file", "out"});
}

TEST_CASE("where a path leads") {
  const Folder folder;
  CHECK(folder_of("name") == ".");
  CHECK(folder_of("/name") == "/");
  CHECK(folder_of("/a/name") == "/a");
  CHECK(open_descriptor("/dev/stderr") == 2);
  CHECK(open_descriptor("/proc/self/fd/5") == 5);
  for (const std::string path : {"/dev/fd/", "/dev/fd/x", "/dev/fd/1x", "/dev/fd/-1", "/dev/fd/99999999999"})
    CHECK_FALSE(open_descriptor(path));
  std::filesystem::create_symlink("loop", folder / "loop");
  CHECK(refusal_of([&] { resolved(folder / "loop", "loop"); }) ==
        "output: loop: Too many levels of symbolic links");
  put(folder / "file", "");
  CHECK_FALSE(has_content(folder / "file"));
  CHECK_FALSE(has_content(folder / "none"));
  CHECK(refusal_of([&] { has_content(folder / "file/x"); }) ==
        "output: " + folder / "file/x" + ": Not a directory");
}

TEST_CASE("a file is not standard output where that is closed, and replaces nothing that is not there") {
  const Folder folder;
  put(folder / "file", "content");
  const OutputFile file(folder / "file");
  CHECK(file.replaces(folder / "file"));
  CHECK_FALSE(file.replaces(folder / "none"));
  bool is_standard_output = true;
  with_standard_output(-1, [&] { is_standard_output = file.is_standard_output(); });
  CHECK_FALSE(is_standard_output);
}
