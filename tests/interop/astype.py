#!/usr/bin/python3
"""tests/cases/astype.txt, which tcalc is tested against, is what the installed NumPy converts to.

Left out is what NumPy leaves to the processor: NaN and floats outside the range of an integer dtype.
"""

import sys
import warnings
from pathlib import Path

import numpy

TABLE = Path(__file__).parent.parent / "cases" / "astype.txt"
FEWEST = 500  # conversions that every platform defines


def value_of(text: str, dtype: numpy.dtype) -> numpy.ndarray:
    if dtype.kind in "biu":
        return numpy.array([int(text)], dtype)
    parts = [float(part) for part in text.split(",")]
    return numpy.array([complex(*parts) if len(parts) == 2 else parts[0]], dtype)


def is_defined(value: numpy.ndarray, target: numpy.dtype) -> bool:
    if value.dtype.kind not in "fc" or target.kind not in "iu":
        return True
    limits = numpy.iinfo(target)
    real = float(value[0].real)
    return numpy.isfinite(real) and limits.min <= int(real) <= limits.max


def main() -> int:
    warnings.simplefilter("ignore")
    lines = [line.split() for line in TABLE.read_text().splitlines() if not line.startswith("#")]
    targets = [numpy.dtype(code) for code in lines[0][1:]]
    checked = failed = 0
    for code, text, *cells in lines[1:]:
        value = value_of(text, numpy.dtype(code))
        for target, cell in zip(targets, cells, strict=True):
            if not is_defined(value, target):
                continue
            checked += 1
            expected, written = value.astype(target), value_of(cell, target)
            same = numpy.array_equal(expected, written, equal_nan=True) if target.kind in "fc" else expected == written
            if not same:
                failed += 1
                print(f"{code} {text} to {target.str[1:]}: the table says {cell}, NumPy {expected[0]}")
    if checked < FEWEST:
        failed += 1
        print(f"only {checked} conversions were checked")
    print(f"{checked - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
