#!/usr/bin/python3
"""Times whole processes: tcalc against a line of Python that loads the same files, multiplies and saves, in turns.

    processes.py TCALC [--rounds N] [--json FILE] [NAME...]
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy

sys.dont_write_bytecode = True
from report import marked, print_line, time_text  # noqa: E402


@dataclass
class Question:
    name: str
    words: list[str]  # of tcalc
    python: str | None  # the same in Python; nothing: /bin/true is the peer
    target: float  # how many times faster than Python; or than 1 / target times the time of /bin/true
    files: dict[str, tuple[tuple[int, ...], str]]


def product(name: str, operation: str, a: tuple[int, ...], b: tuple[int, ...], dtype: str, target: float) -> Question:
    code = f"import numpy as np; np.save('p.npy', np.{operation}(np.load('{name}_a.npy'), np.load('{name}_b.npy')))"
    words = [operation, f"{name}_a.npy", f"{name}_b.npy", "-o", "c.npy"]
    return Question(name, words, code, target, {f"{name}_a.npy": (a, dtype), f"{name}_b.npy": (b, dtype)})


QUESTIONS = [
    Question("shape", ["dot", "2,3,4", "7,4,5"], None, 1 / 3, {}),
    product("seed", "matmul", (10, 12, 4, 5), (10, 12, 5, 8), "f4", 40),
    product("large", "matmul", (1024, 1024), (1024, 1024), "f4", 5),
    product("stack", "matmul", (4096, 64, 64), (4096, 64, 64), "f4", 2.5),
    product("dot", "dot", (64, 64, 128), (32, 128, 64), "f4", 15),
    product("int64", "matmul", (512, 512), (512, 512), "i8", 12),
]


def write_files(question: Question, folder: Path) -> None:
    random = numpy.random.default_rng(1)
    for name, (shape, dtype) in question.files.items():
        values = random.integers(0, 100, shape) if dtype.startswith("i") else random.random(shape)
        numpy.save(folder / name, values.astype(dtype))


def seconds_of(command: list[str]) -> float:
    actions = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    start = time.perf_counter()
    process = os.posix_spawn(command[0], command, os.environ, file_actions=actions)
    code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    elapsed = time.perf_counter() - start
    if code != 0:
        sys.exit(f"{' '.join(command)}: exit code {code}")
    return elapsed


def measure(question: Question, program: str, rounds: int) -> dict:
    peer = ["/bin/true"] if question.python is None else [sys.executable, "-c", question.python]
    ours, theirs = [], []
    for _ in range(rounds if question.python else rounds * 10):
        ours.append(seconds_of([program, *question.words]))
        theirs.append(seconds_of(peer))
    a, b = statistics.median(ours), statistics.median(theirs)
    return {"name": question.name, "seconds": a, "peer": "python3" if question.python else "/bin/true", "peer_seconds": b, "ratio": b / a,
            "target": question.target}


def main() -> int:
    parser = argparse.ArgumentParser(description="Times whole processes against Python with NumPy.")
    parser.add_argument("tcalc", type=Path)
    parser.add_argument("--rounds", type=int, default=21)
    parser.add_argument("--json", type=Path)
    parser.add_argument("names", nargs="*")
    arguments = parser.parse_intermixed_args()
    program = str(arguments.tcalc.resolve())
    report = arguments.json.resolve() if arguments.json else None
    results = []
    print_line(["whole process", "command", "tcalc", "peer", "its time", "ratio"])
    print_line(["---"] * 6)
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for question in QUESTIONS:
            if arguments.names and question.name not in arguments.names:
                continue
            write_files(question, Path(folder))
            result = measure(question, program, arguments.rounds)
            results.append(result)
            ratio = marked(result["ratio"], result["target"], f"{result['ratio']:.2f} x")
            print_line([question.name, " ".join(["tcalc", *question.words]), time_text(result["seconds"]), result["peer"],
                        time_text(result["peer_seconds"]), ratio])
        os.chdir("/")
    if report:
        report.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
