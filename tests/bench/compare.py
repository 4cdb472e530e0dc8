#!/usr/bin/python3
"""Times the products of rows.txt in tcalc and its peers, which take turns, and reports medians, ratios and shares of the limit.

    compare.py KERNEL_BENCH [--peers numpy,torch] [--threads N] [--rounds N] [--seconds S] [--rows A,B] [--json FILE] [--svg FILE]

--seconds is how long each turn computes. --rows times only these; what FILE has of the others stays.
"""

import argparse
import datetime
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

sys.dont_write_bytecode = True
from chart import draw  # noqa: E402
from report import print_heading, print_row, print_summary  # noqa: E402
from rows import API_LAYOUTS, TABLE, Row, chosen, read_rows  # noqa: E402

PEER = Path(__file__).with_name("peer.py")
LIBRARIES = {"xtensor": "xt::linalg::dot, in the same program as tcalc", "eigen": "operator*, in the same program as tcalc"}
SECONDS_BETWEEN_TURNS = 0.15  # until the threads of the one before no longer spin


class Program:
    """One that answers each line with one line, its first word repeated."""

    def __init__(self, command: list[str], variables: dict[str, str] | None = None) -> None:
        environment = {**os.environ, **(variables or {})}
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment)

    def ask(self, question: str) -> list[str]:
        self.process.stdin.write(question + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline().split()
        if not answer:
            sys.exit(f"{' '.join(self.process.args)}: no answer to '{question}'")
        return answer[1:]

    def figure(self, question: str) -> float | None:
        time.sleep(SECONDS_BETWEEN_TURNS)
        answer = self.ask(question + " 1")
        return None if answer == ["unsupported"] else float(answer[0])


def median(figures: list[float | None]) -> float | None:
    return None if None in figures else statistics.median(figures)


def measure(row: Row, programs: dict[str, Program], rounds: int) -> dict:
    seconds: dict[str, list[float | None]] = {name: [] for name in [*programs, *(LIBRARIES if row.layout in API_LAYOUTS else [])]}
    rates: dict[str, list[float | None]] = {name: [] for name in row.limits}
    for _ in range(rounds):
        for name, program in programs.items():
            seconds[name].append(program.figure(f"run {row.name}"))
        for name in seconds.keys() & LIBRARIES.keys():
            seconds[name].append(programs["tcalc"].figure(f"{name} {row.name}"))
        for name in row.limits:
            rates[name].append(programs["tcalc"].figure(f"limit {name}"))
    medians = {name: median(figures) for name, figures in seconds.items()}
    ours = medians.pop("tcalc")
    limits = {name: median(figures) for name, figures in rates.items()}
    return {
        "name": row.name, "operation": row.operation, "operands": row.operands, "dtype": row.dtype, "layout": row.layout,
        "seconds": ours,
        "peers": {name: {"seconds": peer, "ratio": peer / ours, "target": row.targets.get(name)} for name, peer in medians.items() if peer},
        "limits": {name: {"share": row.work(name) / ours / rate, "target": row.limits[name]} for name, rate in limits.items() if rate},
    }


def with_earlier(results: dict, earlier: dict, order: list[str]) -> dict:
    """With rows that were measured before, in the table's order."""
    rows = {row["name"]: row for row in [*earlier["rows"], *results["rows"]]}
    versions = {**earlier["versions"], **results["versions"]}
    return {**results, "versions": versions, "rows": [rows[name] for name in order if name in rows]}


def processor() -> str:
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        names = [line.split(":", 1)[1].strip() for line in file if line.startswith("model name")]
    return names[0] if names else os.uname().machine


def main() -> int:
    parser = argparse.ArgumentParser(description="Times tcalc's products against NumPy and PyTorch.")
    parser.add_argument("kernel_bench", type=Path)
    parser.add_argument("--peers", default="numpy,torch")
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=0.1)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--svg", type=Path)
    parser.add_argument("--rows", type=lambda text: text.split(","))
    arguments = parser.parse_args()
    table = read_rows()
    rows = chosen(table, arguments.rows)

    tail = [str(TABLE), str(arguments.threads), str(arguments.seconds)]
    programs = {"tcalc": Program([str(arguments.kernel_bench), *tail])}
    for peer in filter(None, arguments.peers.split(",")):
        programs[peer] = Program([sys.executable, str(PEER), peer, *tail])
    results = {
        "machine": processor(), "threads": arguments.threads, "date": datetime.date.today().isoformat(),
        "tcalc": " ".join(programs["tcalc"].ask("version")),
        "versions": {name: " ".join(program.ask("version")) for name, program in programs.items() if name != "tcalc"},
        "rows": [],
    }
    if any(row.layout in API_LAYOUTS for row in rows):
        results["versions"] |= LIBRARIES
    print_heading(results)
    earlier = {"rows": [], "versions": {}}
    if arguments.rows and arguments.json and arguments.json.exists():
        earlier = json.loads(arguments.json.read_text(encoding="utf-8"))
    for row in rows:
        results["rows"].append(measure(row, programs, arguments.rounds))
        print_row(results["rows"][-1], results["versions"])
        if arguments.json:  # a run that is cut short keeps what it has
            together = with_earlier(results, earlier, [row.name for row in table])
            arguments.json.write_text(json.dumps(together, indent=1) + "\n", encoding="utf-8")
    results = with_earlier(results, earlier, [row.name for row in table])
    print_summary(results)
    if arguments.svg:
        arguments.svg.write_text(draw(results), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
