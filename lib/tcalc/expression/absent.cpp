// What other people's code calls and is not there, with what to write instead.
#include <array>

#include <tcalc/expression/names.hpp>
#include <tcalc/text/suggest.hpp>

namespace tcalc::expression {

namespace {

// The hint may hold an option: before + the option with its value + after.
struct Absent {
  std::string_view name, hint;
  std::string_view option = {}, value = {}, after = {};
};
constexpr std::array absent = {
    Absent{"print", "the value of the last statement is printed"},
    Absent{"len", "x.shape[0] is the length of x"},
    Absent{"dim", "x.ndim counts the axes"},
    Absent{"type", "x.dtype is the dtype of x"},
    Absent{"isinstance", "x.dtype is the dtype of x"},
    Absent{"str", "values are printed as they are"},
    Absent{"repr", "values are printed as they are"},
    Absent{"format", "values are printed as they are; ", "precision", "N", " rounds them"},
    Absent{"sorted", "sort(x)"},
    Absent{"zip", "operators and functions take all elements at once: a * b"},
    Absent{"enumerate", "arange(x.shape[0]) counts the rows"},
    Absent{"map", "functions take all elements at once: sqrt(x)"},
    Absent{"vectorize", "functions take all elements at once: sqrt(x)"},
    Absent{"apply_along_axis", "functions take an axis: sum(x, axis=0)"},
    Absent{"load", "files are operands: tcalc eval 'x.sum()' x=FILE.npy"},
    Absent{"open", "files are operands: tcalc eval 'x.sum()' x=FILE.npy"},
    Absent{"fromfile", "files are operands: tcalc eval 'x.sum()' x=FILE.npy"},
    Absent{"loadtxt", "files are operands: tcalc eval 'x.sum()' x=FILE.csv"},
    Absent{"save", "", "out", "FILE.npy", " writes the result"},
    Absent{"savez", "", "out", "FILE.npz:NAME", " writes the result"},
    Absent{"savetxt", "", "out", "FILE.csv", " writes the result"},
    Absent{"array", "lists are arrays: [1, 2, 3]"},
    Absent{"asarray", "leave it out: operands and lists are arrays"},
    Absent{"tensor", "lists are arrays: [1, 2, 3]"},
    Absent{"ascontiguousarray", "leave it out: the order in memory makes no difference"},
    Absent{"nonzero", "argmax finds the first, count_nonzero counts them"},
    Absent{"argwhere", "argmax finds the first, count_nonzero counts them"},
    Absent{"flatnonzero", "argmax finds the first, count_nonzero counts them"},
    Absent{"isin", "write (x == value)"},
    Absent{"in1d", "write (x == value)"},
    Absent{"histogram", "(x < limit).sum() counts what is below a limit"},
    Absent{"bincount", "one_hot(x, n).sum(axis=0) counts classes"},
    Absent{"digitize", "sum(x[..., None] >= limits, axis=-1)"},
    Absent{"cov", "with d = x - x.mean(axis=1, keepdims=True): d @ d.T / (x.shape[1] - 1)"},
    Absent{"corrcoef", "with d = x - x.mean(axis=1, keepdims=True): d @ d.T, divided by norms of the rows"},
    Absent{"trapz", "((x[1:] + x[:-1]) / 2).sum()"},
    Absent{"trapezoid", "((x[1:] + x[:-1]) / 2).sum()"},
    Absent{"gradient", "diff(x) is the difference of neighbours"},
    Absent{"interp", "where, take and diff are there, interpolation is not"},
    Absent{"cross", "x[..., [1, 2, 0]] and x[..., [2, 0, 1]] are what it multiplies"},
    Absent{"meshgrid", "broadcast instead: x[:, None] and y[None, :]"},
    Absent{"diag", "diagonal(x) of a matrix, eye(n) * v from a vector"},
    Absent{"flipud", "flip(x, 0)"},
    Absent{"fliplr", "flip(x, 1)"},
    Absent{"rot90", "flip(x.T, 0)"},
    Absent{"rollaxis", "moveaxis(x, source, destination)"},
    Absent{"atleast_1d", "x[None] has an axis more"},
    Absent{"atleast_2d", "x[None] has an axis more"},
    Absent{"vstack", "concatenate((a, b), axis=0)"},
    Absent{"hstack", "concatenate((a, b), axis=-1)"},
    Absent{"dstack", "stack((a, b), axis=-1)"},
    Absent{"column_stack", "stack((a, b), axis=-1)"},
    Absent{"cat", "concatenate((a, b), axis=0)"},
    Absent{"append", "concatenate((a, b), axis=0)"},
    Absent{"array_split", "split(x, [2, 5]) cuts at places"},
    Absent{"chunk", "split(x, n)"},
    Absent{"nan_to_num", "where(isnan(x), 0, x)"},
    Absent{"nanstd", "sqrt(nanmean((x - nanmean(x)) ** 2))"},
    Absent{"nanvar", "nanmean((x - nanmean(x)) ** 2)"},
    Absent{"nanmedian", "median(x[~isnan(x)])"},
    Absent{"nanquantile", "quantile(x[~isnan(x)], 0.9)"},
    Absent{"nanpercentile", "quantile(x[~isnan(x)], 0.9) takes a share from 0 to 1"},
    Absent{"nanargmax", "argmax(where(isnan(x), -inf, x))"},
    Absent{"nanargmin", "argmin(where(isnan(x), inf, x))"},
    Absent{"percentile", "quantile(x, 0.9) takes a share from 0 to 1"},
    Absent{"average", "mean(x), or sum(x * weights) / sum(weights)"},
    Absent{"item", "a result of one element is printed bare: leave it out"},
    Absent{"tolist", "leave it out: ", "json", "", " prints lists"},
    Absent{"copy", "nothing is ever changed: leave it out"},
    Absent{"clone", "nothing is ever changed: leave it out"},
    Absent{"contiguous", "leave it out"},
    Absent{"numpy", "leave it out: the operand is an array"},
    Absent{"cpu", "leave it out: the operand is an array"},
    Absent{"cuda", "leave it out: the operand is an array"},
    Absent{"detach", "leave it out: the operand is an array"},
    Absent{"requires_grad", "gradients are not computed"},
    Absent{"backward", "gradients are not computed"},
    Absent{"view", "x.reshape(...), and x.astype(dtype) for another dtype"},
    Absent{"permute", "transpose(x, 0, 2, 1) gives axes another order"},
    Absent{"t", "x.T"},
    Absent{"unsqueeze", "expand_dims(x, 0), or x[None]"},
    Absent{"clamp", "clip(x, 0, 1)"},
    Absent{"clip_by_value", "clip(x, 0, 1)"},
    Absent{"H", "x.mT.conj()"},
    Absent{"expand", "broadcast_to(x, shape)"},
    Absent{"half", "x.astype('f2')"},
    Absent{"double", "x.astype('f8')"},
    Absent{"long", "x.astype('i8')"},
    Absent{"to", "x.astype('f4')"},
    Absent{"bmm", "a @ b"},
    Absent{"mm", "a @ b"},
    Absent{"mv", "a @ b"},
    Absent{"einsum_path", "tcalc explain einsum shows the path"},
    Absent{"reduce_mean", "mean(x, axis=0)"},
    Absent{"reduce_sum", "sum(x, axis=0)"},
    Absent{"reduce_max", "max(x, axis=0)"},
    Absent{"logsoftmax", "log_softmax(x)"},
    Absent{"random.normal", "randn(2, 3)"},
    Absent{"random.standard_normal", "randn(2, 3)"},
    Absent{"random.uniform", "rand(2, 3)"},
    Absent{"random.random", "rand(2, 3)"},
    Absent{"random.default_rng", "rand, randn and randint; ", "seed", "N", " repeats them"},
    Absent{"random.seed", "", "seed", "N", " repeats rand, randn and randint"},
    Absent{"random.permutation", "argsort(rand(n))"},
    Absent{"random.choice", "randint(0, n, size=3)"},
    Absent{"linalg.matrix_power", "a @ a"},
};

// Modules of which little or nothing is there.
constexpr std::array modules = {
    Absent{"linalg.", "solvers and factorizations are not supported; norm and multi_dot are"},
    Absent{"fft.", "Fourier transforms are not supported"},
    Absent{"random.", "rand, randn and randint are there; ", "seed", "N", " repeats them"},
    Absent{"ma.", "masked arrays are not supported: where(mask, x, 0), x[mask]"},
};

Hint hint_of(const Absent& entry) {
  if (entry.option.empty()) return std::string(entry.hint);
  return OptionHint{std::string(entry.hint), std::string(entry.option), std::string(entry.value),
                    std::string(entry.after)};
}

}  // namespace

Hint hint_for_absent(std::string_view name, const std::vector<std::string>& known) {
  for (const Absent& entry : absent) {
    if (entry.name == name) return hint_of(entry);
  }
  for (const Absent& module : modules) {
    if (name.starts_with(module.name)) return hint_of(module);
  }
  if (const auto near = text::nearest(name, known)) return "did you mean " + *near + "?";
  return "tcalc help functions lists them";
}

}  // namespace tcalc::expression
