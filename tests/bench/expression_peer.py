#!/usr/bin/python3
"""Times expressions in NumPy, PyTorch or numexpr on request: the same questions and answers as expression_bench.

    expression_peer.py numpy|torch|numexpr THREADS ROUND_SECONDS
"""

import os
import sys
from collections.abc import Callable
from typing import Any

sys.dont_write_bytecode = True
from peer import seconds_per_call  # noqa: E402


def values(numpy: Any, random: Any, word: str) -> tuple[str, Any]:
    """Of "a=8192,1024:f4"."""
    name, _, rest = word.partition("=")
    extents, _, dtype = rest.partition(":")
    shape = [int(extent) for extent in extents.split(",")]
    if numpy.dtype(dtype).kind in "iu":
        return name, random.integers(0, 100, shape, dtype)
    if numpy.dtype(dtype).kind == "b":
        return name, random.random(shape) < 0.5
    array = random.random(shape, "f8" if dtype in ("f8", "c16") else "f4")
    return name, (array + 1j * random.random(shape, "f4")).astype(dtype) if numpy.dtype(dtype).kind == "c" else array.astype(dtype)


def call_of(peer: str, numpy: Any, text: str, arrays: dict[str, Any], threads: int) -> Callable[[], Any]:
    if peer == "numexpr":
        import numexpr

        numexpr.set_num_threads(threads)
        return lambda: numexpr.evaluate(text, local_dict=arrays)
    code = compile(text, "expression", "eval")
    if peer == "numpy":
        names = {name: getattr(numpy, name) for name in dir(numpy) if not name.startswith("_")} | {"np": numpy}
        return lambda: eval(code, names, dict(arrays))
    import torch

    torch.set_num_threads(threads)
    torch.set_grad_enabled(False)
    names = {name: getattr(torch, name) for name in dir(torch) if not name.startswith("_")}
    names |= {"torch": torch, "F": torch.nn.functional}
    tensors = {name: torch.from_numpy(array) for name, array in arrays.items()}
    return lambda: eval(code, names, dict(tensors))


def main(peer: str, threads: str, round_seconds: float) -> None:
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ[variable] = threads  # read when the libraries are loaded
    import numpy

    arrays: dict[str, Any] = {}
    text = ""
    for line in sys.stdin:
        command, _, rest = line.strip().partition(" ")
        if command == "version":
            print(__import__(peer).__version__, flush=True)
        elif command == "operands":
            random = numpy.random.default_rng(1)
            arrays = dict(values(numpy, random, word) for word in rest.split())
        elif command == "expression":
            text = rest
        elif command == "run":
            print(*seconds_per_call(call_of(peer, numpy, text, arrays, int(threads)), int(rest), round_seconds), flush=True)
        else:
            sys.exit(f"{command}: no such command")


if __name__ == "__main__":
    if len(sys.argv) != 4 or sys.argv[1] not in ("numpy", "torch", "numexpr"):
        sys.exit("usage: expression_peer.py numpy|torch|numexpr THREADS ROUND_SECONDS")
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]))
