#!/usr/bin/python3
"""Runs golden files: commands, and what they must print.

    run_golden.py TCALC [FILE.golden...] [--update] [--seconds N]

A file is a list of cases; blank lines and lines that start with '#' may stand between them:

    $ tcalc dot ones:3,4 missing.npy
    ! tcalc: error: missing.npy: No such file or directory
    [3]

'$ ' starts a command ('> ' goes on with it), run by bash in a temporary directory that all cases of the file share, with
$SAMPLES set to the samples. Lines of stdout follow as they are, then lines of stderr after '! ', then the exit code in
brackets when it is not 0. A line of stdout that would read as something else is written with a '\\' before it (an empty
one is '\\'), and a last line '\\c' says that stdout does not end in a newline.

--update rewrites the files with what the commands do now: to be reviewed line by line.
"""

import argparse
import re
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

sys.dont_write_bytecode = True
import shell  # noqa: E402

MARKUP = re.compile(r"$|[$>!] |!$|#|\\|\[\d+\]$")


@dataclass
class Case:
    """Lines of a golden file: what comes before the command, the command, and what it must do."""

    line: int
    before: list[str]
    command: list[str]
    expected: list[str]


def parse(lines: list[str]) -> tuple[list[Case], list[str]]:
    """The cases and the lines after the last one."""
    cases: list[Case] = []
    before: list[str] = []
    for number, line in enumerate(lines, 1):
        if line.startswith("$ "):
            cases.append(Case(number, before, [line[2:]], []))
            before = []
        elif line == "" or line.startswith("#"):
            before.append(line)
        elif not cases or before:
            raise SystemExit(f"line {number}: expected '$ COMMAND', found: {line}")
        elif line.startswith("> ") and not cases[-1].expected:
            cases[-1].command.append(line[2:])
        else:
            cases[-1].expected.append(line)
    return cases, before


def rendered(result: shell.Result) -> list[str]:
    lines = result.stdout.split("\n")
    ending = [r"\c"] if lines[-1] else []
    if not lines[-1]:
        lines.pop()
    lines = ["\\" + line if MARKUP.match(line) else line for line in lines] + ending
    lines += ["! " + line if line else "!" for line in result.stderr.removesuffix("\n").split("\n") if result.stderr]
    return lines + ([f"[{result.code}]"] if result.code != 0 else [])


def run_file(path: Path, tcalc: Path, report: shell.Report, update: bool, seconds: int) -> None:
    cases, after = parse(path.read_text("utf-8", "surrogateescape").removesuffix("\n").split("\n"))
    lines: list[str] = []
    with tempfile.TemporaryDirectory(prefix="golden.") as directory:
        env = shell.environment(tcalc, directory)
        for case in cases:
            actual = rendered(shell.run("\n".join(case.command), directory, env, seconds))
            report.compare(f"{path.name}:{case.line}", case.command[0], case.expected, actual)
            lines += case.before + ["$ " + case.command[0]] + ["> " + more for more in case.command[1:]] + actual
    if update:
        path.write_text("\n".join(lines + after) + "\n", "utf-8", "surrogateescape")


def main() -> int:
    parser = argparse.ArgumentParser(description="Runs golden files of the command line.")
    parser.add_argument("tcalc", type=Path)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--update", action="store_true", help="rewrite the files with what the commands do now")
    parser.add_argument("--seconds", type=int, default=shell.SECONDS, help="a command that takes longer hangs")
    arguments = parser.parse_args()
    report = shell.Report()
    for path in arguments.files or sorted(Path(__file__).parent.glob("*.golden")):
        run_file(path, arguments.tcalc, report, arguments.update, arguments.seconds)
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
