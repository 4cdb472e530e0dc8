#!/usr/bin/python3
"""Random expressions against NumPy: `tcalc einsum SPEC FILES` gives numpy.einsum's values, and refuses what it refuses.

    einsum.py TCALC [--runs N] [--seed N]

One to four operands of rank 0 to 4, letters repeated within an operand and between them, "...", implicit and explicit output,
blanks, sizes 0, 1 and others, C and Fortran order, several dtypes. A third of the expressions is spoiled on purpose.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from typing import Optional

import numpy

SECONDS = 60
LETTERS = "abcdeXYZ"
DTYPES = ["float64", "float32", "int64", "int8", "bool", "complex128", "float16", ">f8"]


def values(chance: numpy.random.Generator, shape: tuple[int, ...], dtype: str) -> numpy.ndarray:
    """Small whole numbers: every sum is exact but for half floats that overflow nothing."""
    whole = chance.integers(-3, 4, shape)
    if dtype == "complex128":
        return (whole + 1j * chance.integers(-3, 4, shape)).astype(dtype)
    return whole.astype(dtype)


def term(chance: random.Random, rank: int, hidden: int) -> str:
    letters = [chance.choice(LETTERS[:5]) if chance.random() < 0.8 else chance.choice(LETTERS) for _ in range(rank - hidden)]
    if hidden or chance.random() < 0.08:
        letters.insert(chance.randint(0, len(letters)), "...")
    return "".join(letters)


def output_of(chance: random.Random, terms: list[str]) -> Optional[str]:
    if chance.random() < 0.25:
        return None
    letters = sorted(set("".join(terms).replace(".", "")))
    kept = chance.sample(letters, chance.randint(0, len(letters)))
    if any("..." in one for one in terms) and chance.random() < 0.9:
        kept.insert(chance.randint(0, len(kept)), "...")
    return "".join(kept)


def shape_of(chance: random.Random, one: str, rank: int, sizes: dict[str, int]) -> tuple[int, ...]:
    letters = list(one.replace("...", ""))
    at = one.find("...")
    hidden = [str(place) for place in range(rank - len(letters), 0, -1)]
    labels = letters if at < 0 else letters[:at] + hidden + letters[at:]
    shape = []
    for label in labels:
        size = sizes.setdefault(label, chance.choice([1, 2, 2, 3, 3, 4, 0] if chance.random() < 0.2 else [2, 3, 4]))
        shape.append(1 if chance.random() < 0.05 and letters.count(label) < 2 else size)
    return tuple(shape)


def spoiled(chance: random.Random, spec: str, shapes: list[tuple[int, ...]]) -> str:
    kind = chance.randrange(4)
    place = chance.randint(0, len(spec))
    if kind == 0:
        return spec[:place] + chance.choice(["#", "1", ".", ",", "-", ">", "z", "a"]) + spec[place:]
    if kind == 1 and spec:
        return spec[:place - 1] + spec[place:]
    index = chance.randrange(len(shapes))
    shape = list(shapes[index])
    if kind == 2 or not shape:
        shape.append(2)
    else:
        shape[chance.randrange(len(shape))] += 1
    shapes[index] = tuple(shape)
    return spec


def expression(chance: random.Random) -> tuple[str, list[tuple[int, ...]]]:
    terms, shapes, sizes = [], [], {}
    for _ in range(chance.choice([1, 2, 2, 2, 3, 4])):
        rank = chance.randint(0, 4)
        hidden = chance.randint(0, min(rank, 2)) if chance.random() < 0.2 else 0
        terms.append(term(chance, rank, hidden))
        shapes.append(shape_of(chance, terms[-1], rank, sizes))
    spec = ",".join(terms)
    output = output_of(chance, terms)
    if output is not None:
        spec += "->" + output
    if chance.random() < 0.33:
        spec = spoiled(chance, spec, shapes)
    if chance.random() < 0.1:
        place = chance.randint(0, len(spec))
        if not spec[:place].endswith(("-", ".")):  # NumPy wants "->" and "..." in one piece; tcalc does not
            spec = spec[:place] + " " + spec[place:]
    return spec, shapes


def expected(spec: str, operands: list[numpy.ndarray]) -> Optional[numpy.ndarray]:
    try:
        # The dtypes decide, not the values of 0-D operands as before NumPy 2.
        return numpy.einsum(spec, *operands, dtype=numpy.result_type(*(one.dtype for one in operands)))
    except ValueError:
        return None


def difference(program: str, folder: str, index: int, seed: int) -> tuple[str, bool]:
    chance = random.Random(f"{seed} {index}")
    spec, shapes = expression(chance)
    numbers = numpy.random.default_rng([seed, index])
    dtypes = [chance.choice(DTYPES) if chance.random() < 0.5 else "float64" for _ in shapes]
    operands, names = [], []
    for place, (shape, dtype) in enumerate(zip(shapes, dtypes)):
        array = values(numbers, shape, dtype)
        operands.append(numpy.asfortranarray(array) if chance.random() < 0.3 else array)
        names.append(os.path.join(folder, f"{index}-{place}.npy"))
        numpy.save(names[-1], operands[-1])
    wanted = expected(spec, operands)
    result = os.path.join(folder, f"{index}-out.npy")
    done = subprocess.run([program, "einsum", spec, *names, "-o", result, "--quiet"], capture_output=True, text=True,
                          stdin=subprocess.DEVNULL, timeout=SECONDS)
    what = f"einsum {spec!r} {shapes} {dtypes}"
    if wanted is None:
        return ("" if done.returncode in (1, 2) else f"{what}: exit code {done.returncode}, numpy refuses it"), False
    if done.returncode != 0:
        return f"{what}: exit code {done.returncode}, numpy gives {wanted.shape}: {done.stderr.strip()}", True
    given = numpy.load(result)
    if given.shape != wanted.shape or given.dtype != wanted.dtype.newbyteorder("="):
        return f"{what}: {given.shape} {given.dtype}, numpy gives {wanted.shape} {wanted.dtype}", True
    # numpy rounds half floats after every step of some of its loops.
    close = numpy.allclose(given, wanted, rtol=1e-2) if wanted.dtype == "float16" else numpy.array_equal(given, wanted)
    return ("" if close else f"{what}: other values than numpy's"), True


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("tcalc")
    parser.add_argument("--runs", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    program = os.path.abspath(options.tcalc)
    failed = legal = 0
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        runs = pool.map(lambda index: difference(program, folder, index, options.seed), range(options.runs))
        for problem, was_legal in runs:
            legal += was_legal
            failed += bool(problem)
            if problem:
                print(problem)
    print(f"{options.runs - failed} passed, {failed} failed; {legal} legal, {options.runs - legal} refused")
    return 1 if failed or legal < options.runs // 3 or options.runs - legal < options.runs // 5 else 0


if __name__ == "__main__":
    sys.exit(main())
