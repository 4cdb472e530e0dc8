#!/usr/bin/python3
"""Pictures against NumPy: the pixels of PNG files are the colours of the means of blocks; SVG is well-formed.

    picture.py TCALC [--runs N] [--seed N]
"""

import argparse
import random
import struct
import subprocess
import sys
import tempfile
import xml.etree.ElementTree
import zlib
from pathlib import Path

import numpy

SECONDS = 60
MARGIN = 16
VIRIDIS = numpy.array([[int(c[i:i + 2], 16) for i in (0, 2, 4)] for c in
                       "440154 482878 3e4a89 31688e 26828e 1f9e89 35b779 6dcd59 b4de2c fde725".split()], float)
GREY = (0x9A, 0x9A, 0x9A)


def corner(rows: int) -> tuple[int, int]:
    """Where the picture begins: beside the last index of a row, below the title."""
    return MARGIN + 12 * len(str(rows - 1)) + 8, MARGIN + 14 + 8


def decoded(content: bytes) -> numpy.ndarray:
    """The pixels of an 8-bit RGB image."""
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    at, data, width, height = 8, b"", 0, 0
    while at < len(content):
        size, kind = struct.unpack(">I4s", content[at:at + 8])
        chunk = content[at + 8:at + 8 + size]
        if kind == b"IHDR":
            width, height, depth, colours = struct.unpack(">IIBB", chunk[:10])
            assert (depth, colours) == (8, 2), "not RGB"
        if kind == b"IDAT":
            data += chunk
        at += size + 12
    raw = numpy.frombuffer(zlib.decompress(data), numpy.uint8).reshape(height, 1 + 3 * width)
    pixels = numpy.zeros((height, 3 * width), numpy.uint8)
    for row in range(height):
        line, above = raw[row, 1:].astype(int), pixels[row - 1].astype(int) if row else numpy.zeros(3 * width, int)
        method = raw[row, 0]
        if method == 0:
            pixels[row] = line
        elif method == 2:
            pixels[row] = line + above
        else:
            for i in range(3 * width):
                left = int(pixels[row, i - 3]) if i >= 3 else 0
                corner = int(above[i - 3]) if i >= 3 else 0
                up = int(above[i])
                if method == 1:
                    guess = left
                elif method == 3:
                    guess = (left + up) // 2
                else:
                    p = left + up - corner
                    guess = min((abs(p - left), 0, left), (abs(p - up), 1, up), (abs(p - corner), 2, corner))[2]
                pixels[row, i] = (line[i] + guess) & 255
    return pixels.reshape(height, width, 3)


def colours(array: numpy.ndarray) -> numpy.ndarray:
    values = numpy.abs(array).astype(float) if array.dtype.kind == "c" else array.astype(float)
    finite = values[numpy.isfinite(values)]
    if not finite.size:
        shares = numpy.full(values.shape, 0.5)
    elif finite.min() == finite.max():
        shares = numpy.where(numpy.isinf(values), numpy.sign(values) * 0.5 + 0.5, 0.5)
    else:
        with numpy.errstate(invalid="ignore"):
            shares = (values - finite.min()) / (finite.max() - finite.min())
    place = numpy.clip(numpy.nan_to_num(shares, nan=0, posinf=1, neginf=0), 0, 1) * 9
    first = numpy.minimum(place.astype(int), 8)
    rest = (place - first)[..., None]
    picture = numpy.floor(VIRIDIS[first] * (1 - rest) + VIRIDIS[first + 1] * rest + 0.5)
    picture[numpy.isnan(values)] = GREY
    return picture


def array_of(chance: random.Random) -> numpy.ndarray:
    numbers = numpy.random.default_rng(chance.randrange(1 << 30))
    shape = (chance.randint(2, 40), chance.randint(2, 40))
    dtype = chance.choice(["bool", "i1", "u8", "i4", "f2", "f4", "f8", "c8", ">f4", ">i2"])
    array = (numbers.normal(0, 50, shape) if dtype != "u8" else numbers.integers(0, 99, shape)).astype(dtype)
    if array.dtype.kind == "f":
        for value in (numpy.nan, numpy.inf, -numpy.inf):
            if chance.random() < 0.3:
                array[chance.randrange(shape[0]), chance.randrange(shape[1])] = value
    return numpy.asfortranarray(array) if chance.random() < 0.4 else array


def check(program: str, chance: random.Random, folder: Path) -> str:
    array = array_of(chance)
    numpy.save(folder / "a.npy", array)
    answer = subprocess.run([program, "show", "a.npy", "--png", "a.png", "--svg", "a.svg", "--heat"], cwd=folder, capture_output=True,
                            timeout=SECONDS, check=False)
    said = f"{array.shape} {array.dtype}: "
    if answer.returncode != 0:
        return said + answer.stderr.decode()
    pixels = decoded((folder / "a.png").read_bytes())
    side = min(-(-512 // max(array.shape)), 64)
    left, top = corner(array.shape[0])
    given = pixels[top + side // 2::side, left + side // 2::side][: array.shape[0], : array.shape[1]].astype(float)
    wanted = colours(array)
    if abs(given - wanted).max() > 1:
        where = numpy.unravel_index(abs(given - wanted).argmax(), wanted.shape)
        return said + f"at {where} {given[where[:2]]}, wanted {wanted[where[:2]]}"
    root = xml.etree.ElementTree.fromstring((folder / "a.svg").read_text())
    area = sum(int(r.get("width")) * int(r.get("height")) for r in root.iter("{http://www.w3.org/2000/svg}rect"))
    cell = min(512 // max(array.shape), 64)
    scale = 32 * 5 * 18 if numpy.isfinite(array).any() else 0
    return "" if area == array.size * cell * cell + scale else said + f"the rectangles cover {area} pixels"


def check_blocks(program: str, folder: Path) -> str:
    array = numpy.add.outer(numpy.arange(2048.0), numpy.arange(4096.0))
    numpy.save(folder / "a.npy", array)
    subprocess.run([program, "show", "a.npy", "--png", "a.png"], cwd=folder, timeout=SECONDS, check=True)
    left, top = corner(2048)
    pixels = decoded((folder / "a.png").read_bytes())[top:top + 512, left:left + 1024].astype(float)
    means = array.reshape(512, 4, 1024, 4).mean(axis=(1, 3))
    place = (means - means.min()) / (means.max() - means.min()) * 9
    first = numpy.minimum(place.astype(int), 8)
    wanted = VIRIDIS[first] + (VIRIDIS[first + 1] - VIRIDIS[first]) * (place - first)[..., None]
    return "" if abs(pixels - wanted).max() <= 1 else "blocks of 4 x 4 have other means"


def main() -> int:
    parser = argparse.ArgumentParser(description="Pictures against NumPy.")
    parser.add_argument("tcalc", type=Path)
    parser.add_argument("--runs", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance, failures = random.Random(options.seed), 0
    with tempfile.TemporaryDirectory() as name:
        program = str(options.tcalc.resolve())
        for said in [check(program, chance, Path(name)) for _ in range(options.runs)] + [check_blocks(program, Path(name))]:
            if said:
                print(said)
                failures += 1
    print(f"{options.runs} pictures, {failures} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
