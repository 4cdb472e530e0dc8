#!/usr/bin/python3
"""Shapes against NumPy: `tcalc matmul|dot|tensordot A B --shape` is legal exactly where numpy is, and gives its shape.

    sweep.py TCALC [--runs N] [--seed N]

Pairs of shapes of rank 0 to 3 and dims 0 to 3. Every run starts the program, so the pairs are a repeatable sample, of
which a third are legal at least.
"""

import argparse
import itertools
import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Optional

import numpy

Shape = tuple[int, ...]
Product = Callable[[numpy.ndarray, numpy.ndarray], numpy.ndarray]

SHAPES: list[Shape] = [shape for rank in range(4) for shape in itertools.product(range(4), repeat=rank)]
SECONDS = 60


def transposed(array: numpy.ndarray) -> numpy.ndarray:
    """As tf.matmul's flags do it; numpy has no such flag, and refuses to swap axes that are not there."""
    return numpy.swapaxes(array, -1, -2)


def over_axes(axes_a: list[int], axes_b: list[int]) -> tuple[list[str], Product]:
    def typed(axes: list[int]) -> str:
        return ",".join(map(str, axes))

    def product(a: numpy.ndarray, b: numpy.ndarray) -> numpy.ndarray:
        for axes, array in ((axes_a, a), (axes_b, b)):
            counted = [axis % array.ndim if array.ndim else axis for axis in axes]
            if len(set(counted)) < len(counted):  # numpy before 2.5 lets some of these through
                raise ValueError("an axis is given twice")
        return numpy.tensordot(a, b, (axes_a, axes_b))

    # With "=", so that a negative axis is not taken for an option.
    return [f"--axes-a={typed(axes_a)}", f"--axes-b={typed(axes_b)}"], product


def commands() -> list[tuple[str, list[str], Product]]:
    """Operation, options, and the same in NumPy."""
    table: list[tuple[str, list[str], Product]] = [
        ("dot", [], numpy.dot),
        ("matmul", [], numpy.matmul),
        ("matmul", ["--transpose-a"], lambda a, b: numpy.matmul(transposed(a), b)),
        ("matmul", ["--transpose-b"], lambda a, b: numpy.matmul(a, transposed(b))),
        ("matmul", ["--adjoint-a", "--transpose-b"], lambda a, b: numpy.matmul(transposed(a), transposed(b))),
        ("tensordot", [], numpy.tensordot),
    ]
    for count in range(4):
        table.append(("tensordot", ["--axes", str(count)], lambda a, b, count=count: numpy.tensordot(a, b, count)))
    for axes_a, axes_b in (([0], [0]), ([-1], [0]), ([1], [-1]), ([2], [1]), ([0, 1], [1, 0]), ([-1, 0], [0, 1]), ([1, 1], [0, 1])):
        table.append(("tensordot", *over_axes(axes_a, axes_b)))
    return table


def expected(product: Product, a: Shape, b: Shape) -> Optional[Shape]:
    """The shape numpy gives, None where it refuses."""
    try:
        return numpy.shape(product(numpy.zeros(a), numpy.zeros(b)))
    except (ValueError, IndexError):  # AxisError is both
        return None


def difference(program: str, command: tuple[str, list[str], Product], a: Shape, b: Shape) -> str:
    operation, options, product = command
    shape = expected(product, a, b)
    line = [program, operation, str(a), str(b), *options, "--shape"]
    done = subprocess.run(line, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=SECONDS)
    answer = (done.returncode, done.stdout)
    wanted = (1, "") if shape is None else (0, f"{shape}\n")
    if answer == wanted:
        return ""
    return f"tcalc {operation} '{a}' '{b}' {' '.join(options)}: exit code {answer[0]}, {answer[1]!r} {done.stderr.strip()!r}; " \
           f"numpy gives {shape if shape is not None else 'an error'}"


def sample(runs: int, seed: int) -> Iterator[tuple[tuple[str, list[str], Product], Shape, Shape]]:
    """As many runs of every command; where it can be done a third are legal, or nearly all would be refused."""
    chance = random.Random(seed)
    table = commands()
    for index in range(runs):
        command = table[index % len(table)]
        must_be_legal = index // len(table) % 3 == 0
        for _ in range(1000):
            a, b = chance.choice(SHAPES), chance.choice(SHAPES)
            if not must_be_legal or expected(command[2], a, b) is not None:
                break
        yield command, a, b


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("tcalc")
    parser.add_argument("--runs", type=int, default=1500)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    program = os.path.abspath(options.tcalc)
    passed = failed = 0
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        cases = sample(options.runs, options.seed)
        for problem in pool.map(lambda case: difference(program, *case), cases):
            passed += not problem
            failed += bool(problem)
            if problem:
                print(problem)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
