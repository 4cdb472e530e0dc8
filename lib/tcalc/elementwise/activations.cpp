// sigmoid, silu and gelu, without the cancellation of their formulas; float32 is computed in double, where
// that of all but gelu is short and goes in vectors.
#include <cmath>
#include <numbers>

#include <tcalc/elementwise/loops.hpp>
#include <tcalc/elementwise/straight.hpp>
#include <tcalc/elementwise/tables.hpp>

namespace tcalc::loops {

namespace {

// w / (1 + exp(-x - rest)), below 0 w * exp(x) / (1 + exp(x)): of all roundings but exp's and the last the
// rest is put back.
double logistic(double x, double w, double rest_of_x = 0) {
  constexpr double lost = -700;  // below it exp(x) has fewer bits, and 1 + exp(x) is 1
  if (x < lost && std::isfinite(x)) {
    constexpr double scale = 8.75651076269652e-27, scale_rest = 3.013197648255243e-43;  // exp(-60)
    const double power = std::exp(x + 60), scaled = w * power, rest = std::fma(w, power, -scaled);
    if (scaled == 0) return scaled;
    return std::fma(scaled, scale, rest * scale + scaled * (scale_rest + scale * rest_of_x));
  }
  const double power = std::exp(-std::abs(x));
  const double numerator = x < 0 ? w * power : w;
  const double sum = 1 + power, quotient = numerator / sum;
  if (!std::isfinite(quotient)) return quotient;
  const double numerator_rest = x < 0 ? std::fma(w, power, -numerator) : 0;
  const double sum_rest = power - (sum - 1);
  const double rest = std::fma(-quotient, sum, numerator) + numerator_rest - quotient * sum_rest;
  const double slope = quotient * (x < 0 ? 1 : power) * rest_of_x;  // times the sum
  return quotient + (rest + slope) / sum;
}

// x times the share of a normal distribution below x, for x <= -8, where erfc is off by some ulp:
// -exp(-x * x / 2) / sqrt(2 pi) * t, t = 1 / (1 + 1 / (x * (x + 2 / (x + 3 / (x + ...))))), which is near 1.
// exp's argument is taken in two words, and 64 more, so that no bits are lost where the result is denormal.
double normal_tail(double x) {
  constexpr int terms = 30;
  constexpr double scale = 6.398279740081261e-29,
                   scale_rest = 1.276958596889294e-45;  // exp(-64) / sqrt(2 pi)
  const double size = -x, half_square = 0.5 * x * x, rest = 0.5 * std::fma(x, x, -2 * half_square);
  double fraction = size;
  for (int term = terms; term > 1; --term) fraction = size + term / fraction;
  const double missing = 1 / (1 + size * fraction);  // 1 - t
  const double lost = missing + rest - missing * rest;
  const double power = std::exp(64 - half_square), product = power * scale;
  return -(product + (std::fma(power, scale, -product) + power * (scale_rest - scale * lost)));
}

// x / 2 * erfc(-x / sqrt(2)). The rounding of erfc's argument y would show 2 * y * y times as large: it is
// put back by the derivative.
double normal_share(double x) {
  constexpr double tail = -8, zero = -40;
  if (x < tail && x > zero) return normal_tail(x);
  constexpr double root = 0.5 * std::numbers::sqrt2, root_rest = -4.833646656726457e-17;
  const double y = -x * root, share = std::erfc(y);
  if (!std::isfinite(y)) return x * 0.5 * share;
  const double rest = std::fma(-x, root, -y) - x * root_rest;
  return x * 0.5 * (share - 2 * std::numbers::inv_sqrtpi * std::exp(-y * y) * rest);
}

// 1 + tanh(u) is 2 / (1 + exp(-2u)), 2u = factor * x * (1 + 0.044715 * x * x) in two words.
constexpr double tanh_factor = 1.5957691216057308, tanh_third = 0.044715;
double normal_share_by_tanh(double x) {
  constexpr double factor = tanh_factor, factor_rest = -9.96930880911092e-17, third = tanh_third;
  constexpr double saturated = 100;  // the share is 0 or 1
  if (!(std::abs(x) < saturated)) return logistic(factor * x * (1 + third * x * x), x);
  const double square = x * x, square_rest = std::fma(x, x, -square);
  const double more = third * square, more_rest = std::fma(third, square, -more) + third * square_rest;
  const double sum = 1 + more, back = sum - 1;
  const double sum_rest = (1 - (sum - back)) + (more - back) + more_rest;
  const double inner = x * sum, inner_rest = std::fma(x, sum, -inner) + x * sum_rest;
  const double u = factor * inner;
  const double u_rest = std::fma(factor, inner, -u) + factor * inner_rest + factor_rest * inner;
  return logistic(u, x, u_rest);
}

// w / (1 + exp(-x)) with more bits than a float has.
float short_logistic(double x, double w) {
  const double power = straight::exp(-std::abs(x));
  return static_cast<float>((x < 0 ? w * power : w) / (1 + power));
}

constexpr auto sigmoid = []<Inexact T>(T x) {
  if constexpr (Complex<T>)
    return T{1} / (T{1} + std::exp(-x));
  else if constexpr (std::is_same_v<T, float>)
    return short_logistic(x, 1);
  else
    return static_cast<T>(logistic(static_cast<double>(x), 1));
};
constexpr auto silu = []<Inexact T>(T x) {
  if constexpr (Complex<T>)
    return x / (T{1} + std::exp(-x));
  else if constexpr (std::is_same_v<T, float>)
    return short_logistic(x, x);
  else
    return static_cast<T>(logistic(static_cast<double>(x), static_cast<double>(x)));
};
constexpr auto gelu = []<Real T>(T x) { return static_cast<T>(normal_share(static_cast<double>(x))); };
constexpr auto gelu_tanh = []<Real T>(T x) {
  if constexpr (std::is_same_v<T, float>) {
    const double number = x;
    return short_logistic(tanh_factor * number * (1 + tanh_third * number * number), number);
  } else {
    return normal_share_by_tanh(x);
  }
};

constexpr std::array table = {
    with_vectors_of<Half, BFloat16, float>(kernel<1>("sigmoid", sigmoid), sigmoid),
    with_vectors_of<Half, BFloat16, float>(kernel<1>("silu", silu), silu),
    kernel<1>("gelu", gelu),
    with_vectors_of<Half, BFloat16, float>(kernel<1>("gelu_tanh", gelu_tanh), gelu_tanh),
};

}  // namespace

std::span<const ElementFunction> activations() { return table; }

}  // namespace tcalc::loops
