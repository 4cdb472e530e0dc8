#include <algorithm>
#include <cerrno>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include <tcalc/core/error.hpp>
#include <tcalc/os/cleanup.hpp>
#include <tcalc/os/standard_output.hpp>
#include <tcalc/os/system_error.hpp>

namespace tcalc::os {

namespace {
constexpr std::string_view standard_output_name = "standard output";
}

void StandardOutput::write(std::string_view text) {
  constexpr std::size_t buffer_size = std::size_t{64} << 10;
  used_ = used_ || !text.empty();
  buffer_ += text;
  if (buffer_.size() >= buffer_size) flush();
}

void StandardOutput::write(std::span<const std::byte> bytes) {
  used_ = used_ || !bytes.empty();
  flush();
  write_all(STDOUT_FILENO, bytes, standard_output_name);
}

void StandardOutput::flush() {
  write_all(STDOUT_FILENO, std::as_bytes(std::span(buffer_)), standard_output_name);
  buffer_.clear();
}

void StandardOutput::finish() {
  if (!std::exchange(used_, false)) return;
  flush();
  // Some file systems tell only now that there was no room.
  if (close(STDOUT_FILENO) != 0) throw output_error(standard_output_name, errno);
}

bool is_terminal(int descriptor) { return isatty(descriptor) == 1; }

void forbid_same_file(int descriptor, const Input& input, Hint instead) {
  struct stat status = {};
  if (fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) return;
  if (input.identity() != FileIdentity{status.st_dev, status.st_ino}) return;
  throw Error(ErrorKind::usage, input.name() + ": input file is output file", std::move(instead));
}

void write_all(int descriptor, std::span<const std::byte> bytes, std::string_view name) {
  constexpr std::size_t longest_write = std::size_t{1} << 30;  // Linux cuts a single one at 2 GiB
  while (!bytes.empty()) {
    const ssize_t count = ::write(descriptor, bytes.data(), std::min(bytes.size(), longest_write));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) throw_write_failure(name, bytes.data(), errno);
    bytes = bytes.subspan(static_cast<std::size_t>(count));
  }
}

void write_all_at(int descriptor, std::int64_t position, std::span<const std::byte> bytes,
                  std::string_view name) {
  while (!bytes.empty()) {
    const ssize_t count = pwrite(descriptor, bytes.data(), bytes.size(), position);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) throw_write_failure(name, bytes.data(), errno);
    bytes = bytes.subspan(static_cast<std::size_t>(count));
    position += count;
  }
}

void throw_write_failure(std::string_view name, const std::byte* source, int error_number) {
  if (error_number == EFAULT) throw_if_mapped(source);
  throw output_error(name, error_number);
}

}  // namespace tcalc::os
