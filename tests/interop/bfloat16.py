#!/usr/bin/python3
"""bfloat16 against an emulation in NumPy: the upper half of a float32, rounded to nearest, ties to even.

    bfloat16.py TCALC [--runs N] [--seed N]
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy

SECONDS = 60


def rounded(array: numpy.ndarray) -> numpy.ndarray:
    """The nearest bfloat16 of each float32, as float32."""
    word = numpy.ascontiguousarray(array, numpy.float32).view(numpy.uint32).astype(numpy.uint64)
    upper = (word + 0x7FFF + (word >> 16 & 1)) >> 16 << 16
    result = (upper & 0xFFFFFFFF).astype(numpy.uint32).view(numpy.float32)
    return numpy.where(numpy.isnan(array), numpy.float32("nan"), result).reshape(numpy.shape(array))


def stored(path: Path, array: numpy.ndarray, descr: str) -> None:
    """The array as an .npy file whose header has that descr."""
    bits = (rounded(array).view(numpy.uint32) >> 16).astype(">u2" if descr.startswith(">") else "<u2")
    header = f"{{'descr': '{descr}', 'fortran_order': False, 'shape': {array.shape}, }}"
    header += " " * (-(len(header) + 11) % 64) + "\n"
    path.write_bytes(b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header.encode() + bits.tobytes())


def loaded(path: Path) -> numpy.ndarray:
    """A file of '<V2' as float32."""
    array = numpy.load(path)
    assert array.dtype == numpy.dtype("<V2"), array.dtype
    return (numpy.ascontiguousarray(array).view(numpy.uint16).astype(numpy.uint32) << 16).view(numpy.float32).reshape(array.shape)


class Checks:
    def __init__(self, program: str, folder: Path) -> None:
        self.program, self.folder = program, folder
        self.passed = self.failed = 0

    def run(self, *words: str) -> subprocess.CompletedProcess:
        return subprocess.run([self.program, *words], capture_output=True, text=True, timeout=SECONDS, check=False,
                              cwd=self.folder, stdin=subprocess.DEVNULL)

    def expect(self, what: str, condition: bool, shown: object = "") -> None:
        if condition:
            self.passed += 1
        else:
            self.failed += 1
            print(f"{what}: {shown}")

    def same(self, what: str, words: list[str], expected: numpy.ndarray) -> None:
        done = self.run(*words, "-q", "-o", "result.npy")
        if done.returncode != 0:
            return self.expect(what, False, done.stderr)
        given = loaded(self.folder / "result.npy")
        self.expect(what, given.shape == expected.shape and numpy.array_equal(given, expected, equal_nan=True),
                    (given.ravel()[:5], expected.ravel()[:5]))


def check_products(checks: Checks, chance: numpy.random.Generator) -> None:
    m, n, k = chance.integers(1, 40, 3)
    a, b = chance.normal(size=(m, k)).astype("f4"), chance.normal(size=(k, n)).astype("f4")
    numpy.save(checks.folder / "a.npy", a)
    numpy.save(checks.folder / "b.npy", b)
    done = checks.run("matmul", "a.npy", "b.npy", "--dtype", "bf16", "-q", "-o", "c.npy")
    checks.expect("matmul", done.returncode == 0, done.stderr)
    given = loaded(checks.folder / "c.npy").astype("f8")
    x, y = rounded(a).astype("f8"), rounded(b).astype("f8")
    # Summed in float32, whose error is small beside the one rounding: half a unit of 2^-8, and a little.
    bound = numpy.abs(x @ y) * 2.0**-8 + (numpy.abs(x) @ numpy.abs(y)) * k * 2.0**-23
    checks.expect("matmul is rounded once", bool(numpy.all(numpy.abs(given - x @ y) <= bound)))
    whole = chance.integers(-8, 9, (m, k)).astype("f4"), chance.integers(-8, 9, (k, n)).astype("f4")
    numpy.save(checks.folder / "a.npy", whole[0])
    numpy.save(checks.folder / "b.npy", whole[1])
    checks.same("matmul of small integers", ["matmul", "a.npy", "b.npy", "--dtype", "bf16"], rounded(whole[0] @ whole[1]))


def check_expressions(checks: Checks, chance: numpy.random.Generator) -> None:
    x, y = (rounded(chance.normal(0, 3, (4, 5)).astype("f4")) for _ in "xy")
    stored(checks.folder / "x.npy", x, "bfloat16")
    stored(checks.folder / "y.npy", y, "<V2")
    one = numpy.float32(1)
    for text, expected in {
        "x + y": x + y,
        "x * y - 1": rounded(x * y) - one,
        "x / y": x / y,
        "sqrt(abs(x))": numpy.sqrt(numpy.abs(x)),
        "maximum(x, y)": numpy.maximum(x, y),
        "where(x > y, x, y)": numpy.where(x > y, x, y),
        "x.T": x.T,
        "sum(x, axis=1)": x.astype("f8").sum(axis=1),
        "max(x, axis=0)": x.max(axis=0),
        "x + arange(5)": x + rounded(numpy.arange(5, dtype="f4")),
        "-x": -x,
    }.items():
        checks.same(text, ["eval", text, "x=x.npy", "y=y.npy", "--as", "bf16"], rounded(numpy.asarray(expected, "f4")))
    for text, dtype in {"x + h": "float32", "x + f": "float32", "x + d": "float64", "x + i": "bfloat16", "x * 2.5": "bfloat16",
                        "x > 0": "bool", "argmax(x)": "int64", "i / i": "float64", "sqrt(i)": "float32"}.items():
        done = checks.run("eval", text, "x=x.npy", "h=ones:5:f2", "f=ones:5:f4", "d=ones:5:f8", "i=ones:5:i2", "--json")
        checks.expect(f"dtype of {text}", done.returncode == 0 and json.loads(done.stdout)["dtype"] == dtype, done.stdout + done.stderr)


def check_files(checks: Checks, chance: numpy.random.Generator) -> None:
    x = chance.normal(0, 10.0 ** chance.integers(-30, 30), (3, 7)).astype("f4")
    x.flat[:4] = numpy.nan, numpy.inf, -numpy.inf, -0.0
    for descr in ("bfloat16", "<g2", ">g2"):
        stored(checks.folder / "x.npy", x, descr)
        checks.same(descr, ["convert", "x.npy"], rounded(x))
    for descr in ("<V2", "|V2", ">V2"):
        stored(checks.folder / "x.npy", x, descr)
        refused = checks.run("show", "x.npy")
        checks.expect(descr + " is not guessed", refused.returncode == 3 and "bfloat16" in refused.stderr, refused.stderr)
        checks.same(descr, ["convert", "x.npy", "--as", "bf16"], rounded(x))
    numpy.save(checks.folder / "f.npy", x)
    checks.same("from float32", ["convert", "f.npy", "--dtype", "bf16"], rounded(x))
    numpy.save(checks.folder / "d.npy", x.astype("f8"))
    checks.same("from float64", ["convert", "d.npy", "--dtype", "bf16"], rounded(x))
    done = checks.run("convert", "result.npy", "--as", "bf16", "--dtype", "f4", "-o", "wide.npy")
    checks.expect("to float32", done.returncode == 0 and
                  numpy.array_equal(numpy.load(checks.folder / "wide.npy"), rounded(x), equal_nan=True), done.stderr)
    finite = x.ravel()[4:]
    numpy.save(checks.folder / "f.npy", finite)
    shown = json.loads(checks.run("show", "f.npy", "--dtype", "bf16", "--json").stdout)
    checks.expect("JSON", shown["dtype"] == "bfloat16" and
                  numpy.array_equal(rounded(numpy.array(shown["values"], "f4")), rounded(finite)), shown)
    lines = checks.run("show", "f.npy", "--dtype", "bf16", "--csv").stdout.split()
    checks.expect("CSV", numpy.array_equal(rounded(numpy.array(lines, "f8").astype("f4")), rounded(finite)), lines)
    stored(checks.folder / "x.npy", x, "bfloat16")
    stored(checks.folder / "y.npy", x, "<V2")
    same = checks.run("diff", "x.npy", "y.npy", "--as", "bf16", "--equal-nan")
    checks.expect("diff of equals", same.returncode == 0, same.stdout + same.stderr)


def bits_of(path: Path) -> numpy.ndarray:
    return numpy.ascontiguousarray(numpy.load(path)).view(numpy.uint16)


def check_text(checks: Checks) -> None:
    """Every bfloat16 but NaN there and back through CSV, TSV, JSON and values as an operand, bit by bit; no digits more than needed."""
    every = numpy.arange(1 << 16, dtype=numpy.uint32)
    every = every[(every & 0x7FFF) <= 0x7F80]
    stored(checks.folder / "x.npy", (every << 16).view(numpy.float32), "bfloat16")
    for ending in ("csv", "tsv"):
        done = checks.run("convert", "x.npy", "-o", f"x.{ending}")
        checks.expect(ending, done.returncode == 0, done.stderr)
        done = checks.run("convert", f"x.{ending}", "--dtype", "bf16", "-q", "-o", "back.npy")
        checks.expect(f"{ending} and back", done.returncode == 0 and numpy.array_equal(bits_of(checks.folder / "back.npy"), every), done.stderr)
    words = (checks.folder / "x.csv").read_text().split()
    digits = [word.lstrip("-").split("e")[0].replace(".", "").strip("0") for word in words if "inf" not in word]
    checks.expect("at most 4 digits tell any two apart", max(map(len, digits)) <= 4, max(digits, key=len))
    done = checks.run("show", "x.npy", "--json")
    values = json.loads(done.stdout)["values"]
    checks.expect("JSON has them all", len(values) == len(every), done.stderr)
    for begin in range(0, len(values), 4096):
        done = checks.run("new", json.dumps(values[begin : begin + 4096]), "--dtype", "bf16", "-q", "-o", "back.npy")
        checks.expect("values and back", done.returncode == 0 and
                      numpy.array_equal(bits_of(checks.folder / "back.npy"), every[begin : begin + 4096]), done.stderr)
    shown = checks.run("show", "x.npy", "--full", "--precision", "340").stdout
    printed = numpy.array(shown[shown.index("[") + 1 : shown.rindex("]")].split(), "f8").astype("f4")
    checks.expect("as printed and back", numpy.array_equal(rounded(printed).view(numpy.uint32) >> 16, every), shown[:200])
    for words in (["--json"], ["--csv"], []):
        done = checks.run("new", "[1.2345,-0.015625]", "--dtype", "bf16", "--precision", "2", *words)
        checks.expect("--precision 2", "1.23" in done.stdout and "1.234" not in done.stdout and "-0.02" in done.stdout, done.stdout + done.stderr)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--runs", type=int, default=8)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    chance = numpy.random.default_rng(arguments.seed)
    with tempfile.TemporaryDirectory() as folder, numpy.errstate(all="ignore"):
        checks = Checks(str(Path(arguments.program).resolve()), Path(folder))
        check_text(checks)
        for _ in range(arguments.runs):
            check_products(checks, chance)
            check_expressions(checks, chance)
            check_files(checks, chance)
        print(f"{checks.passed} passed, {checks.failed} failed")
    return 1 if checks.failed else 0


if __name__ == "__main__":
    sys.exit(main())
