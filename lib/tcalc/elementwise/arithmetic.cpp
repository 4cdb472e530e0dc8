// + - * / // % ** and their like, as NumPy computes them.
#include <cmath>
#include <limits>

#include <tcalc/core/error.hpp>
#include <tcalc/elementwise/loops.hpp>
#include <tcalc/elementwise/tables.hpp>

namespace tcalc::loops {

namespace {

// Integers wrap: the sum of two of them is computed without sign.
template <Integer T>
using Unsigned = std::make_unsigned_t<std::common_type_t<T, int>>;

template <Integer T>
constexpr T wrapped(Unsigned<T> value) {
  return static_cast<T>(value);
}

// Python's quotient and remainder of floats: the remainder has the sign of the divisor.
template <Real T>
struct Divided {
  T quotient, remainder;
};
template <Real T>
Divided<T> divided(T x, T y) {
  T remainder = std::fmod(x, y);
  if (y == 0) return {x / y, remainder};
  T quotient = (x - remainder) / y;
  if (remainder == 0) {
    remainder = std::copysign(T{0}, y);
  } else if ((y < 0) != (remainder < 0)) {
    remainder += y;
    quotient -= 1;
  }
  if (quotient == 0) return {std::copysign(T{0}, x / y), remainder};
  T whole = std::floor(quotient);
  if (quotient - whole > T{0.5}) whole += 1;
  return {whole, remainder};
}

template <Integer T>
T floor_divided(T x, T y) {
  if (y == 0) return 0;
  if constexpr (std::is_signed_v<T>) {
    if (y == -1) return wrapped<T>(Unsigned<T>{0} - static_cast<Unsigned<T>>(x));
    const auto quotient = static_cast<T>(x / y);
    return static_cast<T>(quotient - ((x % y != 0) && ((x < 0) != (y < 0)) ? 1 : 0));
  } else {
    return static_cast<T>(x / y);
  }
}

template <Integer T>
T floor_remainder(T x, T y) {
  if (y == 0) return 0;
  if constexpr (std::is_signed_v<T>) {
    if (y == -1) return 0;
    const auto remainder = static_cast<T>(x % y);
    return static_cast<T>(remainder != 0 && ((remainder < 0) != (y < 0)) ? remainder + y : remainder);
  } else {
    return static_cast<T>(x % y);
  }
}

template <Integer T>
T integer_power(T base, T exponent) {
  if constexpr (std::is_signed_v<T>) {
    if (exponent < 0)
      throw Error(ErrorKind::mismatch, "integers to negative integer powers are not defined",
                  "make the base a float: astype(x, 'f8') ** -2");
  }
  Unsigned<T> result = 1;
  using Bits = std::make_unsigned_t<T>;
  Unsigned<T> factor = static_cast<Bits>(base);
  for (Unsigned<T> left = static_cast<Bits>(exponent); left != 0; left >>= 1) {
    if (left & 1U) result *= factor;
    factor *= factor;
  }
  return wrapped<T>(result);
}

// NumPy 2's npy_cpow: whole powers by multiplication, so that they are exact where they can be.
template <Complex T>
T complex_power(T x, T y) {
  using Part = typename T::value_type;
  if (y == T{0}) return {1, 0};
  if (x == T{0}) {
    if (y.real() > 0) return {0, 0};
    const Part nan = std::numeric_limits<Part>::quiet_NaN();
    return {nan, nan};
  }
  const auto whole = static_cast<int>(std::abs(y.real()) < 100 ? y.real() : 0);
  if (y.imag() == 0 && static_cast<Part>(whole) == y.real()) {
    if (whole == 1) return x;
    T result = {1, 0}, factor = x;
    for (int left = std::abs(whole); left != 0; left >>= 1) {
      if (left & 1) result *= factor;
      factor *= factor;
    }
    return whole < 0 ? T{1, 0} / result : result;
  }
  return std::pow(x, y);
}

// numpy's division of complex numbers: Smith's, which C++ leaves to the compiler.
template <Complex T>
T complex_divided(T x, T y) {
  using Part = typename T::value_type;
  const Part a = x.real(), b = x.imag(), c = y.real(), d = y.imag();
  const Part absolute_c = std::abs(c), absolute_d = std::abs(d);
  if (absolute_c >= absolute_d) {
    if (absolute_c == 0 && absolute_d == 0) return {a / absolute_c, b / absolute_d};
    const Part ratio = d / c, scale = 1 / (c + d * ratio);
    return {(a + b * ratio) * scale, (b - a * ratio) * scale};
  }
  const Part ratio = c / d, scale = 1 / (c * ratio + d);
  return {(a * ratio + b) * scale, (b * ratio - a) * scale};
}

template <Complex T>
T complex_product(T x, T y) {
  return {x.real() * y.real() - x.imag() * y.imag(), x.real() * y.imag() + x.imag() * y.real()};
}

// hypot of the parts. Of float the squares are exact in double, and cannot overflow: that goes in vectors.
template <Complex T>
typename T::value_type length(T x) {
  using Part = typename T::value_type;
  if constexpr (std::is_same_v<Part, float>) {
    const double real = x.real(), imaginary = x.imag();
    const auto size = static_cast<float>(std::sqrt(real * real + imaginary * imaginary));
    const float infinity = std::numeric_limits<float>::infinity();
    const float real_size = std::abs(x.real()), imaginary_size = std::abs(x.imag());
    const bool is_infinite = (real_size == infinity) | (imaginary_size == infinity);
    return is_infinite ? infinity : size;  // beside NaN too
  } else {
    return std::hypot(x.real(), x.imag());
  }
}

constexpr auto add = []<class T>(T x, T y) {
  if constexpr (std::is_same_v<T, bool>)
    return x || y;
  else if constexpr (Integer<T>)
    return wrapped<T>(static_cast<Unsigned<T>>(x) + static_cast<Unsigned<T>>(y));
  else
    return x + y;
};
constexpr auto subtract = []<Number T>(T x, T y) {
  if constexpr (Integer<T>)
    return wrapped<T>(static_cast<Unsigned<T>>(x) - static_cast<Unsigned<T>>(y));
  else
    return x - y;
};
constexpr auto multiply = []<class T>(T x, T y) {
  if constexpr (std::is_same_v<T, bool>)
    return x && y;
  else if constexpr (Integer<T>)
    return wrapped<T>(static_cast<Unsigned<T>>(x) * static_cast<Unsigned<T>>(y));
  else if constexpr (Complex<T>)
    return complex_product(x, y);
  else
    return x * y;
};
// Integers and bools divide to float64.
constexpr auto divide = []<class T>(T x, T y) {
  if constexpr (std::integral<T>)
    return static_cast<double>(x) / static_cast<double>(y);
  else if constexpr (Complex<T>)
    return complex_divided(x, y);
  else
    return x / y;
};
constexpr auto floor_divide = []<class T>(T x, T y) requires(Integer<T> || Real<T>) {
  if constexpr (Integer<T>)
    return floor_divided(x, y);
  else
    return divided(x, y).quotient;
};
constexpr auto remainder = []<class T>(T x, T y) requires(Integer<T> || Real<T>) {
  if constexpr (Integer<T>)
    return floor_remainder(x, y);
  else
    return divided(x, y).remainder;
};
constexpr auto power = []<Number T>(T x, T y) {
  if constexpr (Integer<T>)
    return integer_power(x, y);
  else if constexpr (Complex<T>)
    return complex_power(x, y);
  else
    return std::pow(x, y);
};
constexpr auto negative = []<Number T>(T x) {
  if constexpr (Integer<T>)
    return wrapped<T>(Unsigned<T>{0} - static_cast<Unsigned<T>>(x));
  else
    return -x;
};
constexpr auto positive = []<Number T>(T x) { return x; };
constexpr auto absolute = []<class T>(T x) {
  if constexpr (std::is_unsigned_v<T>)
    return x;
  else if constexpr (Integer<T>)
    return x < 0 ? wrapped<T>(Unsigned<T>{0} - static_cast<Unsigned<T>>(x)) : x;
  else if constexpr (Complex<T>)
    return length(x);
  else
    return std::abs(x);
};
constexpr auto sign = []<class T>(T x) requires Number<T> {
  if constexpr (Integer<T>) {
    return static_cast<T>(x > 0 ? 1 : x < 0 ? -1 : 0);
  } else if constexpr (Complex<T>) {  // x / |x|, as of NumPy 2
    const auto size = length(x);
    return size == 0 ? T{0} : T{x.real() / size, x.imag() / size};
  } else {
    return std::isnan(x) ? x : static_cast<T>(x > 0 ? 1 : x < 0 ? -1 : 0);
  }
};
constexpr auto square = []<class T>(T x) requires Number<T> { return multiply(x, x); };
constexpr auto reciprocal = []<Number T>(T x) {
  if constexpr (Integer<T>)
    return x == 0 ? truncated<T>(std::numeric_limits<double>::infinity()) : static_cast<T>(1 / x);
  else if constexpr (Complex<T>)
    return complex_divided(T{1, 0}, x);
  else
    return 1 / x;
};
constexpr auto conjugate = []<Number T>(T x) {
  if constexpr (Complex<T>)
    return T{x.real(), -x.imag()};
  else
    return x;
};
constexpr auto fmod = []<class T>(T x, T y) requires(Integer<T> || Real<T>) {
  if constexpr (Real<T>)
    return std::fmod(x, y);
  else if constexpr (std::is_signed_v<T>)  // the least integer by -1 is no quotient
    return y == 0 || y == -1 ? T{0} : static_cast<T>(x % y);
  else
    return y == 0 ? T{0} : static_cast<T>(x % y);
};

constexpr std::array table = {
    vector_kernel<2>("add", add),
    vector_kernel<2>("subtract", subtract),
    vector_kernel<2>("multiply", multiply),
    vector_kernel<2>("divide", divide),
    kernel<2>("floor_divide", floor_divide),
    kernel<2>("mod", remainder),
    kernel<2>("power", power),
    vector_kernel<1>("negative", negative),
    kernel<1>("positive", positive),
    vector_kernel<1>("abs", absolute),
    vector_kernel<1>("sign", sign),
    vector_kernel<1>("square", square),
    vector_kernel<1>("reciprocal", reciprocal),
    vector_kernel<1>("conj", conjugate),
    kernel<2>("fmod", fmod),
};

}  // namespace

std::span<const ElementFunction> arithmetic() { return table; }

}  // namespace tcalc::loops
