#include <array>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/hdf5/library.hpp>
#include <tcalc/os/shared_library.hpp>

namespace tcalc::hdf5 {

namespace {

// Debian's names, of releases 13 and 12, then those of other systems.
constexpr std::array names = {"libhdf5_serial.so.310", "libhdf5_serial.so.103", "libhdf5.so.310",
                              "libhdf5.so.200", "libhdf5.so.103"};

constexpr Id default_stack = 0;
constexpr int from_the_cause = 0;  // H5E_WALK_UPWARD

int keep_first(unsigned place, const ErrorEntry* entry, void* text) {
  if (place == 0 && entry->text != nullptr) *static_cast<std::string*>(text) = entry->text;
  return 0;
}

}  // namespace

std::shared_ptr<const Library> library() {
  const auto loaded = os::SharedLibrary::first_of(names, "HDF5 files", "libhdf5-310 or libhdf5-103-1");
  auto functions = std::make_shared<Library>();
  const auto load = [&](const char* name, auto& function) { loaded.find(name, function); };
  load("H5open", functions->open);
  load("H5Eset_auto2", functions->Eset_auto2);
  load("H5Ewalk2", functions->Ewalk2);
  load("H5Fopen", functions->Fopen);
  load("H5Fclose", functions->Fclose);
  load("H5Gopen2", functions->Gopen2);
  load("H5Gget_info", functions->Gget_info);
  load("H5Lget_name_by_idx", functions->Lget_name_by_idx);
  load(loaded.has("H5Lget_info2") ? "H5Lget_info2" : "H5Lget_info", functions->Lget_info);
  load("H5Oopen", functions->Oopen);
  load("H5Oclose", functions->Oclose);
  load("H5Iget_type", functions->Iget_type);
  load("H5Dget_type", functions->Dget_type);
  load("H5Dget_space", functions->Dget_space);
  load("H5Dget_create_plist", functions->Dget_create_plist);
  load("H5Dget_offset", functions->Dget_offset);
  load("H5Dread", functions->Dread);
  load("H5Dvlen_reclaim", functions->Dvlen_reclaim);
  load("H5Pclose", functions->Pclose);
  load("H5Pget_layout", functions->Pget_layout);
  load("H5Pget_external_count", functions->Pget_external_count);
  load("H5Sclose", functions->Sclose);
  load("H5Sget_simple_extent_type", functions->Sget_simple_extent_type);
  load("H5Sget_simple_extent_ndims", functions->Sget_simple_extent_ndims);
  load("H5Sget_simple_extent_dims", functions->Sget_simple_extent_dims);
  load("H5Screate_simple", functions->Screate_simple);
  load("H5Sselect_hyperslab", functions->Sselect_hyperslab);
  load("H5Tclose", functions->Tclose);
  load("H5Tget_class", functions->Tget_class);
  load("H5Tget_size", functions->Tget_size);
  load("H5Tget_sign", functions->Tget_sign);
  load("H5Tget_order", functions->Tget_order);
  load("H5Tget_precision", functions->Tget_precision);
  load("H5Tget_ebias", functions->Tget_ebias);
  load("H5Tis_variable_str", functions->Tis_variable_str);
  load("H5Tget_nmembers", functions->Tget_nmembers);
  load("H5Tget_member_name", functions->Tget_member_name);
  load("H5Tget_member_offset", functions->Tget_member_offset);
  load("H5Tget_member_type", functions->Tget_member_type);
  load("H5free_memory", functions->free_memory);
  load("H5Tget_super", functions->Tget_super);
  load("H5Aget_num_attrs", functions->Aget_num_attrs);
  load("H5Aopen_by_idx", functions->Aopen_by_idx);
  load("H5Aget_name", functions->Aget_name);
  load("H5Aget_type", functions->Aget_type);
  load("H5Aget_space", functions->Aget_space);
  load("H5Aread", functions->Aread);
  load("H5Aclose", functions->Aclose);
  functions->open();
  functions->Eset_auto2(default_stack, nullptr, nullptr);  // it would print
  return functions;
}

std::string last_error(const Library& library) {
  std::string text = "cannot be read";
  library.Ewalk2(default_stack, from_the_cause, keep_first, &text);
  return text;
}

void refuse(const Library& library, const std::string& file, const std::string& what) {
  throw Error(ErrorKind::input, formatted("{}: {}: {}", file, what, escaped(last_error(library))));
}

Handle held(const Library& library, Id id, int (*close)(Id), const std::string& file,
            const std::string& path) {
  if (id < 0) refuse(library, file, escaped(path));
  return {id, close};
}

}  // namespace tcalc::hdf5
