// Writes .npy arrays, byte for byte as numpy.save does.
#pragma once

#include <tcalc/core/tensor.hpp>
#include <tcalc/os/output.hpp>

namespace tcalc::npy {

// For a result that is stored where it belongs: writes the header of such an array and returns where its
// elements are to be stored, on a cache line's boundary; nullptr when the file cannot be mapped (see
// os::OutputFile::map).
std::byte* map_npy(os::OutputFile& file, Dtype dtype, const Extents& extents);

// The view's elements in C order and little-endian, after their header. A contiguous view is written straight
// from its bytes; any other is copied first. Throws Error{output}.
void write_npy(os::OutputFile& file, const TensorView& view);
void write_npy(os::StandardOutput& output, const TensorView& view);

}  // namespace tcalc::npy
