// From stored elements to the types that kernels compute in, and back.
#pragma once

#include <complex>
#include <cstdint>
#include <type_traits>

#include <tcalc/core/cast.hpp>
#include <tcalc/core/dtype.hpp>

namespace tcalc {

// A truth value in a product: plus is or, times is and.
struct Truth {
  std::uint8_t value = 0;
};

// What elements of a result dtype are computed in. Unsigned: integers wrap without undefined behaviour; at
// least 32 bits: the narrow ones would otherwise be promoted to int.
template <class T>
struct ComputeType {
  using type = Arithmetic<T>;
};
template <>
struct ComputeType<Boolean> {
  using type = Truth;
};
template <class T>
requires std::is_integral_v<T>
struct ComputeType<T> {
  using type = std::conditional_t<sizeof(T) == 8, std::uint64_t, std::uint32_t>;
};
template <class T>
using Compute = typename ComputeType<T>::type;

// A stored value as a compute type that its dtype promotes to.
template <class To, class From>
To to_compute(From value) {
  if constexpr (std::is_same_v<To, Truth>) {
    static_assert(std::is_same_v<From, Boolean>, "only bool is computed as a truth value");
    return {static_cast<std::uint8_t>(value.byte != 0 ? 1 : 0)};
  } else if constexpr (std::is_same_v<From, Boolean>) {
    return static_cast<To>(value.byte != 0 ? 1 : 0);
  } else if constexpr (NarrowFloat<From>) {
    return to_compute<To>(static_cast<float>(value));
  } else if constexpr (is_complex<From> && is_complex<To>) {
    using Part = typename To::value_type;
    return To(static_cast<Part>(value.real()), static_cast<Part>(value.imag()));
  } else if constexpr (is_complex<To>) {
    return To(static_cast<typename To::value_type>(value), 0);
  } else {
    return static_cast<To>(value);
  }
}

// A computed value as the result's storage type.
template <class To, class From>
To from_compute(From value) {
  if constexpr (std::is_same_v<To, Boolean>)
    return {value.value};
  else
    return static_cast<To>(value);
}

template <class T>
void multiply_add(T& sum, T x, T y) {
  if constexpr (std::is_same_v<T, Truth>) {
    sum.value = static_cast<std::uint8_t>(sum.value | (x.value & y.value));
  } else if constexpr (is_complex<T>) {
    // The plain formula, as NumPy and the BLAS have it; operator* repairs infinities at many times the price.
    sum = T(sum.real() + (x.real() * y.real() - x.imag() * y.imag()),
            sum.imag() + (x.real() * y.imag() + x.imag() * y.real()));
  } else {
    sum += x * y;
  }
}

}  // namespace tcalc
