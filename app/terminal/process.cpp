#include <app/terminal/process.hpp>
#include <cerrno>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <tcalc/kernel/tune_blas.hpp>
#include <tcalc/os/cleanup.hpp>

namespace tcalc::app {

namespace {

// Opens take the lowest free descriptor, so in order 0, 1, 2 each fills its own.
void fill_descriptor(int descriptor, int wrong_way) {
  if (fcntl(descriptor, F_GETFD) >= 0 || errno != EBADF) return;
  if (open("/dev/null", wrong_way) < 0) _exit(70);  // without it nothing could be reported
}

}  // namespace

void prepare_process() {
  fill_descriptor(STDIN_FILENO, O_WRONLY);
  fill_descriptor(STDOUT_FILENO, O_RDONLY);
  fill_descriptor(STDERR_FILENO, O_RDONLY);
  signal(SIGXFSZ, SIG_IGN);
  os::install_signal_handlers();
  tune_blas_at_first_use();
}

void allow_many_files() {
  rlimit limit = {};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);  // where it is refused, the file that is one too many is reported
}

}  // namespace tcalc::app
