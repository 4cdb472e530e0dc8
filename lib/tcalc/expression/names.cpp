#include <algorithm>
#include <array>
#include <limits>
#include <numbers>

#include <tcalc/core/dtype.hpp>
#include <tcalc/expression/names.hpp>
#include <tcalc/functions/function.hpp>

namespace tcalc::expression {

namespace {

struct ConstantName {
  std::string_view name;
  double value;
};
constexpr std::array constants = {
    ConstantName{"nan", std::numeric_limits<double>::quiet_NaN()},
    ConstantName{"NaN", std::numeric_limits<double>::quiet_NaN()},
    ConstantName{"inf", std::numeric_limits<double>::infinity()},
    ConstantName{"pi", std::numbers::pi},
    ConstantName{"e", std::numbers::e},
};

}  // namespace

std::optional<Dtype> dtype_named(std::string_view name) {
  if (name == "int") return Dtype::int64;
  if (name == "float") return Dtype::float64;
  if (name == "complex") return Dtype::complex128;
  if (name == "bool" || name == "bool_") return Dtype::boolean;
  const auto parsed = parse_dtype(name);
  if (!parsed || name != tcalc::name_of(parsed->dtype)) return std::nullopt;
  return parsed->dtype;
}

std::optional<double> constant_named(std::string_view name) {
  for (const ConstantName& constant : constants) {
    if (constant.name == name) return constant.value;
  }
  return std::nullopt;
}

std::vector<std::string_view> constant_names() {
  std::vector<std::string_view> names;
  for (const ConstantName& constant : constants) names.push_back(constant.name);
  return names;
}

bool is_module(std::string_view name) {
  constexpr std::array modules = {"torch", "F",       "tf",     "jnp",    "nn", "math",
                                  "scipy", "special", "linalg", "random", "K"};
  return std::ranges::find(modules, name) != modules.end();
}

std::optional<std::string> reserved(std::string_view name) {
  if (functions::find_function(name) != nullptr) return "a function";
  if (constant_named(name)) return "a constant";
  if (dtype_named(name)) return "a dtype";
  if (name == "True" || name == "False" || name == "None" || name == "newaxis") return "a constant";
  if (name == "np" || name == "numpy") return "NumPy, which is dropped before a function";
  return std::nullopt;
}

}  // namespace tcalc::expression
