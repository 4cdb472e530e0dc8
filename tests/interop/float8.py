#!/usr/bin/python3
"""float8_e4m3fn and float8_e5m2 against tables made here by their definition: every number, and float32 rounded to it.

    float8.py TCALC
"""

import json
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy

SECONDS = 60


def numbers(exponent_bits: int, finite: bool) -> numpy.ndarray:
    """The value of each byte."""
    fraction_bits, bias = 7 - exponent_bits, 2 ** (exponent_bits - 1) - 1
    values = []
    for byte in range(256):
        exponent, fraction = (byte & 127) >> fraction_bits, byte & (1 << fraction_bits) - 1
        value = fraction * 2.0 ** (1 - bias - fraction_bits) if exponent == 0 else \
            (2 ** fraction_bits + fraction) * 2.0 ** (exponent - bias - fraction_bits)
        if finite and byte & 127 == 127:
            value = numpy.nan
        if not finite and exponent == 2 ** exponent_bits - 1:
            value = numpy.inf if fraction == 0 else numpy.nan
        values.append(-value if byte & 128 else value)
    return numpy.array(values, "f4")


TABLES = {"float8_e4m3fn": ("F8_E4M3", numbers(4, True), 464.0, numpy.nan), "float8_e5m2": ("F8_E5M2", numbers(5, False), 61440.0, numpy.inf)}


def rounded(array: numpy.ndarray, table: numpy.ndarray, end: float, beyond: float) -> numpy.ndarray:
    """The nearest number of the table, of two that are as near the one whose byte is even."""
    positive = table[:128][numpy.isfinite(table[:128])].astype("f8")
    magnitude = numpy.abs(array.astype("f8"))
    above = numpy.clip(numpy.searchsorted(positive, magnitude), 1, len(positive) - 1)
    low, high = positive[above - 1], positive[above]
    upper = (magnitude - low > high - magnitude) | ((magnitude - low == high - magnitude) & (above % 2 == 0))
    # What lies halfway to the number after the last goes beyond where the last is odd: it is even in E4M3 alone.
    too_large = magnitude > end if numpy.isnan(beyond) else magnitude >= end
    value = numpy.where(too_large, beyond, numpy.where(upper, high, low))
    return numpy.where(numpy.isnan(array), numpy.nan, numpy.copysign(value, array)).astype("f4")


class Shop:
    def __init__(self, program: str, folder: Path) -> None:
        self.program, self.folder = program, folder
        self.passed = self.failed = 0

    def run(self, *words: str) -> subprocess.CompletedProcess:
        return subprocess.run([self.program, *words], capture_output=True, text=True, timeout=SECONDS, check=False, cwd=self.folder,
                              stdin=subprocess.DEVNULL)

    def check(self, what: str, holds: bool, shown: object = "") -> None:
        self.passed += bool(holds)
        self.failed += not holds
        if not holds:
            print(f"{what}: {shown}")

    def same(self, what: str, words: list[str], expected: numpy.ndarray) -> None:
        done = self.run(*words, "-q", "-o", "result.npy")
        given = numpy.load(self.folder / "result.npy") if done.returncode == 0 else done.stderr
        self.check(what, isinstance(given, numpy.ndarray) and given.dtype == expected.dtype and given.shape == expected.shape and
                   numpy.array_equal(given, expected, equal_nan=True), given)


def check_dtype(shop: Shop, name: str, chance: numpy.random.Generator) -> None:
    stored, table, end, beyond = TABLES[name]
    header = json.dumps({"w": {"dtype": stored, "shape": [16, 16], "data_offsets": [0, 256]}}).encode()
    (shop.folder / "m.safetensors").write_bytes(struct.pack("<Q", len(header)) + header + bytes(range(256)))
    shop.same(f"every {name}", ["convert", "m.safetensors:w", "--dtype", "f4"], table.reshape(16, 16))
    array = numpy.concatenate([table, numpy.nextafter(table, numpy.float32(0)), (table[:-1] + table[1:]) / 2,
                               (chance.standard_normal(4000) * 2.0 ** chance.integers(-20, 20, 4000)).astype("f4"),
                               numpy.array([end, numpy.nextafter(numpy.float32(end), numpy.float32(0)), 1e30, numpy.inf], "f4")]).astype("f4")
    numpy.save(shop.folder / "a.npy", array)
    expected = rounded(array, table, end, beyond)
    done = shop.run("convert", "a.npy", "--dtype", name, "-o", "n.safetensors:w", "-q")
    shop.check(f"write {name}", done.returncode == 0, done.stderr)
    shop.same(f"rounded to {name}", ["convert", "n.safetensors:w", "--dtype", "f4"], expected)
    bits = (shop.folder / "n.safetensors").read_bytes()[-array.size:]
    shop.check("stored", numpy.array_equal(table[numpy.frombuffer(bits, "u1")], expected, equal_nan=True))
    shop.run("convert", "a.npy", "--dtype", name, "-o", "n.npy", "-q")
    saved = numpy.load(shop.folder / "n.npy")
    shop.check(".npy as bytes", saved.dtype == numpy.dtype("V1") and saved.tobytes() == bits, saved.dtype)
    shop.same(".npy read", ["convert", "n.npy", "--as", name, "--dtype", "f4"], expected)
    finite = numpy.where(numpy.isfinite(table), table, 0).reshape(16, 16).astype("f4")
    numpy.save(shop.folder / "f.npy", finite)
    shop.run("convert", "f.npy", "--dtype", name, "-o", "f.safetensors:w", "-q")
    shop.same("a product in float32", ["matmul", "f.safetensors:w", "eye:16:f4"], finite)
    shop.same("an expression in float32", ["eval", "w / 2 + 1", "w=f.safetensors:w"], finite / numpy.float32(2) + numpy.float32(1))
    shop.same("the operands are rounded first", ["matmul", "a.npy[600:616,None]", "ones:1,2", "--dtype", name],
              rounded(array[600:616], table, end, beyond)[:, None] @ numpy.ones((1, 2), "f4"))
    done = shop.run("diff", "f.safetensors:w", "f.npy", "--rtol", "0")
    shop.check("diff", done.returncode == 0, done.stdout + done.stderr)
    shown = shop.run("show", "f.safetensors:w", "--json", "--full")
    values = numpy.array(json.loads(shown.stdout)["values"], "f4")
    shop.check("text tells every number", numpy.array_equal(rounded(values, table, end, beyond), finite), shown.stdout)


def check_names(shop: Shop) -> None:
    """What ml_dtypes calls E5M2, and a name: NumPy reads neither."""
    for descr, name in (("<f1", "float8_e5m2"), ("float8_e4m3fn", "float8_e4m3fn")):
        header = f"{{'descr': '{descr}', 'fortran_order': False, 'shape': (2,), }}\n"
        (shop.folder / "d.npy").write_bytes(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode() + b"\x38\xb8")
        done = shop.run("info", "d.npy", "--template", "{dtype}")
        shop.check(descr, done.stdout == f"{name}\n", done)
        done = shop.run("check", "d.npy", "--repair", "-o", "r.npy")
        shop.check(f"{descr} repaired", done.returncode == 0 and numpy.load(shop.folder / "r.npy").tobytes() == b"\x38\xb8", done)


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        shop = Shop(sys.argv[1], Path(folder))
        for name in TABLES:
            check_dtype(shop, name, numpy.random.default_rng(8))
        check_names(shop)
        print(f"{shop.passed} passed, {shop.failed} failed")
        return 1 if shop.failed or not shop.passed else 0


if __name__ == "__main__":
    sys.exit(main())
