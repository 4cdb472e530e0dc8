#include <tcalc/npz/zip_library.hpp>
#include <tcalc/os/shared_library.hpp>

namespace tcalc::npz {

std::shared_ptr<const ZipLibrary> zip_library() {
  const os::SharedLibrary library(TCALC_LIBZIP, ".npz archives", "libzip4");
  auto functions = std::make_shared<ZipLibrary>();
  const auto load = [&](const char* name, auto& function) { library.find(name, function); };
  load("zip_open_from_source", functions->zip_open_from_source);
  load("zip_close", functions->zip_close);
  load("zip_discard", functions->zip_discard);
  load("zip_get_error", functions->zip_get_error);
  load("zip_get_num_entries", functions->zip_get_num_entries);
  load("zip_stat_index", functions->zip_stat_index);
  load("zip_get_name", functions->zip_get_name);
  load("zip_fopen_index", functions->zip_fopen_index);
  load("zip_fread", functions->zip_fread);
  load("zip_fseek", functions->zip_fseek);
  load("zip_fclose", functions->zip_fclose);
  load("zip_file_get_error", functions->zip_file_get_error);
  load("zip_file_add", functions->zip_file_add);
  load("zip_file_replace", functions->zip_file_replace);
  load("zip_file_rename", functions->zip_file_rename);
  load("zip_delete", functions->zip_delete);
  load("zip_set_file_compression", functions->zip_set_file_compression);
  load("zip_file_set_dostime", functions->zip_file_set_dostime);
  load("zip_source_function_create", functions->zip_source_function_create);
  load("zip_source_free", functions->zip_source_free);
  load("zip_source_make_command_bitmap", functions->zip_source_make_command_bitmap);
  load("zip_source_seek_compute_offset", functions->zip_source_seek_compute_offset);
  load("zip_stat_init", functions->zip_stat_init);
  load("zip_error_init", functions->zip_error_init);
  load("zip_error_fini", functions->zip_error_fini);
  load("zip_error_set", functions->zip_error_set);
  load("zip_error_strerror", functions->zip_error_strerror);
  load("zip_error_code_zip", functions->zip_error_code_zip);
  load("zip_error_code_system", functions->zip_error_code_system);
  load("zip_error_to_data", functions->zip_error_to_data);
  return functions;
}

}  // namespace tcalc::npz
