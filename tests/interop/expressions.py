#!/usr/bin/python3
"""Random expressions against NumPy with NumPy 2's promotion: shape, dtype and values, and what is refused.

    expressions.py TCALC [--runs N] [--seed N] [--every-function]

Within a tree stand operations that IEEE 754 or integer arithmetic define to the last bit; sums and transcendental functions,
which have a bound, are at its root. An expression that NumPy refuses has to be refused.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
import warnings
from concurrent.futures import ThreadPoolExecutor

if os.environ.get("NPY_PROMOTION_STATE") != "weak":  # read when NumPy is loaded
    os.environ["NPY_PROMOTION_STATE"] = "weak"
    os.execv(sys.executable, [sys.executable, *sys.argv])

import numpy as np  # noqa: E402

SECONDS = 60
DTYPES = ["bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float16", "float32", "float64",
          "complex64", "complex128", ">i4", ">f8"]
SPECIAL = [float("nan"), float("inf"), float("-inf"), -0.0, 0.0, 5e-324, 1e-40, 1.0, -1.0, 0.5, 1.5, 2.5, 1e30, 6e4]
EXACT_UNARY = ["abs", "square", "isnan", "isinf", "isfinite", "conj", "negative", "floor", "ceil", "trunc", "rint", "logical_not", "signbit"]
NEAR_UNARY = ["sqrt", "cbrt", "exp", "exp2", "expm1", "log", "log2", "log10", "log1p", "sin", "cos", "tan", "arcsin", "arccos", "arctan",
              "sinh", "cosh", "tanh", "angle", "reciprocal"]
EXACT_BINARY = ["maximum", "minimum", "fmax", "fmin", "logical_and", "logical_or", "logical_xor", "floor_divide", "mod", "copysign"]
NEAR_BINARY = ["arctan2", "hypot", "logaddexp", "power"]
OPERATORS = ["+", "-", "*", "/", "//", "%", "==", "!=", "<", "<=", ">", ">=", "&", "|", "^"]
EXACT_REDUCTIONS = ["min", "max", "argmin", "argmax", "any", "all", "count_nonzero", "ptp", "nanmin", "nanmax"]
NEAR_REDUCTIONS = ["sum", "prod", "mean", "var", "std", "nansum", "nanmean", "median"]
NUMBERS = ["0", "1", "2", "-1", "3", "100", "300", "0.5", "-2.5", "1e-3", "nan", "inf", "True", "2j"]


def whole_as_it_is(function):
    """As of NumPy 2.1 integers and bools are their own floor."""
    return lambda x: np.asarray(x) if np.asarray(x).dtype.kind in "iub" else function(x)


def where(condition, x, y):
    """As of NumPy 2 Python's numbers are weak here too."""
    weak = (int, float, complex)
    pair = [x, y]
    for place, value in enumerate(pair):
        if isinstance(value, weak) and not isinstance(value, bool):
            dtype = np.result_type(np.add(pair[1 - place], 0 * value))
            if dtype.kind in "iu" and not np.iinfo(dtype).min <= value <= np.iinfo(dtype).max:
                raise OverflowError("out of bounds")
            pair[place] = np.asarray(value, dtype)
    return np.where(condition, *pair)


def namespace() -> dict:
    names = {name: getattr(np, name) for name in dir(np) if not name.startswith("_")}
    for name in ["floor", "ceil", "trunc"]:
        names[name] = whole_as_it_is(getattr(np, name))
    names["where"] = where
    names["count_nonzero"] = lambda *given, **named: np.asarray(np.count_nonzero(*given, **named))
    return names


NAMES = namespace()


def sizes(chance: random.Random) -> tuple[int, ...]:
    most = chance.choice([0, 1, 2, 2, 3])
    return tuple(chance.choice([0, 1, 2, 3, 5, 7]) if chance.random() < 0.2 else chance.choice([1, 2, 3, 4]) for _ in range(most))


def relative(chance: random.Random, shape: tuple[int, ...]) -> tuple[int, ...]:
    """A shape that broadcasts with another, mostly."""
    if chance.random() < 0.06:
        return sizes(chance)
    return tuple(1 if chance.random() < 0.2 else size for size in shape)[chance.choice([0, 0, 0, 1]) if shape else 0:]


def values(chance: random.Random, numbers: np.random.Generator, shape: tuple[int, ...], dtype: str):
    kind = np.dtype(dtype).kind
    if kind == "b":
        array = numbers.integers(0, 2, shape).astype(bool)
    elif kind in "iu":
        extreme = np.iinfo(dtype)
        wide = chance.random() < 0.3
        array = numbers.integers(extreme.min if wide else max(extreme.min, -4), extreme.max if wide else 5, shape, dtype=np.dtype(dtype).newbyteorder("="),
                                 endpoint=True)
    else:
        array = numbers.integers(-8, 9, shape) / 4 * (1 if chance.random() < 0.7 else numbers.standard_normal(shape))
        array = np.asarray(array)
        if chance.random() < 0.4 and kind == "f":
            places = numbers.random(shape) < 0.3
            array = np.where(places, np.asarray(SPECIAL)[numbers.integers(0, len(SPECIAL), shape)], array)
        if kind == "c":
            array = array + 1j * numbers.integers(-4, 5, shape)
    with np.errstate(all="ignore"):
        array = np.asarray(array).astype(dtype)
    return np.asfortranarray(array) if array.ndim > 1 and chance.random() < 0.3 else array


def layout(chance: random.Random, text: str, rank: int) -> str:
    axis = chance.randint(-rank, max(rank - 1, 0)) if rank else 0
    return chance.choice([
        f"{text}.T", f"{text}.reshape(-1)", f"ravel({text})", f"expand_dims({text}, {axis})", f"{text}[..., None]", f"{text}[::-1]",
        f"{text}[1:]", f"{text}[:-1]", f"{text}[..., 0]", f"{text}[-1]", f"flip({text})", f"roll({text}, 2, {axis})", f"squeeze({text})",
        f"swapaxes({text}, 0, {axis})", f"concatenate(({text}, {text}), {axis})", f"stack(({text}, {text}), {axis})", f"repeat({text}, 2, {axis})",
        f"tile({text}, 2)", f"diff({text}, axis={axis})", f"sort({text}, axis={axis})", f"unique({text})", f"{text}.astype('{chance.choice(DTYPES[:14])}')",
        f"pad({text}, 1)", f"tril({text})", f"triu({text}, 1)", f"diagonal({text})", f"take({text}, [0, -1], {axis})", f"{text}[{text} == {text}]",
        f"moveaxis({text}, 0, {axis})", f"{text}.real", f"{text}.imag", f"trace({text})",
        f"pad({text}, 1, mode='edge')", f"{text}[::2]",
    ])


class Tree:
    """An expression as text, made of operations whose bits are defined."""

    def __init__(self, chance: random.Random, names: list[str]):
        self.chance, self.names = chance, names
        self.order_matters = False  # maximum of 0.0 and -0.0 may be either

    def leaf(self) -> str:
        return self.chance.choice(self.names) if self.chance.random() < 0.8 else self.chance.choice(NUMBERS)

    def exact(self, depth: int) -> str:
        chance = self.chance
        if depth == 0:
            return self.leaf()
        form = chance.random()
        inner = self.exact(depth - 1)
        if form < 0.4:
            return f"({inner} {chance.choice(OPERATORS)} {self.exact(depth - 1)})"
        if form < 0.5:
            name = chance.choice(EXACT_BINARY)
            return f"{name}({inner}, {self.exact(depth - 1)})"
        if form < 0.65:
            return f"{chance.choice(EXACT_UNARY)}({inner})"
        if form < 0.72:
            return f"where({self.exact(depth - 1)}, {inner}, {self.leaf()})"
        if form < 0.76:
            return f"(-{inner})" if chance.random() < 0.5 else f"(~{inner})"
        if form < 0.86:
            return layout(chance, inner if inner in self.names else self.names[0], chance.choice([1, 2, 3]))
        axis = chance.choice(["", ", axis=0", ", axis=-1", ", axis=0, keepdims=True"])
        return f"{chance.choice(EXACT_REDUCTIONS)}({inner if inner[0].isalpha() else self.names[0]}{axis})"

    def root(self) -> tuple[str, bool]:
        """The text, and whether every bit is defined."""
        chance = self.chance
        form = chance.random()
        depth = chance.choice([0, 1, 1, 2])
        if form < 0.45:
            return self.exact(depth + 1), True
        if form < 0.65:
            return f"{chance.choice(NEAR_UNARY)}({self.exact(depth)})", False
        if form < 0.75:
            return f"{chance.choice(NEAR_BINARY)}({self.exact(depth)}, {self.exact(depth)})", False
        if form < 0.8:
            return f"({self.exact(depth)} ** {chance.choice(['2', '3', '0.5', '-1', self.leaf()])})", False
        if form < 0.84:
            return f"{chance.choice(['cumsum', 'cumprod'])}({self.exact(depth)}{chance.choice(['', ', axis=0', ', axis=-1'])})", False
        axis = chance.choice(["", ", axis=0", ", axis=-1", ", axis=(0, 1)", ", axis=0, keepdims=True"])
        return f"{chance.choice(NEAR_REDUCTIONS)}({self.exact(depth)}{axis})", False


def is_same(given, wanted, exact: bool) -> bool:
    if wanted.dtype.kind in "biu":
        return np.array_equal(given, wanted)
    with np.errstate(all="ignore"):
        both_nan = np.isnan(given) & np.isnan(wanted)
        equal = both_nan | (given == wanted)
        if exact and wanted.dtype.kind == "f":
            return bool(np.all(equal))
        eps = float(np.finfo(wanted.dtype).eps)
        finite = np.isfinite(wanted)
        size = np.abs(np.where(finite, wanted, 0)).max(initial=0) if wanted.dtype.kind == "c" else np.abs(wanted)
        tiny = float(np.finfo(wanted.dtype).tiny)
        near = np.abs(given.astype(np.result_type(wanted.dtype, "f8")) - wanted) <= 32 * eps * size + 4 * tiny
        odd = np.isinf(given) | np.isinf(wanted) if wanted.dtype.kind == "c" else False
        return bool(np.all(equal | near | (odd & (wanted.dtype.kind == "c"))))


Case = tuple[str, bool, dict]  # an expression, whether its bits are defined, and its operands


def random_case(index: int, seed: int) -> Case:
    chance = random.Random(f"{seed} {index}")
    numbers = np.random.default_rng([seed, index])
    shape = sizes(chance)
    arrays = {}
    for name in ["a", "b", "c"][: chance.choice([1, 2, 2, 3])]:
        arrays[name] = values(chance, numbers, relative(chance, shape), chance.choice(DTYPES))
    return *Tree(chance, sorted(arrays)).root(), arrays


def every_function(seed: int) -> list[Case]:
    """Each function on each dtype: 0-D, no elements, Fortran order and broadcasting."""
    cases: list[Case] = []
    numbers = np.random.default_rng(seed)
    for place, dtype in enumerate(DTYPES):
        chance = random.Random(f"{seed} {dtype}")
        for shape in [(), (0,), (2, 0), (3, 4)]:
            a = values(chance, numbers, shape, dtype)
            b = values(chance, numbers, shape[1:], DTYPES[(place + chance.choice([0, 1, 3])) % len(DTYPES)])
            for name in EXACT_UNARY + NEAR_UNARY:
                cases.append((f"{name}(a)", name in EXACT_UNARY, {"a": a}))
            for name in EXACT_BINARY + NEAR_BINARY:
                cases.append((f"{name}(a, b)", name in EXACT_BINARY, {"a": a, "b": b}))
            for symbol in OPERATORS:
                cases.append((f"a {symbol} b", True, {"a": a, "b": b}))
            for name in EXACT_REDUCTIONS + NEAR_REDUCTIONS:
                for axis in ["", ", axis=-1", ", axis=0, keepdims=True"]:
                    cases.append((f"{name}(a{axis})", name in EXACT_REDUCTIONS, {"a": a}))
    return cases


def done_reducing(text: str) -> bool:
    return any(name in text for name in ("mean", "var", "std", "median"))


def difference(program: str, folder: str, index: int, case: Case) -> str:
    text, exact, arrays = case
    words = []
    for name, array in arrays.items():
        path = os.path.join(folder, f"{index}-{name}.npy")
        np.save(path, array)
        words.append(f"{name}={path}")
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            warnings.filterwarnings("error", message="elementwise comparison failed")  # an error as of NumPy 1.25
            wanted = np.asarray(eval(text, dict(NAMES), dict(arrays)))
        refusal = None if wanted.dtype != object else "object"
    except (TypeError, ValueError, IndexError, OverflowError, ZeroDivisionError, AttributeError, np.AxisError, DeprecationWarning) as error:
        refusal = str(error)
    if refusal is not None and "array of dimension 0" in refusal and done_reducing(text):
        return ""  # numpy's sum takes axis=0 of a 0-D array, its mean does not
    if refusal is not None and "comparison failed" in refusal and any(number in text for number in ("100", "300", "-1")):
        return ""  # an integer out of bounds
    if refusal is not None and "out of bounds" in refusal and any(symbol in text for symbol in ("<", ">", "==", "!=")):
        return ""  # as of NumPy 2 any integer is compared
    result = os.path.join(folder, f"{index}-out.npy")
    done = subprocess.run([program, "eval", text, *words, "-q", "-o", result], capture_output=True, text=True, stdin=subprocess.DEVNULL,
                          timeout=SECONDS)
    what = f"{index}: {text}  " + ", ".join(f"{name} {array.shape} {array.dtype}" for name, array in arrays.items())
    for name in arrays:
        os.unlink(os.path.join(folder, f"{index}-{name}.npy"))
    if done.returncode not in (0, 1, 2):
        return f"{what}: exit code {done.returncode}: {done.stderr.strip()}"
    if refusal is not None:
        return "" if done.returncode != 0 else f"{what}: is accepted, but numpy says: {refusal}"
    if "of complex numbers are not defined" in done.stderr:
        return ""  # numpy has a median of them, by the real part first
    if done.returncode != 0:
        return f"{what}: {done.stderr.strip()}"
    given = np.load(result)
    os.unlink(result)
    wanted = wanted.astype(wanted.dtype.newbyteorder("="))
    if given.shape != wanted.shape or given.dtype != wanted.dtype:
        return f"{what}: {given.shape} {given.dtype}, numpy gives {wanted.shape} {wanted.dtype}"
    complex_within = "j" in text or any(array.dtype.kind == "c" for array in arrays.values())
    if is_same(given, wanted, exact and not complex_within):
        return ""
    return f"{what}: {given.tolist()}, numpy gives {wanted.tolist()}"[:600]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("tcalc")
    parser.add_argument("--runs", type=int, default=300)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--every-function", action="store_true", help="each function on each dtype too")
    options = parser.parse_args()
    program = os.path.abspath(options.tcalc)
    failed = 0
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        sweep = every_function(options.seed) if options.every_function else []
        cases = sweep + [random_case(index, options.seed) for index in range(options.runs)]
        for problem in pool.map(lambda index: difference(program, folder, index, cases[index]), range(len(cases))):
            failed += bool(problem)
            if problem:
                print(problem)
    print(f"{len(cases) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
