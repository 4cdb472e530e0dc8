// To whole numbers, which integers are already; and the parts of complex numbers.
#include <cmath>

#include <tcalc/elementwise/loops.hpp>
#include <tcalc/elementwise/tables.hpp>

namespace tcalc::loops {

namespace {

// As of NumPy 2 integers and bools stay as they are.
template <class T>
concept Roundable = std::integral<T> || Real<T>;

constexpr auto floor = []<Roundable T>(T x) -> T {
  if constexpr (Real<T>)
    return std::floor(x);
  else
    return x;
};
constexpr auto ceil = []<Roundable T>(T x) -> T {
  if constexpr (Real<T>)
    return std::ceil(x);
  else
    return x;
};
constexpr auto trunc = []<Roundable T>(T x) -> T {
  if constexpr (Real<T>)
    return std::trunc(x);
  else
    return x;
};
constexpr auto rint = []<Inexact T>(T x) -> T {
  if constexpr (Real<T>)
    return std::rint(x);
  else
    return {std::rint(x.real()), std::rint(x.imag())};
};
constexpr auto real = []<class T>(T x) {
  if constexpr (Complex<T>)
    return x.real();
  else
    return x;
};
constexpr auto imaginary = []<class T>(T x) {
  if constexpr (Complex<T>)
    return x.imag();
  else
    return T{};
};

constexpr std::array table = {
    vector_kernel<1>("floor", floor), vector_kernel<1>("ceil", ceil), vector_kernel<1>("trunc", trunc),
    vector_kernel<1>("rint", rint),   kernel<1>("real", real),        kernel<1>("imag", imaginary),
};

}  // namespace

std::span<const ElementFunction> roundings() { return table; }

}  // namespace tcalc::loops
