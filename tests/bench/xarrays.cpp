// xtensor-blas's configuration comes first, or version 0.21 computes in loops of its own.
#include "xarrays.hpp"

#define EIGEN_DONT_PARALLELIZE  // small products alone are compared
#include <Eigen/Core>
#include <algorithm>
#include <memory>

#include <xtensor-blas/xblas_config.hpp>
#include <xtensor-blas/xlinalg.hpp>
#include <xtensor/xnoalias.hpp>

#include <tcalc/tcalc.hpp>

namespace tcalc::bench {

namespace {

// Operands and, where it is there before the call, the result.
struct Arrays {
  xt::xarray<float> a, b, c;
};

xt::xarray<float> array_of(const Row& row, std::size_t operand) {
  const Extents& extents = row.operands[operand];
  const Values values = make_values(row, operand);
  auto array = xt::xarray<float>::from_shape({extents.begin(), extents.end()});
  const auto* from = reinterpret_cast<const float*>(values.tensor.data());
  std::copy(from, from + array.size(), array.data());
  return array;
}

std::shared_ptr<Arrays> arrays_of(const Row& row) {
  const std::size_t rank = row.layout == Layout::slices ? 3 : 2;
  const auto fits = [&](const Extents& extents) { return extents.size() == rank; };
  if (row.operation->name != "matmul" || !row.arguments.empty() || row.operands.size() != 2 ||
      row.dtypes[0] != Dtype::float32 || row.dtypes[1] != Dtype::float32 ||
      !std::all_of(row.operands.begin(), row.operands.end(), fits))
    throw Error(ErrorKind::input, "rows: " + row.name + " is no matmul of float32 matrices");
  Arrays arrays{array_of(row, 0), array_of(row, 1), {}};
  arrays.c = matmul(arrays.a, arrays.b);
  return std::make_shared<Arrays>(std::move(arrays));
}

// A result that nobody looks at is computed all the same.
void use(const void* result) { asm volatile("" : : "r"(result) : "memory"); }

std::function<void()> tcalc_product(const std::shared_ptr<Arrays>& all, Layout layout) {
  if (layout == Layout::xarray) return [all] { use(matmul(all->a, all->b).data()); };
  if (layout == Layout::out) return [all] { matmul(out(all->c), all->a, all->b); };
  return [all] {
    for (std::size_t i = 0; i < all->a.shape(0); ++i)
      matmul(out(xt::view(all->c, i)), xt::view(all->a, i), xt::view(all->b, i));
  };
}

std::function<void()> xtensor_product(const std::shared_ptr<Arrays>& all, Layout layout) {
  if (layout == Layout::xarray) return [all] { use(xt::linalg::dot(all->a, all->b).data()); };
  if (layout == Layout::out) return [all] { xt::noalias(all->c) = xt::linalg::dot(all->a, all->b); };
  return [all] {
    for (std::size_t i = 0; i < all->a.shape(0); ++i)
      xt::view(all->c, i) = xt::linalg::dot(xt::view(all->a, i), xt::view(all->b, i));
  };
}

using Matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

// The i-th matrix of an array.
auto matrix_of(xt::xarray<float>& array, std::size_t i) {
  const std::size_t rank = array.dimension();
  const auto rows = static_cast<Eigen::Index>(array.shape(rank - 2));
  const auto columns = static_cast<Eigen::Index>(array.shape(rank - 1));
  return Eigen::Map<Matrix>(array.data() + static_cast<Eigen::Index>(i) * rows * columns, rows, columns);
}

std::function<void()> eigen_product(const std::shared_ptr<Arrays>& all, Layout layout) {
  if (layout == Layout::xarray) {
    return [all] {
      const Matrix product = matrix_of(all->a, 0) * matrix_of(all->b, 0);
      use(product.data());
    };
  }
  const std::size_t count = layout == Layout::slices ? all->a.shape(0) : 1;
  return [all, count] {
    for (std::size_t i = 0; i < count; ++i)
      matrix_of(all->c, i).noalias() = matrix_of(all->a, i) * matrix_of(all->b, i);
  };
}

}  // namespace

std::function<void()> library_product(const Row& row, Library library) {
  const std::shared_ptr<Arrays> arrays = arrays_of(row);
  switch (library) {
    case Library::xtensor:
      return xtensor_product(arrays, row.layout);
    case Library::eigen:
      return eigen_product(arrays, row.layout);
    case Library::tcalc:
      break;
  }
  return tcalc_product(arrays, row.layout);
}

}  // namespace tcalc::bench
