// sigmoid, silu and gelu, without the cancellation of their formulas; float32 is computed in double.
#include <cmath>
#include <numbers>

#include <tcalc/elementwise/loops.hpp>
#include <tcalc/elementwise/tables.hpp>

namespace tcalc::loops {

namespace {

// w / (1 + exp(-x)), below 0 w * exp(x) / (1 + exp(x)): of all roundings but exp's and the last the rest is
// put back.
double logistic(double x, double w) {
  constexpr double lost = -700;  // below it exp(x) has fewer bits, and 1 + exp(x) is 1
  if (x < lost && std::isfinite(x)) return w * std::exp(x + 60) * std::exp(-60.0);
  const double power = std::exp(-std::abs(x));
  const double numerator = x < 0 ? w * power : w;
  const double sum = 1 + power, quotient = numerator / sum;
  if (!std::isfinite(quotient)) return quotient;
  const double numerator_rest = x < 0 ? std::fma(w, power, -numerator) : 0;
  const double sum_rest = power - (sum - 1);
  const double rest = std::fma(-quotient, sum, numerator) + numerator_rest - quotient * sum_rest;
  return quotient + rest / sum;
}

// x times the share of a normal distribution below x: x / 2 * erfc(-x / sqrt(2)). The rounding of erfc's
// argument y would show 2 * y * y times as large: it is put back by the derivative.
double normal_share(double x) {
  constexpr double root = 0.5 * std::numbers::sqrt2, root_rest = -4.833646656726457e-17;
  const double y = -x * root, share = std::erfc(y);
  if (!std::isfinite(y)) return x * 0.5 * share;
  const double rest = std::fma(-x, root, -y) - x * root_rest;
  return x * 0.5 * (share - 2 * std::numbers::inv_sqrtpi * std::exp(-y * y) * rest);
}

// 1 + tanh(u) is 2 / (1 + exp(-2u)).
double normal_share_by_tanh(double x) {
  const double u = std::sqrt(2 / std::numbers::pi) * (x + 0.044715 * x * x * x);
  return logistic(2 * u, x);
}

constexpr auto sigmoid = []<Inexact T>(T x) {
  if constexpr (Complex<T>)
    return T{1} / (T{1} + std::exp(-x));
  else
    return static_cast<T>(logistic(static_cast<double>(x), 1));
};
constexpr auto silu = []<Inexact T>(T x) {
  if constexpr (Complex<T>)
    return x / (T{1} + std::exp(-x));
  else
    return static_cast<T>(logistic(static_cast<double>(x), static_cast<double>(x)));
};
constexpr auto gelu = []<Real T>(T x) { return static_cast<T>(normal_share(static_cast<double>(x))); };
constexpr auto gelu_tanh = []<Real T>(T x) {
  return static_cast<T>(normal_share_by_tanh(static_cast<double>(x)));
};

constexpr std::array table = {
    kernel<1>("sigmoid", sigmoid),
    kernel<1>("silu", silu),
    kernel<1>("gelu", gelu),
    kernel<1>("gelu_tanh", gelu_tanh),
};

}  // namespace

std::span<const ElementFunction> activations() { return table; }

}  // namespace tcalc::loops
