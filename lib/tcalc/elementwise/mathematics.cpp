// Transcendental functions: the C library's where they keep within 2 ulp
// (tests/elementwise/accuracy_test.cpp), straight ones where those are much faster; narrow floats go through
// float.
#include <cmath>
#include <limits>
#include <numbers>

#include <tcalc/elementwise/loops.hpp>
#include <tcalc/elementwise/straight.hpp>
#include <tcalc/elementwise/tables.hpp>

namespace tcalc::loops {

namespace {

template <Complex T>
using Part = typename T::value_type;

// glibc's is off by up to 3.7 ulp: one step of Newton's with the residual in two words.
double precise_cbrt(double x) {
  constexpr double small = 0x1p-900;  // below it the residual loses bits
  if (std::abs(x) < small && x != 0) return precise_cbrt(x * 0x1p300) * 0x1p-100;
  const double root = std::cbrt(x);
  if (x == 0 || !std::isfinite(root)) return root;
  const double square = root * root, square_rest = std::fma(root, root, -square);
  const double cube = square * root, cube_rest = std::fma(square, root, -cube);
  return root + ((x - cube) - cube_rest - square_rest * root) / (3 * square);
}

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
constexpr auto cbrt = []<Real T>(T x) {
  if constexpr (std::is_same_v<T, double>)
    return precise_cbrt(x);
  else
    return std::cbrt(x);
};
constexpr auto exp = []<Inexact T>(T x) {
  if constexpr (Complex<T>)
    return std::exp(x);
  else
    return straight::exp(x);
};
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
constexpr auto log = []<Inexact T>(T x) {
  if constexpr (Complex<T>)
    return std::log(x);
  else
    return straight::log(x);
};
constexpr auto log2 = []<Inexact T>(T x) {
  if constexpr (Complex<T>)
    return scaled_log(x, std::numbers::log2e_v<Part<T>>);
  else
    return std::log2(x);
};
constexpr auto log10 = []<Inexact T>(T x) {
  if constexpr (Complex<T>)
    return scaled_log(x, std::numbers::log10e_v<Part<T>>);
  else  // glibc's log10f is off by up to 2.1 ulp
    return static_cast<T>(std::log10(static_cast<double>(x)));
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
constexpr auto tanh = []<Inexact T>(T x) {
  if constexpr (Complex<T>)
    return std::tanh(x);
  else
    return straight::tanh(x);
};
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
// In double: near 0 the result is what is left of operands that cancel, and no more bits than they have.
constexpr auto logaddexp = []<Real T>(T x, T y) {
  const auto difference = static_cast<double>(x) - static_cast<double>(y);
  const double more = std::log1p(std::exp(-std::abs(difference)));
  if (x == y) return static_cast<T>(static_cast<double>(x) + std::numbers::ln2);  // infinities too
  if (std::isnan(difference)) return static_cast<T>(difference);
  return static_cast<T>(static_cast<double>(difference > 0 ? x : y) + more);
};

constexpr std::array table = {
    with_vectors(kernel<1>("sqrt", sqrt), sqrt),
    kernel<1>("cbrt", cbrt),
    with_vectors(kernel<1>("exp", exp), exp),
    kernel<1>("exp2", exp2),
    kernel<1>("expm1", expm1),
    with_vectors(kernel<1>("log", log), log),
    kernel<1>("log2", log2),
    kernel<1>("log10", log10),
    kernel<1>("log1p", log1p),
    kernel<1>("sin", sin),
    kernel<1>("cos", cos),
    kernel<1>("tan", tan),
    kernel<1>("arcsin", arcsin),
    kernel<1>("arccos", arccos),
    kernel<1>("arctan", arctan),
    kernel<1>("sinh", sinh),
    kernel<1>("cosh", cosh),
    with_vectors(kernel<1>("tanh", tanh), tanh),
    kernel<1>("angle", angle),
    kernel<1>("erf", error_function),
    kernel<2>("arctan2", arctan2),
    kernel<2>("hypot", hypot),
    kernel<2>("copysign", copysign),
    kernel<2>("logaddexp", logaddexp),
};

}  // namespace

std::span<const ElementFunction> mathematics() { return table; }

}  // namespace tcalc::loops
