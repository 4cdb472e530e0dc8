// A zip file as libzip sees it: read from an input, and written anew to an output file.
#pragma once

#include <cstdint>
#include <exception>
#include <memory>
#include <string>

#include <tcalc/npz/zip_library.hpp>
#include <tcalc/os/input.hpp>
#include <tcalc/os/output.hpp>

namespace tcalc::npz {

// What libzip reads from and writes to; it calls back. An exception must not pass through it: it is kept, and
// thrown once libzip has returned.
class ZipFile {
 public:
  // `input` is empty for an archive that does not exist yet, `output` for one that is only read.
  ZipFile(std::shared_ptr<const ZipLibrary> library, std::shared_ptr<os::Input> input, os::OutputFile* output)
      : library_(std::move(library)), input_(std::move(input)), output_(output) {}
  ZipFile(const ZipFile&) = delete;
  ZipFile& operator=(const ZipFile&) = delete;

  const ZipLibrary& library() const { return *library_; }
  const std::shared_ptr<os::Input>& input() const { return input_; }

  // The archive. This object must outlive it. Throws Error{input} "<name>: ...".
  zip_t* open(int flags, const std::string& name);

  // Throws what was kept, or Error{kind} "<name>: <what libzip says>".
  [[noreturn]] void fail(zip_error_t* error, const std::string& name, ErrorKind kind);

 private:
  static zip_int64_t call(void* self, void* data, zip_uint64_t bytes, zip_source_cmd_t command);
  zip_int64_t carry_out(void* data, zip_uint64_t bytes, zip_source_cmd_t command);
  zip_int64_t describe(void* data) const;
  zip_int64_t read(void* data, zip_uint64_t bytes);
  zip_int64_t write(const void* data, zip_uint64_t bytes);
  zip_int64_t move(std::int64_t& position, std::int64_t end, void* data, zip_uint64_t bytes);
  std::int64_t size() const { return input_ ? input_->size().value_or(0) : 0; }

  std::shared_ptr<const ZipLibrary> library_;
  std::shared_ptr<os::Input> input_;
  os::OutputFile* output_;
  std::int64_t read_position_ = 0, write_position_ = 0, written_ = 0;
  zip_error_t error_ = {};
  std::exception_ptr kept_;
};

}  // namespace tcalc::npz
