#include <tcalc/core/cast.hpp>
#include <tcalc/formats/array_reader.hpp>

namespace tcalc::formats {

Description description_of(const TensorView& layout) {
  Description description;
  description.extents = layout.extents;
  description.dtype = name_of(layout.dtype);
  description.fortran_order =
      layout.strides == fortran_strides(layout.extents) && layout.strides != c_strides(layout.extents);
  description.bytes = count(layout.extents) * size_of(layout.dtype);
  return description;
}

void ArrayReader::for_each_run(const std::function<void(std::span<const std::byte>)>& visit) {
  const Array array = read();
  const Tensor values = converted(array.view, array.view.dtype);
  visit({values.data(), static_cast<std::size_t>(values.bytes())});
}

}  // namespace tcalc::formats
