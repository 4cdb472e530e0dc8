#!/usr/bin/python3
"""Changes one token of the code at a time, and sees whether a test notices.

    mutations.py [--count N] [--seed S] [--quick] [--report FILE] [--only FILE:LINE:COLUMN...]

N changes (150) are drawn from rules, plans, headers, dims and parsers. Each is built in build/mutations, a copy of the
tree, and tested until a test fails: by the unit tests of its room, by the golden runs, by all other unit tests, and by
comparisons with NumPy. What does not compile is drawn again. A change that no test notices survives: it is printed, to
be judged by somebody, for some change nothing at all. --quick leaves out what takes minutes: the comparisons and the long
unit tests.

The report has a line for each change: its place, the change, the source, what came of it, and the seconds that took. A
run goes on from the report that it finds; --only takes up changes of it again, and what came of them last counts.
"""

import argparse
import collections
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COPY = ROOT / "build" / "mutations"
ROOMS = ["ops", "shape", "view", "plan", "npy", "safetensors", "gguf", "text", "language", "script"]
OTHERS = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==", "&&": "||", "||": "&&", "+": "-", "-": "+",
          "*": "+", "/": "*", "%": "/", "++": "--", "+=": "-=", "-=": "+=", "true": "false", "false": "true", "0": "1", "1": "2",
          "2": "3", "break": "continue", "begin": "end", "front": "back", "min": "max", "max": "min"}
TOKEN = re.compile(r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'|//.*|\w+|->|::|<=>|<<|>>|[-+*/%<>=!&|]+|.')
LONG_TESTS = ["sweep_test", "columns_test", "sums_test"]
FAILED_TEST = re.compile(r"^-{70,}\n(.+)\n|^\t *\d+ - (\S+)", re.MULTILINE)
SECONDS = 60  # of processor time: a test that takes longer hangs, however busy the machine is
MEMORY = 10 << 30  # bytes: what grows without end takes no more
WAIT = 300  # seconds: one that takes longer waits for something that does not come


@dataclass
class Mutation:
    path: Path  # from the root
    line: int
    column: int
    old: str
    source: str  # the line

    @property
    def new(self) -> str:
        return OTHERS[self.old]

    @property
    def place(self) -> str:
        return f"{self.path}:{self.line + 1}:{self.column + 1}"

    def text(self) -> str:
        return f"{self.place}\t{self.old} -> {self.new}\t{self.source.strip()}"


@dataclass
class Stage:
    name: str
    target: str  # to be built before
    command: list[str]


def is_operator(line: str, match: re.Match) -> bool:
    """Whether it stands between operands: no template's bracket, no pointer, no reference, no sign of a type."""
    if match[0].isalnum():
        return True
    before, after = line[:match.start()], line[match.end():]
    return before.endswith(" ") and after.startswith(" ") or match[0] in ("++", "--")


def mutations_of(path: Path) -> list[Mutation]:
    found = []
    for number, line in enumerate((ROOT / path).read_text().splitlines()):
        if line.lstrip().startswith(("#", "//", "template", "using", "namespace")):
            continue
        for match in TOKEN.finditer(line):
            if match[0] in OTHERS and is_operator(line, match):
                found.append(Mutation(path, number, match.start(), match[0], line))
    return found


def failure(*words: str) -> str:
    """Empty where the command succeeds, else the first test that fails."""
    try:
        limits = ["prlimit", f"--cpu={SECONDS}:", f"--data={MEMORY}"]
        done = subprocess.run([*limits, *words], cwd=COPY, capture_output=True, text=True, errors="replace", timeout=WAIT)
    except subprocess.TimeoutExpired:
        return "no answer in time"
    if done.returncode == 0:
        return ""
    if done.returncode == -signal.SIGXCPU:
        return f"no end within {SECONDS} s"
    found = FAILED_TEST.search(done.stdout)
    return (found[1] or found[2]) if found else f"exit code {done.returncode}"


def build(target: str) -> str:
    return failure("cmake", "--build", "--preset", "release", "-j", "2", "--target", *target.split())


def stages(room: str) -> list[Stage]:
    """What tests a change in the room, first what is quick and likely to fail."""
    unit = ["build/release/tests/tcalc_tests", "--abort", "--filenames-as-tags"]
    quick = "~[.]~[instruction_sets]" + "".join(f"~[#{name}]" for name in LONG_TESTS)
    own = [f"[#{path.stem}]" for path in sorted((ROOT / "tests" / room).glob("*_test.cpp"))]
    runs = ["ctest", "--preset", "release", "-j", "2", "--stop-on-failure", "-R"]
    return [
        Stage("unit tests of the room", "tcalc_tests", [*unit, ",".join(test + quick for test in own)]),
        Stage("golden runs", "tcalc_program", [*runs, "^(golden_.*|readme)$"]),
        Stage("other unit tests", "tcalc_tests", [*unit, quick + "".join(f"~{test}" for test in own)]),
        Stage("comparisons", "format_header parse_header",
              [*runs, "^interop_(headers|einsum|archives|check|safetensors|operands|gguf|slices|expressions|operations|run)$"]),
        Stage("long unit tests", "tcalc_tests", [*unit, ",".join(f"[#{name}]" for name in LONG_TESTS)])]


def prepare() -> None:
    """A copy of the tracked files, built for release: each test is run again and again."""
    COPY.mkdir(parents=True, exist_ok=True)
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True).stdout.split("\0")
    copied = []
    for name in filter(None, tracked):
        target = COPY / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.exists() or target.read_bytes() != (ROOT / name).read_bytes():
            copied.append(shutil.copy2(ROOT / name, target))
    if not copied:
        return  # as the last run left it
    settings = ["-DTCALC_TESTS=ON", "-DTCALC_INSTALL=OFF", f"-DCMAKE_CXX_COMPILER_LAUNCHER={shutil.which('ccache') or ''}"]
    if failure("cmake", "--preset", "release", *settings):
        sys.exit("the tree cannot be configured as it is")
    for stage in stages("npy"):
        if failed := build(stage.target) or failure(*stage.command):
            sys.exit(f"fails as it is: {failed}")


def outcome(mutation: Mutation, quick: bool) -> str:
    path = COPY / mutation.path
    before = path.read_text()
    lines = before.splitlines(keepends=True)
    line = lines[mutation.line]
    lines[mutation.line] = line[:mutation.column] + mutation.new + line[mutation.column + len(mutation.old):]
    path.write_text("".join(lines))
    try:
        if build("tcalc"):
            return "does not compile"
        for stage in stages(mutation.path.parent.name)[:3 if quick else None]:
            if failed := build(stage.target) or failure(*stage.command):
                return f"killed by {stage.name}: {failed}"
        return "survived"
    finally:
        path.write_text(before)


def reported(report: Path) -> dict[str, str]:
    """What came of the changes of a report, by their text."""
    rows = [line.split("\t") for line in report.read_text().splitlines()] if report.exists() else []
    return {"\t".join(row[:3]): row[3] for row in rows}


def main() -> int:
    parser = argparse.ArgumentParser(description="Changes one token at a time, and sees whether a test notices.")
    parser.add_argument("--count", type=int, default=150)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", nargs="*", default=[], metavar="FILE:LINE:COLUMN")
    parser.add_argument("--report", type=Path, default=ROOT / "build" / "mutations.txt")
    arguments = parser.parse_args()
    sources = sorted(path.relative_to(ROOT) for room in ROOMS for path in (ROOT / "lib/tcalc" / room).glob("*.cpp"))
    drawn = [mutation for path in sources for mutation in mutations_of(path)]
    random.Random(arguments.seed).shuffle(drawn)
    known = reported(arguments.report)
    if arguments.only:
        drawn = [mutation for mutation in drawn if mutation.place in arguments.only]
    else:
        drawn = [mutation for mutation in drawn if mutation.text() not in known]
    prepare()
    with arguments.report.open("a") as report:
        for mutation in drawn:
            if not arguments.only and sum(what != "does not compile" for what in known.values()) >= arguments.count:
                break
            begin = time.monotonic()
            what = known[mutation.text()] = outcome(mutation, arguments.quick)
            print(mutation.text(), what, f"{time.monotonic() - begin:.0f} s", sep="\t", file=report, flush=True)
            if what == "survived":
                print(mutation.text(), flush=True)
    for what, number in collections.Counter(what.split(":")[0] for what in known.values()).items():
        print(f"{number} {what}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
