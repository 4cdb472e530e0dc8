#include <algorithm>
#include <array>
#include <limits>
#include <numbers>

#include <tcalc/core/dtype.hpp>
#include <tcalc/expression/names.hpp>
#include <tcalc/functions/function.hpp>
#include <tcalc/text/suggest.hpp>

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

// What people call that is not there, and what to write.
struct Absent {
  std::string_view name, hint;
};
constexpr std::array absent = {
    Absent{"print", "the value of the last statement is printed"},
    Absent{"len", "x.shape[0] is the length of x"},
    Absent{"load", "files are operands: tcalc eval 'x.sum()' x=FILE.npy"},
    Absent{"save", "-o FILE.npy writes the result"},
    Absent{"array", "lists are arrays: [1, 2, 3]"},
    Absent{"asarray", "lists are arrays: [1, 2, 3]"},
    Absent{"nonzero", "argmax finds the first, count_nonzero counts them"},
    Absent{"argwhere", "argmax finds the first, count_nonzero counts them"},
    Absent{"isin", "write (x == value)"},
    Absent{"linalg.inv", "there are no linear solvers"},
    Absent{"linalg.solve", "there are no linear solvers"},
    Absent{"linalg.svd", "there are no linear solvers"},
    Absent{"linalg.eig", "there are no linear solvers"},
    Absent{"linalg.det", "there are no linear solvers"},
    Absent{"vstack", "concatenate((a, b), axis=0)"},
    Absent{"hstack", "concatenate((a, b), axis=-1)"},
    Absent{"item", "a result of one element is printed bare"},
    Absent{"tolist", "--json prints lists"},
    Absent{"copy", "nothing is ever changed: leave it out"},
    Absent{"view", "reshape and astype make new arrays"},
    Absent{"permute", "transpose(x, 0, 2, 1) gives axes another order"},
    Absent{"percentile", "quantile(x, 0.9) takes a share from 0 to 1"},
    Absent{"average", "mean(x), or sum(x * weights) / sum(weights)"},
    Absent{"cat", "concatenate((a, b), axis=0)"},
    Absent{"numpy", "leave it out: the operand is an array"},
    Absent{"cpu", "leave it out: the operand is an array"},
    Absent{"detach", "leave it out: the operand is an array"},
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

std::string hint_for_absent(std::string_view name, const std::vector<std::string>& known) {
  for (const Absent& entry : absent) {
    if (entry.name == name) return std::string(entry.hint);
  }
  if (const auto near = text::nearest(name, known)) return "did you mean " + *near + "?";
  return "tcalc help functions lists them";
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
