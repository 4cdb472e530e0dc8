// libzip, loaded when the first archive is named: it brings five more libraries, and Debian has no static
// one.
#pragma once

#include <memory>
#include <zip.h>

namespace tcalc::npz {

// The functions that are used, by their own names. The header's declarations give their types.
struct ZipLibrary {
  decltype(&::zip_open_from_source) zip_open_from_source;
  decltype(&::zip_close) zip_close;
  decltype(&::zip_discard) zip_discard;
  decltype(&::zip_get_error) zip_get_error;
  decltype(&::zip_get_num_entries) zip_get_num_entries;
  decltype(&::zip_stat_index) zip_stat_index;
  decltype(&::zip_get_name) zip_get_name;
  decltype(&::zip_fopen_index) zip_fopen_index;
  decltype(&::zip_fread) zip_fread;
  decltype(&::zip_fseek) zip_fseek;
  decltype(&::zip_fclose) zip_fclose;
  decltype(&::zip_file_get_error) zip_file_get_error;
  decltype(&::zip_file_add) zip_file_add;
  decltype(&::zip_file_replace) zip_file_replace;
  decltype(&::zip_file_rename) zip_file_rename;
  decltype(&::zip_delete) zip_delete;
  decltype(&::zip_set_file_compression) zip_set_file_compression;
  decltype(&::zip_file_set_dostime) zip_file_set_dostime;
  decltype(&::zip_source_function_create) zip_source_function_create;
  decltype(&::zip_source_free) zip_source_free;
  decltype(&::zip_source_make_command_bitmap) zip_source_make_command_bitmap;
  decltype(&::zip_source_seek_compute_offset) zip_source_seek_compute_offset;
  decltype(&::zip_stat_init) zip_stat_init;
  decltype(&::zip_error_init) zip_error_init;
  decltype(&::zip_error_fini) zip_error_fini;
  decltype(&::zip_error_set) zip_error_set;
  decltype(&::zip_error_strerror) zip_error_strerror;
  decltype(&::zip_error_code_zip) zip_error_code_zip;
  decltype(&::zip_error_code_system) zip_error_code_system;
  decltype(&::zip_error_to_data) zip_error_to_data;
};

// What libzip says of a call that failed, with the memory of its text.
class ZipError {
 public:
  explicit ZipError(const ZipLibrary& library) : library_(library) { library_.zip_error_init(&error_); }
  ZipError(const ZipError&) = delete;
  ZipError& operator=(const ZipError&) = delete;
  ~ZipError() { library_.zip_error_fini(&error_); }

  zip_error_t* get() { return &error_; }

 private:
  const ZipLibrary& library_;
  zip_error_t error_;
};

// Throws Error{input} with a hint how to install it.
std::shared_ptr<const ZipLibrary> zip_library();

}  // namespace tcalc::npz
