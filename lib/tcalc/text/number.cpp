#include <charconv>
#include <cmath>
#include <system_error>
#include <type_traits>

#include <tcalc/text/decimal.hpp>
#include <tcalc/text/number.hpp>

namespace tcalc::text {

namespace {

// JSON's number with a point or an exponent; exponents where Python's repr has them.
std::string text_of(const Decimal& decimal) {
  constexpr int most_integer_digits = 16;
  constexpr int most_leading_zeros = 3;
  const std::string sign = decimal.negative ? "-" : "";
  const std::string& digits = decimal.digits;
  if (digits.empty()) return sign + "0.0";
  const int count = static_cast<int>(digits.size());
  if (decimal.point > most_integer_digits || decimal.point < -most_leading_zeros) {
    const int exponent = decimal.point - 1;
    std::string text = sign + digits.substr(0, 1);
    if (count > 1) text += "." + digits.substr(1);
    const std::string size = std::to_string(exponent < 0 ? -exponent : exponent);
    return text.append(exponent < 0 ? "e-" : "e+").append(size.size() < 2 ? "0" : "").append(size);
  }
  if (decimal.point <= 0) return (sign + "0.").append(static_cast<std::size_t>(-decimal.point), '0') + digits;
  if (count <= decimal.point)
    return (sign + digits).append(static_cast<std::size_t>(decimal.point - count), '0') + ".0";
  const auto point = static_cast<std::size_t>(decimal.point);
  return sign + digits.substr(0, point) + "." + digits.substr(point);
}

template <class T, class... Format>
std::optional<T> parse_whole(std::string_view text, Format... format) {
  T value{};
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value, format...);
  if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

namespace {

template <class T>
std::string any_text(T value) {
  const auto wide =
      static_cast<double>(static_cast<std::conditional_t<std::is_same_v<T, Half>, float, T>>(value));
  if (std::isnan(wide)) return "nan";
  if (std::isinf(wide)) return wide < 0 ? "-inf" : "inf";
  return shortest(value);
}

}  // namespace

std::string real_text(double value) { return any_text(value); }
std::string real_text(float value) { return any_text(value); }
std::string real_text(Half value) { return any_text(value); }

std::string shortest(double value) { return text_of(shortest_decimal(value)); }
std::string shortest(float value) { return text_of(shortest_decimal(value)); }
std::string shortest(Half value) { return text_of(shortest_decimal(value)); }

std::optional<std::int64_t> parse_integer(std::string_view text) { return parse_whole<std::int64_t>(text); }

std::optional<double> parse_number(std::string_view text) {
  return parse_whole<double>(text, std::chars_format::general);
}

}  // namespace tcalc::text
