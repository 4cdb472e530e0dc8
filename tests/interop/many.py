#!/usr/bin/python3
"""concat, stack, split and append beside NumPy: random shapes, dtypes, orders and axes, from files, streams and archives.

    many.py TCALC [--runs N]
"""

import argparse
import io
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy

SECONDS = 60
DTYPES = ["?", "i1", "<i2", ">i4", "i8", "u1", "u4", "f2", "<f4", ">f8", "c8", "c16"]
MOST_MIB = 64  # of memory, however much is joined


def array(choice: random.Random, shape: tuple[int, ...], dtype: str) -> numpy.ndarray:
    values = numpy.random.default_rng(choice.randrange(1 << 30)).integers(0, 100, shape).astype(dtype)
    return numpy.asfortranarray(values) if choice.random() < 0.3 else values


def bytes_of(arrays: list[numpy.ndarray]) -> bytes:
    stream = io.BytesIO()
    for one in arrays:
        numpy.save(stream, one)
    return stream.getvalue()


def run(program: str, folder: Path, words: list[str], stream: bytes = b"") -> bytes:
    done = subprocess.run([program, *words], cwd=folder, input=stream, capture_output=True, timeout=SECONDS, check=False)
    assert done.returncode == 0, f"tcalc {' '.join(words)}: exit code {done.returncode}: {done.stderr.decode()}"
    return done.stdout


def same(got: numpy.ndarray, expected: numpy.ndarray, what: str) -> None:
    expected = expected.astype(expected.dtype.newbyteorder("="))
    got = got.astype(got.dtype.newbyteorder("="))
    assert got.dtype == expected.dtype and got.shape == expected.shape and got.tobytes() == expected.tobytes(), \
        f"{what}: {got.dtype} {got.shape}, not {expected.dtype} {expected.shape}"


def join(program: str, folder: Path, choice: random.Random) -> str:
    command = choice.choice(["concat", "stack"])
    rank = choice.randint(1, 4)
    shape = [choice.randint(0 if choice.random() < 0.1 else 1, 5) for _ in range(rank)]
    axes = rank + (command == "stack")
    axis = choice.randrange(-axes, axes)
    several = choice.random() < 0.5
    dtype = choice.choice(DTYPES)
    arrays = []
    for _ in range(choice.randint(1, 5)):
        one = list(shape)
        if command == "concat":
            one[axis] = choice.randint(0, 4)
        arrays.append(array(choice, tuple(one), choice.choice(DTYPES) if several else dtype))
    function = numpy.concatenate if command == "concat" else numpy.stack
    expected = function([one.astype(one.dtype.newbyteorder("=")) for one in arrays], axis=axis)
    names = [f"w{place}.npy" for place in range(len(arrays))]
    for name, one in zip(names, arrays):
        numpy.save(folder / name, one)
    numpy.savez(folder / "w.npz", **{f"k{place}": one for place, one in enumerate(arrays)})
    stream = bytes_of(arrays)
    (folder / "many.npy").write_bytes(stream)
    source = choice.choice([names, ["w.npz"], ["many.npy"], ["-"], [names[0], "-"]])
    if source[-1] == "-":
        stream = bytes_of(arrays[len(source) - 1:])
        if len(source) - 1 == len(arrays):
            source = names
    words = [command, *source, "--axis", str(axis)]
    target = choice.choice(["out.npy", "-", "out.npz:x"])
    if source[-1] == "-" and target == "out.npy" and axis == 0 and several:
        words += ["--dtype", "c16"]
        expected = expected.astype("c16")
    printed = run(program, folder, [*words, "-o", target], stream if "-" in source else b"")
    got = numpy.load(io.BytesIO(printed)) if target == "-" else numpy.load(folder / "out.npy") if target == "out.npy" else numpy.load(folder / "out.npz")["x"]
    same(got, expected, " ".join(words))
    (folder / "out.npz").unlink(missing_ok=True)
    return command


def append(program: str, folder: Path, choice: random.Random) -> str:
    shape = [choice.randint(1, 4) for _ in range(choice.randint(1, 3))]
    dtype = choice.choice(DTYPES)
    axis = choice.randrange(len(shape)) if choice.random() < 0.3 else 0
    old = array(choice, tuple(shape), dtype)
    numpy.save(folder / "all.npy", old)
    joined = [old]
    for place in range(choice.randint(1, 3)):
        shape[axis] = choice.randint(0, 4)
        joined.append(array(choice, tuple(shape), dtype))
        numpy.save(folder / f"w{place}.npy", joined[-1])
    words = ["append", "-q", "all.npy", *(f"w{place}.npy" for place in range(len(joined) - 1)), "--axis", str(axis)]
    run(program, folder, words)
    expected = numpy.concatenate(joined, axis)
    same(numpy.load(folder / "all.npy"), expected, " ".join(words))
    if old.flags.c_contiguous and axis == 0:
        kept = numpy.lib.format.open_memmap(folder / "all.npy", "r")
        assert kept.dtype == old.dtype, f"{words}: {old.dtype} became {kept.dtype}"
    return "append"


def peak(program: str, folder: Path, command: str) -> float:
    """MiB that a shell's child takes at most."""
    # Not forked: a child begins with what this process has.
    child = os.posix_spawn("/bin/bash", ["bash", "-c", f"cd {folder}; {command}"], {"TCALC": program, "PATH": "/usr/bin:/bin"})
    _, status, usage = os.wait4(child, 0)
    assert status == 0, f"{command}: {status}"
    return usage.ru_maxrss / 1024


def memory(program: str, folder: Path) -> None:
    """200 MiB are joined in a few MiB, along both axes, from files and from a pipe."""
    run(program, folder, ["new", "rand:12800,1024", "-o", "large.npy"])  # not in this process: a child is said to take what it took
    split = '"$TCALC" split large.npy --parts 4 -o "p{}.npy" && cat large.npy | "$TCALC" split - --parts 5 -o "q{}.npy" && "$TCALC" concat q?.npy -o all.npy'
    for command in (split, '"$TCALC" diff all.npy large.npy', '"$TCALC" concat large.npy large.npy -o all.npy', '"$TCALC" concat large.npy large.npy --axis 1 -o all.npy',
                    'cat large.npy large.npy | "$TCALC" concat - -o all.npy', 'cat large.npy large.npy | "$TCALC" stack - -o all.npy',
                    '"$TCALC" concat large.npy large.npy -o - | cat > /dev/null', 'cp large.npy all.npy; "$TCALC" append all.npy large.npy',
                    '"$TCALC" concat large.npy large.npy --dtype f4 -o all.npy'):
        took = peak(program, folder, command)
        assert took < MOST_MIB, f"{command} takes {took:.0f} MiB"


def main() -> int:
    parser = argparse.ArgumentParser(description="Many arrays beside NumPy.")
    parser.add_argument("tcalc", type=Path)
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--no-memory", action="store_true", help="the program is built with AddressSanitizer")
    arguments = parser.parse_args()
    program = str(arguments.tcalc.resolve())
    choice = random.Random(arguments.seed)
    failures = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if not arguments.no_memory:
            memory(program, folder)
        for _ in range(arguments.runs):
            try:
                choice.choice([join, join, append])(program, folder, choice)
            except AssertionError as error:
                failures += 1
                print(error)
    print(f"{arguments.runs - failures} passed, {failures} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
