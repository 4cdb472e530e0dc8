"""The share of branches that were taken, of what `llvm-cov export` says.

    branches.py JSON [--lines]

A decision has two ways: it holds, or it does not. It is a condition, a part of && and ||, or a case of a switch. Those of
all instances of a template are one. What the compiler knows beforehand decides nothing, and is not counted.
"""

import argparse
import json
import os
import sys
from collections import defaultdict
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@cache
def source(path: Path) -> list[str]:
    return path.read_text().splitlines()


def is_known(path: Path, place: tuple[int, int, int, int]) -> bool:
    """Whether the compiler knows the answer: a constant, a condition on types, what it writes itself."""
    line, column, last_line, last_column = place
    text = source(path)[line - 1]
    condition = text[column - 1:last_column - 1] if last_line == line else text[column - 1:]
    return "if constexpr" in text or "= default" in text or condition in ("true", "false", "0", "1")


def decisions(report: dict) -> dict[tuple[Path, tuple[int, int, int, int]], tuple[int, int]]:
    """How often each held, and did not."""
    found: dict = defaultdict(lambda: (0, 0))
    for function in report["data"][0]["functions"]:
        for *place, held, failed, file, _, _ in function.get("branches", []):
            path = Path(os.path.normpath(function["filenames"][file]))
            if path.is_relative_to(ROOT / "lib") and not is_known(path, tuple(place)):
                key = (path.relative_to(ROOT), tuple(place))
                found[key] = (found[key][0] + held, found[key][1] + failed)
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description="The share of branches that were taken.")
    parser.add_argument("json", type=Path)
    parser.add_argument("--lines", action="store_true", help="also every decision that never goes one of its ways")
    arguments = parser.parse_args()
    taken, counted = defaultdict(int), defaultdict(int)
    for (path, place), ways in sorted(decisions(json.loads(arguments.json.read_text())).items()):
        for room in (path.parent.name, "all"):
            counted[room] += 2
            taken[room] += sum(count > 0 for count in ways)
        if arguments.lines and 0 in ways:
            never = "never reached" if ways == (0, 0) else "never true" if ways[0] == 0 else "never false"
            text = source(ROOT / path)[place[0] - 1]
            condition = text[place[1] - 1:place[3] - 1] if place[0] == place[2] else text[place[1] - 1:]
            print(f"{path}:{place[0]}: {never}: {condition}" + ("" if condition in text.strip() == condition else f"    in {text.strip()}"))
    for room in sorted(counted, key=lambda room: (room == "all", room)):
        print(f"{room + ':':13}{taken[room]} of {counted[room]} branches, {100 * taken[room] / max(counted[room], 1):.1f} %")
    return 0


if __name__ == "__main__":
    sys.exit(main())
