// Element types: their NumPy names, sizes, and the promotion of two of them.
#pragma once

#include <array>
#include <complex>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <tcalc/core/bfloat16.hpp>
#include <tcalc/core/float8.hpp>
#include <tcalc/core/half.hpp>
#include <tcalc/core/traits.hpp>

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
  bfloat16,
  float32,
  float64,
  complex64,
  complex128,
  // In these nothing is computed: they are what files hold.
  float8_e4m3fn,
  float8_e5m2,
};
inline constexpr int dtype_count = 17;
inline constexpr int computed_dtype_count = 15;

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
  bool in_numpy = true;      // what NumPy lacks is never chosen unasked, and .npy has no code for it
};

const DtypeInfo& info(Dtype dtype);
inline std::int64_t size_of(Dtype dtype) { return info(dtype).size; }
inline std::string_view name_of(Dtype dtype) { return info(dtype).name; }
inline bool is_integer(Dtype dtype) {
  return info(dtype).kind == DtypeKind::integer || info(dtype).kind == DtypeKind::unsigned_integer;
}
// Real or complex floats.
inline bool is_inexact(Dtype dtype) { return info(dtype).kind >= DtypeKind::floating; }
// What its elements are computed in: float32 for floats that are narrower, else itself.
Dtype compute_dtype(Dtype dtype);
// Whether it is one of files alone: float32 takes its place before anything is computed.
constexpr bool is_stored_only(Dtype dtype) { return static_cast<int>(dtype) >= computed_dtype_count; }

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

// The dtype of a product: numpy.result_type of two arrays; bfloat16 with float16 is float32, and what is
// stored only counts as float32.
constexpr Dtype promote(Dtype x, Dtype y);

// numpy.result_type of any number of arrays, at least one: the same in every order. int16, uint16 and float32
// give float32, though the first two alone give int32, and that with float32 float64.
constexpr Dtype result_type(std::span<const Dtype> dtypes);

template <class T>
struct TypeTag {
  using type = T;
};

// What stores an element of each dtype, in the order of the enumeration.
using StorageTypes = std::tuple<Boolean, std::int8_t, std::int16_t, std::int32_t, std::int64_t, std::uint8_t,
                                std::uint16_t, std::uint32_t, std::uint64_t, Half, BFloat16, float, double,
                                std::complex<float>, std::complex<double>, Float8E4M3, Float8E5M2>;
static_assert(std::tuple_size_v<StorageTypes> == dtype_count);

template <Dtype dtype>
using Storage = std::tuple_element_t<static_cast<std::size_t>(dtype), StorageTypes>;

namespace detail {

template <int end, std::size_t candidate, class Visitor>
decltype(auto) visit_below(Dtype dtype, Visitor& visitor) {
  using Tag = TypeTag<std::tuple_element_t<candidate, StorageTypes>>;
  if constexpr (candidate + 1 < end) {
    if (dtype != static_cast<Dtype>(candidate)) return visit_below<end, candidate + 1>(dtype, visitor);
  }
  return visitor(Tag{});
}

template <int end, class Visitor>
constexpr void visit_all_below(Visitor&& visitor) {
  [&]<std::size_t... dtype>(std::index_sequence<dtype...>) {
    (visitor(TypeTag<std::tuple_element_t<dtype, StorageTypes>>{}), ...);
  }
  (std::make_index_sequence<end>());
}

// Throws Error{internal}: something would be computed in a dtype that is stored only.
[[noreturn]] void refuse_stored_only(Dtype dtype);

}  // namespace detail

// Calls visitor(TypeTag<T>{}) with the storage type of a dtype that is computed in. Here and in visit_stored
// a Dtype becomes a C++ type, and nowhere else.
template <class Visitor>
decltype(auto) visit_dtype(Dtype dtype, Visitor&& visitor) {
  if (is_stored_only(dtype)) detail::refuse_stored_only(dtype);
  return detail::visit_below<computed_dtype_count, 0>(dtype, visitor);
}

// The same of every dtype, for what reads, writes, converts and compares elements.
template <class Visitor>
decltype(auto) visit_stored(Dtype dtype, Visitor&& visitor) {
  return detail::visit_below<dtype_count, 0>(dtype, visitor);
}

// Calls visitor(TypeTag<T>{}) for the storage type of every dtype that is computed in.
template <class Visitor>
constexpr void visit_all_dtypes(Visitor&& visitor) {
  detail::visit_all_below<computed_dtype_count>(visitor);
}

// The Dtype that stores T; bool is stored as Boolean, and integers go by sign and size. Not defined for types
// that no Dtype stores.
template <class T>
constexpr Dtype dtype_of() {
  constexpr int found = [] {
    int stores = -1, candidate = 0;
    detail::visit_all_below<dtype_count>([&]<class S>(TypeTag<S>) {
      const bool same_integer = std::is_integral_v<T> && !std::is_same_v<T, bool> && std::is_integral_v<S> &&
                                sizeof(T) == sizeof(S) && std::is_signed_v<T> == std::is_signed_v<S>;
      const bool both_bool = std::is_same_v<T, bool> && std::is_same_v<S, Boolean>;
      if (std::is_same_v<T, S> || same_integer || both_bool) stores = candidate;
      ++candidate;
    });
    return stores;
  }();
  static_assert(found >= 0, "no tcalc dtype stores this type");
  return static_cast<Dtype>(found);
}

namespace detail {

constexpr Dtype b1 = Dtype::boolean, i1 = Dtype::int8, i2 = Dtype::int16, i4 = Dtype::int32,
                i8 = Dtype::int64, u1 = Dtype::uint8, u2 = Dtype::uint16, u4 = Dtype::uint32,
                u8 = Dtype::uint64, f2 = Dtype::float16, bf = Dtype::bfloat16, f4 = Dtype::float32,
                f8 = Dtype::float64, c8 = Dtype::complex64, c16 = Dtype::complex128;

// numpy.result_type of two arrays: a row and a column for each dtype that is computed in, in their order.
// bfloat16 is kept with integers, as in JAX and PyTorch.
// clang-format off
inline constexpr std::array<std::array<Dtype, computed_dtype_count>, computed_dtype_count> promotion = {{
    {{b1, i1, i2, i4, i8, u1, u2, u4, u8, f2, bf, f4, f8, c8, c16}},  // boolean
    {{i1, i1, i2, i4, i8, i2, i4, i8, f8, f2, bf, f4, f8, c8, c16}},  // int8
    {{i2, i2, i2, i4, i8, i2, i4, i8, f8, f4, bf, f4, f8, c8, c16}},  // int16
    {{i4, i4, i4, i4, i8, i4, i4, i8, f8, f8, bf, f8, f8, c16, c16}},  // int32
    {{i8, i8, i8, i8, i8, i8, i8, i8, f8, f8, bf, f8, f8, c16, c16}},  // int64
    {{u1, i2, i2, i4, i8, u1, u2, u4, u8, f2, bf, f4, f8, c8, c16}},  // uint8
    {{u2, i4, i4, i4, i8, u2, u2, u4, u8, f4, bf, f4, f8, c8, c16}},  // uint16
    {{u4, i8, i8, i8, i8, u4, u4, u4, u8, f8, bf, f8, f8, c16, c16}},  // uint32
    {{u8, f8, f8, f8, f8, u8, u8, u8, u8, f8, bf, f8, f8, c16, c16}},  // uint64
    {{f2, f2, f4, f8, f8, f2, f4, f8, f8, f2, f4, f4, f8, c8, c16}},  // float16
    {{bf, bf, bf, bf, bf, bf, bf, bf, bf, f4, bf, f4, f8, c8, c16}},  // bfloat16
    {{f4, f4, f4, f8, f8, f4, f4, f8, f8, f4, f4, f4, f8, c8, c16}},  // float32
    {{f8, f8, f8, f8, f8, f8, f8, f8, f8, f8, f8, f8, f8, c16, c16}},  // float64
    {{c8, c8, c8, c16, c16, c8, c8, c16, c16, c8, c8, c8, c16, c8, c16}},  // complex64
    {{c16, c16, c16, c16, c16, c16, c16, c16, c16, c16, c16, c16, c16, c16, c16}},  // complex128
}};
// clang-format on

}  // namespace detail

constexpr Dtype promote(Dtype x, Dtype y) {
  const auto place = [](Dtype dtype) {
    return static_cast<std::size_t>(is_stored_only(dtype) ? Dtype::float32 : dtype);
  };
  return detail::promotion[place(x)][place(y)];
}

// From the last kind and the widest of it down: what comes later is mostly held already.
constexpr Dtype result_type(std::span<const Dtype> dtypes) {
  std::array<bool, dtype_count> has = {};
  for (const Dtype dtype : dtypes) has[static_cast<std::size_t>(dtype)] = true;
  Dtype result = Dtype::boolean;
  for (int dtype = dtype_count - 1; dtype >= 0; --dtype) {
    if (has[static_cast<std::size_t>(dtype)]) result = promote(result, static_cast<Dtype>(dtype));
  }
  return result;
}

}  // namespace tcalc
