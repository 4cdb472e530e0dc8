#!/usr/bin/python3
"""Expressions whose intermediates are many times as large as what they may hold: values against NumPy, and memory.

    large_expressions.py TCALC [--deep]
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

SECONDS = 300
MIB = 1 << 20
BESIDE = 32 * MIB  # operands and result
# The most memory that a command had, without what started it.
MEASURE = ("import os, sys; process = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ); "
           "status, use = os.wait4(process, 0)[1:]; print(use.ru_maxrss); sys.exit(os.waitstatus_to_exitcode(status))")


def peak_bytes(words: list[str]) -> int:
    done = subprocess.run([sys.executable, "-S", "-E", "-c", MEASURE, *words], capture_output=True, text=True, timeout=SECONDS, check=False)
    assert done.returncode == 0, f"{words}: {done.stderr}"
    return int(done.stdout.split()[-1]) * 1024


def softmax(x):
    powers = np.exp(x - x.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)


def logsumexp(x):
    most = x.max(-1, keepdims=True)
    return (np.log(np.exp(x - most).sum(-1, keepdims=True)) + most)[..., 0]


def attention(q, k, v):
    return softmax(q @ k.swapaxes(-1, -2) / np.float32(8)) @ v


CASES = [
    ("softmax(q @ k.mT / 8) @ v", {"q": (1, 4, 2048, 64), "k": (1, 4, 2048, 64), "v": (1, 4, 2048, 64)}, attention),
    ("softmax(q @ k.mT / 8) @ v", {"q": (3, 5, 333, 40), "k": (3, 1, 777, 40), "v": (3, 5, 777, 24)}, attention),
    ("logsumexp(a @ b, axis=-1)", {"a": (3000, 64), "b": (64, 5000)}, lambda a, b: logsumexp(a @ b)),
    ("((x[:, None] - y[None]) ** 2).sum(-1)", {"x": (1000, 64), "y": (1100, 64)},
     lambda x, y: ((x[:, None] - y[None]) ** 2).sum(-1)),
    ("gelu(x @ w + b) @ u", {"x": (6, 300, 96), "w": (96, 4096), "b": (4096,), "u": (4096, 96)}, None),
    ("((a @ b - c) ** 2).mean()", {"a": (3000, 64), "b": (64, 5000), "c": (5000,)}, lambda a, b, c: ((a @ b - c) ** 2).mean(dtype="f8")),
    ("(softmax(a @ b) @ b.T).mean(0)", {"a": (3000, 64), "b": (64, 3000)}, lambda a, b: (softmax(a @ b) @ b.T).mean(0)),
]


def check_cases(program: str, folder: Path, check, deep: bool) -> None:
    numbers = np.random.default_rng(1)
    for text, shapes, exact in CASES:
        arrays = {name: numbers.standard_normal(shape).astype("f4") for name, shape in shapes.items()}
        words = [program, "eval", text]
        for name, array in arrays.items():
            np.save(folder / f"{name}.npy", array)
            words.append(f"{name}={folder / name}.npy")
        used = peak_bytes([*words, "-o", str(folder / "out.npy"), "--threads", "2"])
        given = np.load(folder / "out.npy")
        check(text, exact is None or np.allclose(given, exact(**arrays), rtol=1e-4, atol=1e-4))
        most = sum(array.nbytes for array in arrays.values()) + given.nbytes + BESIDE
        check(f"memory of {text}", used <= most, f"{used / MIB:.1f} MiB, at most {most / MIB:.1f}")
        for options in (["--threads", "1"], ["--threads", "3"], ["--threads", "1", "--max-memory", "100M"])[0 if deep else 2:]:
            subprocess.run([*words, "-o", str(folder / "other.npy"), *options], check=True, timeout=SECONDS)
            check(f"{text} {options}", given.tobytes() == np.load(folder / "other.npy").tobytes())


def check_refusal(program: str, folder: Path, check) -> None:
    for name in "qkv":
        np.save(folder / f"{name}.npy", np.zeros((1, 4, 2048, 64), "f4"))
    words = [program, "eval", "softmax(q @ k.mT / 8) @ v", *(f"{name}={folder / name}.npy" for name in "qkv")]
    target = folder / "refused.npy"
    done = subprocess.run([*words, "--max-memory", "2M", "-o", str(target)], capture_output=True, text=True, timeout=SECONDS, check=False)
    check("a cut that the limit cannot serve", done.returncode == 5 and not target.exists() and
          "matmul: operands and scratch memory need" in done.stderr and "2 MiB" in done.stderr, done)


def check_file(program: str, folder: Path, check, shape: tuple[int, ...]) -> None:
    """A sum over a file that is larger than the memory it may take."""
    path = folder / "large.npy"
    array = np.lib.format.open_memmap(path, "w+", "f4", shape)
    array[0, 0, :5], array[-1, -1, :5] = 7, 9
    array.flush()
    del array
    wanted = np.zeros(shape[2])
    wanted[:5] = 16 / (shape[0] * shape[1])
    used = peak_bytes([program, "eval", "x.mean((0, 1))", str(path), "-o", str(folder / "mean.npy"), "--threads", "2"])
    check("mean of a large file", np.allclose(np.load(folder / "mean.npy"), wanted, rtol=1e-6))
    check("memory of a large file", used <= BESIDE, f"{used / MIB:.1f} MiB")
    path.unlink()


def main() -> int:
    program = os.path.abspath(sys.argv[1])
    counts = [0, 0]

    def check(what: str, holds: bool, detail: object = "") -> None:
        counts[0 if holds else 1] += 1
        if not holds:
            print(f"{what}: {detail}")

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        check_cases(program, folder, check, "--deep" in sys.argv)
        check_refusal(program, folder, check)
        check_file(program, folder, check, (1024, 1024, 1024) if "--deep" in sys.argv else (24, 1024, 1024))
    print(f"{counts[0]} passed, {counts[1]} failed")
    return 1 if counts[1] else 0


if __name__ == "__main__":
    sys.exit(main())
