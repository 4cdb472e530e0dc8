#include <app/mpi/world.hpp>
#include <app/terminal/report.hpp>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <mpi.h>
#include <optional>
#include <string>
#include <thread>
#include <unistd.h>

#include <tcalc/core/formatted.hpp>

namespace tcalc::app {

World::World(int* count, char*** arguments) {
  int level = 0;
  MPI_Init_thread(count, arguments, MPI_THREAD_FUNNELED, &level);
  MPI_Comm_rank(MPI_COMM_WORLD, &rank_);
  MPI_Comm_size(MPI_COMM_WORLD, &size_);
  MPI_Comm host = MPI_COMM_NULL;
  MPI_Comm_split_type(MPI_COMM_WORLD, MPI_COMM_TYPE_SHARED, 0, MPI_INFO_NULL, &host);
  MPI_Comm_size(host, &on_this_host_);
  MPI_Comm_free(&host);
}

World::~World() { MPI_Finalize(); }

unsigned World::of_first(unsigned number) const {
  MPI_Bcast(&number, 1, MPI_UNSIGNED, 0, MPI_COMM_WORLD);
  return number;
}

void World::together(const std::function<void()>& step) const {
  std::optional<Error> failed;
  try {
    step();
  } catch (...) {
    failed = current_error();
  }
  struct {
    int failed, rank;
  } own = {failed ? 1 : 0, rank_}, worst = {};
  MPI_Allreduce(&own, &worst, 1, MPI_2INT, MPI_MAXLOC, MPI_COMM_WORLD);
  if (worst.failed == 0) return;
  // Of several the first speaks for all.
  int code = failed ? static_cast<int>(failed->kind) : 0;
  MPI_Bcast(&code, 1, MPI_INT, worst.rank, MPI_COMM_WORLD);
  if (worst.rank == rank_) throw Error(*failed);
  throw SomebodyFailed{code};
}

namespace {

// mpirun waits for ever for the processes of a machine that it cannot reach: the first signal lets it try to
// end them, a second one ends it.
void end_launcher() {
  std::ifstream file(formatted("/proc/{}/comm", getppid()));
  std::string name;
  std::getline(file, name);
  if (name != "mpirun" && name != "mpiexec" && name != "orterun" && name != "prterun") return;
  constexpr auto patience = std::chrono::seconds(2);
  kill(getppid(), SIGTERM);
  std::this_thread::sleep_for(patience);
  kill(getppid(), SIGTERM);
}

}  // namespace

Deadline::Deadline(double seconds) : seconds_(std::make_shared<std::atomic<double>>(seconds)) {
  using Clock = std::chrono::steady_clock;
  std::thread([limit = seconds_, begin = Clock::now()] {
    constexpr auto often = std::chrono::milliseconds(200);
    while (std::chrono::duration<double>(Clock::now() - begin).count() < *limit)
      std::this_thread::sleep_for(often);
    const std::string text = formatted(
        "tcalc: error: not done after {:.0f} seconds: another process or the network may be gone\n"
        "  hint: --deadline SECONDS waits longer\n",
        limit->load());
    std::fputs(text.c_str(), stderr);
    end_launcher();
    _exit(static_cast<int>(ErrorKind::resource));
  }).detach();
}

}  // namespace tcalc::app
