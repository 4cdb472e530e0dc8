#include <span>

#include <tcalc/core/error.hpp>
#include <tcalc/npz/zip_file.hpp>

namespace tcalc::npz {

namespace {

std::span<std::byte> bytes_at(void* data, zip_uint64_t bytes) {
  return {static_cast<std::byte*>(data), static_cast<std::size_t>(bytes)};
}

}  // namespace

zip_t* ZipFile::open(int flags, const std::string& name) {
  ZipError error(*library_);
  zip_source_t* source = library_->zip_source_function_create(&ZipFile::call, this, error.get());
  zip_t* zip = source == nullptr ? nullptr : library_->zip_open_from_source(source, flags, error.get());
  if (zip != nullptr) return zip;
  if (source != nullptr) library_->zip_source_free(source);
  fail(error.get(), name, ErrorKind::input);
}

void ZipFile::fail(zip_error_t* error, const std::string& name, ErrorKind kind) {
  const std::string reason = library_->zip_error_strerror(error);
  if (kept_) std::rethrow_exception(kept_);
  throw Error(kind, name + ": " + escaped(reason));
}

zip_int64_t ZipFile::call(void* self, void* data, zip_uint64_t bytes, zip_source_cmd_t command) {
  auto& file = *static_cast<ZipFile*>(self);
  try {
    return file.carry_out(data, bytes, command);
  } catch (...) {
    file.kept_ = std::current_exception();
    file.library_->zip_error_set(&file.error_, ZIP_ER_INTERNAL, 0);  // what was thrown is said instead
    return -1;
  }
}

zip_int64_t ZipFile::carry_out(void* data, zip_uint64_t bytes, zip_source_cmd_t command) {
  switch (command) {
    case ZIP_SOURCE_SUPPORTS:
      return output_ != nullptr ? ZIP_SOURCE_SUPPORTS_WRITABLE : ZIP_SOURCE_SUPPORTS_SEEKABLE;
    case ZIP_SOURCE_STAT:
      return describe(data);
    case ZIP_SOURCE_OPEN:
      read_position_ = 0;
      return 0;
    case ZIP_SOURCE_READ:
      return read(data, bytes);
    case ZIP_SOURCE_SEEK:
      return move(read_position_, size(), data, bytes);
    case ZIP_SOURCE_TELL:
      return read_position_;
    case ZIP_SOURCE_BEGIN_WRITE:
      write_position_ = written_ = 0;
      return 0;
    case ZIP_SOURCE_WRITE:
      return write(data, bytes);
    case ZIP_SOURCE_SEEK_WRITE:
      return move(write_position_, written_, data, bytes);
    case ZIP_SOURCE_TELL_WRITE:
      return write_position_;
    case ZIP_SOURCE_ERROR:
      return library_->zip_error_to_data(&error_, data, bytes);
    case ZIP_SOURCE_CLOSE:
    case ZIP_SOURCE_FREE:
    case ZIP_SOURCE_COMMIT_WRITE:
    case ZIP_SOURCE_ROLLBACK_WRITE:
    case ZIP_SOURCE_REMOVE:
      return 0;  // whoever owns the files publishes or drops them
    default:
      library_->zip_error_set(&error_, ZIP_ER_OPNOTSUPP, 0);
      return -1;
  }
}

zip_int64_t ZipFile::describe(void* data) const {
  auto& status = *static_cast<zip_stat_t*>(data);
  library_->zip_stat_init(&status);
  if (!input_) {
    library_->zip_error_set(const_cast<zip_error_t*>(&error_), ZIP_ER_READ, ENOENT);
    return -1;
  }
  status.size = static_cast<zip_uint64_t>(size());
  status.valid = ZIP_STAT_SIZE;
  return sizeof status;
}

zip_int64_t ZipFile::read(void* data, zip_uint64_t bytes) {
  const std::size_t count = input_->read_at(read_position_, bytes_at(data, bytes));
  read_position_ += static_cast<std::int64_t>(count);
  return static_cast<zip_int64_t>(count);
}

zip_int64_t ZipFile::write(const void* data, zip_uint64_t bytes) {
  output_->write_at(write_position_, {static_cast<const std::byte*>(data), static_cast<std::size_t>(bytes)});
  write_position_ += static_cast<std::int64_t>(bytes);
  written_ = std::max(written_, write_position_);
  return static_cast<zip_int64_t>(bytes);
}

zip_int64_t ZipFile::move(std::int64_t& position, std::int64_t end, void* data, zip_uint64_t bytes) {
  const zip_int64_t target = library_->zip_source_seek_compute_offset(
      static_cast<zip_uint64_t>(position), static_cast<zip_uint64_t>(end), data, bytes, &error_);
  if (target < 0) return -1;
  position = target;
  return 0;
}

}  // namespace tcalc::npz
