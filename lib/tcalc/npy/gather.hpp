// A part of an array that is not mapped: only its elements are kept.
#pragma once

#include <tcalc/core/tensor.hpp>
#include <tcalc/npy/header.hpp>
#include <tcalc/os/input.hpp>
#include <tcalc/view/slice.hpp>

namespace tcalc::npy {

// `input` stands at the first element and is left behind the last one that was needed. The result is in C
// order and in the file's byte order. Throws Error{input} when the input ends early.
Array gather(os::Input& input, const Header& header, const Selection& selection);

}  // namespace tcalc::npy
