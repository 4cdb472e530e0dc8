// What must happen when the process dies of a signal: temporary files go, and a file that shrank while it was
// mapped is named.
//
// The tables behind this are the one piece of global state: a signal handler can reach nothing else. They
// have a fixed size, and handlers only read them, write(2) and unlink(2).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include <tcalc/core/error.hpp>

namespace tcalc::os {

// Removes the file when a signal ends the process that can be caught, and is no fault of its own as SIGSEGV
// is. At most one registration per object.
class TemporaryFileGuard {
 public:
  TemporaryFileGuard() = default;
  // Registers before the file exists, so that there is no moment when it could be left behind. Throws
  // Error{internal} when too many are registered.
  explicit TemporaryFileGuard(const std::string& path);
  TemporaryFileGuard(TemporaryFileGuard&& other) noexcept : slot_(other.slot_) { other.slot_ = -1; }
  TemporaryFileGuard& operator=(TemporaryFileGuard&& other) noexcept;
  ~TemporaryFileGuard() { release(); }

  // The file is to stay, or is gone already.
  void release() noexcept;

 private:
  int slot_ = -1;
};

// Cuts an open file back to `size` bytes when such a signal ends the process. At most one registration per
// object.
class GrownFileGuard {
 public:
  GrownFileGuard() = default;
  // Throws Error{internal} when too many are registered.
  GrownFileGuard(int descriptor, std::int64_t size);
  GrownFileGuard(GrownFileGuard&& other) noexcept : slot_(other.slot_) { other.slot_ = -1; }
  GrownFileGuard& operator=(GrownFileGuard&& other) noexcept;
  ~GrownFileGuard();

 private:
  int slot_ = -1;
};

// A mapped range of the file `name`: a SIGBUS inside it says "<name>: <fact>" and exits with the kind's code.
class MappingGuard {
 public:
  MappingGuard(const void* address, std::size_t bytes, const std::string& name, ErrorKind kind,
               const std::string& fact);
  MappingGuard(const MappingGuard&) = delete;
  MappingGuard& operator=(const MappingGuard&) = delete;
  ~MappingGuard();

  // False when the table was full: then the range must not be used.
  bool registered() const { return slot_ >= 0; }

 private:
  int slot_ = -1;
};

// Throws what a SIGBUS at this address says, where it is in such a range: a system call that was to read from
// there only fails.
void throw_if_mapped(const void* address);

// Gives back the memory that the pages of a mapped file take, in which this address is: they are read again
// where they are needed again, and what was stored in those of an output stays. Nothing for any other memory.
void forget_pages(const void* address);

// Lets handlers be installed as soon as there is something for them to do. A signal that the parent had
// ignored stays ignored.
void install_signal_handlers();
// Whether that was called: a library leaves its process as it is.
bool owns_process();

// From now on signals do not end the process: what is about to be published is there, and the exit code says
// so.
void hold_signals();
// They do again, and one that came meanwhile does now.
void heed_signals();

}  // namespace tcalc::os
