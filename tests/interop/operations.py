#!/usr/bin/python3
"""The values of every contraction against NumPy: random shapes that fit, every dtype, C and Fortran order, either byte order.

    operations.py TCALC [--runs N] [--seed N]

vecdot, matvec and vecmat are those of NumPy 2.0 and 2.2, spelled as einsums of the conjugated operand.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy

Array = numpy.ndarray
Shape = tuple[int, ...]
SECONDS = 60
DTYPES = ["bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float16", "float32", "float64",
          "complex64", "complex128", ">i4", ">f8", ">c16"]
WIDE = {"int8": "int32", "uint8": "int32", "int16": "int64", "uint16": "uint32"}


def sizes(chance: random.Random, most: int) -> Shape:
    return tuple(chance.choice([0, 1, 2, 3, 4, 5] if chance.random() < 0.1 else [1, 2, 3, 4]) for _ in range(chance.randint(0, most)))


def broadcast_pair(chance: random.Random) -> tuple[Shape, Shape]:
    batch = sizes(chance, 2)
    return (tuple(1 if chance.random() < 0.2 else size for size in batch),
            tuple(1 if chance.random() < 0.2 else size for size in batch)[chance.randint(0, len(batch)):])


def inner(chance: random.Random) -> tuple[list[str], list[Shape], Callable]:
    k = (chance.randint(0, 5),)
    return ["inner"], [sizes(chance, 2) + k, sizes(chance, 2) + k], numpy.inner


def outer(chance: random.Random) -> tuple[list[str], list[Shape], Callable]:
    return ["outer"], [sizes(chance, 3), sizes(chance, 3)], numpy.outer


def kron(chance: random.Random) -> tuple[list[str], list[Shape], Callable]:
    return ["kron"], [sizes(chance, 3), sizes(chance, 3)], numpy.kron


def vdot(chance: random.Random) -> tuple[list[str], list[Shape], Callable]:
    shape = sizes(chance, 3)
    other = tuple(chance.sample(shape, len(shape))) if chance.random() < 0.5 else (int(numpy.prod(shape)),)
    return ["vdot"], [shape, other], numpy.vdot


def vecdot(chance: random.Random) -> tuple[list[str], list[Shape], Callable]:
    a, b = broadcast_pair(chance)
    k = chance.randint(0, 5)
    if chance.random() < 0.5:
        return ["vecdot"], [a + (k,), b + (k,)], lambda x, y: numpy.einsum("...k,...k->...", x.conj(), y)
    return (["vecdot", "--axis", "0"], [(k,) + a, (k,) + b],
            lambda x, y: numpy.einsum("k...,k...->...", x.conj(), y))


def matvec(chance: random.Random) -> tuple[list[str], list[Shape], Callable]:
    a, b = broadcast_pair(chance)
    m, n = chance.randint(1, 5), chance.randint(0, 5)
    return ["matvec"], [a + (m, n), b + (n,)], lambda x, y: numpy.einsum("...mn,...n->...m", x, y)


def vecmat(chance: random.Random) -> tuple[list[str], list[Shape], Callable]:
    a, b = broadcast_pair(chance)
    m, n = chance.randint(1, 5), chance.randint(0, 5)
    return ["vecmat"], [a + (n,), b + (n, m)], lambda x, y: numpy.einsum("...n,...nm->...m", x.conj(), y)


def tensordot(chance: random.Random) -> tuple[list[str], list[Shape], Callable]:
    count = chance.randint(0, 2)
    shared = tuple(chance.randint(1, 4) for _ in range(count))
    return (["tensordot", "--axes", str(count)], [sizes(chance, 2) + shared, shared + sizes(chance, 2)],
            lambda x, y: numpy.tensordot(x, y, count))


def multi_dot(chance: random.Random) -> tuple[list[str], list[Shape], Callable]:
    lengths = [chance.randint(1, 5) for _ in range(chance.randint(3, 6))]
    shapes: list[Shape] = list(zip(lengths, lengths[1:]))
    if chance.random() < 0.3:
        shapes[0] = shapes[0][1:]
    if chance.random() < 0.3:
        shapes[-1] = shapes[-1][:1]

    def product(*arrays: Array) -> Array:
        result = arrays[0]
        for array in arrays[1:]:
            result = numpy.dot(result, array)
        return result

    return ["multi_dot"], shapes, product


def wide_matmul(chance: random.Random) -> tuple[list[str], list[Shape], Callable]:
    batch = sizes(chance, 1)
    m, n, k = (chance.randint(1, 40) for _ in range(3))
    return ["matmul", "--output-type"], [batch + (m, k), (k, n)], numpy.matmul


MAKERS = [inner, outer, kron, vdot, vecdot, matvec, vecmat, tensordot, multi_dot, wide_matmul]


def values(numbers: numpy.random.Generator, shape: Shape, dtype: str) -> Array:
    whole = numbers.integers(0 if dtype[0] in "ub" else -4, 5, shape)
    if numpy.dtype(dtype).kind == "c":
        return (whole + 1j * numbers.integers(-4, 5, shape)).astype(dtype)
    return whole.astype(dtype)


def difference(program: str, folder: str, index: int, seed: int) -> str:
    chance = random.Random(f"{seed} {index}")
    numbers = numpy.random.default_rng([seed, index])
    words, shapes, product = MAKERS[index % len(MAKERS)](chance)
    if words[-1] == "--output-type":
        dtype = chance.choice(sorted(WIDE))
        wide = WIDE[dtype]
        words = words + [wide]
        extreme = numpy.iinfo(dtype)
        arrays = [numbers.integers(extreme.min, extreme.max, shape, endpoint=True).astype(dtype) for shape in shapes]
        wanted = product(*(array.astype(wide) for array in arrays))
    else:
        dtype = chance.choice(DTYPES)
        arrays = [values(numbers, shape, dtype) for shape in shapes]
        wanted = numpy.asarray(product(*arrays))
        wanted = wanted.astype(numpy.dtype(dtype).newbyteorder("="))
    names = []
    for place, array in enumerate(arrays):
        names.append(os.path.join(folder, f"{index}-{place}.npy"))
        numpy.save(names[-1], numpy.asfortranarray(array) if array.ndim and chance.random() < 0.3 else array)
    result = os.path.join(folder, f"{index}-out.npy")
    done = subprocess.run([program, words[0], *names, *words[1:], "-o", result], capture_output=True, text=True,
                          stdin=subprocess.DEVNULL, timeout=SECONDS)
    what = f"{' '.join(words)} {shapes} {dtype}"
    if done.returncode != 0:
        return f"{what}: exit code {done.returncode}: {done.stderr.strip()}"
    given = numpy.load(result)
    if given.shape != wanted.shape or given.dtype != wanted.dtype:
        return f"{what}: {given.shape} {given.dtype}, numpy gives {wanted.shape} {wanted.dtype}"
    # Whole numbers: exact but for half floats, which some of NumPy's loops round after every step.
    same = numpy.allclose(given, wanted, rtol=1e-2) if wanted.dtype == "float16" else numpy.array_equal(given, wanted)
    return "" if same else f"{what}: other values than numpy's"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("tcalc")
    parser.add_argument("--runs", type=int, default=1500)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    program = os.path.abspath(options.tcalc)
    failed = 0
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        for problem in pool.map(lambda index: difference(program, folder, index, options.seed), range(options.runs)):
            failed += bool(problem)
            if problem:
                print(problem)
    print(f"{options.runs - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
