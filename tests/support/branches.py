"""The share of branches that were taken, as gcov knows it of the objects below a folder.

    branches.py BUILD [--lines]

A branch is one of the ways of a decision: of a condition, of each part of && and ||, of a loop, of a switch. The compiler
counts more: each call that may throw has two ways, of which exceptions take one. Neither of them is counted, for the way
without an exception would make every call a decision that is half right. Nor are headers: each source has functions of theirs,
and the linker keeps one of many. (gcovr cannot say this: of code that never ran, gcov's text does not tell what throws.)
What counts too much is what an exception would clean up, where that depends on how far it has come.
"""

import argparse
import json
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def decisions(branches: list[dict]) -> list[int]:
    """How often each way was taken, without the two ways of calls."""
    left: list[dict] = []
    for branch in branches:
        if not branch["throw"]:
            left.append(branch)
        elif left and left[-1]["fallthrough"]:
            left.pop()
    return [branch["count"] for branch in left] if len(left) > 1 else []


def lines_of(objects: list[Path]) -> dict[tuple[Path, int], list[int]]:
    """The ways of each line of the sources; those of all instances of a template are one line's."""
    found: dict[tuple[Path, int], list[int]] = {}
    for data in objects:
        done = subprocess.run(["gcov", "--json-format", "--stdout", "--branch-probabilities", data.name], cwd=data.parent,
                              capture_output=True, check=True, text=True)
        for file in (file for report in done.stdout.splitlines() for file in json.loads(report)["files"]):
            path = (data.parent / file["file"]).resolve()
            if path.suffix != ".cpp" or not path.is_relative_to(ROOT):
                continue
            for line in file["lines"]:
                place, ways = (path.relative_to(ROOT), line["line_number"]), decisions(line["branches"])
                before = found.get(place, [])
                if len(before) == len(ways):
                    found[place] = [one + other for one, other in zip(before, ways)]
                elif len(before) < len(ways):
                    found[place] = ways
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description="The share of branches that were taken.")
    parser.add_argument("build", type=Path)
    parser.add_argument("--lines", action="store_true", help="also every line that never goes one of its ways")
    arguments = parser.parse_args()
    taken, counted = defaultdict(int), defaultdict(int)
    for (path, number), ways in sorted(lines_of(sorted(arguments.build.resolve().rglob("*.gcda"))).items()):
        for room in (path.parent.name, "all"):
            counted[room] += len(ways)
            taken[room] += sum(count > 0 for count in ways)
        missed = [str(way) for way, count in enumerate(ways) if count == 0]
        if missed and arguments.lines:
            source = (ROOT / path).read_text().splitlines()[number - 1].strip()
            print(f"{path}:{number}: way {', '.join(missed)} of {len(ways)}: {source}")
    for room in sorted(counted, key=lambda room: (room == "all", room)):
        print(f"{room + ':':13}{taken[room]} of {counted[room]} branches, {100 * taken[room] / max(counted[room], 1):.1f} %")
    return 0


if __name__ == "__main__":
    sys.exit(main())
