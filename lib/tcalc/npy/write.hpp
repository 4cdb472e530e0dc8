// Writes .npy arrays, byte for byte as numpy.save does.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>

#include <tcalc/core/tensor.hpp>
#include <tcalc/npy/header.hpp>
#include <tcalc/os/output.hpp>
#include <tcalc/os/standard_output.hpp>

namespace tcalc::npy {

// For a result that is stored where it belongs: writes the header of such an array and returns where its
// elements are to be stored, on a cache line's boundary; nullptr when the file cannot be mapped (see
// os::OutputFile::map).
std::byte* map_npy(os::OutputFile& file, Dtype dtype, const Extents& extents, const Storage& storage = {});

// The view whose elements in C order are those that `storage` asks for: what is to be written is this view's
// bytes, once its elements stand one after another.
TensorView as_stored(const TensorView& view, const Storage& storage);

// Whether a view's bytes are those of its elements in C order: it can be written as it is.
bool is_plain(const TensorView& view);

using WriteBytes = std::function<void(std::span<const std::byte>)>;

// Header and elements, in pieces. What does not lie in memory as it is stored is converted in pieces of a few
// MiB. Throws what `write` throws.
void encode(const TensorView& view, const Storage& storage, const WriteBytes& write);

// The elements alone, in C order, little-endian.
void encode_elements(const TensorView& view, const WriteBytes& write);

// An .npy file, to a file or to standard output. Throws Error{output}.
void write_npy(os::OutputFile& file, const TensorView& view, const Storage& storage = {});
void write_npy(os::StandardOutput& output, const TensorView& view, const Storage& storage = {});

}  // namespace tcalc::npy
