#!/usr/bin/python3
"""Real NumPy as the peer for headers: tcalc writes the bytes that NumPy writes, and what tcalc accepts NumPy reads as the same.

    headers.py FORMAT_HEADER PARSE_HEADER

FORMAT_HEADER and PARSE_HEADER are built from tests/support. What tcalc refuses is not compared: it is stricter on purpose.
"""

import argparse
import io
import random
import re
import subprocess
import sys
import warnings
from pathlib import Path
from typing import Iterator

import numpy
from numpy.lib import format as npy

sys.path.insert(0, str(Path(__file__).parent.parent / "npy"))
import make_corpus  # noqa: E402

DTYPES = ["bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float16", "float32", "float64",
          "complex64", "complex128"]
SHAPES = 6000
MUTATIONS = 30000
SECONDS = 120
# Where tcalc is more liberal than NumPy:
NUMPY_LIMIT = 10000  # characters of a header that NumPy reads without being told to trust the file
INDENTED = re.compile(rb"\s*[\r\n][ \t]+\{")  # space before a dict that is not on the first line, to Python an indent

# (dtype, fortran_order, shape)
Description = tuple[str, bool, tuple[int, ...]]


def lines_from(program: Path, lines: list[str]) -> list[str]:
    done = subprocess.run([str(program.resolve())], input="\n".join(lines) + "\n", capture_output=True, text=True,
                          timeout=SECONDS, check=True)
    return done.stdout.splitlines()


def shapes(source: random.Random) -> Iterator[Description]:
    """Ranks 0 to 32; sizes of 1 to 19 digits, all of one length or mixed. There is no data, so no product is too large."""
    for dtype in DTYPES:
        for rank in range(33):
            yield dtype, rank % 2 == 0, (1,) * rank
    for digits in range(1, 20):
        for rank in range(33):
            yield "float64", digits % 2 == 0, (min(10**digits - 1, 2**63 - 1),) * rank
    for _ in range(SHAPES):
        rank = source.randrange(33)
        most = source.randint(1, 19)
        sizes = (source.randrange(10 ** source.randint(1, most)) for _ in range(rank))
        yield source.choice(DTYPES), source.random() < 0.5, tuple(min(size, 2**63 - 1) for size in sizes)
    yield "float64", False, (1,) * 30000  # beyond version 1.0


def numpy_header(description: Description) -> bytes:
    dtype, fortran_order, shape = description
    stream = io.BytesIO()
    npy._write_array_header(stream, {"descr": npy.dtype_to_descr(numpy.dtype(dtype)), "fortran_order": fortran_order, "shape": shape})
    return stream.getvalue()


def written(program: Path, source: random.Random) -> Iterator[str]:
    """What is wrong with each header, or nothing."""
    descriptions = list(shapes(source))
    lines = [" ".join([dtype, str(int(order)), *map(str, shape)]) for dtype, order, shape in descriptions]
    for description, line in zip(descriptions, lines_from(program, lines), strict=True):
        got, expected = bytes.fromhex(line), numpy_header(description)
        yield "" if got == expected else f"writing {description}: {got!r}\nNumPy: {expected!r}"


def saved(program: Path) -> Iterator[str]:
    """The same against whole arrays, where NumPy itself decides on the order."""
    for dtype in DTYPES:
        for shape in [(), (1,), (5,), (0,), (2, 3), (3, 0, 2), (1, 4), (4, 1), (2, 3, 4)]:
            for layout in "CF":
                stream = io.BytesIO()
                array = numpy.zeros(shape, dtype, layout)
                numpy.save(stream, array)
                order = array.flags.f_contiguous and not array.flags.c_contiguous
                line = " ".join([dtype, str(int(order)), *map(str, shape)])
                got = bytes.fromhex(lines_from(program, [line])[0])
                expected = stream.getvalue()[:len(stream.getvalue()) - array.nbytes]
                yield "" if got == expected else f"saving {dtype} {shape} {layout}: {got!r}\nNumPy: {expected!r}"


def read_by_numpy(file: bytes) -> str:
    """In the words of tests/support/header_answer.hpp; "refused: " and the reason."""
    stream = io.BytesIO(file)
    try:
        version = npy.read_magic(stream)
        shape, fortran_order, dtype = npy._read_array_header(stream, version)
    except Exception as error:  # the tokenizer has exceptions of its own
        return f"refused: {type(error).__name__} {str(error)[:100]}"
    order = "big-endian " if dtype.str.startswith(">") else ""
    return f"{dtype.name} {order}{'fortran ' if fortran_order else ''}{shape}"


def agreement(file: bytes, answer: str) -> str:
    if answer.startswith("error: "):
        return ""
    header = file[10:] if file[6] == 1 else file[12:]
    dict_bytes = int.from_bytes(file[8:len(file) - len(header)], "little")
    if dict_bytes > NUMPY_LIMIT or INDENTED.match(header):
        return ""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        expected = read_by_numpy(file)
    return "" if answer == expected else f"reading {file!r}: {answer}\nNumPy: {expected}"


TOKENS = ["{", "}", "(", ")", ",", ":", "'", '"', " ", "\t", "\r\n", "\n", "L", "0", "1", "00", "12", "-", "_", "x", "#", "\\", "\x0c",
          "'<f8'", "'>i4'", "'=u2'", "'|c8'", "'f2'", "'?'", "'>?'", "'<b1'", "'float32'", "'double'", "'int'", "'uint'", "'complex'",
          "'single'", "'half'", "'bool_'", "'bool'", "'float'", "'>i1'", "True", "False", "()", "(1,)", "(2, 3)", "(4L, 5)", "'shape'",
          "9223372036854775807"]
HEADERS = ["{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }      \n", "{'descr': '>i2', 'fortran_order': True, 'shape': (), }\n",
           '{"shape": (7,), "descr": "|b1", "fortran_order": False}', "{'fortran_order':False,'shape':(2L, 3L),'descr':'f4'}\r\n",
           "{\n'descr': '=c16',\n'shape': (1, 2, 3, 4, 5),\n'fortran_order': True\n}"]


def mutated(source: random.Random) -> bytes:
    text = source.choice(HEADERS)
    words = re.findall(r"'[^']*'|\"[^\"]*\"|\w+|\s+|.", text)
    for _ in range(source.randint(0, 3)):
        at = source.randrange(len(words))
        kind = source.randrange(4)
        if kind == 0:
            words.insert(at, source.choice(TOKENS))
        elif kind == 1:
            # Space is what both are liberal with.
            words.insert(at, source.choice([" ", "\t", "\r\n", "\n", "  \n "]))
        elif kind == 2:
            alike = [word for word in TOKENS if word[0] == words[at][0]] or TOKENS
            words[at] = source.choice(alike)
        else:
            del words[at]
        words = words or [" "]
    header = "".join(words).encode("latin-1")
    major = source.choice([1, 1, 2, 3])
    return b"\x93NUMPY" + bytes([major, 0]) + len(header).to_bytes(2 if major == 1 else 4, "little") + header


def read(program: Path, source: random.Random) -> Iterator[str]:
    files = [row.file for row in make_corpus.rows()]
    files += [mutated(source) for _ in range(MUTATIONS)]
    answers = lines_from(program, [file.hex() for file in files])
    accepted = sum(not answer.startswith("error: ") for answer in answers)
    yield "" if accepted > MUTATIONS // 10 else f"only {accepted} of {len(files)} headers are accepted: too few to compare"
    for file, answer in zip(files, answers, strict=True):
        yield agreement(file, answer)


def main() -> int:
    parser = argparse.ArgumentParser(description="Compares tcalc's headers with NumPy's.")
    parser.add_argument("format_header", type=Path)
    parser.add_argument("parse_header", type=Path)
    arguments = parser.parse_args()
    source = random.Random(1)
    warnings.filterwarnings("ignore", message="Stored array in format 2.0", category=UserWarning)

    passed = failed = 0
    for checks in (written(arguments.format_header, source), saved(arguments.format_header), read(arguments.parse_header, source)):
        for wrong in checks:
            passed += not wrong
            failed += bool(wrong)
            if wrong:
                print(wrong)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
