#!/usr/bin/python3
"""The order of contraction against numpy.einsum_path: never more FLOPs than NumPy's optimal path has.

    paths.py TCALC [--runs N] [--seed N]

Random expressions of 3 to 6 operands for every order, and of 40 for a time limit.
"""

import argparse
import json
import os
import random
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import numpy

SECONDS = 60
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def expression(chance: random.Random, operands: int) -> tuple[str, list[tuple[int, ...]]]:
    letters = LETTERS[:chance.randint(operands, 2 * operands)]
    sizes = {letter: chance.randint(2, 9) for letter in letters}
    terms = ["".join(chance.sample(letters, min(len(letters), chance.randint(1, 4)))) for _ in range(operands)]
    used = sorted(set("".join(terms)))
    output = "".join(chance.sample(used, min(len(used), chance.randint(0, 3))))
    return ",".join(terms) + "->" + output, [tuple(sizes[letter] for letter in term) for term in terms]


def explained(program: str, spec: str, shapes: list[tuple[int, ...]]) -> dict:
    done = subprocess.run([program, "explain", "einsum", spec, *map(str, shapes), "--json", "--quiet"], capture_output=True,
                          text=True, stdin=subprocess.DEVNULL, timeout=SECONDS, check=True)
    return json.loads(done.stdout)["plan"]


def numpy_flops(spec: str, shapes: list[tuple[int, ...]]) -> float:
    report = numpy.einsum_path(spec, *map(numpy.empty, shapes), optimize="optimal")[1]
    return float(re.search(r"Optimized FLOP count: *([0-9.e+]+)", report).group(1))


def difference(program: str, index: int, seed: int) -> str:
    chance = random.Random(f"{seed} {index}")
    spec, shapes = expression(chance, 3 + index % 4)
    ours, theirs = explained(program, spec, shapes)["flops"], numpy_flops(spec, shapes)
    # NumPy prints four digits.
    return "" if ours <= theirs * 1.001 else f"{spec} {shapes}: {ours} FLOPs, numpy takes {theirs}"


def slow(program: str, seed: int) -> str:
    """40 operands, planned and timed by explain: the whole process within two seconds."""
    chance = random.Random(seed)
    terms = ["".join(chance.sample(LETTERS, 3)) for _ in range(40)]
    spec, shapes = ",".join(terms) + "->", [(2, 2, 2)] * 40
    start = time.monotonic()
    plan = explained(program, spec, shapes)
    seconds = time.monotonic() - start
    return "" if plan["flops"] <= plan["naive_flops"] and seconds < 2 else f"40 operands: {plan['flops']} FLOPs, {seconds:.1f} s"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("tcalc")
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    program = os.path.abspath(options.tcalc)
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        problems = [text for text in pool.map(lambda i: difference(program, i, options.seed), range(options.runs)) if text]
    problems += [text for text in (slow(program, options.seed),) if text]
    print(*problems, sep="\n", end="\n" if problems else "")
    print(f"{options.runs + 1 - len(problems)} passed, {len(problems)} failed")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
