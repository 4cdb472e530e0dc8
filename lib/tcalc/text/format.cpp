#include <algorithm>
#include <cmath>
#include <complex>
#include <cstdlib>

#include <tcalc/core/cast.hpp>
#include <tcalc/text/decimal.hpp>
#include <tcalc/text/format.hpp>

namespace tcalc::text {

namespace {

double wide(double value) { return value; }
double wide(float value) { return value; }
double wide(Half value) { return static_cast<float>(value); }

// max / min in the dtype's own precision, which decides ties at 1000 as NumPy does.
double ratio(double max, double min) { return max / min; }
double ratio(float max, float min) { return max / min; }
double ratio(Half max, Half min) {
  return static_cast<float>(Half(static_cast<float>(max) / static_cast<float>(min)));
}

std::string sign_text(bool negative, bool always) { return negative ? "-" : always ? "+" : ""; }

struct Parts {
  std::string before, after, exponent;  // "-12", "5", "+03"
};

Parts positional(const Decimal& decimal, bool always_signed) {
  Parts parts{sign_text(decimal.negative, always_signed), "", ""};
  const int count = static_cast<int>(decimal.digits.size());
  for (int i = 0; i < std::max(decimal.point, 1); ++i) {
    const bool leading = decimal.point < 1 || i >= count;
    parts.before += leading ? '0' : decimal.digits[static_cast<std::size_t>(i)];
  }
  for (int i = decimal.point; i < count; ++i)
    parts.after += i < 0 ? '0' : decimal.digits[static_cast<std::size_t>(i)];
  return parts;
}

Parts scientific(const Decimal& decimal, bool always_signed, int exponent_digits) {
  const bool zero = decimal.digits.empty();
  Parts parts{sign_text(decimal.negative, always_signed) + (zero ? "0" : decimal.digits.substr(0, 1)),
              zero ? "" : decimal.digits.substr(1), ""};
  const int exponent = zero ? 0 : decimal.point - 1;
  std::string digits = std::to_string(std::abs(exponent));
  const auto width = static_cast<std::size_t>(std::max(exponent_digits, 2));
  if (digits.size() < width) digits.insert(0, width - digits.size(), '0');
  parts.exponent = (exponent < 0 ? "-" : "+") + digits;
  return parts;
}

std::string spaces(int count) { return std::string(static_cast<std::size_t>(std::max(count, 0)), ' '); }

int size_of_text(const std::string& text) { return static_cast<int>(text.size()); }

}  // namespace

template <class T>
RealFormat::RealFormat(const std::vector<T>& shown, int precision, bool always_signed)
    : precision_(precision), always_signed_(always_signed) {
  std::vector<T> finite;
  bool negative_infinity = false;
  for (const T value : shown) {
    const double number = wide(value);
    if (std::isfinite(number)) finite.push_back(value);
    negative_infinity = negative_infinity || (std::isinf(number) && number < 0);
  }
  if (!finite.empty()) measure(finite);
  if (finite.size() == shown.size()) return;
  const int nan_size = 3;
  const int infinity_size = 3 + (always_signed || negative_infinity ? 1 : 0);
  const int offset = pad_right_ + 1;  // the point
  pad_left_ = std::max({pad_left_, nan_size - offset, infinity_size - offset});
}

template <class T>
void RealFormat::measure(const std::vector<T>& finite) {
  constexpr double scientific_from = 1e8;
  constexpr double scientific_below = 1e-4;
  constexpr double widest_ratio = 1000;
  const T* least = nullptr;
  const T* most = nullptr;
  for (const T& value : finite) {
    if (wide(value) == 0) continue;
    if (least == nullptr || std::abs(wide(value)) < std::abs(wide(*least))) least = &value;
    if (most == nullptr || std::abs(wide(value)) > std::abs(wide(*most))) most = &value;
  }
  if (most != nullptr) {
    scientific_ = std::abs(wide(*most)) >= scientific_from || std::abs(wide(*least)) < scientific_below ||
                  std::abs(ratio(*most, *least)) > widest_ratio;
  }
  int exponent_size = 0;
  for (const T value : finite) {
    const Decimal decimal = decimal_within(value, precision_, scientific_);
    const Parts parts =
        scientific_ ? scientific(decimal, always_signed_, 0) : positional(decimal, always_signed_);
    pad_left_ = std::max(pad_left_, size_of_text(parts.before));
    pad_right_ = std::max(pad_right_, size_of_text(parts.after));
    exponent_size = std::max(exponent_size, size_of_text(parts.exponent));
  }
  if (!scientific_) return;
  exponent_digits_ = exponent_size - 1;
  precision_ = pad_right_;
  pad_right_ = exponent_digits_ + 2 + precision_;
}

std::string RealFormat::padded_special(const std::string& word) const {
  return spaces(pad_left_ + pad_right_ + 1 - size_of_text(word)) + word;
}

template <class T>
std::string RealFormat::text(T value) const {
  const double number = wide(value);
  if (std::isnan(number)) return padded_special(always_signed_ ? "+nan" : "nan");
  if (std::isinf(number)) return padded_special(sign_text(number < 0, always_signed_) + "inf");
  if (scientific_) {
    // All have as many digits, exact ones: NumPy does not fill up the shortest with zeros here.
    Parts parts = scientific(decimal_with(value, precision_), always_signed_, exponent_digits_);
    parts.after.resize(static_cast<std::size_t>(precision_), '0');
    return spaces(pad_left_ - size_of_text(parts.before)) + parts.before + "." + parts.after + "e" +
           parts.exponent;
  }
  const Parts parts = positional(decimal_within(value, precision_, false), always_signed_);
  return spaces(pad_left_ - size_of_text(parts.before)) + parts.before + "." + parts.after +
         spaces(pad_right_ - size_of_text(parts.after));
}

namespace {

// Within these, NumPy's scalars are written without an exponent.
constexpr int most_scalar_point = 16;
constexpr int least_scalar_point = -3;

// empty_fraction: what stands for a fraction of zero, ".0" or nothing.
template <class T>
std::string real_scalar_text(T value, const std::string& empty_fraction, bool always_signed) {
  const double number = wide(value);
  if (std::isnan(number)) return always_signed ? "+nan" : "nan";
  if (std::isinf(number)) return sign_text(number < 0, always_signed) + "inf";
  const Decimal decimal = shortest_decimal(value);
  if (decimal.point > most_scalar_point || decimal.point < least_scalar_point) {
    const Parts parts = scientific(decimal, always_signed, 0);
    return parts.before + (parts.after.empty() ? "" : "." + parts.after) + "e" + parts.exponent;
  }
  const Parts parts = positional(decimal, always_signed);
  return parts.before + (parts.after.empty() ? empty_fraction : "." + parts.after);
}

}  // namespace

template <class T>
std::string scalar_text(T value) {
  if constexpr (std::is_same_v<T, Boolean>) {
    return value.byte != 0 ? "True" : "False";
  } else if constexpr (std::is_integral_v<T>) {
    return std::to_string(value);
  } else if constexpr (is_complex<T>) {
    const auto real = value.real();
    const bool imaginary_only = real == 0 && !std::signbit(real);
    if (imaginary_only) return real_scalar_text(value.imag(), "", false) + "j";
    return "(" + real_scalar_text(real, "", false) + real_scalar_text(value.imag(), "", true) + "j)";
  } else {
    return real_scalar_text(value, ".0", false);
  }
}

template RealFormat::RealFormat(const std::vector<double>&, int, bool);
template RealFormat::RealFormat(const std::vector<float>&, int, bool);
template RealFormat::RealFormat(const std::vector<Half>&, int, bool);
template std::string RealFormat::text(double) const;
template std::string RealFormat::text(float) const;
template std::string RealFormat::text(Half) const;
template std::string scalar_text(Boolean);
template std::string scalar_text(std::int8_t);
template std::string scalar_text(std::int16_t);
template std::string scalar_text(std::int32_t);
template std::string scalar_text(std::int64_t);
template std::string scalar_text(std::uint8_t);
template std::string scalar_text(std::uint16_t);
template std::string scalar_text(std::uint32_t);
template std::string scalar_text(std::uint64_t);
template std::string scalar_text(Half);
template std::string scalar_text(float);
template std::string scalar_text(double);
template std::string scalar_text(std::complex<float>);
template std::string scalar_text(std::complex<double>);

}  // namespace tcalc::text
