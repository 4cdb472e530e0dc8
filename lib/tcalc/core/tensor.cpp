#include <algorithm>
#include <cstdlib>
#include <sys/mman.h>
#include <utility>

#include <tcalc/core/checked.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/core/tensor.hpp>

namespace tcalc {

namespace {

constexpr std::size_t line = 64;  // a cache line, and the widest vector
constexpr std::size_t huge_page = std::size_t{2} << 20;

// Streaming over 64 MiB of huge pages takes three quarters of the time that small ones take.
std::byte* allocate(std::size_t bytes) {
  const bool large = bytes >= 2 * huge_page;
  const std::size_t alignment = large ? huge_page : line;
  const std::size_t size =
      (bytes + alignment - 1) / alignment * alignment;  // aligned_alloc asks for a multiple
  auto* memory = static_cast<std::byte*>(std::aligned_alloc(alignment, size));
  if (large && memory != nullptr) madvise(memory, bytes, MADV_HUGEPAGE);
  return memory;
}

}  // namespace

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

TensorView contiguous(Dtype dtype, const Extents& extents) {
  return {nullptr, dtype, false, extents, c_strides(extents)};
}

std::int64_t count(const Extents& extents) {
  const auto product = checked_product(extents);
  if (!product) throw Error(ErrorKind::internal, "an array with too many elements got past its header");
  return *product;
}

Tensor::Tensor(Dtype dtype, Extents extents) : dtype_(dtype), extents_(std::move(extents)) {
  const auto elements = checked_product(extents_);
  const auto size = elements ? checked_multiply(*elements, size_of(dtype)) : std::nullopt;
  if (!size) throw Error(ErrorKind::resource, "an array has more bytes than can be addressed");
  std::byte* const bytes = allocate(static_cast<std::size_t>(std::max<std::int64_t>(*size, 1)));
  if (bytes == nullptr) {
    throw Error(ErrorKind::resource, formatted("cannot allocate {} bytes", *size));
  }
  data_ = std::shared_ptr<std::byte>(bytes, [](std::byte* pointer) { std::free(pointer); });
}

TensorView Tensor::view() const { return {data_.get(), dtype_, false, extents_, c_strides(extents_)}; }

Array to_array(Tensor tensor) { return {tensor.view(), tensor.data_}; }

}  // namespace tcalc
