// == < and their like, what is asked of one element, and the greater and the lesser of two.
#include <cmath>

#include <tcalc/elementwise/loops.hpp>
#include <tcalc/elementwise/tables.hpp>

namespace tcalc::loops {

namespace {

// Complex numbers by their real parts where no imaginary part is NaN, equal ones by the imaginary: numpy's
// order.
template <Complex T>
bool is_before(T x, T y) {
  return x.real() < y.real() && !std::isnan(x.imag()) && !std::isnan(y.imag());
}
template <class T>
bool less_than(T x, T y) {
  if constexpr (Complex<T>)
    return is_before(x, y) || (x.real() == y.real() && x.imag() < y.imag());
  else
    return x < y;
}
template <class T>
bool less_or_equal(T x, T y) {
  if constexpr (Complex<T>)
    return is_before(x, y) || (x.real() == y.real() && x.imag() <= y.imag());
  else
    return x <= y;
}
template <class T>
bool is_nan(T x) {
  if constexpr (Complex<T>)
    return std::isnan(x.real()) || std::isnan(x.imag());
  else if constexpr (Real<T>)
    return std::isnan(x);
  else
    return false;
}

constexpr auto equal = []<class T>(T x, T y) { return x == y; };
constexpr auto not_equal = []<class T>(T x, T y) { return x != y; };
constexpr auto less = []<class T>(T x, T y) { return less_than(x, y); };
constexpr auto at_most = []<class T>(T x, T y) { return less_or_equal(x, y); };
constexpr auto greater = []<class T>(T x, T y) { return less_than(y, x); };
constexpr auto at_least = []<class T>(T x, T y) { return less_or_equal(y, x); };

// maximum and minimum give NaN where an operand is NaN, fmax and fmin the other one.
constexpr auto maximum = []<class T>(T x, T y) -> T { return less_or_equal(y, x) || is_nan(x) ? x : y; };
constexpr auto minimum = []<class T>(T x, T y) -> T { return less_or_equal(x, y) || is_nan(x) ? x : y; };
constexpr auto fmax = []<class T>(T x, T y) -> T { return less_or_equal(y, x) || is_nan(y) ? x : y; };
constexpr auto fmin = []<class T>(T x, T y) -> T { return less_or_equal(x, y) || is_nan(y) ? x : y; };

constexpr auto isnan = []<class T>(T x) { return is_nan(x); };
constexpr auto isinf = []<class T>(T x) {
  if constexpr (Complex<T>)
    return std::isinf(x.real()) || std::isinf(x.imag());
  else if constexpr (Real<T>)
    return std::isinf(x);
  else
    return false;
};
constexpr auto isfinite = []<class T>(T x) {
  if constexpr (Complex<T>)
    return std::isfinite(x.real()) && std::isfinite(x.imag());
  else if constexpr (Real<T>)
    return std::isfinite(x);
  else
    return true;
};
// Not std::signbit, which GCC 12 cannot vectorise behind the widening of a bfloat16: an internal error.
constexpr auto signbit = []<class T>(T x) requires(Real<T>) { return std::copysign(T{1}, x) < 0; };
constexpr auto truth = []<class T>(T x) { return x != T{}; };
constexpr auto falsehood = []<class T>(T x) { return x == T{}; };
constexpr auto exclusive = []<class T>(T x, T y) { return (x != T{}) != (y != T{}); };
constexpr auto both = []<class T>(T x, T y) { return (x != T{}) && (y != T{}); };
constexpr auto either = []<class T>(T x, T y) { return (x != T{}) || (y != T{}); };

constexpr std::array table = {
    vector_kernel<2>("equal", equal),
    vector_kernel<2>("not_equal", not_equal),
    vector_kernel<2>("less", less),
    vector_kernel<2>("less_equal", at_most),
    vector_kernel<2>("greater", greater),
    vector_kernel<2>("greater_equal", at_least),
    vector_kernel<2>("maximum", maximum),
    vector_kernel<2>("minimum", minimum),
    vector_kernel<2>("fmax", fmax),
    vector_kernel<2>("fmin", fmin),
    vector_kernel<1>("isnan", isnan),
    vector_kernel<1>("isinf", isinf),
    vector_kernel<1>("isfinite", isfinite),
    vector_kernel<1>("signbit", signbit),
    vector_kernel<1>("is_true", truth),
    vector_kernel<1>("logical_not", falsehood),
    vector_kernel<2>("logical_and", both),
    vector_kernel<2>("logical_or", either),
    vector_kernel<2>("logical_xor", exclusive),
};

}  // namespace

std::span<const ElementFunction> comparisons() { return table; }

}  // namespace tcalc::loops
