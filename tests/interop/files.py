#!/usr/bin/python3
"""Arrays without a header, and files that are compressed as a whole, beside NumPy and Python's gzip: both ways.

    files.py TCALC [--no-memory]
"""

import argparse
import gzip
import io
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy

SECONDS = 60
MOST_MIB = 64
DTYPES = ["?", "i1", "<i2", ">i4", "<u8", "<f2", "<f4", ">f8", "<c8", "<c16"]
failures = []


def run(program: str, folder: Path, *words: str, code: int = 0, stream: bytes = b"") -> bytes:
    done = subprocess.run([program, *words], cwd=folder, input=stream, capture_output=True, timeout=SECONDS, check=False)
    if done.returncode != code:
        failures.append(f"tcalc {' '.join(words)}: exit code {done.returncode}: {done.stderr.decode()}")
    if code == 3 and (done.stdout or done.stderr.count(b"tcalc: error: ") != 1):
        failures.append(f"tcalc {' '.join(words)}: not one line: {done.stdout!r} {done.stderr!r}")
    return done.stdout


def same(got: numpy.ndarray, expected: numpy.ndarray, what: str) -> None:
    if got.dtype.newbyteorder("=") != expected.dtype.newbyteorder("=") or got.shape != expected.shape or not numpy.array_equal(got, expected):
        failures.append(f"{what}: {got.dtype} {got.shape}, not {expected.dtype} {expected.shape}")


def both_ways(program: str, folder: Path, dtype: str) -> None:
    array = (numpy.arange(24) % 2 if dtype == "?" else numpy.arange(24)).astype(dtype).reshape(2, 3, 4)
    numpy.save(folder / "a.npy", array)
    what = f"raw=x.bin@5:?,3,4:{dtype.replace('?', 'bool')}"
    (folder / "x.bin").write_bytes(b"12345" + array.tobytes())
    run(program, folder, "convert", what, "-o", "y.npy")
    same(numpy.load(folder / "y.npy"), array, what)
    order = "big" if dtype.startswith(">") else "little"
    run(program, folder, "convert", "a.npy", "-o", "raw=z.bin", "--byte-order", order)
    same(numpy.fromfile(folder / "z.bin", dtype).reshape(2, 3, 4), array, f"-o raw=z.bin of {dtype}")
    with gzip.open(folder / "b.npy.gz", "wb") as file:
        numpy.save(file, array)
    run(program, folder, "convert", "b.npy.gz", "-o", "y.npy")
    same(numpy.load(folder / "y.npy"), array, f".npy.gz of {dtype}")
    run(program, folder, "convert", "a.npy", "-o", "c.npy.gz")
    same(numpy.load(io.BytesIO(gzip.open(folder / "c.npy.gz").read())), array, f"-o c.npy.gz of {dtype}")
    run(program, folder, "convert", "a.npy", "-o", "c.npy.zst")
    run(program, folder, "convert", "c.npy.zst", "-o", "y.npy")
    same(numpy.load(folder / "y.npy"), array, f".npy.zst of {dtype}")
    if shutil.which("zstd"):
        unpacked = subprocess.run(["zstd", "-dc", folder / "c.npy.zst"], capture_output=True, check=True).stdout
        same(numpy.load(io.BytesIO(unpacked)), array, f"-o c.npy.zst of {dtype}")


def tables(program: str, folder: Path) -> None:
    table = numpy.arange(12.0).reshape(3, 4)
    numpy.savetxt(folder / "t.csv.gz", table, delimiter=",")
    run(program, folder, "convert", "t.csv.gz", "-o", "t.npy")
    same(numpy.load(folder / "t.npy"), table, "t.csv.gz")
    run(program, folder, "convert", "t.npy", "-o", "u.csv.gz")
    same(numpy.loadtxt(folder / "u.csv.gz", delimiter=","), table, "u.csv.gz")


def cut_short(program: str, folder: Path) -> None:
    """At every byte: one line, exit code 3."""
    numpy.save(folder / "a.npy", numpy.arange(3))
    for kind in ("gz", "zst"):
        run(program, folder, "convert", "a.npy", "-o", f"whole.npy.{kind}")
        whole = (folder / f"whole.npy.{kind}").read_bytes()
        for size in range(0, len(whole) - (9 if kind == "gz" else 1), 3):
            (folder / f"cut.npy.{kind}").write_bytes(whole[:size])
            run(program, folder, "show", f"cut.npy.{kind}", code=3)
        for place in range(12, len(whole), 7):
            (folder / f"odd.npy.{kind}").write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1:])
            done = subprocess.run([program, "show", f"odd.npy.{kind}"], cwd=folder, capture_output=True, timeout=SECONDS, check=False)
            if done.returncode not in (0, 3):
                failures.append(f"{kind}, byte {place}: exit code {done.returncode}: {done.stderr.decode()}")


def bombs(program: str, folder: Path) -> None:
    """What unpacks to 4 GiB is refused by its header, or read in a few MiB."""
    header = io.BytesIO()
    numpy.lib.format.write_array_header_1_0(header, {"descr": "<f8", "fortran_order": False, "shape": (1 << 29,)})
    zeros = gzip.compress(bytes(1 << 24))
    for kind, body in (("gz", gzip.compress(header.getvalue()) + zeros * 16), ):
        (folder / f"bomb.npy.{kind}").write_bytes(body)
    for words, code in ((["show", "bomb.npy.gz", "--max-memory", "1G"], 5), (["info", "bomb.npy.gz"], 3), (["info", "bomb.npy.gz", "--stats"], 3),
                        (["concat", "bomb.npy.gz", "-o", "raw=/dev/null"], 3)):
        child = os.posix_spawn(program, ["tcalc", *words[:1], *(word.replace("bomb", f"{folder}/bomb") for word in words[1:])], os.environ,
                               file_actions=[(os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0), (os.POSIX_SPAWN_OPEN, 2, "/dev/null", os.O_WRONLY, 0)])
        _, status, usage = os.wait4(child, 0)
        if os.waitstatus_to_exitcode(status) != code or usage.ru_maxrss > MOST_MIB << 10:
            failures.append(f"{words}: exit code {os.waitstatus_to_exitcode(status)}, {usage.ru_maxrss >> 10} MiB")


def main() -> int:
    parser = argparse.ArgumentParser(description="Raw and compressed files beside NumPy and gzip.")
    parser.add_argument("tcalc", type=Path)
    parser.add_argument("--no-memory", action="store_true", help="the program is built with AddressSanitizer")
    arguments = parser.parse_args()
    program = str(arguments.tcalc.resolve())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for dtype in DTYPES:
            both_ways(program, folder, dtype)
        tables(program, folder)
        cut_short(program, folder)
        if not arguments.no_memory:
            bombs(program, folder)
    for failure in failures:
        print(failure)
    print(f"{len(failures)} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
