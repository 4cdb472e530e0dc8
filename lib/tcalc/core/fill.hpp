// Arrays made from a rule: ones, arange, random numbers.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include <tcalc/core/tensor.hpp>

namespace tcalc {

enum class FillKind : std::uint8_t { zeros, ones, full, arange, eye, rand, randn, randint };
inline constexpr int fill_kind_count = 8;

// full=VALUE and randint=BOUND; the others have no argument.
constexpr bool takes_argument(FillKind kind) { return kind == FillKind::full || kind == FillKind::randint; }

struct Fill {
  FillKind kind = FillKind::zeros;
  double value = 0;          // of `full`; for `randint` the exclusive upper bound
  std::int64_t integer = 0;  // the same when it is a whole number that int64 holds
  Extents extents;           // eye:N has {N, N}
  Dtype dtype = Dtype::float64;
};

// "ones", "randint", ...; nothing when there is no such kind.
std::optional<FillKind> fill_kind(std::string_view name);
std::string_view name_of(FillKind kind);

// The values. arange counts in int64 and converts as astype does; `full` and `randint` of an integer dtype
// take `integer`. Random fills depend on `seed` alone and are the same on every machine: std::mt19937_64 and
// its own reductions.
// rand takes the top 53 bits of a draw times 2^-53, of narrower floats as many bits as they hold, so that all
// are below 1. randn is Marsaglia's polar method, in float64; the last digit is that of the C library's
// logarithm. randint is Lemire's multiplication with rejection: every value is equally likely. Both parts of
// a complex number are drawn, the real part first; randint leaves the imaginary part 0.
Tensor make(const Fill& fill, std::uint64_t seed);

}  // namespace tcalc
