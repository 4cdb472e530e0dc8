// Arrays in files, of every format that the program reads and writes: .npy, .npz, .safetensors, .gguf,
// PyTorch, HDF5, CSV, JSON and others, by the ending of the name; any other name is .npy.
//
//   const auto w = tcalc::load<float>("weights.npz:w1");  // mapped, where the file holds such elements
//   tcalc::save("y.npy", tcalc::matmul(x, w));            // the file is replaced whole, or not at all
//
// A file that holds many arrays is FILE:NAME, one without a header raw=FILE[@OFFSET]:SHAPE:DTYPE, and one
// that is compressed as a whole has .gz or .zst behind its ending.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <tcalc/api/describe.hpp>
#include <tcalc/error.hpp>
#include <tcalc/export.hpp>

#if __has_include(<xtensor/containers/xadapt.hpp>)
#include <xtensor/containers/xadapt.hpp>
#else
#include <xtensor/xadapt.hpp>
#endif

namespace tcalc {
inline namespace v0 {

/// What a header says of an array.
struct ArrayHeader {
  std::string name;                 ///< within its file; empty where the file is one array
  std::vector<std::int64_t> shape;  ///< extents
  std::string dtype;           ///< NumPy's name, "float32"; as the header has it where it is none of tcalc's
  bool fortran_order = false;  ///< the first axis is the fastest
  std::string byte_order;      ///< "little" or "big"; empty where that means nothing
  std::optional<std::int64_t> bytes;  ///< of its elements; nothing where that is not known
  bool has_values = true;             ///< whether they can be loaded
};

/// What the header of one array says. No element is read.
///
/// Throws InputError for a file that cannot be opened or understood, UsageError where it holds many and none
/// is named.
TCALC_EXPORT ArrayHeader header(const std::string& file);

/// Those of all arrays of a file that holds many, in its order; of any other file its own.
TCALC_EXPORT std::vector<ArrayHeader> headers(const std::string& file);

/// How an array is stored, where its format leaves a choice.
struct SaveOptions {
  bool fortran_order = false;  ///< of .npy
  bool compress = false;       ///< members of .npz
  bool sync = false;           ///< wait until it is on disk
};

}  // namespace v0
}  // namespace tcalc

namespace tcalc::api {
inline namespace v0 {

// Elements that `owner` keeps alive, in C or Fortran order.
struct Loaded {
  const void* data = nullptr;
  std::vector<std::size_t> extents;
  bool fortran_order = false;
  std::shared_ptr<const void> owner;
};

TCALC_EXPORT Loaded load(const std::string& file, Dtype dtype);
TCALC_EXPORT void save(const std::string& file, const ArrayRef& array, const SaveOptions& options);

}  // namespace v0
}  // namespace tcalc::api

namespace tcalc {
inline namespace v0 {

/// An array of a file, as elements of T: an xtensor adaptor that is read-only and keeps what it shows.
///
/// Of a file that has such elements in native byte order it is a mapping, and no element is read until it is
/// looked at; else they are converted into memory. Throws InputError for a file that cannot be opened, read
/// or understood, ShapeError where T does not hold the values of its dtype, ResourceError where they do not
/// fit into memory.
template <class T>
auto load(const std::string& file) {
  api::Loaded loaded = api::load(file, dtype_of<T>());
  const auto layout = loaded.fortran_order ? xt::layout_type::column_major : xt::layout_type::row_major;
  return xt::adapt_smart_ptr<xt::layout_type::dynamic>(static_cast<const T*>(loaded.data), loaded.extents,
                                                       std::move(loaded.owner), layout);
}

/// Writes an array to a file, or to a member of one: "weights.npz:w1" is added, or replaced, and the others
/// are kept.
///
/// A file is published whole or not at all: it is written under another name, which then replaces it. Throws
/// OutputError where it cannot be written, UsageError for a format that is only read.
template <class E>
void save(const std::string& file, const xt::xexpression<E>& array, const SaveOptions& options = {}) {
  api::Described<E> described(array.derived_cast());
  api::save(file, described.ref(), options);
}

}  // namespace v0
}  // namespace tcalc
