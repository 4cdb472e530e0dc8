#!/usr/bin/python3
"""tests/cases/promotion.txt, which tcalc is tested against, is what the installed NumPy promotes to; and three operands or
more have NumPy's dtype in any order.

    promotion.py TCALC
"""

import json
import random
import subprocess
import sys
from pathlib import Path

import numpy

TABLE = Path(__file__).parent.parent / "cases" / "promotion.txt"
DTYPES = 14
PRODUCTS = 120


def wrong_products(program: str, codes: list[str]) -> list[str]:
    """What einsum and multi_dot make of random dtypes, where numpy.result_type says something else."""
    chance = random.Random(0)
    wrong = []
    for _ in range(PRODUCTS):
        dtypes = chance.choices(codes, k=chance.randint(3, 5))
        expected = numpy.result_type(*map(numpy.dtype, dtypes)).name
        for operation in (["einsum", ",".join("i" * len(dtypes)) + "->i"], ["multi_dot"]):
            operands = [f"ones:{'2' if operation[0] == 'einsum' else '2,2'}:{code}" for code in dtypes]
            done = subprocess.run([program, *operation, *operands, "--json"], capture_output=True, text=True,
                                  stdin=subprocess.DEVNULL, timeout=60, check=True)
            given = json.loads(done.stdout)["dtype"]
            if given != expected:
                wrong.append(f"{operation[0]} of {' '.join(dtypes)} is {given}, NumPy says {expected}")
    return wrong


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
    wrong = wrong_products(sys.argv[1], columns)
    print(*wrong, sep="\n")
    checked += 2 * PRODUCTS
    failed += len(wrong)
    print(f"{checked - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
