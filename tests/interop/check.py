#!/usr/bin/python3
"""`tcalc check` against NumPy: what numpy.save writes is clean, what is odd about values is counted, and every file of the
corpus that can be read is repaired to what numpy.save writes.

    check.py TCALC [--runs N] [--seed N]
"""

import argparse
import io
import json
import math
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).parent.parent / "npy"))
import make_corpus  # noqa: E402

SECONDS = 60
DTYPES = ["bool", "int8", "int32", "uint64", "float16", "float32", "float64", "complex64", "complex128", ">i4", ">f2", ">f4", ">c16"]
SPECIAL = [math.nan, math.inf, -math.inf]


def check(program: str, *words: str) -> tuple[int, str, str]:
    done = subprocess.run([program, "check", *words], capture_output=True, text=True, timeout=SECONDS, stdin=subprocess.DEVNULL,
                          check=False)
    return done.returncode, done.stdout, done.stderr


def random_array(chance: random.Random, numbers: numpy.random.Generator) -> numpy.ndarray:
    dtype = numpy.dtype(chance.choice(DTYPES))
    shape = tuple(chance.randint(0, 30) for _ in range(chance.randint(0, 3)))
    if chance.random() < 0.05:
        shape = (400, 300)  # several runs of the reader
    array = numpy.asarray(numbers.integers(0, 2, shape)).astype(dtype)
    if dtype.kind in "fc" and array.size:
        for _ in range(chance.choice([0, 1, 3])):
            special = chance.choice(SPECIAL)
            array.flat[chance.randrange(array.size)] = complex(1, special) if dtype.kind == "c" and chance.random() < 0.5 else special
    return numpy.asfortranarray(array) if array.ndim and chance.random() < 0.4 else array


def finding(array: numpy.ndarray, odd: numpy.ndarray, one: str, many: str) -> set:
    count = int(odd.sum())
    if count == 0:
        return set()
    order = "F" if array.flags.fnc else "C"
    first = numpy.unravel_index(int(odd.ravel(order).argmax()), array.shape, order)
    return {f"{count} {one if count == 1 else many}{list(map(int, first))}"}


def value_defect(program: str, chance: random.Random, numbers: numpy.random.Generator, folder: str) -> str:
    array = random_array(chance, numbers)
    path = os.path.join(folder, "a.npy")
    numpy.save(path, array)
    code, out, err = check(program, path, "--json")
    said = {entry["message"] for entry in json.loads(out)["findings"] if entry["severity"] == "defect"}
    wanted = set()
    if array.dtype.kind in "fc":
        wanted |= finding(array, numpy.isnan(array), "NaN at ", "NaNs, the first at ")
        wanted |= finding(array, numpy.isinf(array), "infinity at ", "infinities, the first at ")
    if said != wanted or code != (1 if wanted else 0) or err:
        return f"{array.dtype} {array.shape}: {said} {code} {err}, expected {wanted}"
    return ""


def loaded(data: bytes) -> "numpy.ndarray | None":
    try:
        return numpy.load(io.BytesIO(data), max_header_size=100000)
    except Exception:  # NumPy's complaints have many types
        return None


def repair_defect(program: str, row: make_corpus.Row, folder: str) -> str:
    """Of a file of the corpus: an error where its header is one, else repaired or truncated."""
    path, target = os.path.join(folder, "a.npy"), os.path.join(folder, "b.npy")
    Path(path).write_bytes(row.file)
    Path(target).unlink(missing_ok=True)
    code, _, err = check(program, path)
    if "is not supported" in row.answer or "object arrays" in row.answer:
        return "" if code in (0, 1) and not err else f"{row.name}: exit code {code}, of a dtype that is only named: {err}"
    if row.answer.startswith("error"):
        return "" if code == 3 and err else f"{row.name}: exit code {code}, expected 3"
    repaired, _, err = check(program, path, "--allow-nan", "--repair", "-o", target)
    if "truncated" in err:
        return "" if (code, repaired, os.path.exists(target)) == (1, 1, False) else f"{row.name}: {code} {repaired}"
    if repaired != 0 or check(program, target, "--quiet", "--allow-nan") != (0, "", ""):
        return f"{row.name}: repaired with exit code {repaired}: {err}"
    before, after = loaded(row.file), numpy.load(target) if row.name != "rank_64" else None
    if before is None or after is None:
        return ""  # beyond this NumPy
    wanted = io.BytesIO()
    if before.dtype == bool:
        before = before.view(numpy.uint8) != 0
    numpy.save(wanted, before.astype(before.dtype.newbyteorder("="), order="K"))
    return "" if Path(target).read_bytes() == wanted.getvalue() else f"{row.name}: differs from what NumPy writes"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("tcalc")
    parser.add_argument("--runs", type=int, default=300)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    program = os.path.abspath(options.tcalc)
    chance, numbers = random.Random(options.seed), numpy.random.default_rng(options.seed)
    with tempfile.TemporaryDirectory() as folder:
        problems = [value_defect(program, chance, numbers, folder) for _ in range(options.runs)]
        problems += [repair_defect(program, row, folder) for row in make_corpus.rows()]
    failed = [problem for problem in problems if problem]
    print("\n".join(failed + [f"{len(problems) - len(failed)} passed, {len(failed)} failed"]))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
