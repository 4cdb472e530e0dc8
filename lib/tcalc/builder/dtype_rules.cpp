#include <array>

#include <tcalc/builder/dtype_rules.hpp>
#include <tcalc/core/cast.hpp>
#include <tcalc/core/formatted.hpp>

namespace tcalc::expression {

namespace {

bool holds(Dtype dtype, std::int64_t value) {
  return visit_dtype(dtype, [&]<class T>(TypeTag<T>) {
    if constexpr (std::is_integral_v<T>)
      return std::in_range<T>(value);
    else
      return true;
  });
}

}  // namespace

Dtype default_dtype(const Value& number) {
  if (number.is<bool>()) return Dtype::boolean;
  if (number.is<Dim>()) return Dtype::int64;
  return number.is<double>() ? Dtype::float64 : Dtype::complex128;
}

Dtype with_weak(std::optional<Dtype> dtype, const Value& number, bool any_integer) {
  if (!dtype) return default_dtype(number);
  const DtypeKind kind = info(*dtype).kind;
  if (const auto* integer = number.get<Dim>()) {
    const bool outside = integer->is_known() && is_integer(*dtype) && !holds(*dtype, integer->size());
    if (any_integer && outside) return promote(*dtype, Dtype::int64);
    return kind == DtypeKind::boolean ? Dtype::int64 : *dtype;
  }
  if (number.is<double>()) {
    const bool inexact = kind == DtypeKind::floating || kind == DtypeKind::complex;
    return inexact ? *dtype : Dtype::float64;
  }
  if (kind == DtypeKind::floating) return promote(*dtype, Dtype::complex64);
  return kind == DtypeKind::complex ? *dtype : Dtype::complex128;
}

void check_integers(std::span<const Value> values, Dtype dtype, bool any_integer) {
  if (!is_integer(dtype) || any_integer) return;
  for (const Value& value : values) {
    const auto* integer = value.get<Dim>();
    if (integer == nullptr || !integer->is_known() || holds(dtype, integer->size())) continue;
    throw LocatedError({ErrorKind::mismatch,
                        formatted("the integer {} is out of bounds for {}", integer->text(), name_of(dtype)),
                        "astype makes the array wider: astype(x, 'i8')"},
                       {value.span});
  }
}

bool is_comparison(std::string_view function) {
  constexpr std::array names = {"equal", "not_equal", "less", "less_equal", "greater", "greater_equal"};
  for (const std::string_view name : names) {
    if (name == function) return true;
  }
  return false;
}

std::string_view hint_for(std::string_view function, Dtype dtype) {
  const DtypeKind kind = info(dtype).kind;
  if (kind == DtypeKind::boolean && function == "subtract") return "of conditions ^ tells which differ";
  if (kind == DtypeKind::boolean && function == "negative") return "of a condition ~ is the opposite";
  if (kind == DtypeKind::boolean && function == "positive")
    return "astype makes numbers of it: astype(x, 'i8')";
  if (kind == DtypeKind::floating && function == "bitwise_xor") return "a power is written x ** 2";
  if (kind == DtypeKind::floating && function.starts_with("bitwise"))
    return "& | ^ take conditions: (a > 0) & (b > 0)";
  if (kind == DtypeKind::floating && function == "invert") return "~ takes conditions: ~(a > 0)";
  if (kind == DtypeKind::complex) return "x.real, x.imag and abs(x) are real";
  return "";
}

void (*selection_of(Dtype dtype))(const std::byte* const*, std::byte*, std::int64_t) {
  using Run = void (*)(const std::byte* const*, std::byte*, std::int64_t);
  return visit_dtype(dtype, []<class T>(TypeTag<T>) -> Run {
    return [](const std::byte* const* operands, std::byte* result, std::int64_t count) {
      const auto* condition = reinterpret_cast<const Boolean*>(operands[0]);
      const auto* x = reinterpret_cast<const T*>(operands[1]);
      const auto* y = reinterpret_cast<const T*>(operands[2]);
      auto* out = reinterpret_cast<T*>(result);
      for (std::int64_t i = 0; i < count; ++i) out[i] = condition[i].byte != 0 ? x[i] : y[i];
    };
  });
}

}  // namespace tcalc::expression
