// The Python module: what is said of each function, and which operation it is.
#include <array>
#include <pybind11/pybind11.h>
#include <python/errors.hpp>
#include <python/products.hpp>
#include <string>

#include <tcalc/core/error.hpp>
#include <tcalc/ops/registry.hpp>
#include <tcalc/version.hpp>

namespace py = pybind11;

namespace tcalc::python {

namespace {

std::string document(const char* name) {
  const Operation& operation = *find_operation(name);
  return std::string(operation.summary) + ".\n\n" + std::string(operation.details) +
         "\n\nShapes: " + std::string(operation.signature) + "\n";
}

py::object of_two(const char* name, py::handle a, py::handle b, const py::object& out,
                  const Arguments& arguments = {}) {
  return product(name, std::array{a, b}, arguments, out);
}

// An operation of two operands that has no option.
void add(py::module_& module, const char* name) {
  module.def(
      name,
      [name](const py::object& a, const py::object& b, const py::object& out) {
        return of_two(name, a, b, out);
      },
      py::arg("a"), py::arg("b"), py::arg("out") = py::none(), document(name).c_str());
}

void add_matmul(py::module_& module) {
  module.def(
      "matmul",
      [](const py::object& a, const py::object& b, const py::object& out, bool transpose_a, bool transpose_b,
         bool adjoint_a, bool adjoint_b, const py::object& output_type) {
        Arguments arguments;
        if (transpose_a) arguments["transpose-a"] = true;
        if (transpose_b) arguments["transpose-b"] = true;
        if (adjoint_a) arguments["adjoint-a"] = true;
        if (adjoint_b) arguments["adjoint-b"] = true;
        if (!output_type.is_none()) arguments["output-type"] = std::string(py::str(output_type));
        return of_two("matmul", a, b, out, arguments);
      },
      py::arg("a"), py::arg("b"), py::arg("out") = py::none(), py::kw_only(), py::arg("transpose_a") = false,
      py::arg("transpose_b") = false, py::arg("adjoint_a") = false, py::arg("adjoint_b") = false,
      py::arg("output_type") = py::none(), document("matmul").c_str());
}

// Keywords that are options as they are; one that is None is not given.
void add_with(py::module_& module, const char* name, const char* keyword) {
  module.def(
      name,
      [name, keyword](const py::object& a, const py::object& b, const py::object& value,
                      const py::object& out) {
        py::dict options;
        options[keyword] = value;
        return of_two(name, a, b, out, arguments_of(*find_operation(name), options));
      },
      py::arg("a"), py::arg("b"), py::arg(keyword) = py::none(), py::arg("out") = py::none(),
      document(name).c_str());
}

void add_batch_dot(py::module_& module) {
  module.def(
      "batch_dot",
      [](const py::object& a, const py::object& b, const py::object& axes, const py::object& keras,
         const py::object& out) {
        py::dict options;
        options["axes"] = axes;
        options["keras"] = keras;
        return of_two("batch_dot", a, b, out, arguments_of(*find_operation("batch_dot"), options));
      },
      py::arg("a"), py::arg("b"), py::arg("axes") = py::none(), py::kw_only(), py::arg("keras") = py::none(),
      py::arg("out") = py::none(), document("batch_dot").c_str());
}

void add_tensordot(py::module_& module) {
  module.def(
      "tensordot",
      [](const py::object& a, const py::object& b, const py::object& axes, const py::object& out) {
        return of_two("tensordot", a, b, out, tensordot_axes(axes));
      },
      py::arg("a"), py::arg("b"), py::arg("axes") = 2, py::kw_only(), py::arg("out") = py::none(),
      document("tensordot").c_str());
}

void add_of_many(py::module_& module) {
  module.def(
      "einsum",
      [](const py::args& operands, const py::object& out) {
        const EinsumCall call = einsum_call(operands);
        const std::string option(find_operation("einsum")->leading_word);
        return product("einsum", call.operands, {{option, call.subscripts}}, out);
      },
      py::kw_only(), py::arg("out") = py::none(), document("einsum").c_str());
  module.def(
      "multi_dot",
      [](const py::iterable& arrays, const py::object& out) {
        const py::list held(arrays);
        const std::vector<py::handle> objects(held.begin(), held.end());
        return product("multi_dot", objects, {}, out);
      },
      py::arg("arrays"), py::kw_only(), py::arg("out") = py::none(), document("multi_dot").c_str());
}

// Arrays, or their shapes, in one dict and as keywords.
py::dict together(const py::object& named, const py::kwargs& more) {
  py::dict all;
  if (!named.is_none()) all = py::dict(named);
  for (const auto& [name, value] : more) all[name] = value;
  return all;
}

void add_questions(py::module_& module) {
  module.def("shape", shape, py::arg("operation"), py::pos_only(),
             R"(The shape that an operation gives, from shapes alone.

>>> tcalc.shape('matmul', 'B,T,64', '64,4*D')
('B', 'T', '4*D')

A shape is text, an integer, a sequence of integers, names and None (unknown), or has a `shape` of its own. Options are
keywords: tcalc.shape('batch_dot', (10, 12), (10, 12), axes=1).
)");
  module.def(
      "eval",
      [](const std::string& expression, const py::object& arrays, const py::kwargs& more) {
        return eval(expression, together(arrays, more));
      },
      py::arg("expression"), py::arg("arrays") = py::none(), py::pos_only(),
      R"(The value of an expression, with NumPy's names and meanings.

>>> tcalc.eval('softmax(q @ k.mT / 8) @ v', q=q, k=k, v=v)

The language is that of the program's `tcalc eval`. Arrays may also come in a dict.
)");
  module.def(
      "infer",
      [](const std::string& expression, const py::object& shapes, const py::kwargs& more) {
        return infer(expression, together(shapes, more));
      },
      py::arg("expression"), py::arg("shapes") = py::none(), py::pos_only(),
      R"(The shape of an expression, from shapes alone.

>>> tcalc.infer('x.reshape(B*T, D) @ w', x='B,T,D', w='D,4*D')
('B*T', '4*D')
)");
  module.def(
      "version", [] { return tcalc::version(); }, "The version, and what runs on this machine, a line each.");
}

}  // namespace

}  // namespace tcalc::python

PYBIND11_MODULE(_tcalc, module) {
  using namespace tcalc::python;
  module.attr("__version__") = std::string(tcalc::version_number());
  add_errors(module);
  add_matmul(module);
  for (const char* name : {"dot", "inner", "outer", "vdot", "matvec", "vecmat", "kron"}) add(module, name);
  add_with(module, "vecdot", "axis");
  add_batch_dot(module);
  add_tensordot(module);
  add_of_many(module);
  add_questions(module);
}
