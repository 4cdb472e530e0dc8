#include <charconv>
#include <cmath>
#include <system_error>

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

// Beyond this the digits after the point are none.
constexpr double largest_with_fraction = 1e15;

// Whether the text has no exponent, and at most so many digits after the point, which it then has.
bool is_within(std::string_view text, int precision) {
  return text.find('e') == std::string_view::npos &&
         text.size() - text.find('.') - 1 <= static_cast<std::size_t>(precision);
}

std::string rounded_text(double value, int precision) {
  constexpr std::size_t longest = 400;
  char digits[longest];
  const auto end = std::to_chars(digits, digits + longest, value, std::chars_format::fixed, precision).ptr;
  std::string text(digits, end);
  if (text.find('.') == std::string::npos) return text + ".0";
  text.erase(text.find_last_not_of('0') + 1);
  return text.back() == '.' ? text + "0" : text;
}

}  // namespace

std::string real_text(double value, Dtype dtype, std::optional<int> precision) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value < 0 ? "-inf" : "inf";
  std::string shortest = text_of(shortest_decimal(value, dtype));
  const bool all = !precision || std::abs(value) > largest_with_fraction || is_within(shortest, *precision);
  return all ? shortest : rounded_text(value, *precision);
}

std::optional<std::int64_t> parse_integer(std::string_view text) { return parse_whole<std::int64_t>(text); }

std::optional<std::uint64_t> parse_unsigned(std::string_view text) {
  return parse_whole<std::uint64_t>(text);
}

namespace {

struct Parsed {
  double value = 0;
  bool complete = false;      // all of the text is a number
  bool out_of_range = false;  // which float64 has not
};

// from_chars says of a number that is out of range only that it is one.
Parsed parsed_number(std::string_view text) {
  Parsed parsed;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), parsed.value);
  parsed.out_of_range = result.ec == std::errc::result_out_of_range;
  parsed.complete =
      result.ptr == text.data() + text.size() && (result.ec == std::errc() || parsed.out_of_range);
  return parsed;
}

// Of a number that is out of range: below the least, not beyond the largest.
bool is_tiny(std::string_view text) {
  const std::size_t exponent = text.find_first_of("eE");
  if (exponent != std::string_view::npos) return text.substr(exponent + 1).starts_with('-');
  return text.find_first_of("123456789") > text.find('.');
}

}  // namespace

std::optional<double> parse_number(std::string_view text) {
  const Parsed parsed = parsed_number(text);
  if (!parsed.complete) return std::nullopt;
  if (!parsed.out_of_range) return parsed.value;
  if (!is_tiny(text)) return std::nullopt;
  return text.starts_with('-') ? -0.0 : 0.0;
}

bool is_number_out_of_range(std::string_view text) {
  const Parsed parsed = parsed_number(text);
  return parsed.complete && parsed.out_of_range && !is_tiny(text);
}

}  // namespace tcalc::text
