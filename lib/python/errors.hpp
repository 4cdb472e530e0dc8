// tcalc's errors as Python exceptions.
#pragma once

#include <pybind11/pybind11.h>

namespace tcalc::python {

// Adds the exception classes to the module, and has every tcalc::Error raised as one of them.
void add_errors(pybind11::module_& module);

}  // namespace tcalc::python
