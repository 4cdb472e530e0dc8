#!/usr/bin/python3
"""`tcalc diff` against numpy.isclose: random pairs of arrays of every dtype, order and byte order.

    diff.py TCALC [--runs N] [--seed N]
"""

import argparse
import json
import math
import os
import random
import subprocess
import sys
import tempfile
import warnings

import numpy

SECONDS = 60
DTYPES = ["bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float16", "float32", "float64",
          "complex64", "complex128", ">i2", ">i8", ">u4", ">f2", ">f4", ">f8", ">c8", ">c16"]
SPECIAL = [math.nan, math.inf, -math.inf, 0.0, -0.0]


def array_of(dtype: numpy.dtype, shape: tuple, chance: random.Random, numbers: numpy.random.Generator) -> numpy.ndarray:
    native = dtype.newbyteorder("=")
    if dtype.kind == "b":
        return numbers.random(shape) < 0.5
    if dtype.kind in "iu":
        limits = numpy.iinfo(native)
        narrow = chance.random() < 0.5
        low, high = (limits.max - 2, limits.max) if narrow else (limits.min, limits.max)
        return numbers.integers(low, high, shape, dtype=native, endpoint=True).astype(dtype)
    array = numpy.asarray(numbers.integers(-3, 4, shape) / 4)
    if dtype.kind == "c":
        array = array + 1j * numbers.integers(-1, 2, shape)
    array = numpy.asarray(array).astype(dtype)
    for _ in range(chance.randint(0, 2) if array.size else 0):
        array.flat[chance.randrange(array.size)] = chance.choice(SPECIAL)
    return array


def altered(array: numpy.ndarray, chance: random.Random, numbers: numpy.random.Generator) -> numpy.ndarray:
    """The same values, in another dtype and order at times, with some of them changed, a little or much."""
    result = array.astype(chance.choice(DTYPES)) if chance.random() < 0.3 else array.copy()
    other = array_of(result.dtype, result.shape, chance, numbers)
    changed = numbers.random(result.shape) < chance.choice([0, 0.01, 0.3, 1])
    result = numpy.where(changed, other, result).astype(result.dtype)
    if result.dtype.kind in "fc" and chance.random() < 0.3:
        result = (result * result.dtype.type(1 + 2.0**-9)).astype(result.dtype)
    return numpy.asfortranarray(result) if result.ndim and chance.random() < 0.4 else result


def is_whole(array: numpy.ndarray) -> bool:
    return array.dtype.kind in "biu"


def expected(left: numpy.ndarray, right: numpy.ndarray, rtol: float, atol: float, equal_nan: bool) -> numpy.ndarray:
    """Where the two differ. Integers are taken as Python's, floats as float64: isclose would round in float32."""
    if is_whole(left) and is_whole(right):
        pairs = zip(left.ravel().tolist(), right.ravel().tolist())
        different = [abs(int(x) - int(y)) > atol + rtol * abs(int(y)) for x, y in pairs]
        return numpy.array(different, bool).reshape(left.shape)
    common = numpy.result_type(left, right)
    if common.kind != "c":
        return ~numpy.isclose(left.astype(common).astype(float), right.astype(common).astype(float), rtol, atol, equal_nan)
    # isclose multiplies infinite complex numbers by 1, which makes them NaN.
    x, y = left.astype(common).astype(complex), right.astype(common).astype(complex)
    close = numpy.isfinite(x) & numpy.isfinite(y) & (abs(x - y) <= atol + rtol * abs(y))
    return ~(close | (x == y) | (equal_nan & numpy.isnan(x) & numpy.isnan(y)))


def largest(left: numpy.ndarray, right: numpy.ndarray, different: numpy.ndarray) -> "list[int] | None":
    """The index of the largest absolute difference."""
    if is_whole(left) and is_whole(right):
        distances = [abs(int(x) - int(y)) if d else -1 for x, y, d in zip(left.ravel().tolist(), right.ravel().tolist(), different.flat)]
        place = max(range(len(distances)), key=distances.__getitem__)
    else:
        common = numpy.result_type(left, right)
        wide = complex if common.kind == "c" else float
        apart = numpy.abs(left.astype(common).astype(wide) - right.astype(common).astype(wide))
        apart = numpy.where(different & ~numpy.isnan(apart), apart, -1)
        if apart.max() < 0:
            return None
        place = int(apart.argmax())
    return [int(along) for along in numpy.unravel_index(place, left.shape)]


def defect(left: numpy.ndarray, right: numpy.ndarray, options: dict, said: dict, code: int) -> str:
    by_distance = "--rtol" in options or "--atol" in options
    different = expected(left, right, float(options.get("--rtol", 0)), float(options.get("--atol", 0)), "--equal-nan" in options)
    same_dtype = left.dtype.newbyteorder("=") == right.dtype.newbyteorder("=")
    equal = not different.any() and (same_dtype or by_distance)
    if said["equal"] != equal or code != (0 if equal else 1):
        return f"equal is {said['equal']}, exit code {code}, expected {equal}"
    if said["differing"] != different.sum() or said["elements"] != left.size:
        return f"{said['differing']} of {said['elements']} differ, expected {different.sum()}"
    first = [list(map(int, index)) for index in numpy.argwhere(different)[:4]]
    if [entry["index"] for entry in said["differences"]] != first:
        return f"differing are {said['differences']}, expected {first}"
    if not different.any():
        return ""
    nans = sum(bool(numpy.isnan(x) or numpy.isnan(y)) for x, y in zip(left[different], right[different]))
    if said["with_nan"] != nans:
        return f"with NaN are {said['with_nan']}, expected {nans}"
    place = largest(left, right, different)
    found = said["largest_absolute"] and said["largest_absolute"]["index"]
    return "" if found == place else f"the largest difference is at {found}, expected {place}"


def run(program: str, chance: random.Random, numbers: numpy.random.Generator, folder: str) -> str:
    shape = tuple(chance.choice([0, 1, 70]) if chance.random() < 0.3 else chance.randint(1, 30) for _ in range(chance.randint(0, 3)))
    left = array_of(numpy.dtype(chance.choice(DTYPES)), shape, chance, numbers)
    left = numpy.asfortranarray(left) if left.ndim and chance.random() < 0.3 else left
    right = altered(left, chance, numbers)
    options: dict = {}
    if chance.random() < 0.5:
        options["--rtol"] = chance.choice(["0", "1e-3", "0.3"])
    if chance.random() < 0.3:
        options["--atol"] = chance.choice(["0", "0.1", "3"])
    words = [word for pair in options.items() for word in pair]
    if chance.random() < 0.3:
        options["--equal-nan"] = True
        words.append("--equal-nan")
    names = [os.path.join(folder, name) for name in ("left.npy", "right.npy")]
    for name, array in zip(names, (left, right)):
        numpy.save(name, array)
    done = subprocess.run([program, "diff", *names, *words, "--max", "4", "--json", "--quiet"], capture_output=True, text=True,
                          timeout=SECONDS, stdin=subprocess.DEVNULL, check=False)
    if done.stderr:
        return done.stderr
    problem = defect(left, right, options, json.loads(done.stdout), done.returncode)
    return problem and f"{left.dtype} {left.shape} and {right.dtype} {words}: {problem}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("tcalc")
    parser.add_argument("--runs", type=int, default=600)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    program = os.path.abspath(options.tcalc)
    chance, numbers = random.Random(options.seed), numpy.random.default_rng(options.seed)
    failed = 0
    warnings.simplefilter("ignore")  # casts lose imaginary parts, infinities make NaNs
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(options.runs):
            problem = run(program, chance, numbers, folder)
            failed += bool(problem)
            if problem:
                print(problem)
    print(f"{options.runs - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
