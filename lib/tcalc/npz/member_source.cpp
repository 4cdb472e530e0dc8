#include <algorithm>
#include <cstring>

#include <tcalc/npy/write.hpp>
#include <tcalc/npz/member_source.hpp>

namespace tcalc::npz {

MemberSource::MemberSource(const ZipLibrary& library, const npy::NewMember& member)
    : library_(library),
      member_(member),
      header_(npy::format_header(member.dtype, member.extents, member.storage)),
      data_bytes_(count(member.extents) * size_of(member.dtype)) {}

zip_source_t* MemberSource::create(zip_error_t* error) {
  return library_.zip_source_function_create(&MemberSource::call, this, error);
}

void MemberSource::rethrow() const {
  if (kept_) std::rethrow_exception(kept_);
}

// An exception must not pass through libzip.
zip_int64_t MemberSource::call(void* self, void* data, zip_uint64_t bytes, zip_source_cmd_t command) {
  auto& source = *static_cast<MemberSource*>(self);
  try {
    return source.carry_out(data, bytes, command);
  } catch (...) {
    source.kept_ = std::current_exception();
    source.library_.zip_error_set(&source.error_, ZIP_ER_READ, 0);
    return -1;
  }
}

zip_int64_t MemberSource::carry_out(void* data, zip_uint64_t bytes, zip_source_cmd_t command) {
  switch (command) {
    case ZIP_SOURCE_SUPPORTS:
      return ZIP_SOURCE_SUPPORTS_READABLE;
    case ZIP_SOURCE_STAT:
      return describe(data);
    case ZIP_SOURCE_OPEN:
      open();
      return 0;
    case ZIP_SOURCE_READ:
      return read({static_cast<std::byte*>(data), static_cast<std::size_t>(bytes)});
    case ZIP_SOURCE_ERROR:
      return library_.zip_error_to_data(&error_, data, bytes);
    case ZIP_SOURCE_CLOSE:
      values_ = {};
      copy_ = {};
      return 0;
    case ZIP_SOURCE_FREE:
      return 0;
    default:
      library_.zip_error_set(&error_, ZIP_ER_OPNOTSUPP, 0);
      return -1;
  }
}

void MemberSource::open() {
  position_ = 0;
  values_ = member_.values();
  stored_ = npy::as_stored(values_.view, member_.storage);
  if (npy::is_plain(stored_)) return;
  copy_ = converted(stored_, stored_.dtype);
  stored_ = copy_.view();
}

zip_int64_t MemberSource::read(std::span<std::byte> buffer) {
  const auto header_bytes = static_cast<std::int64_t>(header_.size());
  const bool in_header = position_ < header_bytes;
  const std::byte* from = in_header ? reinterpret_cast<const std::byte*>(header_.data()) + position_
                                    : stored_.data + (position_ - header_bytes);
  const std::int64_t left = (in_header ? header_bytes : header_bytes + data_bytes_) - position_;
  const auto bytes = std::min(buffer.size(), static_cast<std::size_t>(left));
  if (bytes > 0) std::memcpy(buffer.data(), from, bytes);
  position_ += static_cast<std::int64_t>(bytes);
  return static_cast<zip_int64_t>(bytes);
}

zip_int64_t MemberSource::describe(void* data) const {
  auto& status = *static_cast<zip_stat_t*>(data);
  library_.zip_stat_init(&status);
  status.size = static_cast<zip_uint64_t>(header_.size()) + static_cast<zip_uint64_t>(data_bytes_);
  status.valid = ZIP_STAT_SIZE;
  return sizeof status;
}

}  // namespace tcalc::npz
