"""Random expressions and operands: all functions, dtypes, shapes and orders, with NaN, infinities, -0.0 and denormals."""

import random
import re

import numpy2  # noqa: F401  NumPy with the promotion that it needs
import numpy as np

DTYPES = ["bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float16", "float32", "float64",
          "complex64", "complex128", ">i4", ">f8"]
SPECIAL = [float("nan"), float("inf"), float("-inf"), -0.0, 0.0, 5e-324, 1e-40, 1.0, -1.0, 0.5, 1.5, 2.5, 1e30, 6e4]
EXACT_UNARY = ["abs", "square", "isnan", "isinf", "isfinite", "conj", "negative", "positive", "floor", "ceil", "trunc", "rint", "logical_not",
               "signbit", "invert", "real", "imag", "relu"]
NEAR_UNARY = ["sqrt", "cbrt", "exp", "exp2", "expm1", "log", "log2", "log10", "log1p", "sin", "cos", "tan", "arcsin", "arccos", "arctan",
              "sinh", "cosh", "tanh", "angle", "reciprocal", "sign", "erf", "sigmoid", "silu", "gelu", "round"]
EXACT_BINARY = ["maximum", "minimum", "fmax", "fmin", "logical_and", "logical_or", "logical_xor", "floor_divide", "mod", "fmod", "copysign",
                "add", "subtract", "multiply", "divide", "equal", "not_equal", "less", "less_equal", "greater", "greater_equal",
                "bitwise_and", "bitwise_or", "bitwise_xor", "left_shift", "right_shift"]
NEAR_BINARY = ["arctan2", "hypot", "logaddexp", "power"]
OPERATORS = ["+", "-", "*", "/", "//", "%", "==", "!=", "<", "<=", ">", ">=", "&", "|", "^", "<<", ">>"]
EXACT_REDUCTIONS = ["min", "max", "argmin", "argmax", "any", "all", "count_nonzero", "ptp", "nanmin", "nanmax"]
NEAR_REDUCTIONS = ["sum", "prod", "mean", "var", "std", "nansum", "nanmean", "median", "logsumexp"]
ROWS = ["softmax", "log_softmax", "layer_norm", "rms_norm"]
CONTRACTIONS = ["matmul", "dot", "inner", "outer", "kron", "vdot", "vecdot", "matvec", "vecmat"]
NUMBERS = ["0", "1", "2", "-1", "3", "100", "300", "0.5", "-2.5", "1e-3", "nan", "inf", "True", "2j"]
# Functions whose arguments are particular: templates in templates() and layout() name them.
PARTICULAR = ["clip", "where", "isclose", "allclose", "array_equal", "norm", "quantile", "cumsum", "cumprod", "diff", "sort", "argsort", "unique",
              "take", "reshape", "ravel", "transpose", "swapaxes", "moveaxis", "expand_dims", "squeeze", "broadcast_to", "concatenate", "stack",
              "split", "repeat", "tile", "pad", "astype", "diagonal", "trace", "tril", "triu", "sliding_window_view", "flip", "roll", "one_hot",
              "tensordot", "einsum", "multi_dot", "zeros", "ones", "full", "zeros_like", "ones_like", "arange", "linspace", "eye"]
# What has no peer here: random numbers, and what operations.py compares.
ELSEWHERE = ["rand", "randn", "randint", "batch_dot"]
COVERED = sum([EXACT_UNARY, NEAR_UNARY, EXACT_BINARY, NEAR_BINARY, EXACT_REDUCTIONS, NEAR_REDUCTIONS, ROWS, CONTRACTIONS, PARTICULAR, ELSEWHERE], [])


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
        f"moveaxis({text}, 0, {axis})", f"{text}.real", f"{text}.imag", f"trace({text})", f"pad({text}, 1, mode='edge')", f"{text}[::2]",
        f"pad({text}, 2, mode='reflect')", f"pad({text}, (1, 2), mode='wrap')", f"{text}[..., ::-2]", f"{text}[[0, -1]]", f"{text}[1:, ::-1]",
        f"transpose({text})", f"reshape({text}, -1)", f"{text}.reshape({text}.size, 1)", f"astype({text}, '{chance.choice(DTYPES[:14])}')",
        f"broadcast_to({text}, (2,) + {text}.shape)", f"split({text}, 2, axis={axis})[1]", f"split({text}, [1], axis={axis})[0]",
        f"sliding_window_view({text}, 2, axis={axis})", f"argsort({text}, axis={axis})", f"flip({text}, {axis})", f"roll({text}, -1)",
        f"zeros_like({text})", f"ones_like({text}, dtype='f4')", f"repeat({text}, 2)", f"tile({text}, (2, 1))", f"take({text}, [0])",
        f"{text}.mT" if numpy2.IS_NUMPY_2 else f"{text}.T", f"squeeze({text}, {axis})", f"diagonal({text}, 1)", f"tril({text}, -1)",
        f"moveaxis({text}, {axis}, -1)", f"{text}.ravel()", f"diff({text}, 2, {axis})", f"diff({text})", f"{text}[{text} > 0]",
        f"{text}[[0, -1], [1, 0]]", f"{text}[0, [0, -1]]", f"{text}[[0], :, [0, -1]]", f"{text}[[[0], [-1]], [0, 1, -2]]", f"{text}[..., [0, 0], 0]",
        f"{text}[:, [0], None, 1:]", f"{text}[{text}[:, 0] > 0, [0]]", f"{text}[[], 0]", f"repeat({text}, [1, 2], {axis})",
        f"repeat({text}, [0, 3, 1], {axis})", f"repeat({text}, arange({text}.shape[{axis}]), {axis})", f"repeat({text}, [2])",
    ])


def particular(chance: random.Random, text: str, other: str) -> tuple[str, bool]:
    """A call whose arguments are of its own kind, and whether every bit of its result is defined."""
    axis = chance.choice(["", ", axis=0", ", axis=-1", ", axis=(0, 1)", ", axis=0, keepdims=True"])
    low, high = chance.choice([("0", "2"), ("-1", "1"), ("-0.5", "1.5"), ("0", "300"), (other, "2"), ("None", "1"), ("0", "None")])
    return chance.choice([
        (f"clip({text}, {low}, {high})", True),
        (f"isclose({text}, {other})", True), (f"allclose({text}, {other})", True), (f"isclose({text}, {text}, equal_nan=True)", True),
        (f"array_equal({text}, {other})", True), (f"array_equal({text}, {text}, equal_nan=True)", True),
        (f"norm({text}{chance.choice(['', ', axis=-1', ', axis=0', ', axis=0, keepdims=True'])})", False),
        (f"norm({text}, {chance.choice(['1', 'inf', '2', '0', '-inf'])}, axis=-1)", False),
        (f"quantile({text}, {chance.choice(['0', '0.25', '0.5', '0.9', '1'])}{axis})", False),
        (f"quantile({text}, {chance.choice(['[0.25, 1]', '[[0.5], [0.1]]', '[0, 1]', '(0.3,)'])}{axis})", False),
        (f"one_hot({text}, 4)", True), (f"one_hot({text}, 3, dtype='f4')", True),
        (f"tensordot({text}, {other}, axes={chance.choice(['0', '1', '2'])})", False),
        (f"einsum('{chance.choice(['i,i->i', 'ij,ij->', 'ij,jk->ik', '...i,...i->...', 'ij->ji', 'ii->i'])}', {text}, {other})", False),
        (f"einsum('{chance.choice(['ij->ji', 'ii->i', 'i->', '...i->...', 'ijk->kj'])}', {text})", False),
        (f"multi_dot(({text}, {text}.T, {text}))", False),
        (f"{chance.choice(CONTRACTIONS)}({text}, {other})", False), (f"({text} @ {other})", False), (f"({text} @ {text}.T)", False),
        (f"zeros({text}.shape, dtype='i4') + {text}", True), (f"ones({text}.shape) * {text}", True), (f"full({text}.shape, 7) - {text}", True),
        (f"full({text}.shape, 2, dtype='u1') * {text}", True), (f"arange({text}.size).reshape({text}.shape) - {text}", True),
        (f"arange(1, 9, 3) + {other}", True), (f"linspace(0, 1, {text}.size)", False), (f"eye(3, 4, 1) * {other}", True),
        (f"var({text}, ddof=1{axis})", False), (f"std({text}, ddof=1)", False), (f"sum({text}, dtype='f4'{axis})", False),
        (f"{text}.mean(axis=-1, keepdims=True)", False), (f"{text}.sum(0)", False), (f"cumsum({text}, axis=-1, dtype='f8')", False),
        (f"round({text}, {chance.choice(['1', '2', '-1', '0'])})", False), (f"({text} - {other}).max()", True),
        (f"{chance.choice(ROWS)}({text}{chance.choice(['', ', axis=0', ', axis=-1'])})", False), (f"gelu({text}, approximate='tanh')", False),
    ])


class Tree:
    """An expression as text, made of operations whose bits are defined."""

    def __init__(self, chance: random.Random, names: list[str]):
        self.chance, self.names = chance, names

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
            return f"{chance.choice(EXACT_BINARY)}({inner}, {self.exact(depth - 1)})"
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
        if form < 0.35:
            return self.exact(depth + 1), True
        if form < 0.5:
            inner = self.exact(depth)
            fits = re.search(rf"\b{self.names[0]}\b", inner) and chance.random() < 0.4  # an array, whose shape may be asked for
            return particular(chance, inner if fits else self.names[0], chance.choice(self.names))
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
            for name in ROWS:
                cases.append((f"{name}(a)", False, {"a": a}))
    return cases
