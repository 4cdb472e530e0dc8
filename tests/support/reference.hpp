// A slow, obvious oracle: the published rules said a second time, from the documentation, without lib's
// Contraction. It must never be used outside tests: it checks nothing for overflow, and takes hours where lib
// takes a second.
#pragma once

#include <complex>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <tcalc/core/dtype.hpp>
#include <tcalc/ops/operation.hpp>

namespace tcalc::reference {

using Extents = std::vector<std::int64_t>;

// Each axis of A, B and the result as a letter; letters that are not in the result are summed.
struct Subscripts {
  std::vector<int> a, b, result;
  Extents sizes;  // of each letter; an axis of size 1 under a larger letter is repeated along it
  bool conjugate_a = false;
  bool conjugate_b = false;
  std::optional<Extents> reshaped = std::nullopt;  // the result's shape, where its letters are not its axes
  bool flattened = false;                          // the operands are flattened first, and have one letter

  Extents shape() const;     // of the result
  std::string text() const;  // "abc,acd->abd": letters in order of first use
};

// Whether the oracle knows the operation.
bool has_rule(std::string_view operation);

// Nothing when the operation is not defined for these shapes and options. Throws std::logic_error for an
// operation without a rule.
std::optional<Subscripts> subscripts(std::string_view operation, const Arguments& options, const Extents& a,
                                     const Extents& b);

std::int64_t element_count(const Extents& shape);

// Calls visit(place in the result, place in A, place in B) for every term of every sum, all in C order; the
// terms of one element follow one another.
using Visit = std::function<void(std::size_t, std::size_t, std::size_t)>;
void for_each_term(const Subscripts& subscripts, const Extents& a, const Extents& b, const Visit& visit);

// T is a storage type of tcalc. For float, double and complex the sums are of long double: `exact` holds
// them, and `magnitudes` the sum of |x|*|y|, so that K * eps * magnitude bounds the error of any order of
// summation. For narrow floats both hold what one float accumulator gave. For integers (modulo 2^n) and
// Boolean (or of ands) they are empty.
template <class T>
struct Product {
  Extents shape;
  std::vector<T> values;
  std::vector<std::complex<long double>> exact;
  std::vector<long double> magnitudes;
};

namespace detail {

using Exact = std::complex<long double>;

template <class T>
Exact exact_of(T value) {
  if constexpr (NarrowFloat<T>)
    return Exact(static_cast<float>(value));
  else
    return Exact(value);
}

template <class T>
T rounded(const Exact& value) {
  using Real = long double;
  if constexpr (std::is_floating_point_v<T>)
    return static_cast<T>(value.real());
  else if constexpr (NarrowFloat<T>)
    return T(static_cast<float>(value.real()));
  else {
    using Part = typename T::value_type;
    return T(static_cast<Part>(static_cast<Real>(value.real())),
             static_cast<Part>(static_cast<Real>(value.imag())));
  }
}

// By the rule on two numbers, not std::complex's operator*, which recovers infinities from NaNs.
inline Exact multiplied(const Exact& x, const Exact& y) {
  return {x.real() * y.real() - x.imag() * y.imag(), x.real() * y.imag() + x.imag() * y.real()};
}

}  // namespace detail

// Both operands are of the result's dtype already. Nothing where the operation is not defined.
template <class T>
std::optional<Product<T>> product(std::string_view operation, const Arguments& options,
                                  const std::vector<T>& a_values, const Extents& a_shape,
                                  const std::vector<T>& b_values, const Extents& b_shape) {
  const auto rule = subscripts(operation, options, a_shape, b_shape);
  if (!rule) return std::nullopt;
  Product<T> product;
  product.shape = rule->shape();
  const auto count = static_cast<std::size_t>(element_count(product.shape));
  if constexpr (std::is_same_v<T, Boolean>) {
    product.values.resize(count);
    for_each_term(*rule, a_shape, b_shape, [&](std::size_t r, std::size_t a, std::size_t b) {
      if (a_values[a].byte != 0 && b_values[b].byte != 0) product.values[r].byte = 1;
    });
  } else if constexpr (std::is_integral_v<T>) {
    std::vector<std::uint64_t> sums(count);  // exact modulo 2^64, and so modulo every smaller power of 2
    for_each_term(*rule, a_shape, b_shape, [&](std::size_t r, std::size_t a, std::size_t b) {
      sums[r] += static_cast<std::uint64_t>(a_values[a]) * static_cast<std::uint64_t>(b_values[b]);
    });
    for (const std::uint64_t sum : sums) product.values.push_back(static_cast<T>(sum));
  } else {
    product.exact.resize(count);
    product.magnitudes.resize(count);
    for_each_term(*rule, a_shape, b_shape, [&](std::size_t r, std::size_t a, std::size_t b) {
      const detail::Exact x = detail::exact_of(a_values[a]);
      const detail::Exact y = detail::exact_of(b_values[b]);
      product.exact[r] +=
          detail::multiplied(rule->conjugate_a ? std::conj(x) : x, rule->conjugate_b ? std::conj(y) : y);
      if constexpr (NarrowFloat<T>) product.exact[r] = static_cast<float>(product.exact[r].real());
      product.magnitudes[r] += std::abs(x) * std::abs(y);
    });
    for (const detail::Exact& sum : product.exact) product.values.push_back(detail::rounded<T>(sum));
  }
  return product;
}

}  // namespace tcalc::reference
