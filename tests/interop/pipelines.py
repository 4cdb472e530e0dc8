#!/usr/bin/python3
"""Streams of arrays between NumPy and tcalc: --each, and stacks that are larger than the memory allowed.

    pipelines.py TCALC [--asan]
"""

import argparse
import io
import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import numpy

SECONDS = 120
KIB_ALLOWED = 48 * 1024  # resident: program, libraries and buffers


def stream(arrays: list[numpy.ndarray]) -> bytes:
    content = io.BytesIO()
    for array in arrays:
        numpy.lib.format.write_array(content, array)
    return content.getvalue()


def arrays_of(content: bytes) -> list[numpy.ndarray]:
    source, arrays = io.BytesIO(content), []
    while source.tell() < len(content):
        arrays.append(numpy.lib.format.read_array(source))
    return arrays


def run(program: str, words: list[str], content: bytes) -> subprocess.CompletedProcess:
    return subprocess.run([program, *words], input=content, capture_output=True, timeout=SECONDS, check=False)


def peak_kib(program: str, words: list[str], pieces, output: Path) -> int:
    """Writes the pieces into a process's standard input; the most memory it had."""
    read_end, write_end = os.pipe()
    with open(output, "wb") as target:
        process = os.posix_spawn(program, [program, *words], os.environ,
                                 file_actions=[(os.POSIX_SPAWN_DUP2, read_end, 0), (os.POSIX_SPAWN_DUP2, target.fileno(), 1),
                                               (os.POSIX_SPAWN_CLOSE, write_end)])
    os.close(read_end)
    with os.fdopen(write_end, "wb") as pipe:
        for piece in pieces:
            pipe.write(piece)
        pipe.flush()
        status = Path(f"/proc/{process}/status").read_text()  # wait4 would count what this process had
    assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 0, words
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1])


def each(program: str, folder: Path, check) -> None:
    numbers = numpy.random.default_rng(1)
    w = numbers.random((4, 5), "f4")
    numpy.save(folder / "w.npy", w)
    shapes = [(3, 4), (4,), (2, 2, 4), (0, 4), (1, 4)] * 8
    arrays = [numbers.random(shape, "f4") for shape in shapes]
    answer = run(program, ["matmul", "-", str(folder / "w.npy"), "-o", "-", "--each"], stream(arrays))
    given = arrays_of(answer.stdout)
    check("one each", len(given) == len(arrays) and all(numpy.allclose(x, y @ w) and x.shape == (y @ w).shape for x, y in zip(given, arrays)),
          answer.stderr)
    squares = [numbers.integers(0, 9, (3, 3)) for _ in range(10)]
    answer = run(program, ["matmul", "-", "-", "--each", "-o", "-"], stream(squares))
    check("pairs", all((x == y @ z).all() for x, y, z in zip(arrays_of(answer.stdout), squares[::2], squares[1::2])), answer.stderr)
    answer = run(program, ["matmul", "-", "-", "--each", "--shape"], stream(squares))
    check("shapes of pairs", answer.stdout == b"(3, 3)\n" * 5, answer)
    answer = run(program, ["matmul", "-", "-", "--each", "--json"], stream(squares[:3]))
    check("half a pair", answer.returncode == 3 and answer.stdout.count(b"\n") == 1 and b"array 4 of standard input is missing" in answer.stderr, answer)
    answer = run(program, ["dot", "true", "-", "--each", "-o", "-"], stream(squares[:2])[:-1])
    check("cut short", answer.returncode == 3 and len(arrays_of(answer.stdout)) == 1 and b"truncated" in answer.stderr, answer)
    answer = run(program, ["dot", "true", "-", "--each", "-o", "-"], stream(squares[:2]) + b"rubbish, not an array")
    check("rubbish at the end", answer.returncode == 3 and b"array 3 of standard input: not an .npy file" in answer.stderr, answer)
    target = folder / "all.npy"
    answer = run(program, ["dot", "true", "-", "--each", "-o", str(target)], stream(squares))
    check("into a file", len(arrays_of(target.read_bytes())) == 10, answer.stderr)
    answer = run(program, ["dot", "true", "-", "--each", "-o", "-"], b"")
    check("none", answer.returncode == 0 and answer.stdout == b"" and answer.stderr == b"", answer)


class Pipe:
    """Only what a pipe can do: NumPy would ask a file for its position."""

    def __init__(self, file):
        self.read = file.read


def as_it_goes(program: str, check) -> None:
    """A result comes before the next array is sent."""
    process = subprocess.Popen([program, "dot", "true", "-", "--each", "-o", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    timer = threading.Timer(SECONDS, process.kill)
    timer.start()
    for i in range(5):
        process.stdin.write(stream([numpy.full((2, 2), i)]))
        process.stdin.flush()
        given = numpy.lib.format.read_array(Pipe(process.stdout))
        check(f"result {i}", (given == i).all(), given)
    process.stdin.close()
    check("ends", process.wait() == 0)
    timer.cancel()


def rows(program: str, folder: Path, check) -> None:
    numbers = numpy.random.default_rng(2)
    stack, w = numbers.random((2000, 32, 64), "f4"), numbers.random((64, 16), "f4")
    weights = numbers.random((2000, 64, 16), "f4")
    numpy.save(folder / "w.npy", w)
    numpy.save(folder / "weights.npy", weights)
    one, many = str(folder / "w.npy"), str(folder / "weights.npy")
    swapped = stack.astype(">f8")
    for words, operand, wanted in ((["matmul", "-", one], stack, stack @ w),
                                   (["matmul", "-", many], stack, stack @ weights),
                                   (["matmul", "-", one], stack.reshape(-1, 64), stack.reshape(-1, 64) @ w),
                                   (["matmul", "-", one, "--dtype", "f8"], stack, stack.astype("f8") @ w),
                                   (["matmul", "-", one], swapped, swapped @ w),
                                   (["einsum", "bij,jk->bk", "-", one], stack, (stack @ w).sum(1)),
                                   (["batch_dot", many, "-", "--axes", "1,2"], stack, weights.transpose(0, 2, 1) @ stack.transpose(0, 2, 1))):
        for target in ("-", str(folder / "rows.npy")):
            answer = run(program, [*words, "-o", target, "--max-memory", "6M", "--quiet"], stream([operand]))
            what = " ".join(words) + " " + target
            if answer.returncode != 0:
                check(what, False, answer.stderr.decode())
                continue
            given = numpy.load(io.BytesIO(answer.stdout) if target == "-" else target)
            check(what, given.shape == wanted.shape and given.dtype == wanted.dtype.newbyteorder("=") and numpy.allclose(given, wanted, rtol=1e-4))
    for words, operand in ((["matmul", one, "-", "--transpose-a"], stack.transpose(0, 2, 1)), (["matmul", "-", one], numpy.asfortranarray(stack))):
        answer = run(program, [*words, "-o", "-", "--max-memory", "6M"], stream([operand]))
        what = " ".join(words) + (" in Fortran order" if operand.flags.fnc else "")
        fits = words[1] != "-"  # its first axis is the result's as well
        check(what, (answer.returncode == 0) == fits and (fits or b"--max-memory allows" in answer.stderr), answer.stderr.decode())
    answer = run(program, ["matmul", "-", one, "-o", "-", "--max-memory", "6M"], stream([stack])[:-1000])
    check("a stack cut short", answer.returncode == 3 and b"truncated" in answer.stderr, answer.stderr)


def memory(program: str, folder: Path, check) -> None:
    block = numpy.ones((256, 1024), "f4")
    numpy.save(folder / "m.npy", numpy.ones((1024, 8), "f4"))
    one = stream([block])
    used = peak_kib(program, ["matmul", "-", str(folder / "m.npy"), "-o", "-", "--each"], (one for _ in range(200)), folder / "out")
    check("200 MiB of arrays", used < KIB_ALLOWED, f"{used} KiB")
    check("200 results", (folder / "out").stat().st_size == 200 * (128 + 256 * 8 * 4))
    header = one[: len(one) - block.nbytes].replace(b"(256, 1024), }", b"(51200, 1024), }", 1)
    header = header[:8] + one[8:10] + header[10:]
    length = 10 + int.from_bytes(one[8:10], "little")
    header = header.rstrip(b" \n").ljust(length - 1) + b"\n" if len(header) != length else header

    def pieces():
        yield header
        for _ in range(200):
            yield block.tobytes()

    used = peak_kib(program, ["matmul", "-", str(folder / "m.npy"), "-o", "-", "--max-memory", "16M"], pieces(), folder / "out")
    check("a stack of 200 MiB", used < KIB_ALLOWED, f"{used} KiB")
    check("its rows", (numpy.load(folder / "out") == 1024).all())


def main() -> int:
    parser = argparse.ArgumentParser(description="Streams of arrays.")
    parser.add_argument("tcalc")
    parser.add_argument("--asan", action="store_true", help="sanitizers need memory of their own")
    options = parser.parse_args()
    program, failures = os.path.abspath(options.tcalc), []

    def check(what: str, holds: bool, detail: object = "") -> None:
        if not holds:
            failures.append(what)
            print(f"{what}: {detail}")

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        each(program, folder, check)
        as_it_goes(program, check)
        rows(program, folder, check)
        if not options.asan:
            memory(program, folder, check)
    print(f"{len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
