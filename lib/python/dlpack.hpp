// Tensors of other libraries, through DLPack (the data exchange protocol of the Python array API).
#pragma once

#include <pybind11/pybind11.h>

#include <tcalc/core/tensor.hpp>

namespace tcalc::python {

// Whether it gives its memory out as DLPack.
bool speaks_dlpack(pybind11::handle object);

// Its elements, and what keeps them alive. Throws Error{input} for memory that is not this machine's and for
// dtypes that tcalc does not have; what the object's own methods raise passes.
Array from_dlpack(pybind11::handle object, const std::string& name);

}  // namespace tcalc::python
