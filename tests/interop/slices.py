#!/usr/bin/python3
"""Slices against NumPy's basic indexing: random arrays and slices, from files, pipes and archives.

    slices.py TCALC [--runs N] [--seed N]
"""

import argparse
import io
import random
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy

SECONDS = 60
DTYPES = ["bool", "i1", "i4", "u8", "f2", "f4", "f8", "c16", ">i4", ">f8"]


def array_of(chance: random.Random) -> numpy.ndarray:
    shape = tuple(chance.randint(0 if chance.random() < 0.1 else 1, 7) for _ in range(chance.randint(0, 4)))
    array = numpy.arange(numpy.prod(shape, dtype=int)).reshape(shape) % 120
    array = array.astype(chance.choice(DTYPES))
    return numpy.asfortranarray(array) if chance.random() < 0.4 else array


def bound(chance: random.Random) -> str:
    return "" if chance.random() < 0.4 else str(chance.randint(-9, 9))


def slice_of(chance: random.Random, rank: int) -> str:
    items = []
    for _ in range(chance.randint(1, rank + (1 if chance.random() < 0.1 else 0)) if rank > 0 else 0):
        if chance.random() < 0.4:
            items.append(str(chance.randint(-5, 4)))
        else:
            step = chance.choice(["", "", ":", ":1", ":2", ":-1", ":-3", ":7"])
            items.append(f"{bound(chance)}:{bound(chance)}{step}")
    if chance.random() < 0.3:
        items.insert(chance.randint(0, len(items)), "None")
    if chance.random() < 0.3 or not items:
        items.insert(chance.randint(0, len(items)), "...")
    return ",".join(items)


def wanted(array: numpy.ndarray, text: str) -> numpy.ndarray | None:
    try:
        return numpy.asarray(eval(f"array[{text}]", {"array": array}))  # noqa: S307: the text is made above
    except IndexError:
        return None


def run(program: str, words: list[str], data: bytes = b"") -> subprocess.CompletedProcess:
    return subprocess.run([program, *words], input=data, capture_output=True, timeout=SECONDS, check=False)


def defect(answer: subprocess.CompletedProcess, expected: numpy.ndarray | None) -> str:
    if expected is None:
        lines = answer.stderr.decode().splitlines()
        if answer.returncode != 1 or len(lines) < 3 or set(lines[2].strip()) != {"^"}:
            return f"exit code {answer.returncode}, {answer.stderr.decode()}; NumPy raises IndexError"
        return ""
    if answer.returncode != 0:
        return answer.stderr.decode()
    given = numpy.lib.format.read_array(io.BytesIO(answer.stdout))
    if given.shape != expected.shape or given.dtype != expected.dtype.newbyteorder("="):
        return f"{given.shape} {given.dtype}, NumPy {expected.shape} {expected.dtype}"
    return "" if numpy.array_equal(given, expected) else f"{given}, NumPy {expected}"


def main() -> int:
    parser = argparse.ArgumentParser(description="Slices against NumPy.")
    parser.add_argument("tcalc")
    parser.add_argument("--runs", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        name = str(Path(folder) / "a.npy")
        stored, deflated = str(Path(folder) / "s.npz"), str(Path(folder) / "d.npz")
        for _ in range(options.runs):
            array = array_of(chance)
            text = slice_of(chance, array.ndim)
            expected = wanted(array, text)
            numpy.save(name, array)
            numpy.savez(stored, k=array)
            numpy.savez_compressed(deflated, k=array)
            content = Path(name).read_bytes()
            ways = {"file": (["convert", f"{name}[{text}]", "-o", "-"], b""),
                    "option": (["convert", name, "--slice", text, "-o", "-"], b""),
                    "pipe": (["convert", "-", "--slice", text, "-o", "-"], content),
                    "stored": (["convert", f"{stored}:k[{text}]", "-o", "-"], b""),
                    "deflated": (["convert", f"{deflated}:k[{text}]", "-o", "-"], b"")}
            for way, (words, data) in ways.items():
                said = defect(run(options.tcalc, words, data), expected)
                if said:
                    print(f"{array.shape} {array.dtype} {'F' if array.flags.fnc else 'C'} [{text}] {way}: {said}")
                    failures += 1
    print(f"{options.runs} slices, {failures} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
