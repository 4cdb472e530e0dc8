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
  std::uint8_t size;      // bytes of one element
  std::string_view name;  // NumPy's name: "float32"
  std::string_view code;  // NumPy's code without byte order: "f4"
};

const DtypeInfo& info(Dtype dtype);
inline std::int64_t size_of(Dtype dtype) { return info(dtype).size; }
inline std::string_view name_of(Dtype dtype) { return info(dtype).name; }

// All names, "bool, int8, ...": for messages.
std::string supported_dtypes();

// The other words that NumPy reads as this dtype: "double", "float"; usually none.
std::vector<std::string_view> aliases_of(Dtype dtype);

struct ParsedDtype {
  Dtype dtype;
  bool big_endian;
};
// NumPy's names and codes with an optional byte order mark: "float32", "f4", "<f4", ">i8", "|b1", "?".
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
constexpr DtypeKind kind_of(Dtype d) {
  if (d == Dtype::boolean) return DtypeKind::boolean;
  if (d <= Dtype::int64) return DtypeKind::integer;
  if (d <= Dtype::uint64) return DtypeKind::unsigned_integer;
  return d <= Dtype::float64 ? DtypeKind::floating : DtypeKind::complex;
}
// log2 of the bytes of an integer, of the real part of the others.
constexpr int width_of(Dtype d) {
  constexpr std::array<int, dtype_count> widths = {0, 0, 1, 2, 3, 0, 1, 2, 3, 1, 2, 3, 2, 3};
  return widths[static_cast<std::size_t>(d)];
}
constexpr Dtype at_width(Dtype narrowest, int steps) {
  return static_cast<Dtype>(static_cast<int>(narrowest) + steps);
}
}  // namespace detail

constexpr Dtype promote(Dtype x, Dtype y) {
  using detail::at_width, detail::kind_of, detail::width_of;
  if (kind_of(x) > kind_of(y)) return promote(y, x);
  const DtypeKind kind = kind_of(y);
  if (kind_of(x) == kind) return width_of(x) > width_of(y) ? x : y;
  if (kind_of(x) == DtypeKind::boolean) return y;
  if (kind == DtypeKind::unsigned_integer) {  // signed with unsigned: the next wider signed, else float64
    if (width_of(x) > width_of(y)) return x;
    return width_of(y) == 3 ? Dtype::float64 : at_width(Dtype::int8, width_of(y) + 1);
  }
  // An integer needs a float twice as wide to keep its values, float64 at most.
  int width = width_of(x);
  if (kind_of(x) != DtypeKind::floating) width = width == 3 ? 3 : width + 1;
  if (width < width_of(y)) width = width_of(y);
  return kind == DtypeKind::floating ? at_width(Dtype::float16, width - 1)
                                     : at_width(Dtype::complex64, width - 2 < 0 ? 0 : width - 2);
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
