// Adds arrays to .npz archives, or replaces them there.
#pragma once

#include <string>

#include <tcalc/core/tensor.hpp>
#include <tcalc/npy/header.hpp>
#include <tcalc/os/output.hpp>

namespace tcalc::npz {

// Writes to `file` the archive that is at `path` now, or an empty one where there is none, with the array as
// its member `name` (".npy" is added). The other members keep their bytes and their order; all of that name
// become one. Stored, or deflated when `compress`. Throws Error{output} for what is no archive or no regular
// file.
void write_member(os::OutputFile& file, const std::string& path, const std::string& name,
                  const TensorView& view, const npy::Storage& storage, bool compress);

}  // namespace tcalc::npz
