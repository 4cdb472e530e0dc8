#!/usr/bin/python3
"""`tcalc info` against NumPy: what headers say, and the statistics of random arrays of every dtype.

    info.py TCALC [--runs N] [--seed N]
"""

import argparse
import json
import math
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy

SECONDS = 60
DTYPES = ["bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float16", "float32", "float64",
          "complex64", "complex128", ">i4", ">u8", ">f4", ">f8", ">c16"]


def array_of(chance: random.Random, numbers: numpy.random.Generator) -> numpy.ndarray:
    dtype = numpy.dtype(chance.choice(DTYPES))
    shape = tuple(chance.choice([0, 1, 3, 50]) if chance.random() < 0.3 else chance.randint(1, 40) for _ in range(chance.randint(0, 3)))
    if dtype.kind == "b":
        return numbers.random(shape) < 0.5
    if dtype.kind in "iu":
        limits = numpy.iinfo(dtype)
        return numbers.integers(limits.min, limits.max, shape, dtype=dtype.newbyteorder("="), endpoint=True).astype(dtype)
    array = numbers.normal(3, 10, shape)
    array = numpy.where(numbers.random(shape) < 0.1, 0, array)
    if dtype.kind == "c":
        array = array + 1j * numbers.normal(0, 1, shape)
    array = numpy.asarray(array).astype(dtype)
    if array.size and chance.random() < 0.3:
        array.flat[chance.randrange(array.size)] = math.nan
    if array.size and chance.random() < 0.2:
        array.flat[chance.randrange(array.size)] = chance.choice([math.inf, -math.inf])
    return array


def number(text: str) -> complex:
    return {"True": 1, "False": 0}.get(text) if text in ("True", "False") else complex(text)


def close(text: str, wanted: complex, tolerance: float) -> bool:
    given = number(text)
    if isinstance(wanted, complex):
        return all(close(str(x), y, tolerance) for x, y in ((given.real, wanted.real), (given.imag, wanted.imag)))
    given = given.real
    if numpy.isnan(wanted) or numpy.isnan(given):
        return bool(numpy.isnan(wanted) and numpy.isnan(given))
    return bool(given == wanted or abs(given - wanted) <= tolerance * max(abs(given), abs(wanted)))


def same(given: object, wanted: numpy.generic) -> bool:
    """A number of JSON, or a word where it has none, and one that NumPy prints."""
    return str(given) == str(wanted) or (wanted.dtype.kind == "f" and float(given) == float(str(wanted)))


def defect(array: numpy.ndarray, said: dict) -> str:
    own = array.dtype.newbyteorder("=")
    facts = {"shape": list(array.shape), "dtype": own.name, "elements": array.size, "bytes": array.nbytes,
             "order": "F" if array.flags.fnc else "C", "version": "1.0",
             "byte_order": None if array.itemsize == 1 else ("big" if array.dtype.byteorder == ">" else "little")}
    for name, wanted in facts.items():
        if said[name] != wanted:
            return f"{name} is {said[name]}, expected {wanted}"
    stats = said["stats"]
    values = array.ravel().astype(own)
    if stats["nans"] != numpy.isnan(values).sum():
        return f"nans {stats['nans']}"
    values = values[~numpy.isnan(values)]
    if stats["zeros"] != (values == 0).sum() or stats["infinities"] != numpy.isinf(values).sum():
        return f"zeros {stats['zeros']}, infinities {stats['infinities']}"
    if not values.size:
        return "" if stats["mean"] is None and stats["min"] is None else "there is nothing to have a mean"
    if own.kind != "c" and not (same(stats["min"], values.min()) and same(stats["max"], values.max())):
        return f"min {stats['min']} max {stats['max']}, expected {values.min()} {values.max()}"
    wide = values.astype(complex if own.kind == "c" else float)
    with numpy.errstate(all="ignore"):
        mean = sum(map(int, values)) / values.size if own.kind in "iub" else wide.mean()
        if own.kind == "c":  # NumPy's division of a complex infinity makes NaNs
            mean = complex(wide.real.mean(), wide.imag.mean())
        if not close(stats["mean"], mean, 1e-13 if own.kind not in "iub" else 0):
            return f"mean {stats['mean']}, expected {mean}"
        if not close(stats["std"], wide.std(), 1e-12):
            return f"std {stats['std']}, expected {wide.std()}"
    return ""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("tcalc")
    parser.add_argument("--runs", type=int, default=600)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    program = os.path.abspath(options.tcalc)
    chance, numbers = random.Random(options.seed), numpy.random.default_rng(options.seed)
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for first in range(0, options.runs, 50):
            arrays, names = [], []
            for index in range(min(50, options.runs - first)):
                array = array_of(chance, numbers)
                arrays.append(numpy.asfortranarray(array) if array.ndim and chance.random() < 0.3 else array)
                names.append(str(Path(folder) / f"{index}.npy"))
                numpy.save(names[-1], arrays[-1])
            done = subprocess.run([program, "info", "--stats", "--json", *names], capture_output=True, text=True, timeout=SECONDS,
                                  stdin=subprocess.DEVNULL, check=True)
            for array, line in zip(arrays, done.stdout.splitlines(), strict=True):
                problem = defect(array, json.loads(line))
                failed += bool(problem)
                if problem:
                    print(f"{array.dtype} {array.shape}: {problem}")
    print(f"{options.runs - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
