#!/usr/bin/python3
"""What people type with `python3 -c` and NumPy, and what they type instead: shorter, with the same answer.

    oneliners.py TCALC

tests/cases/oneliners.txt has three lines a case: what it is, Python's line, tcalc's. The words and numbers that Python prints
have to be among those of tcalc, in their order; its last ones where `tcalc eval` answers alone.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

SECONDS = 60
WORD = re.compile(r"-?\d+(?:\.\d*)?(?:e[-+]?\d+)?|[A-Za-z_]\w*")


def words(text: str) -> list[str | float]:
    return [float(word) if word[0] in "-0123456789" else word for word in WORD.findall(text)]


def same(one: str | float, other: str | float) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) <= 2e-6 * max(abs(one), 1e-30)
    return one == other


def is_part(wanted: list[str | float], given: list[str | float]) -> bool:
    """Whether wanted's words are in given, in that order."""
    rest = iter(given)
    return all(any(same(word, other) for other in rest) for word in wanted)


def make_files(folder: str) -> None:
    numbers = np.random.default_rng(0)
    x = numbers.standard_normal((6, 4)).astype("f4")
    np.save(f"{folder}/x.npy", x)
    np.save(f"{folder}/y.npy", x + np.float32(0.25) * (numbers.random((6, 4)) > 0.7))
    np.save(f"{folder}/v.npy", numbers.integers(0, 4, 20))
    np.savez(f"{folder}/m.npz", w=numbers.standard_normal((3, 5)), b=np.arange(3) + 5, scale=np.array(2.5))


def output(line: str, folder: str, env: dict[str, str]) -> str:
    return subprocess.run(["bash", "-c", line], cwd=folder, env=env, capture_output=True, text=True, timeout=SECONDS).stdout


def main() -> int:
    tcalc = Path(sys.argv[1]).resolve()
    env = dict(os.environ, PATH=f"{tcalc.parent}:/usr/bin:/bin")
    blocks = [block.split("\n") for block in (Path(__file__).parent.parent / "cases/oneliners.txt").read_text().strip().split("\n\n")]
    cases = [block for block in blocks if not block[0].startswith("#")]
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        make_files(folder)
        for what, python, line in cases:
            wanted, given = words(output(python, folder, env)), words(output(line, folder, env))
            # An array has its shape and dtype before it.
            alone = line.startswith("tcalc eval")
            right = len(wanted) > 0 and is_part(wanted, given[-len(wanted):] if alone else given)
            if not right or len(line) >= len(python):
                failed += 1
                print(f"{what}: {line}\n  gives {given}, python {wanted}; {len(line)} and {len(python)} characters")
    print(f"{len(cases) - failed} passed, {failed} failed")
    return 1 if failed or len(cases) != 40 else 0


if __name__ == "__main__":
    sys.exit(main())
