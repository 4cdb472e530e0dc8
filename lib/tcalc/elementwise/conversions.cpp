#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <type_traits>

#include <tcalc/core/cast.hpp>
#include <tcalc/elementwise/conversions.hpp>
#include <tcalc/kernel/narrow.hpp>
#include <tcalc/kernel/widened.hpp>

namespace tcalc {

namespace {

// What SSE2 converts one by one, or two at a time.
template <class T>
constexpr bool is_widened = std::is_same_v<T, Boolean> || std::is_same_v<T, std::int32_t> ||
                            std::is_same_v<T, std::int64_t> || std::is_floating_point_v<T>;

// What a narrow float is rounded from. float16 rounds a double once: where a float lacks bits of it the last
// one says that there are some.
template <class Narrow, class From>
[[gnu::always_inline]] inline float rounded_from(From value) {
  if constexpr (std::is_same_v<Narrow, Half> && std::is_same_v<From, double>) {
    constexpr std::uint64_t lost = (std::uint64_t{1} << 29U) - 1, last = lost + 1;
    const auto bits = std::bit_cast<std::uint64_t>(value);
    const std::uint64_t odd = ((bits & lost) + lost) & last;
    return static_cast<float>(std::bit_cast<double>((bits & ~lost) | odd));
  } else {
    return cast<float>(value);
  }
}

template <class From, class To>
struct Cast {
  [[gnu::always_inline]] static void run(const From* from, std::int64_t count, To* to) {
    for (std::int64_t i = 0; i < count; ++i) {
      if constexpr (std::is_same_v<From, Boolean>)
        to[i] = static_cast<To>(std::min(from[i].byte, std::uint8_t{1}));
      else
        to[i] = cast<To>(from[i]);
    }
  }
};
template <class From, class Narrow>
struct Rounded {
  [[gnu::always_inline]] static void run(const From* from, std::int64_t count, float* to) {
    for (std::int64_t i = 0; i < count; ++i) to[i] = rounded_from<Narrow>(from[i]);
  }
};

template <class From, class To>
void convert(const From* from, std::int64_t count, To* to) {
  constexpr std::int64_t at_once = 1024;
  if constexpr (VectorNarrowFloat<From> && std::is_same_v<To, float>) {
    widen(from, count, to);
  } else if constexpr (std::is_same_v<From, float> && VectorNarrowFloat<To>) {
    narrow(from, count, to);
  } else if constexpr (VectorNarrowFloat<From> || VectorNarrowFloat<To>) {
    std::array<float, at_once> numbers;
    for (std::int64_t done = 0; done < count; done += at_once) {
      const std::int64_t some = std::min(at_once, count - done);
      if constexpr (VectorNarrowFloat<From>)
        widen(from + done, some, numbers.data());
      else
        run_widened<Rounded<From, To>>(from + done, some, numbers.data());
      if constexpr (VectorNarrowFloat<To>)
        narrow(numbers.data(), some, to + done);
      else
        run_widened<Cast<float, To>>(static_cast<const float*>(numbers.data()), some, to + done);
    }
  } else {
    run_widened<Cast<From, To>>(from, count, to);
  }
}

template <class From, class To>
constexpr bool goes_in_vectors() {
  if constexpr (std::is_same_v<From, To>)
    return false;
  else if constexpr (VectorNarrowFloat<From>)
    return is_widened<To> || VectorNarrowFloat<To>;
  else
    return is_widened<From> && (is_widened<To> || VectorNarrowFloat<To>);
}

}  // namespace

Converter vector_converter(Dtype from, Dtype to) {
  return visit_dtype(from, [&]<class From>(TypeTag<From>) {
    return visit_dtype(to, [&]<class To>(TypeTag<To>) -> Converter {
      if constexpr (goes_in_vectors<From, To>())
        return [](const std::byte* elements, std::int64_t count, std::byte* converted) {
          convert(reinterpret_cast<const From*>(elements), count, reinterpret_cast<To*>(converted));
        };
      else
        return converter(from, to);
    });
  });
}

}  // namespace tcalc
