"""Prints arrays with tcalc's printer and with NumPy's, and compares the text; JSON is compared by value.

usage: print.py PRINT_NPY_PROGRAM
"""

import json
import pathlib
import subprocess
import sys
import tempfile

import numpy as np

DTYPES = "? i1 i2 i4 i8 u1 u2 u4 u8 f2 f4 f8 c8 c16".split()
SHAPES = [(), (1,), (3,), (40,), (2, 3), (3, 1), (5, 9), (2, 3, 4), (2, 1, 2, 3), (1, 2, 1, 2, 2), (0,), (2, 0),
          (1000,), (1001,), (40, 40), (7, 8, 30), (5, 6, 7, 8), (2, 600)]
KINDS = 7
PROGRAM_OPTIONS = [([], {}), (["--precision", "0"], {"precision": 0}), (["--precision", "3"], {"precision": 3}),
                   (["--precision", "17"], {"precision": 17}), (["--full"], {"threshold": sys.maxsize})]
FILES_A_RUN = 500

rng = np.random.default_rng(20240229)


def real_values(dtype, count, kind):
    if kind == 0:
        return rng.standard_normal(count).astype(dtype)
    if kind == 1:
        return rng.integers(-5, 5, count).astype(dtype)
    if kind == 2:
        return (rng.standard_normal(count) * 10.0 ** rng.integers(-8, 8, count)).astype(dtype)
    if kind == 3:
        special = [0, -0.0, np.nan, np.inf, -np.inf, 1, 2.5, 1e-5, 1e-7, 3e4, 0.1, 123.456, 0.015625]
        return rng.choice(np.array(special), count).astype(dtype)
    if kind == 4:  # every bit pattern: subnormal, huge, NaN
        bits = rng.integers(0, 2 ** (8 * dtype.itemsize) - 1, count, dtype="u8")
        return bits.astype(f"u{dtype.itemsize}").view(dtype)
    if kind == 5:
        return rng.choice(np.array([np.nan, np.inf, -np.inf, 0.5]), count).astype(dtype)
    return np.round(rng.standard_normal(count), 2).astype(dtype)


def values(dtype, count, kind):
    dtype = np.dtype(dtype)
    if dtype.kind == "b":
        return rng.integers(0, 2, count).astype(dtype)
    if dtype.kind in "iu":
        limits = np.iinfo(dtype)
        if kind % 2:
            return rng.integers(limits.min, limits.max, count, dtype=dtype, endpoint=True)
        return rng.integers(0, 10, count).astype(dtype)
    if dtype.kind == "f":
        return real_values(dtype, count, kind)
    part = np.dtype(f"f{dtype.itemsize // 2}")
    parts = np.empty((count, 2), part)
    parts[:, 0] = real_values(part, count, kind)
    parts[:, 1] = real_values(part, count, int(rng.integers(KINDS)))
    return parts.view(dtype).reshape(count)


def arrays():
    for dtype in DTYPES:
        for shape in SHAPES:
            for kind in range(KINDS):
                array = values(dtype, int(np.prod(shape)), kind).reshape(shape)
                yield array
                if kind == 0 and array.ndim > 1:
                    yield np.asfortranarray(array)
                if kind == 2:
                    yield array.astype(array.dtype.newbyteorder(">"))


def every_half():
    halves = np.arange(65536, dtype="u2").view("f2")
    yield halves
    yield np.sort(halves[(abs(halves) < 900) & (abs(halves) > 1)])


def printed(program, options, files):
    for start in range(0, len(files), FILES_A_RUN):
        run = subprocess.run([program, *options, *files[start:start + FILES_A_RUN]], capture_output=True, text=True, check=True)
        yield from run.stdout.split("\n====\n")[:-1]


def from_json(value, dtype):
    def number(x):
        return float(x) if isinstance(x, str) else x

    def walk(x, depth):
        if depth:
            return [walk(item, depth - 1) for item in x]
        return complex(number(x[0]), number(x[1])) if dtype.kind == "c" else number(x)

    return walk(value["values"], len(value["shape"]))


def same_bits(array, text):
    """Whether JSON text holds the array's values: each reads back as the same value of its own dtype."""
    depth = array.ndim
    decoded = from_json({"values": json.loads(text), "shape": [0] * depth}, array.dtype)
    back = np.array(decoded, dtype=array.dtype.newbyteorder("=")).reshape(array.shape)
    native = array.astype(array.dtype.newbyteorder("="))
    return np.array_equal(back, native, equal_nan=array.dtype.kind in "fc")


def main():
    program = sys.argv[1]
    np.seterr(all="ignore")
    cases = [*arrays(), *every_half()]
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for number, array in enumerate(cases):
            files.append(str(pathlib.Path(folder) / f"{number}.npy"))
            np.save(files[-1], array)
        for options, print_options in PROGRAM_OPTIONS:
            for array, text in zip(cases, printed(program, options, files), strict=True):
                with np.printoptions(**print_options):
                    expected = str(array)
                if text == expected:
                    passed += 1
                    continue
                failed += 1
                if failed < 5:
                    print(f"{array.dtype} {array.shape} {options}\nexpected\n{expected[:500]}\ngot\n{text[:500]}")
        for array, text in zip(cases, printed(program, ["--json"], files), strict=True):
            if same_bits(array, text):
                passed += 1
            else:
                failed += 1
                print(f"{array.dtype} {array.shape} as JSON: {text[:200]}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


sys.exit(main())
