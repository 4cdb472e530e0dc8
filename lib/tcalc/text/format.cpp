#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>

#include <tcalc/core/cast.hpp>
#include <tcalc/text/decimal.hpp>
#include <tcalc/text/format.hpp>

namespace tcalc::text {

namespace {

// max / min in the dtype's own precision, which decides ties at 1000 as NumPy does.
double ratio(double max, double min, Dtype dtype) {
  return visit_stored(dtype, [&]<class T>(TypeTag<T>) {
    if constexpr (RealElement<T>)
      return as_double(cast<T>(max / min));
    else
      return max / min;
  });
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

RealFormat::RealFormat(const std::vector<double>& shown, Dtype dtype, int precision, bool always_signed)
    : dtype_(dtype), precision_(precision), always_signed_(always_signed) {
  std::vector<double> finite;
  bool negative_infinity = false;
  for (const double value : shown) {
    if (std::isfinite(value)) finite.push_back(value);
    negative_infinity = negative_infinity || (std::isinf(value) && value < 0);
  }
  if (!finite.empty()) measure(finite);
  if (finite.size() == shown.size()) return;
  const int nan_size = 3;
  const int infinity_size = 3 + (always_signed || negative_infinity ? 1 : 0);
  const int offset = pad_right_ + 1;  // the point
  pad_left_ = std::max({pad_left_, nan_size - offset, infinity_size - offset});
}

void RealFormat::measure(const std::vector<double>& finite) {
  constexpr double scientific_from = 1e8;
  constexpr double scientific_below = 1e-4;
  constexpr double widest_ratio = 1000;
  std::optional<double> least, most;
  for (const double value : finite) {
    if (value == 0) continue;
    if (!least || std::abs(value) < std::abs(*least)) least = value;
    if (!most || std::abs(value) > std::abs(*most)) most = value;
  }
  if (most) {
    scientific_ = std::abs(*most) >= scientific_from || std::abs(*least) < scientific_below ||
                  std::abs(ratio(*most, *least, dtype_)) > widest_ratio;
  }
  int exponent_size = 0;
  for (const double value : finite) {
    const Decimal decimal = decimal_within(value, dtype_, precision_, scientific_);
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

std::string RealFormat::text(double value) const {
  if (std::isnan(value)) return padded_special(always_signed_ ? "+nan" : "nan");
  if (std::isinf(value)) return padded_special(sign_text(value < 0, always_signed_) + "inf");
  if (scientific_) {
    // All have as many digits, exact ones: NumPy does not fill up the shortest with zeros here.
    Parts parts = scientific(decimal_with(value, dtype_, precision_), always_signed_, exponent_digits_);
    parts.after.resize(static_cast<std::size_t>(precision_), '0');
    return spaces(pad_left_ - size_of_text(parts.before)) + parts.before + "." + parts.after + "e" +
           parts.exponent;
  }
  const Parts parts = positional(decimal_within(value, dtype_, precision_, false), always_signed_);
  return spaces(pad_left_ - size_of_text(parts.before)) + parts.before + "." + parts.after +
         spaces(pad_right_ - size_of_text(parts.after));
}

namespace {

// Within these, NumPy's scalars are written without an exponent.
constexpr int most_scalar_point = 16;
constexpr int least_scalar_point = -3;

}  // namespace

std::string real_scalar_text(double value, Dtype dtype, std::string_view empty_fraction, bool always_signed) {
  if (std::isnan(value)) return always_signed ? "+nan" : "nan";
  if (std::isinf(value)) return sign_text(value < 0, always_signed) + "inf";
  const Decimal decimal = shortest_decimal(value, dtype);
  if (decimal.point > most_scalar_point || decimal.point < least_scalar_point) {
    const Parts parts = scientific(decimal, always_signed, 0);
    return parts.before + (parts.after.empty() ? "" : "." + parts.after) + "e" + parts.exponent;
  }
  const Parts parts = positional(decimal, always_signed);
  return parts.before + (parts.after.empty() ? std::string(empty_fraction) : "." + parts.after);
}

}  // namespace tcalc::text
