#include <app/process.hpp>
#include <cerrno>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

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
}

}  // namespace tcalc::app
