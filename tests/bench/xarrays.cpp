// xtensor-blas's configuration comes first, or version 0.21 computes in loops of its own.
#include "xarrays.hpp"

#include <algorithm>

#include <xtensor-blas/xblas_config.hpp>
#include <xtensor-blas/xlinalg.hpp>

#include <tcalc/tcalc.hpp>

namespace tcalc::bench {

namespace {

struct Pair {
  xt::xarray<float> a, b;
};

xt::xarray<float> array_of(const Row& row, std::size_t operand) {
  const Extents& extents = row.operands[operand];
  const Values values = make_values(row, operand);
  auto array = xt::xarray<float>::from_shape({extents.begin(), extents.end()});
  const auto* from = reinterpret_cast<const float*>(values.tensor.data());
  std::copy(from, from + array.size(), array.data());
  return array;
}

Pair pair_of(const Row& row) {
  const auto is_matrix = [](const Extents& extents) { return extents.size() == 2; };
  if (row.operation->name != "matmul" || !row.arguments.empty() || row.operands.size() != 2 ||
      row.dtypes[0] != Dtype::float32 || row.dtypes[1] != Dtype::float32 ||
      !std::all_of(row.operands.begin(), row.operands.end(), is_matrix))
    throw Error(ErrorKind::input, "rows: " + row.name + " is no matmul of two float32 matrices");
  return {array_of(row, 0), array_of(row, 1)};
}

// A result that nobody looks at is computed all the same.
void use(const xt::xarray<float>& result) { asm volatile("" : : "r"(result.data()) : "memory"); }

}  // namespace

std::function<void()> api_product(const Row& row) {
  return [pair = pair_of(row)] { use(matmul(pair.a, pair.b)); };
}

std::function<void()> xtensor_product(const Row& row) {
  return [pair = pair_of(row)] { use(xt::linalg::dot(pair.a, pair.b)); };
}

}  // namespace tcalc::bench
