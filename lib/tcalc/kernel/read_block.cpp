#include <complex>
#include <string>
#include <type_traits>

#include <tcalc/core/error.hpp>
#include <tcalc/core/load.hpp>
#include <tcalc/kernel/element.hpp>
#include <tcalc/kernel/read_block.hpp>
#include <tcalc/kernel/tiles.hpp>

namespace tcalc {

namespace {

// Whether a value of this storage type may be wanted as this compute type: the rule of promotion, in types.
template <class From, class To>
constexpr bool promotes() {
  constexpr bool from_boolean = std::is_same_v<From, Boolean>;
  constexpr bool from_float = RealElement<From>;
  if constexpr (std::is_same_v<To, Truth>)
    return from_boolean;
  else if constexpr (std::is_integral_v<To>)
    return from_boolean || (std::is_integral_v<From> && sizeof(From) <= sizeof(To));
  else if constexpr (is_complex<To>)
    return !is_complex<From> || sizeof(From) <= sizeof(To);
  else
    return !is_complex<From> && !(from_float && sizeof(From) > sizeof(To));
}

// One pair of types.
template <class T, class From>
struct Conversion {
  static T value(const Block& block, const std::byte* from, bool swapped) {
    T value = to_compute<T>(load<From>(from, swapped));
    if constexpr (is_complex<T>) {
      if (block.conjugate) value = std::conj(value);
    }
    return value;
  }

  static const std::byte* at(const Block& block, std::int64_t offset) {
    return block.data + offset * static_cast<std::int64_t>(sizeof(From));
  }

  // The loop that is worth a vector. Floats never stand in pairs: their step is 1.
  static void run(const Block& block, std::int64_t offset, std::size_t count, T* out, std::size_t step) {
    const std::byte* from = at(block, offset);
    if constexpr (std::is_same_v<From, Half> && std::is_same_v<T, float>) {
      if (!block.byte_swapped && reinterpret_cast<std::uintptr_t>(from) % alignof(std::uint16_t) == 0) {
        tiles().widen_halves(reinterpret_cast<const std::uint16_t*>(from), static_cast<std::int64_t>(count),
                             out);
        return;
      }
    }
    if (block.byte_swapped) {
      for (std::size_t i = 0; i < count; ++i) out[i * step] = value(block, from + i * sizeof(From), true);
    } else if (step == 1) {
      for (std::size_t i = 0; i < count; ++i) out[i] = value(block, from + i * sizeof(From), false);
    } else {
      for (std::size_t i = 0; i < count; ++i) out[i * step] = value(block, from + i * sizeof(From), false);
    }
  }

  static void scattered(const Block& block, std::int64_t offset, T* out) {
    for (const std::int64_t column : block.columns)
      *out++ = value(block, at(block, offset + column), block.byte_swapped);
  }
};

}  // namespace

template <class T>
BlockReader<T> find_reader(const Block& block) {
  return visit_dtype(block.dtype, [&](auto tag) -> BlockReader<T> {
    using From = typename decltype(tag)::type;
    const bool stored_as_is =
        std::is_same_v<From, T> && !block.byte_swapped && !(is_complex<T> && block.conjugate);
    if constexpr (promotes<From, T>())
      return {&Conversion<T, From>::run, &Conversion<T, From>::scattered, stored_as_is};
    else
      throw Error(ErrorKind::internal,
                  "pack: " + std::string(name_of(block.dtype)) + " is not computed in this type");
  });
}

template BlockReader<Truth> find_reader(const Block&);
template BlockReader<std::int16_t> find_reader(const Block&);
template BlockReader<std::uint32_t> find_reader(const Block&);
template BlockReader<std::uint64_t> find_reader(const Block&);
template BlockReader<float> find_reader(const Block&);
template BlockReader<double> find_reader(const Block&);
template BlockReader<std::complex<float>> find_reader(const Block&);
template BlockReader<std::complex<double>> find_reader(const Block&);

}  // namespace tcalc
