#!/usr/bin/python3
"""Makes the .npy files of this folder, into the folder given (default: this one)."""

import sys
from pathlib import Path

import numpy

directory = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent
random = numpy.random.RandomState(0)  # the one generator whose numbers NumPy promises never to change

arrays = {
    # Two matrices.
    "a": numpy.arange(12, dtype="f4").reshape(3, 4) / 2,
    "b": numpy.arange(20, dtype="f4").reshape(4, 5) - 8,
    # Two stacks of matrices of random integers below 10.
    "x": random.randint(10, size=(10, 12, 4, 5)).astype("i4"),
    "y": random.randint(10, size=(10, 12, 5, 8)).astype("i4"),
    # Attention: batch, heads, positions, features.
    "queries": (random.randint(-8, 8, size=(2, 3, 4, 8)) / 8).astype("f4"),
    "keys": (random.randint(-8, 8, size=(2, 3, 4, 8)) / 8).astype("f4"),
    # The matrix a as another program may write it: big-endian, in Fortran order.
    "fortran": numpy.asfortranarray(numpy.arange(12, dtype=">f8").reshape(3, 4) / 2),
}
for name, array in arrays.items():
    numpy.save(directory / f"{name}.npy", array)
