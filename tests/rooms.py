#!/usr/bin/python3
"""The rooms of lib/tcalc and app as lib/README.md has them: includes point one way, without a circle, every room
stands in the guide, and the library names no option as a shell has it.

    rooms.py ROOT
"""

import re
import sys
from collections import defaultdict
from pathlib import Path

INCLUDE = re.compile(r"^#include <((?:tcalc|app)/[^>]*)>", re.MULTILINE)
COMMENT = re.compile(r"^\s*//.*$", re.MULTILINE)
OPTION = re.compile(r'OptionSpec\{\s*(?:\.name = )?"([a-z-]+)"')
LITERAL = re.compile(r'"((?:[^"\\\n]|\\.)*)"')


def room_of(path: str) -> str:
    """"app/help" of "app/help/page.cpp"; what lies in no folder of its own is the face of the whole, with `api` that it
    is made of, but for what every room may use."""
    if path == "tcalc/export.hpp":
        return path
    parts = path.split("/")
    if parts[:2] == ["tcalc", "api"]:
        return "tcalc"
    return "/".join(parts[:2]) if len(parts) > 2 else parts[0]


def arrows(files: dict[str, str]) -> dict[tuple[str, str], list[str]]:
    """Which files make a room include another."""
    found = defaultdict(list)
    for path, text in files.items():
        for included in INCLUDE.findall(text):
            if room_of(path) != room_of(included):
                found[room_of(path), room_of(included)].append(f"{path} includes {included}")
    return found


def circles(found: dict[tuple[str, str], list[str]]) -> list[str]:
    """Every arrow between rooms that are left when those that nobody needs, or that need nobody, are taken away."""
    left = dict(found)
    while True:
        sources, targets = {source for source, _ in left}, {target for _, target in left}
        inner = {arrow: files for arrow, files in left.items() if arrow[0] in targets and arrow[1] in sources}
        if len(inner) == len(left):
            return [line for files in inner.values() for line in files]
        left = inner


def flags(files: dict[str, str]) -> list[str]:
    """Texts of the library that name an option with its dashes."""
    options = {name for text in files.values() for name in OPTION.findall(text)}
    flag = re.compile(rf"(?<![\w-])(?:-o|--(?:{'|'.join(sorted(options))}))(?![\w-])")
    return [f"{path}: \"{literal}\"" for path, text in files.items() if path.startswith("tcalc/")
            for literal in LITERAL.findall(COMMENT.sub("", text)) if flag.search(literal)]


def main() -> int:
    root = Path(sys.argv[1])
    files = {str(path.relative_to(base)): path.read_text() for base in (root / "lib", root)
             for path in sorted((base / ("tcalc" if base.name == "lib" else "app")).rglob("*.[ch]pp"))}
    found = arrows(files)
    guide = root.joinpath("lib/README.md").read_text()
    rooms = {"/".join(path.split("/")[:2]) for path in files if path.count("/") > 1}
    problems = circles(found)
    problems += [line for (source, target), lines in found.items()
                 if target == "tcalc" and source.startswith("tcalc/") for line in lines]
    problems += [line for (source, target), lines in found.items()
                 if source.startswith("tcalc") and target.startswith("app") for line in lines]
    problems += [f"lib/README.md says nothing of {room}" for room in sorted(rooms)
                 if f"`{room.split('/')[1]}`" not in guide]
    problems += flags(files)
    for problem in problems:
        print(problem)
    print(f"{len(rooms)} rooms, {len(found)} arrows between them, {len(problems)} problems")
    return 1 if problems or not found else 0


if __name__ == "__main__":
    sys.exit(main())
