#!/usr/bin/python3
"""`tcalc run` against NumPy: random programs of shapes and of values, whose names are assigned again and again; and its speed.

    run.py TCALC [--runs N] [--seed N] [--no-speed]
"""

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy

Array = numpy.ndarray
SECONDS = 60
NAMES = ["a", "b", "c", "matmul", "expect", "load", "x_1", "None", "weights"]
DTYPES = ["int16", "int32", "int64", "uint8", "float32", "float64", "complex128"]
LINES, LIMIT = 100_000, 2.0  # so many lines of shapes take fewer seconds of processor time


def random_call(chance: random.Random) -> tuple[str, str, Callable[[Array, Array], Array]]:
    """An operation, its options, and NumPy's."""
    axes = chance.randint(0, 2)
    return chance.choice([
        ("dot", "", numpy.dot),
        ("matmul", "", numpy.matmul),
        ("matmul", "--transpose-b", lambda a, b: numpy.matmul(a, b.swapaxes(-1, -2))),
        ("inner", "", numpy.inner),
        ("outer", "", lambda a, b: numpy.outer(a, b)),
        ("kron", "", numpy.kron),
        ("tensordot", f"--axes {axes}", lambda a, b: numpy.tensordot(a, b, axes)),
    ])


def result_of(call: Callable[[Array, Array], Array], a: Array, b: Array) -> Array | None:
    dtype = numpy.result_type(a.dtype, b.dtype)  # NumPy 1 promotes 0-D arrays by their value
    try:
        return numpy.asarray(call(a.astype(dtype), b.astype(dtype)))
    except (ValueError, IndexError):  # what NumPy says of axes that do not fit, and of those that are not there
        return None


def text_of(chance: random.Random, shape: tuple[int, ...]) -> str:
    if len(shape) > 1 and chance.random() < 0.5:
        return ",".join(map(str, shape))
    return str(shape)


def random_shape(chance: random.Random) -> tuple[int, ...]:
    return tuple(chance.choice([2, 2, 3, 3, 1, 4, 0]) for _ in range(chance.randint(0, 3)))


def shape_program(chance: random.Random, length: int) -> list[str]:
    """What NumPy computes is expected, what it refuses is refused."""
    lines: list[str] = []
    known: dict[str, Array] = {}
    while len(lines) < length:
        name = chance.choice(NAMES)
        if len(known) < 2 or chance.random() < 0.2:
            known[name] = numpy.zeros(random_shape(chance))
            lines.append(f"{name} = shape {text_of(chance, known[name].shape)}")
            continue
        first, second = chance.choice(sorted(known)), chance.choice(sorted(known))
        operation, options, call = random_call(chance)
        result = result_of(call, known[first], known[second])
        words = f"{operation} {first} {second} {options}"
        if result is None:
            lines.append(f"refuse {words}  # as NumPy does")
        elif result.size < 500 and result.ndim < 7:
            known[name] = result
            lines += [f"{name}={words}", "", f"expect {name} {text_of(chance, result.shape)}"]
    return lines


def run(program: str, lines: list[str], folder: str, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([program, "run", "-", *options], input="\n".join(lines), capture_output=True, text=True, cwd=folder,
                          timeout=SECONDS, check=False)


def shape_defect(program: str, chance: random.Random, folder: str) -> str:
    lines = shape_program(chance, 60)
    done = run(program, lines, folder)
    if done.returncode != 0 or done.stdout or done.stderr:
        return f"exit code {done.returncode}: {done.stdout}{done.stderr}"
    # One expectation that is wrong is the only line that fails.
    places = [number for number, line in enumerate(lines) if line.startswith("expect ") and not line.startswith("expect = ")]
    number = chance.choice(places)
    lines[number] = " ".join(lines[number].split()[:2]) + " 7,7,7,7,7,7,7"
    done = run(program, lines, folder, "--keep-going")
    failed = [line for line in done.stderr.splitlines() if line.startswith("tcalc: error:")]
    if len(failed) != 1 or not failed[0].startswith(f"tcalc: error: standard input:{number + 1}: expect: ") or done.returncode != 1:
        return f"line {number + 1} was made wrong; exit code {done.returncode}: {done.stderr}"
    return ""


def value_program(chance: random.Random, numbers: numpy.random.Generator, folder: Path) -> tuple[list[str], dict[str, Array]]:
    """A program, and what it must save to each file."""
    lines: list[str] = []
    known: dict[str, Array] = {}
    saved: dict[str, Array] = {}
    while len(lines) < 40:
        name = chance.choice(NAMES)
        if len(known) < 2 or chance.random() < 0.3:
            array = numpy.asarray(numbers.integers(0, 3, random_shape(chance))).astype(chance.choice(DTYPES))
            known[name] = numpy.asfortranarray(array) if chance.random() < 0.3 else array
            file = f"{len(lines)}.npy"
            numpy.save(folder / file, known[name])
            lines.append(f"{name} = load {file}")
            continue
        first, second = chance.choice(sorted(known)), chance.choice(sorted(known))
        operation, options, call = random_call(chance)
        result = result_of(call, known[first], known[second])
        if result is None or result.size > 500 or result.ndim > 6 or (result.size and numpy.abs(result).max() > 1000):
            continue
        known[name] = result
        lines.append(f"{name} = {operation} {first} {second} {options}")
        if chance.random() < 0.4:
            lines.append(f"expect {name} {result.shape} {result.dtype}")
        if chance.random() < 0.4:
            file = chance.choice([f"saved{len(saved)}.npy", "again.npy"])
            chosen = chance.choice(sorted(known))
            saved[file] = known[chosen]
            lines.append(f"save {chosen} {file}")
    return lines, saved


def value_defect(program: str, chance: random.Random, numbers: numpy.random.Generator, folder: str) -> str:
    lines, saved = value_program(chance, numbers, Path(folder))
    done = run(program, lines, folder, *chance.choice([(), ("--max-memory", "1M"), ("--threads", "1")]))
    if done.returncode != 0 or done.stdout or done.stderr:
        return f"exit code {done.returncode}: {done.stdout}{done.stderr}"
    for file, wanted in saved.items():
        given = numpy.load(Path(folder) / file)
        if given.dtype != wanted.dtype or given.shape != wanted.shape or not (given == wanted).all():
            return f"{file} is {given.dtype} {given.shape}, expected {wanted.dtype} {wanted.shape}:\n" + "\n".join(lines)
    return ""


def seconds_for_shapes(program: str, folder: str, line: str) -> float:
    lines = ["w = shape 512,512", "x0 = shape B,T,512"]
    for number in range(1, LINES // 2):
        lines += [line.format(number, number - 1), f"expect x{number} B,T,512"]
    (Path(folder) / "long.tcalc").write_text("\n".join(lines))
    begin = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([program, "run", "long.tcalc"], cwd=folder, timeout=SECONDS, check=True)
    end = resource.getrusage(resource.RUSAGE_CHILDREN)
    return end.ru_utime + end.ru_stime - begin.ru_utime - begin.ru_stime


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("tcalc")
    parser.add_argument("--runs", type=int, default=150)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--no-speed", action="store_true", help="for a program that is built to be slow")
    options = parser.parse_args()
    program = os.path.abspath(options.tcalc)
    chance, numbers = random.Random(options.seed), numpy.random.default_rng(options.seed)
    failed = 0
    for index in range(options.runs):
        with tempfile.TemporaryDirectory() as folder:
            problem = shape_defect(program, chance, folder) if index % 2 else value_defect(program, chance, numbers, folder)
        failed += bool(problem)
        if problem:
            print(f"program {index}: {problem}")
    if not options.no_speed:
        with tempfile.TemporaryDirectory() as folder:
            for line in ("x{} = matmul x{} w", "x{} = relu(x{} @ w + 1)"):
                seconds = min(seconds_for_shapes(program, folder, line) for _ in range(3))
                print(f"{LINES} lines like {line} in {seconds:.2f} s")
                failed += seconds > LIMIT
    print(f"{options.runs - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
