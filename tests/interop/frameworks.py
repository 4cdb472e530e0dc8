#!/usr/bin/python3
"""The rows of `tcalc frameworks` that NumPy and PyTorch can answer here: the same shapes, the same refusals word for word.

    frameworks.py TCALC [--runs N] [--seed N]

PyTorch's rows are compared where PyTorch 1.13 is installed, whose words they are.
"""

import argparse
import json
import os
import random
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy

try:
    import torch
except ImportError:
    torch = None

Shape = tuple[int, ...]
SECONDS = 60


def numpy_rows() -> dict[str, Callable]:
    return {"numpy.dot": numpy.dot, "numpy.matmul": numpy.matmul, "numpy.inner": numpy.inner, "numpy.tensordot": numpy.tensordot}


def torch_rows() -> dict[str, Callable]:
    if torch is None or not torch.__version__.startswith("1.13"):
        return {}
    return {"torch.matmul": torch.matmul, "torch.mm": torch.mm, "torch.bmm": torch.bmm, "torch.mv": torch.mv, "torch.dot": torch.dot}


def answer(function: Callable, a: object, b: object) -> dict[str, object]:
    try:
        return {"shape": list(function(a, b).shape)}
    except (ValueError, IndexError, RuntimeError) as error:
        return {"refusal": str(error).strip()}


def random_spec(chance: random.Random, a: Shape, b: Shape) -> str:
    """Letters for the axes of both, with an ellipsis here and there; for ranks that are one off now and then."""
    def term(shape: Shape) -> str:
        rank = max(len(shape) + chance.choice([0] * 18 + [-1, 1]), 0)
        letters = [chance.choice("abcd") for _ in range(rank)]
        if chance.random() < 0.25:
            covered = chance.randint(0, len(letters))
            begin = chance.randint(0, len(letters) - covered)
            letters[begin : begin + covered] = ["..."]
        return "".join(letters)

    spec = term(a) + "," + term(b)
    if chance.random() < 0.6:
        known = sorted(set(spec) - set(".,"))
        kept = chance.sample(known, chance.randint(0, len(known)))
        spec += "->" + ("..." if "..." in spec and chance.random() < 0.8 else "") + "".join(kept)
    return spec


def differences(program: str, a: Shape, b: Shape, spec: str) -> list[str]:
    done = subprocess.run([program, "frameworks", str(a), str(b), "--json", "--einsum", spec], capture_output=True, text=True,
                          stdin=subprocess.DEVNULL, timeout=SECONDS, check=True)
    rows = {row["operation"]: row for row in json.loads(done.stdout)["operations"]}
    found = []
    for name, function in numpy_rows().items():
        found.append((name, rows[name], answer(function, numpy.zeros(a), numpy.zeros(b))))
    found.append((f"numpy.einsum('{spec}')", rows[f"numpy.einsum('{spec}')"],
                  answer(lambda x, y: numpy.einsum(spec, x, y), numpy.zeros(a), numpy.zeros(b))))
    for name, function in torch_rows().items():
        found.append((name, rows[name], answer(function, torch.zeros(a), torch.zeros(b))))
    problems = []
    for name, row, wanted in found:
        given = {key: row[key] for key in ("shape", "refusal") if key in row}
        if given != wanted:
            problems.append(f"{name} {a} {b}: {given}, it says {wanted}")
    return problems


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("tcalc")
    parser.add_argument("--runs", type=int, default=600)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    program = os.path.abspath(options.tcalc)
    chance = random.Random(options.seed)

    def shape() -> Shape:
        return tuple(chance.choice([1, 2, 2, 3, 3, 4, 0] if chance.random() < 0.2 else [2, 3]) for _ in range(chance.randint(0, 4)))

    pairs = [(shape(), shape()) for _ in range(options.runs)]
    calls = [(a, b, random_spec(chance, a, b)) for a, b in pairs]
    failed = 0
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        for problems in pool.map(lambda call: differences(program, *call), calls):
            failed += bool(problems)
            print(*problems, sep="\n" if problems else "", end="\n" if problems else "")
    print(f"{options.runs - failed} passed, {failed} failed; PyTorch's rows {'too' if torch_rows() else 'not'}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
