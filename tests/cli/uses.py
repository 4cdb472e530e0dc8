#!/usr/bin/python3
"""The table of commands and operands in `tcalc help operands`, cell by cell: what it says is what happens.

    uses.py TCALC
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import numpy

SECONDS = 60
FORMS = {"shape": "2,2", "values": "[[1.5,2],[3,4]]", "fill": "ones:2,2", "a.npy": "a.npy", "a.npy@2": "three.npy@2", "a.npz": "m.npz",
         "a.npz:NAME": "m.npz:w", "a.csv": "t.csv", "slice": "cube.npy[0]", "-": "-"}
COMMANDS = {"OPERATION": ["matmul", "FORM", "[[1,0],[0,1]]"], "eval": ["eval", "x + x", "x=FORM"], "explain": ["explain", "matmul", "FORM", "2,2"],
            "frameworks": ["frameworks", "FORM", "2,2"], "info": ["info", "FORM"], "show": ["show", "FORM"], "new": ["new", "FORM"],
            "convert": ["convert", "FORM"], "concat": ["concat", "FORM"], "stack": ["stack", "FORM"],
            "split": ["split", "FORM", "--parts", "2"], "append": ["append", "all.npy", "FORM"], "diff": ["diff", "FORM", "FORM"], "check": ["check", "FORM"]}


def table(program: str) -> tuple[list[str], dict[str, list[str]]]:
    page = subprocess.run([program, "help", "operands"], capture_output=True, text=True, timeout=SECONDS, check=True).stdout
    lines = page[page.index("Which command takes which"):].splitlines()[1:]
    return lines[0].split(), {line.split()[0]: line.split()[1:] for line in lines[1:] if line}


def failure(program: str, folder: Path, words: list[str], works: bool) -> str:
    arrays = (folder / "a.npy").read_bytes()
    done = subprocess.run([program, *words], cwd=folder, input=arrays * words.count("-") if "-" in words else arrays, capture_output=True,
                          timeout=SECONDS, check=False)
    said = f"tcalc {' '.join(words)}: exit code {done.returncode}: {done.stderr.decode()}"
    if works:
        return "" if done.returncode == 0 else said
    first = done.stderr.decode().splitlines()[:1]
    return "" if done.returncode in (2, 3) and first and first[0].startswith("tcalc: error: ") and not done.stdout else said


def main() -> int:
    program = str(Path(sys.argv[1]).resolve())
    columns, rows = table(program)
    assert columns == list(FORMS) and set(rows) == set(COMMANDS), "the table has other rows or columns"
    failures = checked = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        a = numpy.arange(4.0).reshape(2, 2)
        numpy.save(folder / "a.npy", a)
        numpy.save(folder / "all.npy", a)
        (folder / "three.npy").write_bytes((folder / "a.npy").read_bytes() * 3)
        numpy.savez(folder / "m.npz", w=a, v=a)
        numpy.savetxt(folder / "t.csv", a, delimiter=",")
        numpy.save(folder / "cube.npy", numpy.stack([a, a]))
        for command, answers in rows.items():
            for form, answer in zip(columns, answers, strict=True):
                words = [word.replace("FORM", FORMS[form]) for word in COMMANDS[command]]
                if form == "-" and command == "eval":
                    words[-1] = "-"
                said = failure(program, folder, words, answer == "yes")
                if answer == "each":
                    said = said or failure(program, folder, [*words, "--each"], True)
                checked += 1
                failures += bool(said)
                if said:
                    print(f"{command} x {form} ({answer}): {said}")
    print(f"{checked - failures} passed, {failures} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
