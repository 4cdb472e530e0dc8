// Transcendental functions: the C library's, which keep within 1 ulp; float16 goes through float.
#include <cmath>
#include <limits>
#include <numbers>

#include <tcalc/elementwise/loops.hpp>
#include <tcalc/elementwise/tables.hpp>

namespace tcalc::loops {

namespace {

template <Complex T>
using Part = typename T::value_type;

// numpy's nc_expm1: without the cancellation of exp(x) - 1 near 0.
template <Complex T>
T complex_expm1(T x) {
  const Part<T> half_sine = std::sin(x.imag() / 2);
  return {std::expm1(x.real()) * std::cos(x.imag()) - 2 * half_sine * half_sine,
          std::exp(x.real()) * std::sin(x.imag())};
}
template <Complex T>
T complex_log1p(T x) {
  const Part<T> length = std::hypot(x.real() + 1, x.imag());
  return {std::log(length), std::atan2(x.imag(), x.real() + 1)};
}
template <Complex T>
T scaled_log(T x, Part<T> scale) {
  const T natural = std::log(x);
  return {natural.real() * scale, natural.imag() * scale};
}

constexpr auto sqrt = []<Inexact T>(T x) { return std::sqrt(x); };
constexpr auto cbrt = []<Real T>(T x) { return std::cbrt(x); };
constexpr auto exp = []<Inexact T>(T x) { return std::exp(x); };
constexpr auto exp2 = []<Inexact T>(T x) {
  if constexpr (Complex<T>)
    return std::exp(T{x.real() * std::numbers::ln2_v<Part<T>>, x.imag() * std::numbers::ln2_v<Part<T>>});
  else
    return std::exp2(x);
};
constexpr auto expm1 = []<Inexact T>(T x) {
  if constexpr (Complex<T>)
    return complex_expm1(x);
  else
    return std::expm1(x);
};
constexpr auto log = []<Inexact T>(T x) { return std::log(x); };
constexpr auto log2 = []<Inexact T>(T x) {
  if constexpr (Complex<T>)
    return scaled_log(x, std::numbers::log2e_v<Part<T>>);
  else
    return std::log2(x);
};
constexpr auto log10 = []<Inexact T>(T x) {
  if constexpr (Complex<T>)
    return scaled_log(x, std::numbers::log10e_v<Part<T>>);
  else
    return std::log10(x);
};
constexpr auto log1p = []<Inexact T>(T x) {
  if constexpr (Complex<T>)
    return complex_log1p(x);
  else
    return std::log1p(x);
};
constexpr auto sin = []<Inexact T>(T x) { return std::sin(x); };
constexpr auto cos = []<Inexact T>(T x) { return std::cos(x); };
constexpr auto tan = []<Inexact T>(T x) { return std::tan(x); };
constexpr auto arcsin = []<Inexact T>(T x) { return std::asin(x); };
constexpr auto arccos = []<Inexact T>(T x) { return std::acos(x); };
constexpr auto arctan = []<Inexact T>(T x) { return std::atan(x); };
constexpr auto sinh = []<Inexact T>(T x) { return std::sinh(x); };
constexpr auto cosh = []<Inexact T>(T x) { return std::cosh(x); };
constexpr auto tanh = []<Inexact T>(T x) { return std::tanh(x); };
constexpr auto angle = []<Inexact T>(T x) {
  if constexpr (Complex<T>)
    return std::atan2(x.imag(), x.real());
  else
    return std::atan2(T{0}, x);
};
constexpr auto error_function = []<Real T>(T x) { return std::erf(x); };
constexpr auto arctan2 = []<Real T>(T y, T x) { return std::atan2(y, x); };
constexpr auto hypot = []<Real T>(T x, T y) { return std::hypot(x, y); };
constexpr auto copysign = []<Real T>(T x, T y) { return std::copysign(x, y); };
constexpr auto logaddexp = []<Real T>(T x, T y) {
  if (x == y) return x + std::numbers::ln2_v<T>;  // infinities too
  const T difference = x - y;
  if (difference > 0) return x + std::log1p(std::exp(-difference));
  if (difference <= 0) return y + std::log1p(std::exp(difference));
  return difference;  // NaN
};

constexpr std::array table = {
    kernel<1>("sqrt", sqrt),         kernel<1>("cbrt", cbrt),
    kernel<1>("exp", exp),           kernel<1>("exp2", exp2),
    kernel<1>("expm1", expm1),       kernel<1>("log", log),
    kernel<1>("log2", log2),         kernel<1>("log10", log10),
    kernel<1>("log1p", log1p),       kernel<1>("sin", sin),
    kernel<1>("cos", cos),           kernel<1>("tan", tan),
    kernel<1>("arcsin", arcsin),     kernel<1>("arccos", arccos),
    kernel<1>("arctan", arctan),     kernel<1>("sinh", sinh),
    kernel<1>("cosh", cosh),         kernel<1>("tanh", tanh),
    kernel<1>("angle", angle),       kernel<1>("erf", error_function),
    kernel<2>("arctan2", arctan2),   kernel<2>("hypot", hypot),
    kernel<2>("copysign", copysign), kernel<2>("logaddexp", logaddexp),
};

}  // namespace

std::span<const ElementFunction> mathematics() { return table; }

}  // namespace tcalc::loops
