#!/usr/bin/python3
"""Changes one token of the code at a time, and sees whether a test notices.

    mutations.py [--count N] [--seed S] [--report FILE] [--only FILE:LINE...]

N changes (150) are drawn from rules, plans, headers, dims and parsers. Each is built in build/mutations, a copy of the
tree, and tested until a test fails: by the unit tests of its room, by the golden runs, by all other unit tests, and by
comparisons with NumPy. What does not compile is drawn again. A change that no test notices survives: it is printed, to
be judged by somebody, for some change nothing at all. --only takes up those of a report again.
"""

import argparse
import random
import re
import shutil
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
FAILED_TEST = re.compile(r"^-{70,}\n(.+)\n|^\t *\d+ - (\S+)", re.MULTILINE)
PROGRAMS = ["tcalc_program", "tcalc_tests", "format_header", "parse_header"]
SECONDS = 300  # a test that takes longer hangs: noticed


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
        return f"{self.path}:{self.line + 1}"

    def text(self) -> str:
        return f"{self.place}: {self.old} -> {self.new}: {self.source.strip()}"


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


def failure(*words: str, seconds: int | None = None) -> str:
    """Empty where the command succeeds, else the first test that fails."""
    try:
        done = subprocess.run(words, cwd=COPY, capture_output=True, text=True, errors="replace", timeout=seconds)
    except subprocess.TimeoutExpired:
        return "no answer in time"
    if done.returncode == 0:
        return ""
    found = FAILED_TEST.search(done.stdout)
    return (found[1] or found[2]) if found else f"exit code {done.returncode}"


def prepare() -> None:
    """A copy of the tracked files, built for release: each test is run again and again."""
    COPY.mkdir(parents=True, exist_ok=True)
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True).stdout.split("\0")
    for name in filter(None, tracked):
        target = COPY / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.exists() or target.read_bytes() != (ROOT / name).read_bytes():
            shutil.copy2(ROOT / name, target)
    settings = ["-DTCALC_TESTS=ON", f"-DCMAKE_CXX_COMPILER_LAUNCHER={shutil.which('ccache') or ''}"]
    if failure("cmake", "--preset", "release", *settings) or not build():
        sys.exit("the tree does not build as it is")
    for stage in stages("core"):
        if failed := failure(*stage, seconds=10 * SECONDS):
            sys.exit(f"fails as it is: {failed}")


def build() -> bool:
    return not failure("cmake", "--build", "--preset", "release", "-j", "2", "--target", *PROGRAMS)


def stages(room: str) -> list[list[str]]:
    """Commands that test a change in the room, first those that are likely to fail."""
    unit = ["build/release/tests/tcalc_tests", "--abort", "--filenames-as-tags"]
    quick = "~[.]~[instruction_sets]"
    own = ",".join(f"[#{path.stem}]{quick}" for path in sorted((ROOT / "tests" / room).glob("*_test.cpp")))
    runs = ["ctest", "--preset", "release", "-j", "2", "--stop-on-failure", "-R"]
    return [[*unit, own]] * (own != "") + [
        [*runs, "^(golden_.*|readme)$"],
        [*unit, quick],
        [*runs, "^interop_(headers|einsum|archives|check|safetensors|operands)$|^faults$"]]


def outcome(mutation: Mutation) -> str:
    path = COPY / mutation.path
    before = path.read_text()
    lines = before.splitlines(keepends=True)
    line = lines[mutation.line]
    lines[mutation.line] = line[:mutation.column] + mutation.new + line[mutation.column + len(mutation.old):]
    path.write_text("".join(lines))
    try:
        if not build():
            return "does not compile"
        for stage in stages(mutation.path.parent.name):
            if failed := failure(*stage, seconds=SECONDS):
                return f"killed by {failed}"
        return "survived"
    finally:
        path.write_text(before)


def main() -> int:
    parser = argparse.ArgumentParser(description="Changes one token at a time, and sees whether a test notices.")
    parser.add_argument("--count", type=int, default=150)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="*", default=[], metavar="FILE:LINE")
    parser.add_argument("--report", type=Path, default=ROOT / "build" / "mutations.txt")
    arguments = parser.parse_args()
    sources = sorted(path.relative_to(ROOT) for room in ROOMS for path in (ROOT / "lib/tcalc" / room).glob("*.cpp"))
    all_mutations = [mutation for path in sources for mutation in mutations_of(path)]
    random.Random(arguments.seed).shuffle(all_mutations)
    if arguments.only:
        all_mutations = [mutation for mutation in all_mutations if mutation.place in arguments.only]
    prepare()
    tally = {"killed": 0, "survived": 0}
    with arguments.report.open("w") as report:
        for mutation in all_mutations:
            begin = time.monotonic()
            what = outcome(mutation)
            print(f"{mutation.text()}: {what}, after {time.monotonic() - begin:.0f} s", file=report, flush=True)
            if what == "does not compile":
                continue
            tally[what.split()[0]] += 1
            if what == "survived":
                print(mutation.text(), flush=True)
            if sum(tally.values()) == arguments.count:
                break
    done = sum(tally.values())
    print(f"{tally['killed']} of {done} killed, {100 * tally['killed'] / max(done, 1):.1f} %; {len(all_mutations)} could be drawn")
    return 0


if __name__ == "__main__":
    sys.exit(main())
