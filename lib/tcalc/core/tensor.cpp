#include <algorithm>
#include <cstdlib>
#include <memory>
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

// Streaming over 64 MiB of huge pages takes three quarters of the time that small ones take. Aligned here:
// what aligned_alloc() gives, glibc returns to the system when it is freed, and each new result is cleared.
std::shared_ptr<std::byte> allocate(std::size_t bytes) {
  const bool large = bytes >= 2 * huge_page;
  const std::size_t alignment = large ? huge_page : line;
  std::size_t space = bytes + alignment;
  void* const memory = space < bytes ? nullptr : std::malloc(space);
  if (memory == nullptr) return nullptr;
  void* data = memory;
  std::align(alignment, bytes, data, space);
  if (large) madvise(data, bytes, MADV_HUGEPAGE);
  return {static_cast<std::byte*>(data), [memory](std::byte*) { std::free(memory); }};
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
  data_ = allocate(static_cast<std::size_t>(std::max<std::int64_t>(*size, 1)));
  if (data_ == nullptr) throw Error(ErrorKind::resource, formatted("cannot allocate {} bytes", *size));
}

TensorView Tensor::view() const { return {data_.get(), dtype_, false, extents_, c_strides(extents_)}; }

Array to_array(Tensor tensor) { return {tensor.view(), tensor.data_}; }

}  // namespace tcalc
