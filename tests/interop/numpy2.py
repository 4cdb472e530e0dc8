"""The names that expressions have, as NumPy 2 computes them, whichever NumPy is installed; and the functions that NumPy lacks.

Import it first: NumPy 1 reads the promotion it shall have when it is loaded.
"""

import math
import os
import sys

if os.environ.get("NPY_PROMOTION_STATE") != "weak":
    os.environ["NPY_PROMOTION_STATE"] = "weak"
    os.execv(sys.executable, [sys.executable, *sys.argv])

import warnings  # noqa: E402

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # NumPy 2 has no other promotion, and says so
    import numpy as np

IS_NUMPY_2 = int(np.__version__.split(".")[0]) >= 2
AxisError = np.exceptions.AxisError if IS_NUMPY_2 else np.AxisError
WEAK = (int, float, complex)


def is_weak(value) -> bool:
    return isinstance(value, WEAK) and not isinstance(value, (bool, np.generic))


def whole_as_it_is(function):
    """As of NumPy 2.1 integers and bools are their own floor."""
    return lambda x: np.asarray(x) if np.asarray(x).dtype.kind in "iub" else function(x)


def where(condition, x, y):
    """As of NumPy 2 Python's numbers are weak here too; integers that do not fit wrap in 2.2, and are refused later."""
    pair = [x, y]
    for place, value in enumerate(pair):
        if is_weak(value):
            dtype = np.result_type(np.add(pair[1 - place], 0 * value))
            if isinstance(value, int) and dtype.kind in "iu" and not np.iinfo(dtype).min <= value <= np.iinfo(dtype).max:
                raise OverflowError("out of bounds")
            pair[place] = np.asarray(value, dtype)
    return np.where(condition, *pair)


def clip(x, least=None, most=None):
    """As of NumPy 2.1 an integer that a dtype does not reach bounds nothing."""
    x = np.asarray(x)
    if x.dtype.kind in "iu":
        least = None if isinstance(least, int) and not isinstance(least, bool) and least <= np.iinfo(x.dtype).min else least
        most = None if isinstance(most, int) and not isinstance(most, bool) and most >= np.iinfo(x.dtype).max else most
    if least is None and most is None:
        return x
    if x.dtype.kind in "iu" and isinstance(most, int) and np.asarray(least).dtype.kind == "b":
        most = np.asarray(most, x.dtype) if most >= np.iinfo(x.dtype).min else most  # 1.24 gives int64
    return np.clip(x, least, most)


def sign(x):
    """As of NumPy 2 of a complex number z / |z|."""
    x = np.asarray(x)
    if x.dtype.kind != "c":
        return np.sign(x)
    size = np.abs(x)
    return np.where(size == 0, x.dtype.type(0), x / np.where(size == 0, size.dtype.type(1), size)).astype(x.dtype)


def quantile(x, q, axis=None, keepdims=False):
    """As of NumPy 2 in the dtype of x, or in what that and an array of shares promote to: differences are not rounded before."""
    x = np.asarray(x)
    dtype = x.dtype if x.dtype.kind == "f" else np.dtype(np.float64)
    if not is_weak(q) and np.asarray(q).dtype.kind == "f":
        dtype = np.result_type(dtype, np.asarray(q).dtype)
        x = x if x.dtype.kind in "bc" else x.astype(dtype)
    return np.asarray(np.quantile(x, q, axis=axis, keepdims=keepdims), dtype)


def computable(x):
    x = np.asarray(x)
    if x.dtype == np.float16:
        return x.astype(np.float32), x.dtype
    wide = x if x.dtype.kind in "fc" else x.astype(np.float64)
    return wide, wide.dtype


def networks(function):
    """A function of neural networks: float16 in float32, integers in float64."""
    def applied(x, *given, **named):
        wide, dtype = computable(x)
        if wide.ndim == 0 and function in ROWS:
            raise AxisError("shape () has no axes")
        return np.asarray(function(wide, *given, **named)).astype(dtype)
    return applied


def softmax(x, axis=-1):
    powers = np.exp(x - x.max(axis=axis, keepdims=True))
    return powers / powers.sum(axis=axis, keepdims=True)


def log_softmax(x, axis=-1):
    shifted = x - x.max(axis=axis, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=axis, keepdims=True))


def logsumexp(x, axis=None, keepdims=False):
    most = x.max(axis=axis, keepdims=True)
    most = np.where(np.isfinite(most), most, 0).astype(x.dtype)
    result = np.log(np.exp(x - most).sum(axis=axis, keepdims=True)) + most
    return result if keepdims else np.squeeze(result, axis=axis)


def erf(x):
    if np.asarray(x).dtype.kind == "c":
        raise TypeError("erf of complex numbers")
    return np.asarray(np.vectorize(math.erf, otypes=[np.float64])(x)).astype(np.sqrt(x).dtype)


def gelu(x, approximate="none"):
    if x.dtype.kind == "c":
        raise TypeError("gelu of complex numbers")
    wide = x.astype(np.float64)
    if approximate == "tanh":
        return wide * sigmoid(2 * math.sqrt(2 / math.pi) * (wide + 0.044715 * wide**3))
    root = np.sqrt(np.longdouble(0.5))
    y = (-wide * root).astype(np.float64)
    rest = (-wide * root - y).astype(np.float64)  # erfc's argument is rounded, which shows 2 * y * y times as large
    share = np.vectorize(math.erfc, otypes=[np.float64])(y) - 2 / math.sqrt(math.pi) * np.exp(-y * y) * np.where(np.isfinite(y), rest, 0)
    return 0.5 * wide * share


def sigmoid(x):
    wide = x.astype(np.result_type(x, np.float64))
    return 1 / (1 + np.exp(-wide))


def layer_norm(x, weight=None, bias=None, eps=1e-5, axis=-1):
    distance = x - x.mean(axis=axis, keepdims=True)
    return distance / np.sqrt(np.square(distance).mean(axis=axis, keepdims=True) + eps)


def rms_norm(x, weight=None, eps=1e-6, axis=-1):
    return x / np.sqrt(np.square(x).mean(axis=axis, keepdims=True) + eps)


def one_hot(x, classes, dtype=np.int64):
    x = np.asarray(x)
    if x.dtype.kind not in "iu":
        raise TypeError("classes are integers")
    return (x.astype(np.int64)[..., None] == np.arange(classes)).astype(dtype)


def conjugate(x):
    """Which makes int8 of bool in NumPy."""
    return np.conj(x) if np.asarray(x).dtype.kind == "c" else np.asarray(x)


def vecdot(a, b, axis=-1):
    a, b = np.moveaxis(np.asarray(a), axis, -1), np.moveaxis(np.asarray(b), axis, -1)
    if a.shape[-1] != b.shape[-1]:
        raise ValueError("sizes differ")
    return np.matmul(conjugate(a)[..., None, :], b[..., :, None])[..., 0, 0]


ROWS = (softmax, log_softmax, layer_norm, rms_norm)


def namespace() -> dict:
    """What eval() needs to compute an expression of tcalc's with NumPy."""
    names = {name: getattr(np, name) for name in dir(np) if not name.startswith("_")}
    for name in ["floor", "ceil", "trunc"]:
        names[name] = whole_as_it_is(getattr(np, name))
    for function in [where, clip, sign, quantile, one_hot, vecdot]:
        names[function.__name__] = function
    for function in [softmax, log_softmax, logsumexp, gelu, sigmoid, layer_norm, rms_norm]:
        names[function.__name__] = networks(function)
    names["silu"] = networks(lambda x: x * sigmoid(x))
    names["relu"] = lambda x: np.maximum(x, 0)
    names["erf"] = erf
    names["norm"] = np.linalg.norm
    names["matvec"] = lambda a, b: np.matmul(a, np.asarray(b)[..., None])[..., 0]
    names["vecmat"] = lambda a, b: np.matmul(conjugate(a)[..., None, :], b)[..., 0, :]
    names["multi_dot"] = np.linalg.multi_dot
    names["sliding_window_view"] = np.lib.stride_tricks.sliding_window_view
    names["count_nonzero"] = lambda *given, **named: np.asarray(np.count_nonzero(*given, **named))
    names["astype"] = lambda x, dtype: np.asarray(x).astype(dtype)
    return names
