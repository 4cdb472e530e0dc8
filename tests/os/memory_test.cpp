#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <sys/resource.h>
#include <sys/wait.h>
#include <tests/support/catch.hpp>
#include <tests/support/folder.hpp>
#include <unistd.h>

#include <tcalc/os/huge_pages.hpp>
#include <tcalc/os/memory.hpp>
#include <tcalc/os/reserved_memory.hpp>
#include <tcalc/os/shared_library.hpp>
#include <tcalc/os/zero_pages.hpp>

using namespace tcalc::os;

TEST_CASE("bytes are shown in binary units with at most three significant digits") {
  constexpr std::int64_t kibi = 1024, mebi = kibi * 1024, gibi = mebi * 1024, tebi = gibi * 1024;
  struct Row {
    std::int64_t bytes;
    std::string text;
  };
  for (const Row& row : {
           Row{0, "0 bytes"},
           {1, "1 byte"},
           {2, "2 bytes"},
           {512, "512 bytes"},
           {1023, "1023 bytes"},
           {kibi, "1 KiB"},
           {kibi + 5, "1 KiB"},
           {kibi + 6, "1.01 KiB"},
           {1536, "1.5 KiB"},
           {9 * kibi + 1018, "9.99 KiB"},
           {9 * kibi + 1019, "10 KiB"},
           {10 * kibi + 512, "10.5 KiB"},
           {99 * kibi + 972, "99.9 KiB"},
           {99 * kibi + 973, "100 KiB"},
           {100 * kibi + 512, "100 KiB"},
           {999 * kibi + 511, "999 KiB"},
           {999 * kibi + 512, "0.98 MiB"},
           {1000 * kibi, "0.98 MiB"},
           {mebi - 1, "1 MiB"},
           {mebi, "1 MiB"},
           {256 * mebi, "256 MiB"},
           {80'000'000'000, "74.5 GiB"},
           {gibi + gibi / 4, "1.25 GiB"},
           {tebi, "1 TiB"},
           {800'000'000'000'000, "728 TiB"},
           {std::int64_t{1} << 50, "1 PiB"},
           {std::int64_t{1} << 60, "1 EiB"},
           {INT64_MAX, "8 EiB"},
       }) {
    INFO(row.bytes);
    CHECK(format_bytes(row.bytes) == row.text);
  }
}

TEST_CASE("sizes are read in binary units, in either case") {
  constexpr std::int64_t kibi = 1024, mebi = kibi * 1024, gibi = mebi * 1024;
  struct Row {
    std::string text;
    std::int64_t bytes;
  };
  for (const Row& row : {
           Row{"1", 1},
           {"4096", 4096},
           {"512B", 512},
           {"1K", kibi},
           {"1k", kibi},
           {"1KB", kibi},
           {"1KiB", kibi},
           {"512M", 512 * mebi},
           {"512 MiB", 512 * mebi},
           {"1.5g", gibi + gibi / 2},
           {"0.5K", 512},
           {"2T", 2 * kibi * gibi},
           {"7E", 7 * gibi * gibi},
           {"3b", 3},
           {"2kib", 2048},
           {"2Kb", 2048},
       }) {
    INFO(row.text);
    CHECK(parse_bytes(row.text) == row.bytes);
  }
  for (const std::string text : {"", "0", "0.5", "-1", "M", "1X", "1MM", "1 M B", "1e9", "0x10", "nan", "inf",
                                 "8E", "1M ", " 1M", "1[", "1-", "1/"}) {
    INFO(text);
    CHECK_FALSE(parse_bytes(text));
  }
}

TEST_CASE("there is memory left, and less than the machine has") {
  const std::int64_t pages = sysconf(_SC_PHYS_PAGES);
  const std::int64_t available = available_memory();
  CHECK(available > 0);
  CHECK(available < pages * sysconf(_SC_PAGESIZE));
}

// Sanitizers reserve so much that no limit can hold them.
#if !defined(__SANITIZE_ADDRESS__)
TEST_CASE("a limit on the address space is the most there is, less what the program needs") {
  constexpr std::int64_t gibi = std::int64_t{1} << 30;
  const auto available_under = [](std::int64_t limit) {
    int ends[2];
    REQUIRE(pipe(ends) == 0);
    const pid_t child = fork();
    if (child == 0) {
      const rlimit both = {static_cast<rlim_t>(limit), static_cast<rlim_t>(limit)};
      const std::int64_t available = setrlimit(RLIMIT_AS, &both) == 0 ? available_memory() : -1;
      _exit(write(ends[1], &available, sizeof available) == sizeof available ? 0 : 1);
    }
    close(ends[1]);
    std::int64_t available = -1;
    REQUIRE(read(ends[0], &available, sizeof available) == sizeof available);
    close(ends[0]);
    waitpid(child, nullptr, 0);
    return available;
  };
  // Far more than the threads and buffers of other tests have mapped.
  const std::int64_t under_sixteen = available_under(16 * gibi);
  CHECK(under_sixteen > 0);
  CHECK(under_sixteen <= 16 * gibi - gibi / 64);
  CHECK(available_under(gibi / 8) == 0);
}
#endif

TEST_CASE("what a control group leaves is found in either version of its files") {
  const auto available_with = [](const std::map<std::string, std::string>& files) {
    const tcalc::test::Folder root;
    for (const auto& [path, content] : files) {
      std::filesystem::create_directories(std::filesystem::path(root / path).parent_path());
      tcalc::test::put(root / path, content);
    }
    return available_memory(1, false, root.path());
  };
  constexpr std::int64_t mebi = std::int64_t{1} << 20;
  const auto mebibytes = [](std::int64_t count) { return std::to_string(count * mebi) + "\n"; };
  const std::string machine = "MemTotal: 9000000 kB\nMemAvailable:    8388608 kB\n";
  CHECK(available_with({{"proc/meminfo", machine}}) == 8192 * mebi - 256 * mebi);
  CHECK(available_with({{"proc/meminfo", "MemTotal: 9000000 kB\n"}}) == INT64_MAX - 256 * mebi);
  // A limit without what is used of it, and lines that are none.
  CHECK(available_with({{"proc/meminfo", machine},
                        {"proc/self/cgroup", "nonsense\n1:memory\n0::job\n"},
                        {"sys/fs/cgroup/memory.max", mebibytes(1000)}}) == 8192 * mebi - 256 * mebi);
  CHECK(available_with({{"proc/meminfo", machine},
                        {"proc/self/cgroup", "0::/job\n"},
                        {"sys/fs/cgroup/job/memory.max", mebibytes(1000)},
                        {"sys/fs/cgroup/job/memory.current", mebibytes(400)},
                        {"sys/fs/cgroup/job/memory.stat", "anon 5\ninactive_file 104857600\n"}}) ==
        (1000 - 400 + 100 - 256) * mebi);
  CHECK(available_with({{"proc/meminfo", machine},
                        {"proc/self/cgroup", "5:cpu:/\n4:memory:/job\n0::/\n"},
                        {"sys/fs/cgroup/memory/job/memory.limit_in_bytes", mebibytes(1000)},
                        {"sys/fs/cgroup/memory/job/memory.usage_in_bytes", mebibytes(500)},
                        {"sys/fs/cgroup/memory/job/memory.stat", "cache 7\ntotal_inactive_file 52428800\n"},
                        {"sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n"},
                        {"sys/fs/cgroup/memory/memory.usage_in_bytes", mebibytes(4000)}}) ==
        (1000 - 500 + 50 - 256) * mebi);
}

TEST_CASE("addresses that are not there are refused, or none") {
  constexpr std::int64_t exbi = std::int64_t{1} << 60;
  CHECK(tcalc::test::refusal_of([] { ReservedMemory memory(exbi); }) ==
        "resource: there are no addresses for a result of 1 EiB");
  CHECK(ReservedMemory(0).data() != nullptr);
  CHECK(ZeroPages(exbi).data() == nullptr);
  const ZeroPages zeros(1 << 20);
  REQUIRE(zeros.data() != nullptr);
  CHECK(zeros.data()[(1 << 20) - 1] == std::byte{});
}

TEST_CASE("huge pages are asked for where memory is large enough to have some, and change nothing in it") {
  constexpr std::int64_t bytes = std::int64_t{16} << 20;
  const ReservedMemory memory(bytes);
  memory.data()[0] = std::byte{1};
  ask_for_huge_pages(memory.data(), bytes);
  ask_for_huge_pages(memory.data() + 1, std::int64_t{4} << 20);
  ask_for_huge_pages(memory.data(), 4096);
  CHECK(memory.data()[0] == std::byte{1});
  CHECK(memory.data()[bytes - 1] == std::byte{});
}

TEST_CASE("a library that cannot be loaded, or lacks a function, is named with what needs it") {
  const std::array<const char*, 2> none = {"libnone.so.1", "libnone.so.2"};
  CHECK(tcalc::test::refusal_of([&] { SharedLibrary::first_of(none, "no files", "libnone2"); }) ==
        "input: no files need libnone.so.1, which cannot be loaded");
  const std::array<const char*, 2> second = {"libnone.so.1", "libm.so.6"};
  const SharedLibrary loaded = SharedLibrary::first_of(second, "numbers", "libc6");
  double (*function)(double) = nullptr;
  loaded.find("cos", function);
  CHECK(function(0) == 1);
  CHECK_FALSE(loaded.has("no_such_function"));
  CHECK(tcalc::test::refusal_of([&] { loaded.find("no_such_function", function); }) ==
        "input: libm.so.6 has no function no_such_function");
}
