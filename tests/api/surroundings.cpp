// What a C++ program meets where little is left of its address space, and where the user says how many
// threads.
//
//   surroundings address_space   products under limits from 2 to 400 MiB above what the program has: each of
//                                them is right, or throws ResourceError, and none hangs or ends the program
//   surroundings product MIB     one of them
//   surroundings threads         prints how many threads products take
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <tcalc/tcalc.hpp>

namespace {

constexpr int computed = 0, refused = 5, wrong = 1;
constexpr unsigned most_seconds = 60;

// Of what is mapped. Bytes.
rlim_t address_space() {
  std::FILE* const file = std::fopen("/proc/self/statm", "r");
  unsigned long pages = 0;
  const bool was_read = file != nullptr && std::fscanf(file, "%lu", &pages) == 1;
  if (file != nullptr) std::fclose(file);
  return was_read ? pages * static_cast<rlim_t>(sysconf(_SC_PAGESIZE)) : 0;
}

int product_within(rlim_t more) {
  constexpr std::size_t size = 700;
  const xt::xarray<double> a = xt::ones<double>({size, size});
  const rlim_t limit = address_space() + more;
  const rlimit both = {limit, limit};
  if (setrlimit(RLIMIT_AS, &both) != 0) return wrong;
  try {
    const xt::xarray<double> c = tcalc::matmul(a, a);
    return c(0, 0) == size && c(size - 1, size - 1) == size ? computed : wrong;
  } catch (const tcalc::ResourceError&) {
    return refused;
  }
}

// A process of its own: a forked one would have a single thread.
bool holds(int mebibytes) {
  const std::string number = std::to_string(mebibytes);
  const pid_t child = fork();
  if (child == 0) {
    alarm(most_seconds);
    execl("/proc/self/exe", "surroundings", "product", number.c_str(), nullptr);
    _exit(wrong);
  }
  int status = 0;
  waitpid(child, &status, 0);
  const bool good = WIFEXITED(status) && (WEXITSTATUS(status) == computed || WEXITSTATUS(status) == refused);
  std::cout << number << " MiB: "
            << (!good                            ? "status " + std::to_string(status)
                : WEXITSTATUS(status) == refused ? "refused"
                                                 : "computed")
            << "\n";
  return good;
}

}  // namespace

int main(int count, char** words) {
  const std::string_view what = count > 1 ? words[1] : "";
  if (what == "threads") {
    std::cout << tcalc::default_threads() << "\n";
    return 0;
  }
  if (what == "product" && count > 2) return product_within(static_cast<rlim_t>(std::atoi(words[2])) << 20);
  bool all = true;
  for (const int mebibytes : {2, 4, 8, 12, 20, 40, 70, 100, 150, 200, 300, 400})
    all = holds(mebibytes) && all;
  return all ? 0 : 1;
}
