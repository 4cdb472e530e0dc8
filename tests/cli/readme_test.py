#!/usr/bin/python3
"""Runs the examples of the README and compares what they print with what the README shows.

    readme_test.py TCALC README.md

In blocks marked ```console a line '$ COMMAND' ('> ' goes on with it) is followed by what it prints: stdout, then stderr.
All blocks share one directory that looks like the repository to its user (samples/, build/release/app/tcalc); `cd` lasts.
Blocks of any other language are not run.
"""

import argparse
import shutil
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

sys.dont_write_bytecode = True
import shell  # noqa: E402


@dataclass
class Example:
    line: int
    command: list[str]
    expected: list[str] = field(default_factory=list)


def parse(lines: list[str]) -> list[Example]:
    examples: list[Example] = []
    language = None  # of the block that the line is in
    for number, line in enumerate(lines, 1):
        if line.startswith("```"):
            language = line[3:].strip() if language is None else None
            first = True
        elif language != "console":
            continue
        elif line.startswith("$ "):
            examples.append(Example(number, [line[2:]]))
            first = False
        elif first:
            raise SystemExit(f"line {number}: a console block starts with '$ COMMAND', not with: {line}")
        elif line.startswith("> ") and not examples[-1].expected:
            examples[-1].command.append(line[2:])
        else:
            examples[-1].expected.append(line)
    for example in examples:  # a blank line before the next command or the end of the block is layout
        while example.expected and not example.expected[-1]:
            example.expected.pop()
    return examples


def shown(result: shell.Result) -> list[str]:
    return [line for stream in (result.stdout, result.stderr) if stream for line in stream.removesuffix("\n").split("\n")]


def main() -> int:
    parser = argparse.ArgumentParser(description="Runs the examples of the README.")
    parser.add_argument("tcalc", type=Path)
    parser.add_argument("readme", type=Path)
    arguments = parser.parse_args()
    report = shell.Report()
    with tempfile.TemporaryDirectory(prefix="readme.") as directory:
        root = Path(directory, "tcalc")
        shutil.copytree(shell.SAMPLES, root / "samples")
        program = root / "build/release/app/tcalc"
        program.parent.mkdir(parents=True)
        program.symlink_to(arguments.tcalc.resolve())
        env = shell.environment(arguments.tcalc, directory)
        where = Path(directory, "cwd")
        cwd = str(root)
        for example in parse(arguments.readme.read_text("utf-8").split("\n")):
            command = "\n".join(example.command)
            result = shell.run(f"trap 'pwd >\"$HOME/cwd\"' EXIT\n{command}", cwd, env)
            report.compare(f"{arguments.readme.name}:{example.line}", command, example.expected, shown(result))
            cwd = where.read_text().removesuffix("\n") if where.exists() else cwd
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
