#include <array>
#include <pybind11/stl.h>
#include <python/errors.hpp>
#include <string>
#include <vector>

#include <tcalc/builder/hint_text.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/core/located.hpp>

namespace py = pybind11;

namespace tcalc::python {

namespace {

struct Class {
  ErrorKind kind;
  const char* name;
  PyObject** also;  // what it is too in Python
  const char* document;
};

const std::array classes = {
    Class{ErrorKind::mismatch, "ShapeError", &PyExc_ValueError,
          "The operation is not defined for these shapes, dtypes or axes."},
    Class{ErrorKind::usage, "UsageError", &PyExc_ValueError,
          "A shape, an option or an expression that cannot be read."},
    Class{ErrorKind::input, "InputError", &PyExc_TypeError,
          "An operand of a kind or a dtype that tcalc does not have."},
    Class{ErrorKind::output, "OutputError", &PyExc_OSError, "A result that cannot be written."},
    Class{ErrorKind::resource, "ResourceError", &PyExc_MemoryError,
          "More memory than there is, or a size that overflows."},
    Class{ErrorKind::internal, "InternalError", &PyExc_RuntimeError,
          "A bug in tcalc, or a BLAS that it may not call."},
};

// They live as long as the process, as the module does.
py::handle base;
std::array<py::handle, classes.size()> made;

struct Wording {
  std::string operator()(const std::string& sentence) const { return sentence; }
  std::string operator()(const OptionHint& hint) const {
    return hint.before + expression::keyword_text(hint.name, hint.value) + hint.after;
  }
  std::string operator()(const CallHint& call) const { return expression::function_text(call, "tcalc."); }
};

void raise(const Error& error) {
  std::string text = error.message;
  for (const DrawnLine& line : drawn(error)) text += "\n  " + line.text;
  std::vector<std::string> hints;
  for (const Hint& hint : error.hints) hints.push_back(std::visit(Wording(), hint));
  for (const std::string& hint : hints) text += "\n  hint: " + hint;

  py::handle type = base;
  for (std::size_t i = 0; i < classes.size(); ++i) {
    if (classes[i].kind == error.kind) type = made[i];
  }
  const py::object raised = type(text);
  raised.attr("message") = error.message;
  raised.attr("kind") = std::string(kind_name(error.kind));
  raised.attr("hints") = py::tuple(py::cast(hints));
  PyErr_SetObject(type.ptr(), raised.ptr());
}

}  // namespace

void add_errors(py::module_& module) {
  base = PyErr_NewExceptionWithDoc("tcalc.Error",
                                   "Why there is no result. Its text is what the program tcalc prints: a "
                                   "line (`message`), the operands with "
                                   "marks below the axes that clash, and what is legal instead (`hints`).",
                                   nullptr, nullptr);
  module.attr("Error") = base;
  for (std::size_t i = 0; i < classes.size(); ++i) {
    const py::tuple bases = py::make_tuple(base, py::handle(*classes[i].also));
    const std::string name = std::string("tcalc.") + classes[i].name;
    made[i] = PyErr_NewExceptionWithDoc(name.c_str(), classes[i].document, bases.ptr(), nullptr);
    module.attr(classes[i].name) = made[i];
  }
  py::register_exception_translator([](std::exception_ptr thrown) {
    try {
      std::rethrow_exception(thrown);
    } catch (const Error& error) {
      raise(error);
    }
  });
}

}  // namespace tcalc::python
