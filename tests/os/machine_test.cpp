#include <filesystem>
#include <map>
#include <sched.h>
#include <string>
#include <tests/support/catch.hpp>
#include <tests/support/folder.hpp>

#include <tcalc/os/machine.hpp>
#include <tcalc/os/proc_file.hpp>

using namespace tcalc;
using namespace tcalc::os;

namespace {

using Files = std::map<std::string, std::string>;

// What `read` finds on a machine whose /proc and /sys have these files.
template <class Read>
auto on_machine(const Files& files, const Read& read) {
  const test::Folder root;
  for (const auto& [path, content] : files) {
    std::filesystem::create_directories(std::filesystem::path(root / path).parent_path());
    test::put(root / path, content);
  }
  return read(root.path());
}

std::optional<double> quota_of(const Files& files) { return on_machine(files, processor_quota); }

}  // namespace

TEST_CASE("the quota of processors is the least of the control groups, in either version of their files") {
  CHECK(quota_of({}) == std::nullopt);
  CHECK(quota_of({{"proc/self/cgroup", "0::/\n"}}) == std::nullopt);
  CHECK(quota_of({{"proc/self/cgroup", "0::/\n"}, {"sys/fs/cgroup/cpu.max", "max 100000\n"}}) ==
        std::nullopt);
  CHECK(quota_of({{"proc/self/cgroup", "0::/\n"}, {"sys/fs/cgroup/cpu.max", "150000 100000\n"}}) == 1.5);
  CHECK(quota_of({{"proc/self/cgroup", "0::/a/b\n"},
                  {"sys/fs/cgroup/a/b/cpu.max", "max 100000\n"},
                  {"sys/fs/cgroup/a/cpu.max", "20000 10000\n"},
                  {"sys/fs/cgroup/cpu.max", "300000 100000\n"}}) == 2.0);
  const std::string old_groups = "5:cpu,cpuacct:/docker/1f\n4:memory:/docker/1f\n1:name=systemd:/docker/1f\n";
  CHECK(quota_of({{"proc/self/cgroup", old_groups},
                  {"sys/fs/cgroup/cpu/docker/1f/cpu.cfs_quota_us", "400000\n"},
                  {"sys/fs/cgroup/cpu/docker/1f/cpu.cfs_period_us", "100000\n"}}) == 4.0);
  // A container sees its own group at the top.
  CHECK(quota_of({{"proc/self/cgroup", old_groups},
                  {"sys/fs/cgroup/cpu/cpu.cfs_quota_us", "50000\n"},
                  {"sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n"}}) == 0.5);
  CHECK(quota_of({{"proc/self/cgroup", old_groups},
                  {"sys/fs/cgroup/cpu/cpu.cfs_quota_us", "-1\n"},
                  {"sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n"}}) == std::nullopt);
  for (const std::string nonsense : {"", "0 100000", "100000", "100000 0", "-5 100000", "x y"}) {
    INFO(nonsense);
    CHECK(quota_of({{"proc/self/cgroup", "0::/\n"}, {"sys/fs/cgroup/cpu.max", nonsense}}) == std::nullopt);
  }
}

TEST_CASE("as many threads are useful as processors, or as their quota is worth, and one at least") {
  CHECK(useful_threads(8, std::nullopt) == 8);
  CHECK(useful_threads(8, 2.0) == 2);
  CHECK(useful_threads(8, 1.5) == 2);
  CHECK(useful_threads(8, 0.1) == 1);
  CHECK(useful_threads(2, 16.0) == 2);
  CHECK(processors() >= 1);
}

TEST_CASE("caches are those of data, and 0 where nothing or nonsense is said") {
  const std::string cache = "sys/devices/system/cpu/cpu0/cache/index";
  const auto files = [&](const std::string& l2) {
    return Files{
        {cache + "0/type", "Data\n"},        {cache + "0/level", "1\n"}, {cache + "0/size", "48K\n"},
        {cache + "1/type", "Instruction\n"}, {cache + "1/level", "1\n"}, {cache + "1/size", "32K\n"},
        {cache + "2/type", "Unified\n"},     {cache + "2/level", "2\n"}, {cache + "2/size", l2},
        {cache + "3/type", "Unified\n"},     {cache + "3/level", "3\n"}, {cache + "3/size", "32M\n"}};
  };
  const Caches right = on_machine(files("1024K\n"), caches);
  CHECK(right.l1 == 48 << 10);
  CHECK(right.l2 == 1 << 20);
  CHECK(right.l3 == 32 << 20);
  for (const std::string nonsense : {"", "0K", "-1K", "K", "99999999999999999999K", "9999999999999K"}) {
    INFO(nonsense);
    CHECK(on_machine(files(nonsense), caches).l2 == 0);
  }
  CHECK(on_machine({}, caches).l1 == 0);
}

TEST_CASE("huge pages are as the kernel has them, or absent") {
  const std::string file = "sys/kernel/mm/transparent_hugepage/enabled";
  CHECK(on_machine({{file, "always [madvise] never\n"}}, huge_pages) == "madvise");
  CHECK(on_machine({{file, "[always] madvise never\n"}}, huge_pages) == "always");
  CHECK(on_machine({{file, "always madvise never\n"}}, huge_pages) == "");
  CHECK(on_machine({}, huge_pages) == "");
}

TEST_CASE("processors that an affinity takes away are not counted") {
  cpu_set_t before;
  REQUIRE(sched_getaffinity(0, sizeof before, &before) == 0);
  REQUIRE(processors() == CPU_COUNT(&before));
  int first = 0;
  while (!CPU_ISSET(first, &before)) ++first;
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET(first, &one);
  REQUIRE(sched_setaffinity(0, sizeof one, &one) == 0);
  const int counted = processors();
  REQUIRE(sched_setaffinity(0, sizeof before, &before) == 0);
  CHECK(counted == 1);
}

TEST_CASE("what bears on speed is said, and what the machine hides is called unknown") {
  CHECK(description({8, 1.5, {48 << 10, 1 << 20, 0}, "madvise"}, 2) ==
        "threads          2 (8 processors, a quota of 1.5)\n"
        "caches           L1 48 KiB, L2 1 MiB, L3 unknown\n"
        "huge pages       madvise\n");
  CHECK(description({1, std::nullopt, {}, ""}, 1) ==
        "threads          1 (1 processor)\n"
        "caches           L1 unknown, L2 unknown, L3 unknown\n"
        "huge pages       none\n");
}
