#!/usr/bin/python3
"""Real NumPy as the peer: it writes and tcalc reads, tcalc writes and it reads, and both compute the same.

    roundtrip.py TCALC [--one-in N]

All data are small integers, so every result is exact in every dtype. --one-in runs that part of the grid.
"""

import argparse
import itertools
import os
import subprocess
import sys
import tempfile
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Callable, Iterator

import numpy

DTYPES = ["?", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8", "c8", "c16"]
SHAPES = [(), (1,), (7,), (0,), (3, 4), (1, 5), (0, 3), (3, 0), (2, 3, 4), (2, 1, 3), (2, 0, 3), (2, 3, 2, 2), (1, 3, 1, 2),
          (2, 1, 3, 2, 2), (1, 1, 1, 1, 1)]
HIGH_RANKS = range(17, 33)  # NumPy before 2.0 goes no higher
SECONDS = 60

# Runs tcalc in a directory of its own; returns what is wrong, or nothing.
Case = tuple[str, Callable[[Path], str]]


class Program:
    def __init__(self, path: Path) -> None:
        self.path = str(path.resolve())

    def run(self, directory: Path, *arguments: str) -> str:
        """What tcalc said if it failed."""
        done = subprocess.run([self.path, *arguments], cwd=directory, capture_output=True, stdin=subprocess.DEVNULL,
                              timeout=SECONDS)
        return "" if done.returncode == 0 else f"exit code {done.returncode}: {done.stderr.decode(errors='replace').strip()}"


def values(shape: tuple[int, ...], dtype: numpy.dtype, name: str, below: int = 4) -> numpy.ndarray:
    """Repeatable integers in [0, below), [-below, below) of a signed dtype; no -0.0."""
    random = numpy.random.RandomState(zlib.crc32(name.encode()))
    low = -below if dtype.kind in "ifc" else 0
    array = random.randint(low, below, size=shape)
    if dtype.kind == "c":
        array = array + 1j * random.randint(low, below, size=shape)
    return numpy.asarray(array).astype(dtype)


def difference(got: numpy.ndarray, expected: numpy.ndarray) -> str:
    if got.dtype != expected.dtype:
        return f"dtype {got.dtype}, expected {expected.dtype}"
    if got.shape != expected.shape:
        return f"shape {got.shape}, expected {expected.shape}"
    if not numpy.array_equal(got, expected):
        return f"values\n{got}\nexpected\n{expected}"
    return ""


def copy_case(program: Program, dtype: str, order: str, layout: str, shape: tuple[int, ...]) -> Case:
    """`dot true x` multiplies by one and keeps the dtype; the file must be the one that numpy.save writes, byte for byte."""
    name = f"{numpy.dtype(order + dtype).str} {layout} {shape}"

    def check(directory: Path) -> str:
        array = values(shape, numpy.dtype(order + dtype), name)
        numpy.save(directory / "x.npy", numpy.asarray(array, order=layout))
        numpy.save(directory / "expected.npy", numpy.asarray(array, dtype="<" + dtype, order="C"))
        if wrong := program.run(directory, "dot", "true", "x.npy", "-o", "y.npy"):
            return wrong
        if wrong := difference(numpy.load(directory / "y.npy"), numpy.asarray(array, dtype="<" + dtype)):
            return wrong
        same = (directory / "y.npy").read_bytes() == (directory / "expected.npy").read_bytes()
        return "" if same else "the file is not byte for byte what numpy.save writes"

    return f"copy {name}", check


def copies(program: Program) -> Iterator[Case]:
    for dtype, layout, shape in itertools.product(DTYPES, "CF", SHAPES):
        orders = "<" if dtype in ("?", "i1", "u1") else "<>"
        for order in orders:
            yield copy_case(program, dtype, order, layout, shape)
    for rank in HIGH_RANKS:
        # Sizes of two digits make headers of more than 127 bytes.
        shape = tuple(2 if axis in (3, rank - 2) else 10 if axis == 0 else 1 for axis in range(rank))
        yield copy_case(program, "f4", "<" if rank % 2 else ">", "C" if rank % 3 else "F", shape)


def legacy_batch_dot(a: numpy.ndarray, b: numpy.ndarray) -> numpy.ndarray:
    return numpy.matmul(a, b)


def keras3_batch_dot(a: numpy.ndarray, b: numpy.ndarray) -> numpy.ndarray:
    return numpy.stack([numpy.tensordot(x, y, (x.ndim - 1, y.ndim - 2)) for x, y in zip(a, b)])


# What tcalc is asked, the shapes, and the peer.
OPERATIONS = [
    (["matmul"], (2, 3), (3, 4), numpy.matmul),
    (["matmul"], (3,), (2, 3, 2), numpy.matmul),
    (["matmul"], (2, 1, 2, 3), (3, 3, 2), numpy.matmul),
    (["dot"], (2, 2, 3), (2, 3, 2), numpy.dot),
    (["dot"], (2, 3), (3,), numpy.dot),
    (["batch_dot", "-q"], (2, 3, 2, 3), (2, 3, 3, 2), legacy_batch_dot),
    (["batch_dot", "-q", "--keras", "3"], (2, 2, 3), (2, 3, 2), keras3_batch_dot),
]


def product_case(program: Program, words: list[str], a: numpy.ndarray, b: numpy.ndarray, name: str,
                 expected: Callable[[], numpy.ndarray]) -> Case:
    def check(directory: Path) -> str:
        numpy.save(directory / "a.npy", a)
        numpy.save(directory / "b.npy", b)
        wrong = program.run(directory, words[0], "a.npy", "b.npy", *words[1:], "-o", "c.npy")
        return wrong or difference(numpy.load(directory / "c.npy"), numpy.asarray(expected()))

    return f"{' '.join(words)} {a.dtype.str}{a.shape} {b.dtype.str}{b.shape} {name}", check


def products(program: Program) -> Iterator[Case]:
    """All pairs of dtypes; byte order and layout go round with them."""
    for number, (x, y) in enumerate(itertools.product(DTYPES, DTYPES)):
        for words, shape_a, shape_b, peer in OPERATIONS:
            a = numpy.asarray(values(shape_a, numpy.dtype("<>"[number % 2] + x), "a" + x), order="CF"[number // 2 % 2])
            b = numpy.asarray(values(shape_b, numpy.dtype("<>"[number // 4 % 2] + y), "b" + y), order="CF"[number // 8 % 2])
            native_a, native_b = a.astype("=" + x), b.astype("=" + y)
            # The peers are bound now: the loop goes on before they are called.
            yield product_case(program, words, a, b, "", lambda p=peer, m=native_a, n=native_b: p(m, n))


def edges(program: Program) -> Iterator[Case]:
    """Integers over their whole range wrap; half precision rounds once; nothing to sum gives zero."""
    for code in ("i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8"):
        random = numpy.random.RandomState(1)
        a, b = (numpy.frombuffer(random.bytes(81 * numpy.dtype(code).itemsize), code).reshape(9, 9) for _ in range(2))
        yield product_case(program, ["matmul"], a, b, "wraps", lambda m=a, n=b: numpy.matmul(m, n))

    ones = numpy.ones((1, 60000), "f2")
    yield product_case(program, ["matmul"], ones, ones.T.copy(), "60000 ones", lambda: numpy.array([[60000]], "f2"))
    large = numpy.full((2, 2), 300, "f2")
    yield product_case(program, ["dot"], large, large, "overflows", lambda: numpy.full((2, 2), numpy.inf, "f2"))
    rows, columns = values((5, 40), numpy.dtype("f2"), "once a", 64), values((40, 5), numpy.dtype("f2"), "once b", 64)
    # Exact in float64; a half accumulator would round after each addition.
    rounded = (rows.astype("f8") @ columns.astype("f8")).astype("f2")
    yield product_case(program, ["matmul"], rows, columns, "rounds once", lambda: rounded)

    for code in DTYPES:
        for words, shape_a, shape_b in ((["matmul"], (2, 0), (0, 3)), (["dot"], (0, 3), (3, 2)), (["matmul"], (0, 2, 3), (1, 3, 2)),
                                        (["dot"], (0,), (0,))):
            a, b = numpy.zeros(shape_a, code), numpy.zeros(shape_b, code)
            peer = getattr(numpy, words[0])
            yield product_case(program, words, a, b, "nothing to sum", lambda p=peer, m=a, n=b: p(m, n))


def main() -> int:
    parser = argparse.ArgumentParser(description="Compares tcalc with NumPy.")
    parser.add_argument("tcalc", type=Path)
    parser.add_argument("--one-in", type=int, default=1, metavar="N", help="runs the Nth part of the grid")
    arguments = parser.parse_args()
    program = Program(arguments.tcalc)
    cases = [*copies(program), *products(program), *edges(program)]
    # By their names, so that the part has every dtype, layout and operation.
    cases = [(name, check) for name, check in cases if zlib.crc32(name.encode()) % arguments.one_in == 0]

    failed = 0
    with tempfile.TemporaryDirectory(prefix="roundtrip.") as root, ThreadPoolExecutor(os.cpu_count()) as pool:
        def run(numbered: tuple[int, Case]) -> str:
            number, (_, check) = numbered
            directory = Path(root, str(number))
            directory.mkdir()
            try:
                return check(directory)
            except (OSError, ValueError, subprocess.TimeoutExpired) as error:
                return f"{type(error).__name__}: {error}"

        for (name, _), wrong in zip(cases, pool.map(run, enumerate(cases))):
            if wrong:
                failed += 1
                print(f"{name}: {wrong}")
    print(f"{len(cases) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
