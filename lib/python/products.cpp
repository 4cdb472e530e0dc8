#include <algorithm>
#include <array>
#include <pybind11/stl.h>
#include <python/arrays.hpp>
#include <python/products.hpp>
#include <vector>

#include <tcalc/api/calls.hpp>
#include <tcalc/api/product.hpp>
#include <tcalc/api/value_of.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/core/in_quotes.hpp>
#include <tcalc/kernel/threads.hpp>
#include <tcalc/ops/registry.hpp>
#include <tcalc/shape.hpp>

namespace py = pybind11;

namespace tcalc::python {

namespace {

const Operation& operation_called(std::string_view name) {
  const Operation* found = find_operation(name);
  if (found == nullptr) throw Error(ErrorKind::usage, "there is no operation " + in_quotes(name));
  return *found;
}

std::vector<std::int64_t> integers(py::handle object) {
  if (PyIndex_Check(object.ptr()) != 0) return {object.cast<std::int64_t>()};
  return object.cast<std::vector<std::int64_t>>();
}

// Of a sublist of numpy.einsum: 0 is A, 26 is a.
std::string labels(py::handle sublist) {
  constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  std::string text;
  for (const py::handle label : sublist) {
    if (label.is(py::ellipsis())) {
      text += "...";
      continue;
    }
    const auto number = label.cast<std::int64_t>();
    if (number < 0 || number >= std::ssize(letters))
      throw Error(ErrorKind::usage,
                  formatted("einsum: the label {} is not from 0 to {}", number, letters.size() - 1));
    text += letters[static_cast<std::size_t>(number)];
  }
  return text;
}

OptionValue option_value(const OptionSpec& option, py::handle value) {
  switch (option.kind) {
    case OptionKind::flag:
      return value.cast<bool>();
    case OptionKind::integers:
      return integers(value);
    case OptionKind::count:
      return value.cast<std::int64_t>();
    default:
      return std::string(py::str(value));
  }
}

// Two matrices of one dtype that fit, which is most calls.
bool are_matrices(std::span<const TensorView> views) {
  const auto is_plain = [&](const TensorView& view) {
    return view.rank() == 2 && view.dtype == views[0].dtype && info(view.dtype).in_numpy &&
           !view.byte_swapped && view.aligned;
  };
  return std::ranges::all_of(views, is_plain) && views[0].extents[1] == views[1].extents[0];
}

// What numpy.matmul and numpy.dot give of them, without a rule.
py::object matrix_product(std::span<const TensorView> views, const py::object& out) {
  const auto ref = [](const TensorView& view) {
    return api::ArrayRef{view.data, view.dtype, 2, view.extents.data(), view.strides.data()};
  };
  const Extents extents = {views[0].extents[0], views[1].extents[1]};
  const Strides strides = c_strides(extents);
  Result result(views[0].dtype, extents, out, views);
  api::TargetRef target = {result.data(), 2, extents.data(), strides.data()};
  {
    const py::gil_scoped_release released;
    api::matmul(ref(views[0]), ref(views[1]), {}, destination_of(target, result.dtype()));
  }
  return result.take();
}

}  // namespace

py::object product(std::string_view name, std::span<const py::handle> objects, const Arguments& arguments,
                   const py::object& out) {
  std::vector<Array> arrays;
  std::vector<TensorView> views;
  arrays.reserve(objects.size());
  views.reserve(objects.size());
  for (const py::handle object : objects) {
    arrays.push_back(operand(object, side_name(arrays.size())));
    views.push_back(arrays.back().view);
  }
  if ((name == "matmul" || name == "dot") && arguments.empty() && are_matrices(views))
    return matrix_product(views, out);

  std::vector<Operand> operands;
  for (const TensorView& view : views) {
    const std::string side = side_name(operands.size());
    operands.push_back({side, Shape(view.extents), view.dtype, side});
  }
  const Outcome outcome = apply(operation_called(name), operands, arguments);
  const api::Product product(name, outcome, views, dtype_in_numpy(*outcome.dtype));
  const int threads = product.require_memory(default_threads());
  Result result(product.dtype(), product.extents(), out, views);
  {
    const py::gil_scoped_release released;
    product.run(views, result.data(), threads);
  }
  return result.take();
}

py::tuple shape(std::string_view name, const py::args& objects, const py::kwargs& options) {
  const Operation& operation = operation_called(name);
  Arguments arguments = name == "tensordot" && options.contains("axes") ? tensordot_axes(options["axes"])
                                                                        : arguments_of(operation, options);
  std::vector<Operand> operands;
  bool is_leading = !operation.leading_word.empty();
  for (const py::handle object : objects) {
    if (is_leading)
      arguments[std::string(operation.leading_word)] = object.cast<std::string>();
    else {
      const std::string side = side_name(operands.size());
      operands.push_back({side, to_shape(object), std::nullopt, side});
    }
    is_leading = false;
  }
  return to_tuple(apply(operation, operands, arguments).shape);
}

py::object eval(const std::string& text, const py::dict& objects) {
  std::vector<api::NamedValues> arrays;
  for (const auto& [name, object] : objects) {
    auto called = name.cast<std::string>();
    Array array = operand(object, called);
    arrays.push_back({std::move(called), std::move(array)});
  }
  Array value;
  {
    const py::gil_scoped_release released;
    value = api::value_of(text, arrays);
  }
  std::vector<Array> operands;
  for (const api::NamedValues& named : arrays) operands.push_back(named.array);
  return to_numpy(value, operands);
}

py::tuple infer(const std::string& text, const py::dict& objects) {
  std::vector<NamedShape> shapes;
  for (const auto& [name, object] : objects) shapes.emplace_back(name.cast<std::string>(), to_shape(object));
  return to_tuple(tcalc::infer(text, shapes));
}

Arguments arguments_of(const Operation& operation, const py::dict& keywords) {
  Arguments arguments;
  for (const auto& [keyword, value] : keywords) {
    auto name = keyword.cast<std::string>();
    std::ranges::replace(name, '_', '-');
    const auto option = std::ranges::find(operation.options, name, &OptionSpec::name);
    if (option == operation.options.end())
      throw Error(ErrorKind::usage, formatted("{} has no option {}", operation.name, escaped(name)));
    if (!value.is_none() && !value.is(py::handle(Py_False))) arguments[name] = option_value(*option, value);
  }
  return arguments;
}

EinsumCall einsum_call(const py::args& arguments) {
  EinsumCall call;
  if (!arguments.empty() && py::isinstance<py::str>(arguments[0])) {
    call.subscripts = arguments[0].cast<std::string>();
    for (std::size_t place = 1; place < arguments.size(); ++place)
      call.operands.emplace_back(arguments[place]);
    return call;
  }
  for (std::size_t place = 0; place + 1 < arguments.size(); place += 2) {
    call.operands.emplace_back(arguments[place]);
    call.subscripts += (place > 0 ? "," : "") + labels(arguments[place + 1]);
  }
  if (call.operands.empty()) throw Error(ErrorKind::usage, "einsum: subscripts and operands are missing");
  if (arguments.size() % 2 == 1) call.subscripts += "->" + labels(arguments[arguments.size() - 1]);
  return call;
}

Arguments tensordot_axes(const py::object& axes) {
  if (PyIndex_Check(axes.ptr()) != 0) return {{"axes", integers(axes)}};
  const py::tuple lists(axes);
  if (lists.size() != 2)
    throw Error(ErrorKind::usage, "tensordot: axes is a number, or a list for each operand");
  return {{"axes-a", integers(lists[0])}, {"axes-b", integers(lists[1])}};
}

}  // namespace tcalc::python
