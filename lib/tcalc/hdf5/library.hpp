// libhdf5, loaded when the first of its files is named. Its headers are not needed: what is used is the same
// in versions 1.10 to 1.14, and declared here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

namespace tcalc::hdf5 {

using Id = std::int64_t;     // hid_t: of a file, a group, a type, ...; negative where there is none
using Size = std::uint64_t;  // hsize_t

struct GroupInfo {  // H5G_info_t
  int storage = 0;
  Size links = 0;
  std::int64_t largest_order = 0;
  bool is_mounted = false;
};

struct LinkInfo {  // H5L_info_t: of its versions only the first member is used
  int type = 0;
  std::byte rest[60] = {};
};

struct ErrorEntry {  // H5E_error2_t
  Id class_id, major, minor;
  unsigned line;
  const char *function, *file, *text;
};
using VisitError = int (*)(unsigned, const ErrorEntry*, void*);

// The functions that are used, by the names without their H5.
struct Library {
  int (*open)();
  int (*Eset_auto2)(Id, void*, void*);
  int (*Ewalk2)(Id, int, VisitError, void*);
  Id (*Fopen)(const char*, unsigned, Id);
  int (*Fclose)(Id);
  Id (*Gopen2)(Id, const char*, Id);
  int (*Gget_info)(Id, GroupInfo*);
  std::ptrdiff_t (*Lget_name_by_idx)(Id, const char*, int, int, Size, char*, std::size_t, Id);
  int (*Lget_info)(Id, const char*, LinkInfo*, Id);
  Id (*Oopen)(Id, const char*, Id);
  int (*Oclose)(Id);
  int (*Iget_type)(Id);
  Id (*Dget_type)(Id);
  Id (*Dget_space)(Id);
  Id (*Dget_create_plist)(Id);
  Size (*Dget_offset)(Id);
  int (*Dread)(Id, Id, Id, Id, Id, void*);
  int (*Dvlen_reclaim)(Id, Id, Id, void*);
  int (*Pclose)(Id);
  int (*Pget_layout)(Id);
  int (*Pget_external_count)(Id);
  int (*Sclose)(Id);
  int (*Sget_simple_extent_type)(Id);
  int (*Sget_simple_extent_ndims)(Id);
  int (*Sget_simple_extent_dims)(Id, Size*, Size*);
  Id (*Screate_simple)(int, const Size*, const Size*);
  int (*Sselect_hyperslab)(Id, int, const Size*, const Size*, const Size*, const Size*);
  int (*Tclose)(Id);
  int (*Tget_class)(Id);
  std::size_t (*Tget_size)(Id);
  int (*Tget_sign)(Id);
  int (*Tget_order)(Id);
  std::size_t (*Tget_precision)(Id);
  std::size_t (*Tget_ebias)(Id);
  int (*Tis_variable_str)(Id);
  int (*Tget_nmembers)(Id);
  char* (*Tget_member_name)(Id, unsigned);
  std::size_t (*Tget_member_offset)(Id, unsigned);
  Id (*Tget_member_type)(Id, unsigned);
  int (*free_memory)(void*);
  Id (*Tget_super)(Id);
  int (*Aget_num_attrs)(Id);
  Id (*Aopen_by_idx)(Id, const char*, int, int, Size, Id, Id);
  std::ptrdiff_t (*Aget_name)(Id, std::size_t, char*);
  Id (*Aget_type)(Id);
  Id (*Aget_space)(Id);
  int (*Aread)(Id, Id, void*);
  int (*Aclose)(Id);
};

// Throws Error{input} with a hint how to install it.
std::shared_ptr<const Library> library();

// The first cause of what a function just refused, as the library says it; "cannot be read" where it says
// nothing.
std::string last_error(const Library& library);

// An id and the function that closes it.
class Handle {
 public:
  Handle(Id id, int (*close)(Id)) : id_(id), close_(close) {}
  Handle(Handle&& other) noexcept : id_(std::exchange(other.id_, -1)), close_(other.close_) {}
  Handle& operator=(Handle&&) = delete;
  ~Handle() {
    if (id_ >= 0) close_(id_);
  }

  operator Id() const { return id_; }

 private:
  Id id_;
  int (*close_)(Id);
};

// Throws Error{input}: the file, what cannot be read of it, and what the library says of why.
[[noreturn]] void refuse(const Library& library, const std::string& file, const std::string& what);

// What the library has just opened for `path`, whose id is negative where it could not. Throws Error{input}.
Handle held(const Library& library, Id id, int (*close)(Id), const std::string& file,
            const std::string& path);

}  // namespace tcalc::hdf5
