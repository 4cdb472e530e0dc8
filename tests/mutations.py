#!/usr/bin/python3
"""Changes one token of the code at a time, and sees whether a test notices.

    mutations.py [--count N] [--seed S] [--report FILE]

N changes (150) are drawn from rules, plans, headers, dims and parsers. Each is built in build/mutations, a copy of the
tree, and tested by the unit tests and the golden runs; what does not compile is drawn again. A change that no test
notices survives: it is printed, to be judged by somebody, for some change nothing at all.
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
ROOMS = ["lib/tcalc/ops", "lib/tcalc/plan", "lib/tcalc/npy", "lib/tcalc/shape", "lib/tcalc/text", "lib/tcalc/language",
         "lib/tcalc/view", "lib/tcalc/script", "lib/tcalc/safetensors", "lib/tcalc/core", "lib/tcalc/os"]
OTHERS = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==", "&&": "||", "||": "&&", "+": "-", "-": "+",
          "*": "+", "/": "*", "%": "/", "++": "--", "+=": "-=", "-=": "+=", "true": "false", "false": "true", "0": "1", "1": "2",
          "2": "3", "break": "continue", "begin": "end", "front": "back", "min": "max", "max": "min"}
TOKEN = re.compile(r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'|//.*|\w+|->|::|<=>|<<|>>|[-+*/%<>=!&|]+|.')
SECONDS = 300  # a test that takes longer hangs: noticed


@dataclass
class Mutation:
    path: Path  # from the root
    line: int
    column: int
    old: str

    @property
    def new(self) -> str:
        return OTHERS[self.old]

    def text(self) -> str:
        source = (ROOT / self.path).read_text().splitlines()[self.line].strip()
        return f"{self.path}:{self.line + 1}: {self.old} -> {self.new}: {source}"


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
                found.append(Mutation(path, number, match.start(), match[0]))
    return found


def shell(*words: str, seconds: int | None = None) -> bool:
    try:
        done = subprocess.run(words, cwd=COPY, capture_output=True, timeout=seconds)
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def prepare() -> None:
    """A copy of the tracked files, built without optimisation."""
    COPY.mkdir(parents=True, exist_ok=True)
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True).stdout.split("\0")
    for name in filter(None, tracked):
        target = COPY / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.exists() or target.read_bytes() != (ROOT / name).read_bytes():
            shutil.copy2(ROOT / name, target)
    launcher = shutil.which("ccache") or ""
    configured = shell("cmake", "-S", ".", "-B", "build", "-G", "Ninja", "-DCMAKE_BUILD_TYPE=None", "-DCMAKE_CXX_FLAGS=-O0",
                       f"-DCMAKE_CXX_COMPILER_LAUNCHER={launcher}", "-DTCALC_PRECOMPILE=ON")
    if not configured or not build():
        sys.exit("the tree does not build as it is")
    if not passes():
        sys.exit("the tests do not pass as it is")


def build() -> bool:
    return shell("cmake", "--build", "build", "--target", "tcalc_program", "--target", "tcalc_tests")


def passes() -> bool:
    # Each process for itself: what ends one is noticed.
    return shell("build/tests/tcalc_tests", "~[.]~[instruction_sets]", "--abort", seconds=SECONDS) and shell(
        "ctest", "--test-dir", "build", "-R", "^(golden_.*|readme|interop_headers)$", "-j", "2", "--stop-on-failure", seconds=SECONDS)


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
        return "survived" if passes() else "killed"
    finally:
        path.write_text(before)


def main() -> int:
    parser = argparse.ArgumentParser(description="Changes one token at a time, and sees whether a test notices.")
    parser.add_argument("--count", type=int, default=150)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--report", type=Path, default=ROOT / "build" / "mutations.txt")
    arguments = parser.parse_args()
    sources = sorted(path.relative_to(ROOT) for room in ROOMS for path in (ROOT / room).glob("*.cpp"))
    all_mutations = [mutation for path in sources for mutation in mutations_of(path)]
    random.Random(arguments.seed).shuffle(all_mutations)
    prepare()
    tally = {"killed": 0, "survived": 0}
    with arguments.report.open("w") as report:
        for mutation in all_mutations:
            begin = time.monotonic()
            what = outcome(mutation)
            print(f"{what} after {time.monotonic() - begin:.0f} s: {mutation.text()}", file=report, flush=True)
            if what not in tally:
                continue
            tally[what] += 1
            if what == "survived":
                print(mutation.text(), flush=True)
            if sum(tally.values()) == arguments.count:
                break
    done = sum(tally.values())
    print(f"{tally['killed']} of {done} killed, {100 * tally['killed'] / max(done, 1):.1f} %; {len(all_mutations)} could be drawn")
    return 0


if __name__ == "__main__":
    sys.exit(main())
