#include <algorithm>
#include <complex>
#include <cstdint>
#include <limits>
#include <type_traits>
#include <vector>

#include <tcalc/core/dtype.hpp>
#include <tcalc/kernel/blas.hpp>
#include <tcalc/kernel/blas_check.hpp>

namespace tcalc {

namespace {

// Integers from -4 to 4, by a fixed rule: sums of many of their products are exact in every dtype, in any
// order.
class Integers {
 public:
  template <class T>
  T next() {
    if constexpr (std::is_floating_point_v<T>)
      return static_cast<T>(integer());
    else {
      const float real = integer();
      return T(real, integer());
    }
  }

 private:
  float integer() {
    state_ = state_ * 1664525 + 1013904223;
    return static_cast<float>((state_ >> 16) % 9) - 4;
  }

  std::uint32_t state_ = 1;
};

template <class T>
T multiply(T left, T right) {
  return left * right;
}
// The numbers are small: none of the care that the standard's product takes of infinities.
template <class T>
std::complex<T> multiply(std::complex<T> left, std::complex<T> right) {
  return {left.real() * right.real() - left.imag() * right.imag(),
          left.real() * right.imag() + left.imag() * right.real()};
}

template <class T>
struct Matrix {
  std::size_t rows, columns;
  bool transposed;  // stored column by column
  std::vector<T> values;

  Matrix(std::size_t row_count, std::size_t column_count, bool is_transposed)
      : rows(row_count), columns(column_count), transposed(is_transposed), values(row_count * column_count) {}

  BlasMatrix view() const {
    return {reinterpret_cast<const std::byte*>(values.data()),
            static_cast<std::int64_t>(transposed ? rows : columns), transposed};
  }

  std::vector<T> times(const std::vector<T>& vector) const {
    std::vector<T> sums(rows, T(0));
    for (std::size_t i = 0; i < rows; ++i) {
      for (std::size_t j = 0; j < columns; ++j)
        sums[i] += multiply(values[transposed ? j * rows + i : i * columns + j], vector[j]);
    }
    return sums;
  }
};

struct Size {
  std::size_t m, n, k;
};

// C x = A (B x), which is n times less work than A B, and sees a wrong element of C: no element of x is 0.
template <class T>
bool computes(Dtype dtype, const Size& size, bool left_transposed, bool right_transposed) {
  Integers integers;
  const auto next = [&] { return integers.next<T>(); };
  Matrix<T> a(size.m, size.k, left_transposed), b(size.k, size.n, right_transposed);
  std::ranges::generate(a.values, next);
  std::ranges::generate(b.values, next);
  std::vector<T> x(size.n);
  std::ranges::generate(x, [&] { return next() + T(0.5f); });
  Matrix<T> c(size.m, size.n, false);
  std::ranges::fill(c.values, T(std::numeric_limits<float>::quiet_NaN()));  // is overwritten, not scaled by 0
  blas_gemm(dtype, static_cast<std::int64_t>(size.m), static_cast<std::int64_t>(size.n),
            static_cast<std::int64_t>(size.k), a.view(), b.view(), false,
            reinterpret_cast<std::byte*>(c.values.data()), static_cast<std::int64_t>(size.n));
  return c.times(x) == a.times(b.times(x));
}

template <class T>
bool computes(Dtype dtype) {
  // A row, and what kernels for small matrices take.
  for (const Size& size : {Size{1, 67, 45}, Size{13, 11, 9}, Size{70, 37, 55}}) {
    for (const bool left : {false, true}) {
      for (const bool right : {false, true}) {
        if (!computes<T>(dtype, size, left, right)) return false;
      }
    }
  }
  // Packed blocks with a rest on every side, packed from rows and from columns.
  constexpr Size large = {131, 99, 141};
  return computes<T>(dtype, large, false, false) && computes<T>(dtype, large, true, true);
}

}  // namespace

bool blas_computes() {
  return computes<float>(Dtype::float32) && computes<double>(Dtype::float64) &&
         computes<std::complex<float>>(Dtype::complex64) && computes<std::complex<double>>(Dtype::complex128);
}

}  // namespace tcalc
