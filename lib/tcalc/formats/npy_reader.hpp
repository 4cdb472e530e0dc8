// An .npy array as a format's reader: from a file, a stream, or a member of an archive.
#pragma once

#include <memory>
#include <string>

#include <tcalc/formats/array_reader.hpp>
#include <tcalc/npy/header.hpp>

namespace tcalc::formats {

// The array at the input's position. Throws Error{input}; where the bytes are none of .npy, it says what they
// are instead.
std::unique_ptr<ArrayReader> open_npy_array(const std::shared_ptr<os::Input>& input,
                                            const npy::Dtypes& dtypes);

// What is to be known of .npy bytes with such elements.
std::string remark_of_npy(Dtype dtype);

}  // namespace tcalc::formats
