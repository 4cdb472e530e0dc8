// What the elements of an HDF5 type are.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <tcalc/core/dtype.hpp>
#include <tcalc/hdf5/library.hpp>

namespace tcalc::hdf5 {

struct Element {
  std::string dtype;            // what it is where that is no dtype of tcalc's: "string"
  std::optional<Dtype> stored;  // nothing where its values are not read
  bool big_endian = false;
  std::int64_t bytes = 0;  // as it is stored; 0 where elements have no size of their own
  bool is_text = false;
};

// Booleans and complex numbers as h5py stores them. Throws Error{input} beginning with `file`.
Element element_of(const Library& library, Id type, const std::string& file);

}  // namespace tcalc::hdf5
