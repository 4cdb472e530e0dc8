#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <random>
#include <type_traits>

#include <tcalc/core/cast.hpp>
#include <tcalc/core/fill.hpp>

namespace tcalc {

namespace {

constexpr std::array<std::string_view, fill_kind_count> names = {"zeros", "ones", "full",  "arange",
                                                                 "eye",   "rand", "randn", "randint"};

using Engine = std::mt19937_64;

// In [0, 1), with as many bits as T holds: rounding more of them could give 1.
template <class T>
T uniform(Engine& engine) {
  if constexpr (is_complex<T>) {
    const auto real = uniform<typename T::value_type>(engine);
    return {real, uniform<typename T::value_type>(engine)};
  } else {
    constexpr int bits = RealElement<T> ? significant_bits<T>() : significant_bits<double>();
    return cast<T>(std::ldexp(static_cast<double>(engine() >> (64 - bits)), -bits));
  }
}

// Pairs of independent standard normal numbers by the polar method.
class Normal {
 public:
  double next(Engine& engine) {
    has_spare_ = !has_spare_;
    if (!has_spare_) return spare_;
    double u = 0;
    double v = 0;
    double square = 0;
    do {
      const std::uint64_t draw = engine();
      u = coordinate(draw >> 32);
      v = coordinate(draw & 0xffffffffu);
      square = u * u + v * v;
    } while (square >= 1 || square == 0);
    const double scale = std::sqrt(-2 * std::log(square) / square);
    spare_ = v * scale;
    return u * scale;
  }

 private:
  // In [-1, 1), a multiple of 2^-25: the sum of two squares below 1 is then exact, with or without fused
  // multiply-add.
  static double coordinate(std::uint64_t half_draw) {
    constexpr std::int64_t one = 1 << 25;
    return static_cast<double>(static_cast<std::int64_t>(half_draw >> 6) - one) / static_cast<double>(one);
  }

  double spare_ = 0;
  bool has_spare_ = false;
};

template <class T>
T normal(Normal& source, Engine& engine) {
  if constexpr (is_complex<T>) {
    const double real = source.next(engine);
    return cast<T>(std::complex<double>(real, source.next(engine)));
  } else {
    return cast<T>(source.next(engine));
  }
}

std::int64_t below(std::int64_t bound, Engine& engine) {
  __extension__ using Wide = unsigned __int128;
  const auto n = static_cast<std::uint64_t>(bound);
  Wide product = Wide{engine()} * n;
  if (static_cast<std::uint64_t>(product) < n) {
    const std::uint64_t surplus = (0 - n) % n;  // 2^64 mod n: as many low products would come once too often
    while (static_cast<std::uint64_t>(product) < surplus) product = Wide{engine()} * n;
  }
  return static_cast<std::int64_t>(product >> 64);
}

template <class T>
T value_of(const Fill& fill) {
  return std::is_integral_v<T> ? cast<T>(fill.integer) : cast<T>(fill.value);
}

template <class T>
void write(const Fill& fill, std::uint64_t seed, T* values, std::int64_t count) {
  const auto each = [&](auto value_at) {
    for (std::int64_t i = 0; i < count; ++i) values[i] = value_at(i);
  };
  Engine engine(seed);
  switch (fill.kind) {
    case FillKind::zeros:
      return each([](std::int64_t) { return T{}; });
    case FillKind::ones:
      return each([](std::int64_t) { return cast<T>(std::int64_t{1}); });
    case FillKind::full:
      return each([value = value_of<T>(fill)](std::int64_t) { return value; });
    case FillKind::arange:
      return each([](std::int64_t i) { return cast<T>(i); });
    case FillKind::eye: {
      std::fill_n(values, count, T{});
      const std::int64_t diagonal = std::min(fill.extents[0], fill.extents[1]);
      for (std::int64_t i = 0; i < diagonal; ++i)
        values[i * (fill.extents[1] + 1)] = cast<T>(std::int64_t{1});
      return;
    }
    case FillKind::rand:
      return each([&](std::int64_t) { return uniform<T>(engine); });
    case FillKind::randn: {
      Normal source;
      return each([&](std::int64_t) { return normal<T>(source, engine); });
    }
    case FillKind::randint:
      return each([&](std::int64_t) { return cast<T>(below(fill.integer, engine)); });
  }
}

}  // namespace

std::optional<FillKind> fill_kind(std::string_view name) {
  const auto* const found = std::ranges::find(names, name);
  if (found == names.end()) return std::nullopt;
  return static_cast<FillKind>(found - names.begin());
}

std::string_view name_of(FillKind kind) { return names[static_cast<std::size_t>(kind)]; }

Tensor make(const Fill& fill, std::uint64_t seed) {
  Tensor tensor(fill.dtype, fill.extents);
  visit_stored(fill.dtype, [&](auto tag) {
    using T = typename decltype(tag)::type;
    write(fill, seed, reinterpret_cast<T*>(tensor.data()), count(fill.extents));
  });
  return tensor;
}

}  // namespace tcalc
