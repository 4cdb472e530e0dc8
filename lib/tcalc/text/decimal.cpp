#include <charconv>
#include <concepts>
#include <cstdlib>
#include <string_view>
#include <vector>

#include <tcalc/core/cast.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/text/decimal.hpp>

namespace tcalc::text {

namespace {

// Takes apart what to_chars wrote: "-1.25e+03", "0.00125", "100".
Decimal taken_apart(std::string_view text) {
  Decimal decimal;
  if (text.starts_with('-')) {
    decimal.negative = true;
    text.remove_prefix(1);
  }
  const std::size_t e = text.find('e');
  const std::string_view mantissa = text.substr(0, e);
  const std::size_t dot = mantissa.find('.');
  decimal.point = static_cast<int>(dot == std::string_view::npos ? mantissa.size() : dot);
  if (e != std::string_view::npos) decimal.point += std::atoi(std::string(text.substr(e + 1)).c_str());
  for (const char letter : mantissa) {
    if (letter != '.') decimal.digits += letter;
  }
  const std::size_t zeros = decimal.digits.find_first_not_of('0');
  if (zeros == std::string::npos) return {decimal.negative, "", 1};
  decimal.digits.erase(0, zeros);
  decimal.point -= static_cast<int>(zeros);
  decimal.digits.erase(decimal.digits.find_last_not_of('0') + 1);
  return decimal;
}

template <std::floating_point T>
Decimal shortest_of(T value) {
  char buffer[64];
  const auto written = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::scientific);
  return taken_apart({buffer, written.ptr});
}

Decimal rounded(double value, int places, bool scientific) {
  constexpr std::size_t longest_integer_part = 320;  // of a double, with room for sign and point
  std::vector<char> buffer(longest_integer_part + static_cast<std::size_t>(places));
  const auto format = scientific ? std::chars_format::scientific : std::chars_format::fixed;
  const auto written = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, format, places);
  return taken_apart({buffer.data(), written.ptr});
}

// The decimal one unit of its digit number `digits` further from zero or nearer to it.
Decimal stepped(Decimal decimal, int digits, int step) {
  decimal.digits.resize(static_cast<std::size_t>(digits), '0');
  const std::string stepped_digits = std::to_string(std::atoi(decimal.digits.c_str()) + step);
  decimal.point += static_cast<int>(stepped_digits.size()) - digits;
  decimal.digits = stepped_digits;
  decimal.digits.erase(decimal.digits.find_last_not_of('0') + 1);
  return decimal;
}

// As an element of a narrow dtype reads it.
template <NarrowFloat T>
T read_as(const Decimal& decimal) {
  const std::string text =
      formatted("{}{}0e{}", decimal.negative ? "-." : ".", decimal.digits, decimal.point);
  float value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return T(value);
}

template <NarrowFloat T>
Decimal shortest_of(T value) {
  const float wide = static_cast<float>(value);
  for (int digits = 1; digits < T::shortest_digits; ++digits) {
    const Decimal nearest = rounded(wide, digits - 1, true);
    // Beside a power of two the numbers lie denser below than above: then the nearest decimal may be another
    // number's, and the one on the far side still this one's.
    for (const Decimal& candidate : {nearest, stepped(nearest, digits, 1), stepped(nearest, digits, -1)}) {
      if (wide == 0 || read_as<T>(candidate) == value) return candidate;
    }
  }
  return rounded(wide, T::shortest_digits - 1, true);
}

}  // namespace

Decimal shortest_decimal(double value, Dtype dtype) {
  return visit_stored(dtype, [&]<class T>(TypeTag<T>) {
    if constexpr (RealElement<T>)
      return shortest_of(cast<T>(value));
    else
      return shortest_of(value);
  });
}

Decimal decimal_within(double value, Dtype dtype, int places, bool scientific) {
  Decimal decimal = shortest_decimal(value, dtype);
  const int after = static_cast<int>(decimal.digits.size()) - (scientific ? 1 : decimal.point);
  return after <= places ? decimal : rounded(value, places, scientific);
}

Decimal decimal_with(double value, Dtype dtype, int places) {
  Decimal decimal = shortest_decimal(value, dtype);
  return static_cast<int>(decimal.digits.size()) == places + 1 ? decimal : rounded(value, places, true);
}

}  // namespace tcalc::text
