// Element types: their NumPy names, sizes, and the promotion of two of them.
#pragma once

#include <array>
#include <complex>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <tcalc/core/half.hpp>

namespace tcalc {

enum class Dtype : std::uint8_t {
  boolean,
  int8,
  int16,
  int32,
  int64,
  uint8,
  uint16,
  uint32,
  uint64,
  float16,
  float32,
  float64,
  complex64,
  complex128,
};
inline constexpr int dtype_count = 14;

enum class DtypeKind : std::uint8_t { boolean, integer, unsigned_integer, floating, complex };

// Stored as one byte; any byte but 0 is true, so data from a file is never reinterpreted as C++ bool.
struct Boolean {
  std::uint8_t byte = 0;
  friend bool operator==(Boolean x, Boolean y) { return (x.byte != 0) == (y.byte != 0); }
};

struct DtypeInfo {
  Dtype dtype;
  DtypeKind kind;
  std::uint8_t size;         // bytes of one element
  std::string_view name;     // NumPy's name: "float32"
  std::string_view code;     // NumPy's code without byte order: "f4"
  std::string_view aliases;  // the other words that NumPy reads, separated by spaces
};

const DtypeInfo& info(Dtype dtype);
inline std::int64_t size_of(Dtype dtype) { return info(dtype).size; }
inline std::string_view name_of(Dtype dtype) { return info(dtype).name; }

// All names, "bool, int8, ...": for messages.
std::string supported_dtypes();

// The other words that NumPy reads as this dtype: "double", "float", "d".
std::vector<std::string_view> aliases_of(Dtype dtype);

struct ParsedDtype {
  Dtype dtype;
  bool big_endian;
};
// NumPy's names, codes and characters, the last two with an optional byte order mark: "float32", "f4", "<f4",
// ">i8", "|b1", "?", "<d".
// Nothing for anything else. "=" and no mark mean the machine's order.
std::optional<ParsedDtype> parse_dtype(std::string_view text);

// The dtype of a product: numpy.result_type of two arrays.
constexpr Dtype promote(Dtype x, Dtype y);

// numpy.result_type of any number of arrays, at least one: the same in every order. int16, uint16 and float32
// give float32, though the first two alone give int32, and that with float32 float64.
constexpr Dtype result_type(std::span<const Dtype> dtypes);

template <class T>
struct TypeTag {
  using type = T;
};

// Calls visitor(TypeTag<T>{}) with the storage type of dtype. The one place where a Dtype becomes a C++ type.
template <class Visitor>
decltype(auto) visit_dtype(Dtype dtype, Visitor&& visitor) {
  switch (dtype) {
    case Dtype::boolean:
      return visitor(TypeTag<Boolean>{});
    case Dtype::int8:
      return visitor(TypeTag<std::int8_t>{});
    case Dtype::int16:
      return visitor(TypeTag<std::int16_t>{});
    case Dtype::int32:
      return visitor(TypeTag<std::int32_t>{});
    case Dtype::int64:
      return visitor(TypeTag<std::int64_t>{});
    case Dtype::uint8:
      return visitor(TypeTag<std::uint8_t>{});
    case Dtype::uint16:
      return visitor(TypeTag<std::uint16_t>{});
    case Dtype::uint32:
      return visitor(TypeTag<std::uint32_t>{});
    case Dtype::uint64:
      return visitor(TypeTag<std::uint64_t>{});
    case Dtype::float16:
      return visitor(TypeTag<Half>{});
    case Dtype::float32:
      return visitor(TypeTag<float>{});
    case Dtype::float64:
      return visitor(TypeTag<double>{});
    case Dtype::complex64:
      return visitor(TypeTag<std::complex<float>>{});
    case Dtype::complex128:
      break;
  }
  return visitor(TypeTag<std::complex<double>>{});
}

// The Dtype that stores T; bool is stored as Boolean. Not defined for types that no Dtype stores.
template <class T>
constexpr Dtype dtype_of() {
  if constexpr (std::is_same_v<T, bool> || std::is_same_v<T, Boolean>)
    return Dtype::boolean;
  else if constexpr (std::is_same_v<T, Half>)
    return Dtype::float16;
  else if constexpr (std::is_same_v<T, float>)
    return Dtype::float32;
  else if constexpr (std::is_same_v<T, double>)
    return Dtype::float64;
  else if constexpr (std::is_same_v<T, std::complex<float>>)
    return Dtype::complex64;
  else if constexpr (std::is_same_v<T, std::complex<double>>)
    return Dtype::complex128;
  else {
    static_assert(std::is_integral_v<T>, "no tcalc dtype stores this type");
    constexpr int width = sizeof(T) == 1 ? 0 : sizeof(T) == 2 ? 1 : sizeof(T) == 4 ? 2 : 3;
    return static_cast<Dtype>(static_cast<int>(std::is_signed_v<T> ? Dtype::int8 : Dtype::uint8) + width);
  }
}

namespace detail {

constexpr Dtype b1 = Dtype::boolean, i1 = Dtype::int8, i2 = Dtype::int16, i4 = Dtype::int32,
                i8 = Dtype::int64, u1 = Dtype::uint8, u2 = Dtype::uint16, u4 = Dtype::uint32,
                u8 = Dtype::uint64, f2 = Dtype::float16, f4 = Dtype::float32, f8 = Dtype::float64,
                c8 = Dtype::complex64, c16 = Dtype::complex128;

// numpy.result_type of two arrays: a row and a column for each dtype, in their order.
// clang-format off
inline constexpr std::array<std::array<Dtype, dtype_count>, dtype_count> promotion = {{
    {{b1, i1, i2, i4, i8, u1, u2, u4, u8, f2, f4, f8, c8, c16}},  // boolean
    {{i1, i1, i2, i4, i8, i2, i4, i8, f8, f2, f4, f8, c8, c16}},  // int8
    {{i2, i2, i2, i4, i8, i2, i4, i8, f8, f4, f4, f8, c8, c16}},  // int16
    {{i4, i4, i4, i4, i8, i4, i4, i8, f8, f8, f8, f8, c16, c16}},  // int32
    {{i8, i8, i8, i8, i8, i8, i8, i8, f8, f8, f8, f8, c16, c16}},  // int64
    {{u1, i2, i2, i4, i8, u1, u2, u4, u8, f2, f4, f8, c8, c16}},  // uint8
    {{u2, i4, i4, i4, i8, u2, u2, u4, u8, f4, f4, f8, c8, c16}},  // uint16
    {{u4, i8, i8, i8, i8, u4, u4, u4, u8, f8, f8, f8, c16, c16}},  // uint32
    {{u8, f8, f8, f8, f8, u8, u8, u8, u8, f8, f8, f8, c16, c16}},  // uint64
    {{f2, f2, f4, f8, f8, f2, f4, f8, f8, f2, f4, f8, c8, c16}},  // float16
    {{f4, f4, f4, f8, f8, f4, f4, f8, f8, f4, f4, f8, c8, c16}},  // float32
    {{f8, f8, f8, f8, f8, f8, f8, f8, f8, f8, f8, f8, c16, c16}},  // float64
    {{c8, c8, c8, c16, c16, c8, c8, c16, c16, c8, c8, c16, c8, c16}},  // complex64
    {{c16, c16, c16, c16, c16, c16, c16, c16, c16, c16, c16, c16, c16, c16}},  // complex128
}};
// clang-format on

}  // namespace detail

constexpr Dtype promote(Dtype x, Dtype y) {
  return detail::promotion[static_cast<std::size_t>(x)][static_cast<std::size_t>(y)];
}

// From the last kind and the widest of it down: what comes later is mostly held already.
constexpr Dtype result_type(std::span<const Dtype> dtypes) {
  constexpr std::array descending = {Dtype::complex128, Dtype::complex64, Dtype::float64, Dtype::float32,
                                     Dtype::float16,    Dtype::int64,     Dtype::int32,   Dtype::int16,
                                     Dtype::int8,       Dtype::uint64,    Dtype::uint32,  Dtype::uint16,
                                     Dtype::uint8,      Dtype::boolean};
  std::array<bool, dtype_count> has = {};
  for (const Dtype dtype : dtypes) has[static_cast<std::size_t>(dtype)] = true;
  Dtype result = Dtype::boolean;
  for (const Dtype dtype : descending) {
    if (has[static_cast<std::size_t>(dtype)]) result = promote(result, dtype);
  }
  return result;
}

}  // namespace tcalc
