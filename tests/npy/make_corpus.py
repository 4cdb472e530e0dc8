#!/usr/bin/python3
"""Writes the files of tests/cases/npy_headers.txt, one NAME.npy a row: for trying a program on, and as seeds for fuzzing.

    make_corpus.py DIRECTORY
"""

import re
import sys
from pathlib import Path
from typing import NamedTuple

TABLE = Path(__file__).parent.parent / "cases" / "npy_headers.txt"


class Row(NamedTuple):
    name: str
    file: bytes
    answer: str


def unescaped(text: str) -> bytes:
    text = re.sub(r"<<(.*?)\*(\d+)>>", lambda match: match[1] * int(match[2]), text)
    return text.encode("latin-1").decode("unicode_escape").encode("latin-1")


def preamble(version: str, header: bytes) -> bytes:
    number, _, length = version.partition(" length ")
    major, minor = map(int, number.split("."))
    size = int(length) if length else len(header)
    return b"\x93NUMPY" + bytes([major, minor]) + size.to_bytes(2 if major == 1 else 4, "little")


def rows() -> list[Row]:
    result = []
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        name, version, header_column, body, answer = line.split(" | ", 4)
        header = unescaped(header_column)
        start = b"" if version == "raw" else preamble(version, header)
        data = bytes(value % 256 for value in range(int(body)))
        result.append(Row(name.strip(), start + header + data, answer))
    return result


def main() -> int:
    if len(sys.argv) != 2:
        sys.exit("usage: make_corpus.py DIRECTORY")
    directory = Path(sys.argv[1])
    directory.mkdir(parents=True, exist_ok=True)
    for row in rows():
        (directory / f"{row.name}.npy").write_bytes(row.file)
    return 0


if __name__ == "__main__":
    sys.exit(main())
