#include <cstdint>
#include <memory>
#include <optional>
#include <python/arrays.hpp>
#include <python/dlpack.hpp>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>

namespace py = pybind11;

namespace tcalc::python {

namespace {

// dlpack.h of version 0.x, which every library still gives out to those that ask for no later one.
struct DLDevice {
  std::int32_t type, id;
};
struct DLDataType {
  std::uint8_t code, bits;
  std::uint16_t lanes;
};
struct DLTensor {
  void* data;
  DLDevice device;
  std::int32_t rank;
  DLDataType dtype;
  std::int64_t* shape;
  std::int64_t* strides;  // in elements; null where it is C-contiguous
  std::uint64_t byte_offset;
};
struct DLManagedTensor {
  DLTensor tensor;
  void* context;
  void (*deleter)(DLManagedTensor*);
};
enum DLCode : std::uint8_t {
  dl_int = 0,
  dl_uint = 1,
  dl_float = 2,
  dl_bfloat = 4,
  dl_complex = 5,
  dl_bool = 6
};

constexpr const char* unused_name = "dltensor";
constexpr const char* used_name = "used_dltensor";
constexpr int cpu = 1, cuda_host = 3;

std::optional<Dtype> dtype_of(const DLDataType& type) {
  if (type.lanes != 1) return std::nullopt;
  const auto letter = [&]() -> std::string_view {
    switch (type.code) {
      case dl_int:
        return "i";
      case dl_uint:
        return "u";
      case dl_float:
        return "f";
      case dl_complex:
        return "c";
      default:
        return "";
    }
  }();
  if (type.code == dl_bool && type.bits == 8) return Dtype::boolean;
  if (type.code == dl_bfloat && type.bits == 16) return Dtype::bfloat16;
  if (letter.empty() || type.bits % 8 != 0) return std::nullopt;
  const auto parsed = parse_dtype(formatted("{}{}", letter, type.bits / 8));
  return parsed ? std::optional(parsed->dtype) : std::nullopt;
}

// Gives the tensor back, by whichever thread holds it last.
struct Returned {
  void operator()(DLManagedTensor* managed) const {
    if (managed->deleter == nullptr || !Py_IsInitialized()) return;
    const py::gil_scoped_acquire gil;
    managed->deleter(managed);
  }
};

}  // namespace

bool speaks_dlpack(py::handle object) { return py::hasattr(object, "__dlpack__"); }

Array from_dlpack(py::handle object, const std::string& name) {
  const auto device = object.attr("__dlpack_device__")().cast<std::pair<int, int>>();
  if (device.first != cpu && device.first != cuda_host)
    throw Error(ErrorKind::input, name + " is not in this machine's memory", ".cpu() brings it there");
  const py::capsule capsule = object.attr("__dlpack__")();
  auto* managed = static_cast<DLManagedTensor*>(PyCapsule_GetPointer(capsule.ptr(), unused_name));
  if (managed == nullptr) throw py::error_already_set();
  PyCapsule_SetName(capsule.ptr(), used_name);
  std::shared_ptr<DLManagedTensor> owner(managed, Returned());

  const DLTensor& tensor = managed->tensor;
  const std::optional<Dtype> dtype = dtype_of(tensor.dtype);
  if (!dtype)
    throw Error(ErrorKind::input,
                formatted("{} has a dtype that tcalc does not have: DLPack's {} of {} bits", name,
                          tensor.dtype.code, tensor.dtype.bits),
                computed_dtypes());
  TensorView view;
  view.data = static_cast<const std::byte*>(tensor.data) + tensor.byte_offset;
  view.dtype = *dtype;
  view.extents.assign(tensor.shape, tensor.shape + tensor.rank);
  if (tensor.strides != nullptr)
    view.strides.assign(tensor.strides, tensor.strides + tensor.rank);
  else
    view.strides = c_strides(view.extents);
  return {view, owner};
}

}  // namespace tcalc::python
