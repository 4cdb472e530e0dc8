// A new member as libzip reads it: its values are asked for when it is its turn, and dropped after it.
#pragma once

#include <cstdint>
#include <exception>
#include <memory>
#include <span>
#include <string>

#include <tcalc/core/tensor.hpp>
#include <tcalc/npy/new_member.hpp>
#include <tcalc/npz/zip_library.hpp>

namespace tcalc::npz {

class MemberSource {
 public:
  MemberSource(const ZipLibrary& library, const npy::NewMember& member);
  MemberSource(const MemberSource&) = delete;
  MemberSource& operator=(const MemberSource&) = delete;

  // This object must outlive it. Null when libzip has no memory for it.
  zip_source_t* create(zip_error_t* error);
  // Throws what went wrong while libzip read; nothing where nothing did.
  void rethrow() const;

 private:
  static zip_int64_t call(void* self, void* data, zip_uint64_t bytes, zip_source_cmd_t command);
  zip_int64_t carry_out(void* data, zip_uint64_t bytes, zip_source_cmd_t command);
  void open();
  zip_int64_t read(std::span<std::byte> buffer);
  zip_int64_t describe(void* data) const;

  const ZipLibrary& library_;
  const npy::NewMember& member_;
  std::string header_;
  std::int64_t data_bytes_;
  Array values_;       // as they were given
  TensorView stored_;  // as they are written
  Tensor copy_;        // where they do not lie as they are written
  std::int64_t position_ = 0;
  zip_error_t error_ = {};
  std::exception_ptr kept_;
};

}  // namespace tcalc::npz
