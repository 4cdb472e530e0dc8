#!/usr/bin/python3
"""No two files define a class or a constant of one name in one name space: the linker would take either for both. Nor has a
constant the name of one in a name space around its own: what a file includes would say which of the two is meant.

    one_definition.py ROOT
"""

import re
import sys
from collections import defaultdict
from pathlib import Path

DEFINITION = re.compile(r"^(?:class|struct|enum class) (\w+)(?: final)?(?: : [^;{]+)? \{"
                        r"|^inline (?:constexpr |const )[^=({]*?(\w+)(?: = |\{| \{)")


def definitions(path: Path) -> list[tuple[str, bool]]:
    """Names with their name space, but those of an unnamed one: they are the file's own. And whether each is a constant."""
    spaces: list[str] = []
    found = []
    for line in path.read_text().splitlines():
        if space := re.match(r"^(?:inline )?namespace ?(\w[\w:]*)? ?\{$", line):
            spaces.append(space[1] or "")
        elif line.startswith("}  // namespace"):
            spaces.pop()
        elif (name := DEFINITION.match(line)) and "" not in spaces:
            found.append(("::".join([*spaces, name[1] or name[2]]), name[1] is None))
    return found


def around(name: str) -> list[str]:
    """The same name in each name space around its own."""
    *spaces, last = name.split("::")
    return ["::".join([*spaces[:depth], last]) for depth in range(1, len(spaces))]


def main() -> int:
    root = Path(sys.argv[1])
    files, constants = defaultdict(list), set()
    for folder in ("lib", "app"):
        for path in sorted(root.joinpath(folder).rglob("*.[ch]pp")):
            for name, is_constant in definitions(path):
                files[name].append(str(path.relative_to(root)))
                if is_constant:
                    constants.add(name)
    twice = {name: paths for name, paths in files.items() if len(paths) > 1}
    twice |= {name: files[name] + files[outer] for name in constants for outer in around(name) if outer in constants}
    for name, paths in twice.items():
        print(f"{name} is defined in {' and '.join(paths)}")
    print(f"{len(files) - len(twice)} passed, {len(twice)} failed")
    return 1 if twice or len(files) < 100 else 0


if __name__ == "__main__":
    sys.exit(main())
