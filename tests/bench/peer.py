#!/usr/bin/python3
"""Times the products of a table in NumPy or PyTorch on request: the same questions and answers as kernel_bench.

    peer.py numpy|torch ROWS THREADS ROUND_SECONDS

"run NAME ROUNDS" is answered with NAME and the seconds of one operation, a figure a round; with "NAME unsupported" when the
peer cannot do it; "version" with the peer's version and the kernels of its BLAS. Results go into arrays that are already
there, but for the rows that are timed with their allocation, and where the peer's function takes none.
"""

import ctypes
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.dont_write_bytecode = True
from rows import Row, read_rows  # noqa: E402

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


def call_each(function: Call, *stacks: Any) -> None:
    for slices in zip(*stacks, strict=True):
        function(*slices)


def numpy_product(numpy: Any, row: Row, operands: list[Any]) -> Call:
    words, (a, b, *_) = row.operation.split(), operands
    if words[0] == "einsum":
        path = numpy.einsum_path(words[1], *operands, optimize="optimal")[0]
        return lambda: numpy.einsum(words[1], *operands, optimize=path)
    if words[0] == "batch_dot":
        text = einsum_of_batch_dot(a.ndim, b.ndim, [int(axis) for axis in words[2].split(",")])
        result = numpy.einsum(text, a, b)
        return lambda: numpy.einsum(text, a, b, out=result)
    if "--transpose-b" in words:
        b = b.swapaxes(-1, -2)
    function = {"matmul": numpy.matmul, "dot": numpy.dot}[words[0]]
    if row.layout == "xarray":
        return lambda: function(a, b)
    result = numpy.empty_like(function(a, b))
    if row.layout == "slices":
        return lambda: call_each(lambda x, y, z: function(x, y, out=z), a, b, result)
    return lambda: function(a, b, out=result)


def torch_product(torch: Any, row: Row, operands: list[Any]) -> Call:
    words, tensors = row.operation.split(), [torch.from_numpy(array) for array in operands]
    a, b, *_ = tensors
    if words[0] == "einsum":  # has no out=
        return lambda: torch.einsum(words[1], *tensors)
    if words[0] == "batch_dot":
        text = einsum_of_batch_dot(a.dim(), b.dim(), [int(axis) for axis in words[2].split(",")])
        return lambda: torch.einsum(text, a, b)
    if words[0] == "dot":
        axes = [a.dim() - 1], [b.dim() - 2]
        result = torch.empty_like(torch.tensordot(a, b, axes))
        return lambda: torch.tensordot(a, b, axes, out=result)
    if "--transpose-b" in words:
        b = b.transpose(-1, -2)
    if a.dtype != b.dtype:  # it multiplies no mixed dtypes: they become NumPy's common one in each call
        common = torch.from_numpy(operands[0][:0] @ operands[1][:, :0]).dtype
        result = torch.matmul(a.to(common), b.to(common))
        return lambda: torch.matmul(a.to(common), b.to(common), out=result)
    if row.layout == "xarray":
        return lambda: torch.matmul(a, b)
    result = torch.empty_like(torch.matmul(a, b))
    if row.layout == "slices":
        return lambda: call_each(lambda x, y, z: torch.matmul(x, y, out=z), a, b, result)
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
    """Each OpenBLAS that is loaded: "OpenBLAS 0.3.29 (SkylakeX)"."""
    with open("/proc/self/maps", encoding="utf-8") as maps:
        paths = {os.path.realpath(line.split()[-1]) for line in maps if "blas" in line.split()[-1]}
    texts = []
    for path in sorted(paths):
        library = ctypes.CDLL(path)
        if not hasattr(library, "openblas_get_corename"):
            continue  # the reference BLAS, or a wrapper
        library.openblas_get_corename.restype = library.openblas_get_config.restype = ctypes.c_char_p
        version = library.openblas_get_config().decode().split()[1]
        texts.append(f"OpenBLAS {version} ({library.openblas_get_corename().decode()})")
    return ", ".join(dict.fromkeys(texts))


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
            operands = [values(numpy, shape, dtype, row.layout, random) for shape, dtype in zip(row.operands, row.dtypes(), strict=True)]
            try:
                call = product(library, row, operands)
            except RuntimeError:  # PyTorch has no kernel for the dtype
                call = None
        answer = seconds_per_call(call, int(rest[1]), round_seconds) if call else ["unsupported"]
        print(name, *answer, flush=True)


if __name__ == "__main__":
    if len(sys.argv) != 5 or sys.argv[1] not in ("numpy", "torch"):
        sys.exit("usage: peer.py numpy|torch ROWS THREADS ROUND_SECONDS")
    main(sys.argv[1], sys.argv[2], sys.argv[3], float(sys.argv[4]))
