#include <array>
#include <atomic>
#include <cstdint>
#include <cstring>
#include <signal.h>
#include <string_view>
#include <sys/mman.h>
#include <unistd.h>
#include <utility>
#include <vector>

#include <climits>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/os/cleanup.hpp>

namespace tcalc::os {

namespace {

// A slot is claimed, filled, and only then marked as set: a handler never sees half of it.
enum SlotState : int { free_slot, claimed, set };

struct TemporaryFile {
  std::atomic<int> state = free_slot;
  std::string path;
};

struct Mapping {
  std::atomic<int> state = free_slot;
  std::uintptr_t first = 0, last = 0;
  std::array<char, 512> message;  // the whole line
  std::size_t message_size = 0;
  ErrorKind kind = ErrorKind::internal;
};

struct GrownFile {
  std::atomic<int> state = free_slot;
  int descriptor = -1;
  off_t size = 0;
};

std::array<TemporaryFile, 256> temporary_files;
std::array<GrownFile, 4> grown_files;
std::array<Mapping, 64> mappings;

std::atomic<bool> handlers_wanted = false, catches_termination = false, catches_bus_errors = false;
std::atomic<bool> held = false;
std::atomic<int> held_signal = 0;

static_assert(std::atomic<int>::is_always_lock_free, "signal handlers read these");

constexpr std::string_view prefix = "tcalc: error: ";

template <class Table>
int claim(Table& table) {
  for (std::size_t slot = 0; slot < table.size(); ++slot) {
    int expected = free_slot;
    if (table[slot].state.compare_exchange_strong(expected, claimed)) return static_cast<int>(slot);
  }
  return -1;
}

// What is half done goes.
void undo() {
  for (const GrownFile& file : grown_files) {
    if (file.state.load() != set) continue;
    [[maybe_unused]] const int failed = ftruncate(file.descriptor, file.size);
  }
  for (const TemporaryFile& file : temporary_files) {
    if (file.state.load() == set) unlink(file.path.c_str());
  }
}

void die_of(int signal_number) {
  signal(signal_number, SIG_DFL);
  raise(signal_number);
}

void on_termination(int signal_number) {
  if (held) {
    held_signal = signal_number;
    return;
  }
  undo();
  die_of(signal_number);
}

void on_bus_error(int signal_number, siginfo_t* information, void*) {
  const auto address = reinterpret_cast<std::uintptr_t>(information->si_addr);
  for (const Mapping& mapping : mappings) {
    if (mapping.state.load() != set || address < mapping.first || address >= mapping.last) continue;
    undo();
    [[maybe_unused]] const auto written = write(STDERR_FILENO, mapping.message.data(), mapping.message_size);
    _exit(static_cast<int>(mapping.kind));
  }
  undo();
  die_of(signal_number);
}

// Those that end a process unless it catches them, and that others send: a terminal, a batch system, a timer.
std::vector<int> signals_from_outside() {
  std::vector<int> numbers = {SIGHUP,    SIGINT,  SIGQUIT, SIGTERM, SIGPIPE, SIGALRM,
                              SIGVTALRM, SIGPROF, SIGUSR1, SIGUSR2, SIGXCPU, SIGIO,
                              SIGSTKFLT, SIGPWR,  SIGABRT, SIGTRAP, SIGSYS};
  for (int number = SIGRTMIN; number <= SIGRTMAX; ++number) numbers.push_back(number);
  return numbers;
}

void catch_termination() {
  for (const int number : signals_from_outside()) {
    struct sigaction before = {};
    sigaction(number, nullptr, &before);
    if (before.sa_handler == SIG_IGN) continue;
    struct sigaction action = {};
    action.sa_handler = on_termination;
    action.sa_flags = SA_RESTART;
    sigfillset(&action.sa_mask);
    sigaction(number, &action, nullptr);
  }
}

void catch_bus_errors() {
  struct sigaction action = {};
  action.sa_sigaction = on_bus_error;
  action.sa_flags = SA_SIGINFO;
  sigfillset(&action.sa_mask);
  sigaction(SIGBUS, &action, nullptr);
}

}  // namespace

GrownFileGuard::GrownFileGuard(int descriptor, std::int64_t size) : slot_(claim(grown_files)) {
  if (handlers_wanted && !catches_termination.exchange(true)) catch_termination();
  if (slot_ < 0) throw Error(ErrorKind::internal, "too many files grow at once");
  GrownFile& file = grown_files[static_cast<std::size_t>(slot_)];
  file.descriptor = descriptor;
  file.size = size;
  file.state = set;
}

GrownFileGuard& GrownFileGuard::operator=(GrownFileGuard&& other) noexcept {
  std::swap(slot_, other.slot_);
  return *this;
}

GrownFileGuard::~GrownFileGuard() {
  if (slot_ >= 0) grown_files[static_cast<std::size_t>(slot_)].state = free_slot;
}

TemporaryFileGuard::TemporaryFileGuard(const std::string& path) : slot_(claim(temporary_files)) {
  if (handlers_wanted && !catches_termination.exchange(true)) catch_termination();
  if (slot_ < 0) throw Error(ErrorKind::internal, "too many output files at once");
  TemporaryFile& file = temporary_files[static_cast<std::size_t>(slot_)];
  if (path.size() >= PATH_MAX) {
    file.state = free_slot;
    slot_ = -1;
    throw Error(ErrorKind::output, escaped(path) + ": File name too long");
  }
  file.path = path;
  file.state = set;
}

TemporaryFileGuard& TemporaryFileGuard::operator=(TemporaryFileGuard&& other) noexcept {
  if (this != &other) {
    release();
    slot_ = other.slot_;
    other.slot_ = -1;
  }
  return *this;
}

void TemporaryFileGuard::release() noexcept {
  if (slot_ >= 0) temporary_files[static_cast<std::size_t>(slot_)].state = free_slot;
  slot_ = -1;
}

MappingGuard::MappingGuard(const void* address, std::size_t bytes, const std::string& name, ErrorKind kind,
                           const std::string& fact)
    : slot_(claim(mappings)) {
  if (slot_ < 0) return;
  if (handlers_wanted && !catches_bus_errors.exchange(true)) catch_bus_errors();
  Mapping& mapping = mappings[static_cast<std::size_t>(slot_)];
  mapping.first = reinterpret_cast<std::uintptr_t>(address);
  mapping.last = mapping.first + bytes;
  constexpr std::size_t longest_name = 400;  // leaves room for the rest of the line
  const std::string message = formatted("{}{}: {}\n", prefix, name.substr(0, longest_name), fact);
  std::memcpy(mapping.message.data(), message.data(), message.size());
  mapping.message_size = message.size();
  mapping.kind = kind;
  mapping.state = set;
}

MappingGuard::~MappingGuard() {
  if (slot_ >= 0) mappings[static_cast<std::size_t>(slot_)].state = free_slot;
}

void throw_if_mapped(const void* address) {
  const auto position = reinterpret_cast<std::uintptr_t>(address);
  for (const Mapping& mapping : mappings) {
    if (mapping.state.load() != set || position < mapping.first || position >= mapping.last) continue;
    const std::string_view line(mapping.message.data(), mapping.message_size - 1);
    throw Error(mapping.kind, std::string(line.substr(prefix.size())));
  }
}

void forget_pages(const void* address) {
  const auto position = reinterpret_cast<std::uintptr_t>(address);
  for (const Mapping& mapping : mappings) {
    if (mapping.state.load() != set) continue;
    if (position < mapping.first || position >= mapping.last) continue;
    madvise(reinterpret_cast<void*>(mapping.first), mapping.last - mapping.first, MADV_DONTNEED);
    return;
  }
}

void hold_signals() { held = true; }

void heed_signals() {
  held = false;
  if (held_signal != 0) on_termination(held_signal);
}

void install_signal_handlers() { handlers_wanted = true; }
bool owns_process() { return handlers_wanted; }

}  // namespace tcalc::os
