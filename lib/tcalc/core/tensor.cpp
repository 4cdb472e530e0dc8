#include <cstdlib>
#include <utility>

#include <tcalc/core/checked.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/core/tensor.hpp>

namespace tcalc {

namespace {
constexpr std::size_t alignment = 64;  // a cache line, and the widest vector
}

Strides c_strides(const Extents& extents) {
  Strides strides(extents.size());
  std::int64_t step = 1;
  for (std::size_t axis = extents.size(); axis-- > 0;) {
    strides[axis] = step;
    step *= extents[axis];
  }
  return strides;
}

Strides fortran_strides(const Extents& extents) {
  Strides strides(extents.size());
  std::int64_t step = 1;
  for (std::size_t axis = 0; axis < extents.size(); ++axis) {
    strides[axis] = step;
    step *= extents[axis];
  }
  return strides;
}

std::int64_t count(const Extents& extents) {
  const auto product = checked_product(extents);
  if (!product) throw Error(ErrorKind::internal, "an array with too many elements got past its header");
  return *product;
}

Tensor::Tensor(Dtype dtype, Extents extents) : dtype_(dtype), extents_(std::move(extents)) {
  const auto elements = checked_product(extents_);
  const auto size = elements ? checked_multiply(*elements, size_of(dtype)) : std::nullopt;
  const auto padded = size ? checked_add(*size, alignment) : std::nullopt;
  if (!padded) throw Error(ErrorKind::resource, "an array has more bytes than can be addressed");
  const auto rounded = static_cast<std::size_t>(*padded) / alignment * alignment;
  auto* bytes = static_cast<std::byte*>(std::aligned_alloc(alignment, rounded));
  if (bytes == nullptr) {
    throw Error(ErrorKind::resource, "cannot allocate " + std::to_string(*size) + " bytes");
  }
  data_ = std::shared_ptr<std::byte>(bytes, [](std::byte* pointer) { std::free(pointer); });
}

TensorView Tensor::view() const { return {data_.get(), dtype_, false, extents_, c_strides(extents_)}; }

Array to_array(Tensor tensor) { return {tensor.view(), tensor.data_}; }

}  // namespace tcalc
