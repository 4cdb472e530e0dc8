#include <algorithm>
#include <array>
#include <bit>
#include <memory>
#include <optional>
#include <pybind11/stl.h>
#include <python/arrays.hpp>
#include <python/dlpack.hpp>

#include <tcalc/api/calls.hpp>
#include <tcalc/api/destination.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/text/operand.hpp>

namespace py = pybind11;

namespace tcalc::python {

namespace {

// NumPy's type numbers, which are part of its binary interface; none where tcalc lacks the dtype.
std::optional<Dtype> dtype_of(int number) {
  constexpr Dtype c_long = sizeof(long) == 8 ? Dtype::int64 : Dtype::int32;
  constexpr Dtype c_ulong = sizeof(long) == 8 ? Dtype::uint64 : Dtype::uint32;
  static constexpr std::array<std::optional<Dtype>, 24> dtypes = {
      Dtype::boolean, Dtype::int8,  Dtype::uint8,     Dtype::int16,      Dtype::uint16, Dtype::int32,
      Dtype::uint32,  c_long,       c_ulong,          Dtype::int64,      Dtype::uint64, Dtype::float32,
      Dtype::float64, std::nullopt, Dtype::complex64, Dtype::complex128, std::nullopt,  std::nullopt,
      std::nullopt,   std::nullopt, std::nullopt,     std::nullopt,      std::nullopt,  Dtype::float16};
  return number >= 0 && number < 24 ? dtypes[static_cast<std::size_t>(number)] : std::nullopt;
}

// By number, for a name is parsed.
py::dtype numpy_dtype(Dtype dtype) {
  int number = 0;
  while (dtype_of(number) != dtype) ++number;
  return py::dtype(number);
}

bool is_swapped(const py::dtype& dtype) {
  return dtype.byteorder() == (std::endian::native == std::endian::little ? '>' : '<');
}

// Nothing where a stride is no whole number of elements.
std::optional<TensorView> view_of(const py::array& array, const std::string& name) {
  const py::dtype type = array.dtype();
  const std::optional<Dtype> dtype = dtype_of(type.num());
  if (!dtype)
    throw Error(ErrorKind::input,
                formatted("{} has the dtype {}, which tcalc does not have", name,
                          escaped(std::string(py::str(static_cast<py::handle>(type))))),
                computed_dtypes());
  TensorView view;
  view.data = static_cast<const std::byte*>(array.data());
  view.dtype = *dtype;
  view.byte_swapped = is_swapped(type);
  const std::int64_t size = size_of(*dtype);
  const py::ssize_t rank = array.ndim();
  view.extents.assign(array.shape(), array.shape() + rank);
  const auto wanted = static_cast<std::uintptr_t>(std::min<std::int64_t>(size, 8));
  view.aligned = reinterpret_cast<std::uintptr_t>(view.data) % wanted == 0;
  for (py::ssize_t axis = 0; axis < rank; ++axis) {
    const std::int64_t stride = array.strides(axis);
    if (stride % size != 0) return std::nullopt;
    view.strides.push_back(stride / size);
  }
  return view;
}

// An array that nobody else holds. Whichever thread is the last lets go of it.
Array kept(py::object array, const std::string& name) {
  Array result = operand(array, name);
  const auto let_go = [](const void* held) {
    const py::gil_scoped_acquire gil;
    Py_DECREF(static_cast<PyObject*>(const_cast<void*>(held)));
  };
  result.owner = std::shared_ptr<const void>(array.release().ptr(), let_go);
  return result;
}

py::object numpy(const char* function) { return py::module_::import("numpy").attr(function); }

// Whether a result can be computed into an array of its dtype.
bool room_in(const TensorView& array, void* data, const Extents& extents,
             std::span<const TensorView> operands) {
  api::TargetRef target = {data, array.extents.size(), array.extents.data(), array.strides.data()};
  return api::room_at(destination_of(target, array.dtype), extents, operands) != nullptr;
}

bool can_be_cast(const py::dtype& from, const py::dtype& to) {
  return from.num() == to.num() || numpy("can_cast")(from, to, "same_kind").cast<bool>();
}

}  // namespace

Array operand(py::handle object, const std::string& name) {
  if (!py::isinstance<py::array>(object)) {
    if (speaks_dlpack(object)) return from_dlpack(object, name);
    return kept(numpy("asarray")(object), name);
  }
  if (auto view = view_of(py::reinterpret_borrow<py::array>(object), name))
    return {*std::move(view), nullptr};
  return kept(object.attr("copy")(), name);
}

std::string computed_dtypes() {
  std::string text = "tcalc has ";
  for (int dtype = 0; dtype < computed_dtype_count; ++dtype)
    text.append(dtype > 0 ? ", " : "").append(name_of(static_cast<Dtype>(dtype)));
  return text;
}

api::Destination destination_of(api::TargetRef& target, Dtype dtype) {
  api::Destination destination;
  destination.dtype = dtype;
  destination.target = &target;
  destination.current = [](void* there) { return *static_cast<api::TargetRef*>(there); };
  destination.resize = [](void* there, const std::int64_t*, std::size_t) {
    return *static_cast<api::TargetRef*>(there);
  };
  return destination;
}

Dtype dtype_in_numpy(Dtype dtype) { return info(dtype).in_numpy ? dtype : compute_dtype(dtype); }

Result::Result(Dtype dtype, const Extents& extents, const py::object& out,
               std::span<const TensorView> operands)
    : dtype_(dtype), out_(out) {
  const auto make = [&] {
    array_ = py::array(numpy_dtype(dtype), std::vector<py::ssize_t>(extents.begin(), extents.end()));
  };
  if (out.is_none()) {
    make();
  } else {
    if (!py::isinstance<py::array>(out)) throw Error(ErrorKind::input, "out is no numpy.ndarray");
    auto target = py::reinterpret_borrow<py::array>(out);
    if (!target.writeable()) throw Error(ErrorKind::mismatch, "out is read-only");
    if (!can_be_cast(numpy_dtype(dtype), target.dtype()))
      throw Error(ErrorKind::input,
                  formatted("out does not hold the result's values, which are {}", name_of(dtype)));
    const Extents found(target.shape(), target.shape() + target.ndim());
    const auto view = view_of(target, "out");
    if (view && view->dtype == dtype && !view->byte_swapped && view->aligned &&
        room_in(*view, target.mutable_data(), extents, operands))
      array_ = target;
    else
      make();
    api::require_shape({nullptr, found.size(), found.data(), nullptr}, extents);
  }
  data_ = static_cast<std::byte*>(array_.mutable_data());
}

py::object Result::take() {
  if (out_.is_none()) return array_.ndim() == 0 ? py::object(array_[py::tuple()]) : std::move(array_);
  if (!array_.is(out_)) numpy("copyto")(out_, array_, "same_kind");
  return out_;
}

py::object to_numpy(const Array& values, std::span<const Array> operands) {
  const TensorView& view = values.view;
  // What is computed belongs to nobody else; a view is of an operand's owner, or of nobody's.
  const Dtype dtype = dtype_in_numpy(view.dtype);
  const bool is_own = values.owner != nullptr && view.rank() > 0 && view.dtype == dtype &&
                      !view.byte_swapped && view.strides == c_strides(view.extents) &&
                      std::ranges::find(operands, values.owner, &Array::owner) == operands.end();
  if (!is_own) {
    Result result(dtype, view.extents, py::none(), {});
    convert_into(view, dtype, result.data());
    return result.take();
  }
  const auto let_go = [](void* owner) { delete static_cast<std::shared_ptr<const void>*>(owner); };
  const py::capsule owner(new std::shared_ptr<const void>(values.owner), let_go);
  return py::array(numpy_dtype(view.dtype),
                   std::vector<py::ssize_t>(view.extents.begin(), view.extents.end()), view.data, owner);
}

py::tuple to_tuple(const Shape& shape) {
  py::tuple tuple(shape.rank());
  for (int axis = 0; axis < shape.rank(); ++axis) {
    const Dim& dim = shape[axis];
    tuple[static_cast<std::size_t>(axis)] = dim.is_known()     ? py::object(py::int_(dim.size()))
                                            : dim.is_unknown() ? py::object(py::none())
                                                               : py::object(py::str(dim.text()));
  }
  return tuple;
}

Shape to_shape(py::handle object) {
  if (py::isinstance<py::str>(object)) return text::parse_shape(object.cast<std::string>());
  if (py::hasattr(object, "shape")) return to_shape(object.attr("shape"));
  std::string text;
  if (PyIndex_Check(object.ptr()) != 0) {
    text = py::str(object);
  } else {
    for (const py::handle dim : object) {
      text.append(text.empty() ? "" : ",");
      text += dim.is_none() ? "?" : std::string(py::str(dim));
    }
  }
  return text::parse_shape(text.empty() ? "()" : text);
}

}  // namespace tcalc::python
