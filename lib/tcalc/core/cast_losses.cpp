#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <type_traits>
#include <utility>

#include <tcalc/core/cast.hpp>
#include <tcalc/core/cast_losses.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/core/gather.hpp>

namespace tcalc {

namespace {

enum class Loss : std::uint8_t { none, imaginary, not_finite, out_of_range, rounded };

bool can_lose(Dtype from, Dtype to) {
  if (to == Dtype::boolean) return false;
  const bool is_wide_integer = info(from).size == 8 && (info(from).kind == DtypeKind::integer ||
                                                        info(from).kind == DtypeKind::unsigned_integer);
  return promote(from, to) != to || (is_wide_integer && info(to).kind > DtypeKind::unsigned_integer);
}

// Whether the whole part of a finite number lies in the range of an integer type.
template <class To>
bool fits_integer(double value) {
  const double whole = std::trunc(value);
  const double end = std::ldexp(1.0, std::numeric_limits<To>::digits);  // one beyond the largest
  return whole < end && whole >= (std::is_signed_v<To> ? -end : 0.0);
}

template <class To, class From>
Loss loss_of_real(From value) {
  if constexpr (std::is_integral_v<From> && std::is_integral_v<To>) {
    return std::in_range<To>(value) ? Loss::none : Loss::out_of_range;
  } else if constexpr (std::is_integral_v<To>) {
    if (!std::isfinite(value)) return Loss::not_finite;
    return fits_integer<To>(value) ? Loss::none : Loss::out_of_range;
  } else {
    const auto kept = as_double(cast<To>(value));
    const auto given = static_cast<double>(value);
    if (std::isinf(kept) && !std::isinf(given)) return Loss::out_of_range;
    if (std::isnan(kept) && !std::isnan(given)) return Loss::out_of_range;  // where there is no infinity
    if constexpr (std::is_integral_v<From>) {
      if (!fits_integer<From>(kept) || static_cast<From>(kept) != value) return Loss::rounded;
    }
    return Loss::none;
  }
}

template <class To, class From>
Loss loss_of(From value) {
  if constexpr (std::is_same_v<From, Boolean> || std::is_same_v<To, Boolean>) {
    return Loss::none;
  } else if constexpr (NarrowFloat<From>) {
    return loss_of<To>(static_cast<float>(value));
  } else if constexpr (is_complex<From>) {
    if constexpr (is_complex<To>) {
      const Loss real = loss_of_real<typename To::value_type>(value.real());
      return real != Loss::none ? real : loss_of_real<typename To::value_type>(value.imag());
    } else {
      return value.imag() != 0 ? Loss::imaginary : loss_of_real<To>(value.real());
    }
  } else if constexpr (is_complex<To>) {
    return loss_of_real<typename To::value_type>(value);
  } else {
    return loss_of_real<To>(value);
  }
}

// Counts the losses of `count` aligned elements in native byte order, the first of which is number `before`.
using Counter = void (*)(const std::byte* from, std::int64_t count, std::int64_t before, CastLosses& losses);

template <class From, class To>
void count_losses(const std::byte* from, std::int64_t count, std::int64_t before, CastLosses& losses) {
  const auto* values = reinterpret_cast<const From*>(from);
  for (std::int64_t i = 0; i < count; ++i) {
    const Loss loss = loss_of<To>(values[i]);
    if (loss == Loss::none) continue;
    if (!losses.any()) losses.first = before + i;
    losses.imaginary += loss == Loss::imaginary ? 1 : 0;
    losses.not_finite += loss == Loss::not_finite ? 1 : 0;
    losses.out_of_range += loss == Loss::out_of_range ? 1 : 0;
    losses.rounded += loss == Loss::rounded ? 1 : 0;
  }
}

Counter counter(Dtype from, Dtype to) {
  return visit_stored(from, [&](auto source) -> Counter {
    return visit_stored(to, [&](auto target) -> Counter {
      return &count_losses<typename decltype(source)::type, typename decltype(target)::type>;
    });
  });
}

}  // namespace

void CastLosses::add(const CastLosses& further, std::int64_t elements_before) {
  if (!any()) first = elements_before + further.first;
  imaginary += further.imaginary;
  not_finite += further.not_finite;
  out_of_range += further.out_of_range;
  rounded += further.rounded;
}

std::string CastLosses::text() const {
  std::string text;
  const auto add = [&](std::int64_t amount, const std::string& one, const std::string& many) {
    if (amount == 0) return;
    text += text.empty() ? counted(amount, "value ", "values ") : formatted(", {} ", amount);
    text += amount == 1 ? one : many;
  };
  add(imaginary, "loses its imaginary part", "lose their imaginary parts");
  add(not_finite, "is NaN or infinite", "are NaN or infinite");
  add(out_of_range, "is out of range", "are out of range");
  add(rounded, "is rounded", "are rounded");
  return text;
}

CastLosses cast_losses(const TensorView& view, Dtype dtype) {
  CastLosses losses;
  const std::int64_t elements = count(view.extents);
  if (elements == 0 || !can_lose(view.dtype, dtype)) return losses;
  const Counter count_of = counter(view.dtype, dtype);
  Gather gather(view);
  alignas(largest_element) std::array<std::byte, block_elements * largest_element> block;
  for (std::int64_t done = 0; done < elements; done += block_elements) {
    const std::int64_t run = std::min(block_elements, elements - done);
    gather.next(run, block.data());
    count_of(block.data(), run, done, losses);
  }
  return losses;
}

}  // namespace tcalc
