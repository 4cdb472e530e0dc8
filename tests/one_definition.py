#!/usr/bin/python3
"""No two files define a class or a constant of one name in one name space: the linker would take either for both.

    one_definition.py ROOT
"""

import re
import sys
from collections import defaultdict
from pathlib import Path

DEFINITION = re.compile(r"^(?:class|struct|enum class) (\w+)(?: final)?(?: : [^;{]+)? \{"
                        r"|^inline (?:constexpr |const )[^=({]*?(\w+)(?: = |\{| \{)")


def definitions(path: Path) -> list[str]:
    """Names with their name space, but those of an unnamed one: they are the file's own."""
    spaces: list[str] = []
    found = []
    for line in path.read_text().splitlines():
        if space := re.match(r"^(?:inline )?namespace ?(\w[\w:]*)? ?\{$", line):
            spaces.append(space[1] or "")
        elif line.startswith("}  // namespace"):
            spaces.pop()
        elif (name := DEFINITION.match(line)) and "" not in spaces:
            found.append("::".join([*spaces, name[1] or name[2]]))
    return found


def main() -> int:
    root = Path(sys.argv[1])
    files = defaultdict(list)
    for folder in ("lib", "app"):
        for path in sorted(root.joinpath(folder).rglob("*.[ch]pp")):
            for name in definitions(path):
                files[name].append(str(path.relative_to(root)))
    twice = {name: paths for name, paths in files.items() if len(paths) > 1}
    for name, paths in twice.items():
        print(f"{name} is defined in {' and '.join(paths)}")
    print(f"{len(files) - len(twice)} passed, {len(twice)} failed")
    return 1 if twice or len(files) < 100 else 0


if __name__ == "__main__":
    sys.exit(main())
