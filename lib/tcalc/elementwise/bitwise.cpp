// & | ^ ~ << >> of integers and bools.
#include <tcalc/elementwise/loops.hpp>
#include <tcalc/elementwise/tables.hpp>

namespace tcalc::loops {

namespace {

template <class T>
using Bits = std::make_unsigned_t<T>;

// A shift by the width or more, or by a negative number, leaves no bit but the sign's: as NumPy has it.
template <Integer T>
T shifted_left(T x, T by) {
  constexpr auto width = static_cast<Bits<T>>(sizeof(T) * 8);
  if (static_cast<Bits<T>>(by) >= width) return 0;
  return static_cast<T>(static_cast<Bits<T>>(x) << static_cast<unsigned>(by));
}
template <Integer T>
T shifted_right(T x, T by) {
  constexpr auto width = static_cast<Bits<T>>(sizeof(T) * 8);
  if (static_cast<Bits<T>>(by) >= width) return static_cast<T>(x < 0 ? -1 : 0);
  return static_cast<T>(x >> static_cast<unsigned>(by));
}

constexpr auto bit_and = []<std::integral T>(T x, T y) -> T { return static_cast<T>(x & y); };
constexpr auto bit_or = []<std::integral T>(T x, T y) -> T { return static_cast<T>(x | y); };
constexpr auto bit_xor = []<std::integral T>(T x, T y) -> T { return static_cast<T>(x ^ y); };
constexpr auto invert = []<std::integral T>(T x) -> T {
  if constexpr (std::is_same_v<T, bool>)
    return !x;
  else
    return static_cast<T>(~x);
};
constexpr auto left_shift = []<Integer T>(T x, T y) { return shifted_left(x, y); };
constexpr auto right_shift = []<Integer T>(T x, T y) { return shifted_right(x, y); };

constexpr std::array table = {
    vector_kernel<2>("bitwise_and", bit_and),   vector_kernel<2>("bitwise_or", bit_or),
    vector_kernel<2>("bitwise_xor", bit_xor),   vector_kernel<1>("invert", invert),
    vector_kernel<2>("left_shift", left_shift), vector_kernel<2>("right_shift", right_shift),
};

}  // namespace

std::span<const ElementFunction> bitwise() { return table; }

}  // namespace tcalc::loops
