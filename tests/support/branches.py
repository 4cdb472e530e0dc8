"""The share of branches that were taken, from a report of gcovr in JSON.

    branches.py REPORT [--lines]

A branch is one of the ways of a decision: of a condition, of each part of && and ||, of a loop, of a switch. The compiler
counts more: each call that may throw has two ways, of which exceptions take one. Neither of them is counted, for the way
without an exception would make every call a decision that is half right. Nor are headers: each source has functions of theirs,
and the linker keeps one of many.
"""

import argparse
import json
import sys
from collections import defaultdict
from pathlib import Path

def decisions(branches: list[dict]) -> list[dict]:
    """Without the two ways of calls."""
    left: list[dict] = []
    for branch in branches:
        if branch["throw"]:
            if left and left[-1]["fallthrough"]:
                left.pop()
            continue
        left.append(branch)
    return left if len(left) > 1 else []


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("report", type=Path)
    parser.add_argument("--lines", action="store_true")
    arguments = parser.parse_args()

    taken, counted = defaultdict(int), defaultdict(int)
    for file in sorted(json.loads(arguments.report.read_text())["files"], key=lambda file: file["file"]):
        if not file["file"].endswith(".cpp"):
            continue
        room = Path(file["file"]).parent.name
        source = Path(file["file"]).read_text().splitlines()
        for line in file["lines"]:
            ways = [] if line.get("gcovr/noncode") else decisions(line["branches"])
            counted[room] += len(ways)
            taken[room] += sum(way["count"] > 0 for way in ways)
            missed = [str(number) for number, way in enumerate(ways) if way["count"] == 0]
            if missed and arguments.lines:
                number = line["line_number"]
                print(f"{file['file']}:{number}: way {', '.join(missed)} of {len(ways)}: {source[number - 1].strip()}")
    for room in counted:
        print(f"{room + ':':13}{taken[room]} of {counted[room]} branches, {100 * taken[room] / max(counted[room], 1):.1f} %")
    taken_of_all, all_of_them = sum(taken.values()), sum(counted.values())
    print(f"{'all:':13}{taken_of_all} of {all_of_them} branches, {100 * taken_of_all / max(all_of_them, 1):.1f} %")
    return 0


if __name__ == "__main__":
    sys.exit(main())
