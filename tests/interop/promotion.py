#!/usr/bin/python3
"""tests/cases/promotion.txt, which tcalc is tested against, is what the installed NumPy promotes to."""

import sys
from pathlib import Path

import numpy

TABLE = Path(__file__).parent.parent / "cases" / "promotion.txt"
DTYPES = 14


def main() -> int:
    lines = [line.split() for line in TABLE.read_text().splitlines() if not line.startswith("#")]
    columns, rows = lines[0], lines[1:]
    checked = failed = 0
    for row, *cells in rows:
        for column, cell in zip(columns, cells, strict=True):
            expected = numpy.result_type(numpy.dtype(row), numpy.dtype(column))
            checked += 1
            if numpy.dtype(cell) != expected:
                failed += 1
                print(f"{row} with {column}: the table says {cell}, NumPy {expected.str[1:]}")
    if len(columns) != DTYPES or checked != DTYPES**2:
        failed += 1
        print(f"the table has {checked} pairs of {len(columns)} dtypes")
    print(f"{checked - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
