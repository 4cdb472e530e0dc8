#!/usr/bin/python3
"""Times the products of a table in NumPy or PyTorch on request: the same questions and answers as kernel_bench.

    peer.py numpy|torch ROWS THREADS ROUND_SECONDS

"run NAME ROUNDS" is answered with NAME and the seconds of one operation, a figure a round; with "NAME unsupported" when the
peer cannot do it; "version" with the peer's version and its BLAS. Results go into arrays that are already there.
"""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.dont_write_bytecode = True
from rows import read_rows  # noqa: E402

Call = Callable[[], Any]


def einsum_of_batch_dot(rank_a: int, rank_b: int, axes: list[int]) -> str:
    """Axis 0 is the batch, one axis of each is summed: the rule of Keras 2.2.5 and later."""
    a = list("zabcdefg"[:rank_a])
    b = list("zmnopqrs"[:rank_b])
    a[axes[0]] = b[axes[1]] = "k"
    kept = [letter for letter in a + b[1:] if letter != "k"]
    return "".join(a) + "," + "".join(b) + "->" + "".join(kept)


def values(numpy: Any, shape: list[int], dtype: str, layout: str, random: Any) -> Any:
    kind, _, share = dtype.partition(" 1/")
    if kind == "bool":
        array = random.integers(0, int(share), shape) == 0
    elif kind.startswith("i"):
        array = random.integers(0, 100, shape, kind)
    else:
        array = random.random(shape, "f8" if kind in ("f8", "c16") else "f4").astype(kind)
    return numpy.asfortranarray(array) if layout == "F" else array


def numpy_product(numpy: Any, words: list[str], a: Any, b: Any) -> Call:
    if words[0] == "batch_dot":
        text = einsum_of_batch_dot(a.ndim, b.ndim, [int(axis) for axis in words[2].split(",")])
        result = numpy.einsum(text, a, b)
        return lambda: numpy.einsum(text, a, b, out=result)
    if "--transpose-b" in words:
        b = b.swapaxes(-1, -2)
    function = {"matmul": numpy.matmul, "dot": numpy.dot}[words[0]]
    result = numpy.empty_like(function(a, b))
    return lambda: function(a, b, out=result)


def torch_product(torch: Any, words: list[str], a: Any, b: Any) -> Call:
    a, b = torch.from_numpy(a), torch.from_numpy(b)
    if words[0] == "batch_dot":  # has no out=
        text = einsum_of_batch_dot(a.dim(), b.dim(), [int(axis) for axis in words[2].split(",")])
        return lambda: torch.einsum(text, a, b)
    if words[0] == "dot":
        axes = [a.dim() - 1], [b.dim() - 2]
        result = torch.empty_like(torch.tensordot(a, b, axes))
        return lambda: torch.tensordot(a, b, axes, out=result)
    if "--transpose-b" in words:
        b = b.transpose(-1, -2)
    result = torch.empty_like(torch.matmul(a, b))
    return lambda: torch.matmul(a, b, out=result)


def seconds_per_call(call: Call, rounds: int, round_seconds: float) -> list[float]:
    """As in timing.cpp."""

    def seconds_of(times: int) -> float:
        start = time.perf_counter()
        for _ in range(times):
            call()
        return time.perf_counter() - start

    once = seconds_of(1)
    if once < round_seconds:
        once = seconds_of(1)
    times = max(1, int(round_seconds / max(once, 1e-9)))
    return [seconds_of(times) / times for _ in range(rounds)]


def blas_in_use() -> str:
    with open("/proc/self/maps", encoding="utf-8") as maps:
        paths = {os.path.realpath(line.split()[-1]) for line in maps if "blas" in line.split()[-1]}
    return ", ".join(sorted(os.path.basename(path) for path in paths if "libblas" not in path and "openblas" in os.path.basename(path)))


def main(peer: str, path: str, threads: str, round_seconds: float) -> None:
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ[variable] = threads  # read when the libraries are loaded
    import numpy

    library: Any = numpy
    if peer == "torch":
        import torch

        torch.set_num_threads(int(threads))
        library = torch
    product = torch_product if peer == "torch" else numpy_product
    rows = {row.name: row for row in read_rows(Path(path))}
    name, call = "", None
    for line in sys.stdin:
        command, *rest = line.split()
        if command == "version":
            print("version", library.__version__, blas_in_use(), flush=True)
            continue
        if command != "run":
            sys.exit(f"{command}: no such command")
        if rest[0] != name:
            name, call = rest[0], None  # only one row's operands at a time
            row = rows[name]
            random = numpy.random.default_rng(1)
            a, b = (values(numpy, shape, row.dtype, row.layout, random) for shape in row.sizes())
            try:
                call = product(library, row.operation.split(), a, b)
            except RuntimeError:  # PyTorch has no kernel for the dtype
                call = None
        answer = seconds_per_call(call, int(rest[1]), round_seconds) if call else ["unsupported"]
        print(name, *answer, flush=True)


if __name__ == "__main__":
    if len(sys.argv) != 5 or sys.argv[1] not in ("numpy", "torch"):
        sys.exit("usage: peer.py numpy|torch ROWS THREADS ROUND_SECONDS")
    main(sys.argv[1], sys.argv[2], sys.argv[3], float(sys.argv[4]))
