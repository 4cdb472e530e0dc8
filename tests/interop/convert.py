#!/usr/bin/python3
"""convert and show against NumPy: random dtypes, orders, transpositions, reshapes, formats, and CSV both ways.

    convert.py TCALC [--runs N] [--seed N]
"""

import argparse
import io
import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy

SECONDS = 60
DTYPES = ["bool", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8", "c8", "c16"]


def array_of(chance: random.Random, rank: int) -> numpy.ndarray:
    shape = tuple(chance.choice([0, 1, 2, 3, 4, 5, 6]) if chance.random() < 0.2 else chance.randint(1, 6) for _ in range(rank))
    numbers = numpy.random.default_rng(chance.randrange(1 << 30))
    whole = numpy.dtype(chance.choice(DTYPES[1:9]))
    if chance.random() < 0.2:  # all that an integer dtype can hold, its ends too
        limits = numpy.iinfo(whole)
        array = numbers.integers(limits.min, limits.max, shape, dtype=whole, endpoint=True)
        if array.size:
            array.flat[chance.randrange(array.size)] = chance.choice([limits.min, limits.max])
        return array
    array = numbers.normal(0, 40, shape) if chance.random() < 0.7 else numbers.integers(-5, 6, shape)
    dtype = numpy.dtype(chance.choice(DTYPES))
    with numpy.errstate(all="ignore"):
        array = numpy.asarray(array).astype("i8" if dtype.kind in "iu" else "f8").astype(dtype)
    if dtype.kind == "c":
        array = array + 1j * array[..., ::-1] if array.ndim else array
        array = array.astype(dtype)
    if dtype.kind in "fc" and array.size and chance.random() < 0.3:
        array.flat[chance.randrange(array.size)] = chance.choice([numpy.nan, numpy.inf, -numpy.inf, -0.0])
    if chance.random() < 0.4:
        array = numpy.asfortranarray(array)
    return array.astype(array.dtype.newbyteorder(">")) if chance.random() < 0.3 else array


def run(program: str, words: list[str], content: bytes = b"") -> subprocess.CompletedProcess:
    return subprocess.run([program, *words], input=content, capture_output=True, timeout=SECONDS, check=False)


def same(x: numpy.ndarray, y: numpy.ndarray) -> bool:
    return x.shape == y.shape and x.dtype == y.dtype and x.tobytes() == y.tobytes()


def factors(chance: random.Random, size: int) -> list[int]:
    shape = []
    while size > 1 and len(shape) < 4:
        divisor = chance.choice([d for d in range(1, size + 1) if size % d == 0])
        shape.append(divisor)
        size //= divisor
    return [*shape, size]


def converted(chance: random.Random, array: numpy.ndarray) -> tuple[list[str], numpy.ndarray, dict]:
    """The words that ask for it, what NumPy makes of it, and how it must be stored."""
    words, stored = [], {}
    if chance.random() < 0.5:
        axes = list(range(array.ndim))
        chance.shuffle(axes)
        words += ["--transpose=" + ",".join(str(a - array.ndim if chance.random() < 0.3 else a) for a in axes)]
        array = array.transpose(axes)
    if chance.random() < 0.4 and array.size:
        shape = factors(chance, array.size)
        if chance.random() < 0.5:
            place = chance.randrange(len(shape))
            shape[place] = -1
        words += ["--reshape=" + ",".join(map(str, shape))]
        array = array.reshape(shape)
    if chance.random() < 0.4:
        dtype = chance.choice(DTYPES)
        words += ["--dtype", dtype]
        with numpy.errstate(all="ignore"):
            import warnings

            warnings.simplefilter("ignore")
            array = array.astype(dtype)
    for option, choices in (("--order", "CF"), ("--byte-order", ("little", "big")), ("--npy-version", "123")):
        if chance.random() < 0.3:
            stored[option] = chance.choice(choices)
            words += [option, stored[option]]
    return words, array, stored


def check_conversion(program: str, chance: random.Random, folder: Path) -> str:
    array = array_of(chance, chance.randint(0, 4))
    numpy.save(folder / "a.npy", array)
    words, wanted, stored = converted(chance, array)
    if "--dtype" in words and array.dtype.kind in "fc" and wanted.dtype.kind in "iub" and not numpy.isfinite(array).all():
        return ""  # what a NaN becomes as an integer differs between NumPy's loops
    source, content = (str(folder / "a.npy"), b"") if chance.random() < 0.5 else ("-", (folder / "a.npy").read_bytes())
    target = chance.choice(["-", str(folder / "b.npy"), str(folder / "b.npz") + ":x/y"])
    (folder / "b.npz").unlink(missing_ok=True)
    answer = run(program, ["convert", source, *words, "-o", target], content)
    said = f"{array.shape} {array.dtype} {'F' if array.flags.fnc else 'C'} {' '.join(words)} -> {target}: "
    if answer.returncode != 0:
        return said + answer.stderr.decode()
    if target.endswith(":x/y"):
        import zipfile

        result = zipfile.ZipFile(folder / "b.npz").read("x/y.npy")
    else:
        result = answer.stdout if target == "-" else (folder / "b.npy").read_bytes()
    given = numpy.lib.format.read_array(io.BytesIO(result))
    byte_order = ">" if stored.get("--byte-order") == "big" else "<"
    if not same(given, wanted.astype(wanted.dtype.newbyteorder(byte_order))) and not numpy.isnan(wanted).any():
        return said + f"{given}\nNumPy {wanted}"
    if "--order" in stored and given.ndim > 1 and min(given.shape) > 1 and given.flags.fnc != (stored["--order"] == "F"):
        return said + "the order is another"
    if result[6] != int(stored.get("--npy-version", 1)):
        return said + f"version {result[6]}"
    return ""


def check_text(program: str, chance: random.Random, folder: Path) -> str:
    """CSV and JSON keep every bit, and what show prints is what NumPy prints."""
    array = array_of(chance, chance.randint(1, 2))
    numpy.save(folder / "a.npy", array)
    name, native = str(folder / "a.npy"), array.astype(array.dtype.newbyteorder("="))
    said = f"{array.shape} {array.dtype}: "
    answer = run(program, ["show", name])
    if answer.stdout.decode() != f"{array.shape} {native.dtype}\n{native}\n":
        return said + f"show prints\n{answer.stdout.decode()}NumPy\n{native}"
    if array.size == 0:
        return ""
    answer = run(program, ["convert", name, "-o", str(folder / "a.csv")])
    again = run(program, ["convert", str(folder / "a.csv"), "-o", "-", "--dtype", native.dtype.name])
    if again.returncode != 0:
        return said + again.stderr.decode()
    given = numpy.lib.format.read_array(io.BytesIO(again.stdout))
    if not numpy.array_equal(given.reshape(array.shape), native, equal_nan=native.dtype.kind in "fc"):
        return said + f"CSV gives {given}, not {native}"
    if native.dtype.kind == "f":
        other = numpy.loadtxt(folder / "a.csv", delimiter=",", dtype=native.dtype, ndmin=array.ndim)
        if not numpy.array_equal(other.reshape(array.shape), native, equal_nan=True):
            return said + "numpy.loadtxt reads something else"
    said_json = json.loads(run(program, ["show", name, "--json"]).stdout)
    values = numpy.array(said_json["values"], "f8" if native.dtype.kind == "f" else native.dtype if native.dtype.kind in "iu" else None)
    if native.dtype.kind == "c":
        values = values.astype("f8")[..., 0] + 1j * values.astype("f8")[..., 1]
    given = values.astype(native.dtype)
    same_values = numpy.array_equal(given, native, equal_nan=native.dtype.kind in "fc")
    return "" if said_json["shape"] == list(array.shape) and same_values else said + str(said_json)


def main() -> int:
    parser = argparse.ArgumentParser(description="convert and show against NumPy.")
    parser.add_argument("tcalc")
    parser.add_argument("--runs", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    failures = 0
    with tempfile.TemporaryDirectory() as name:
        for _ in range(options.runs):
            for check in (check_conversion, check_text):
                said = check(options.tcalc, chance, Path(name))
                if said:
                    print(said)
                    failures += 1
    print(f"{options.runs} arrays, {failures} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
