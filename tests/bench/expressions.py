#!/usr/bin/python3
"""Times the expressions of expressions.txt in tcalc and its peers, which take turns, and reports medians and ratios.

    expressions.py EXPRESSION_BENCH [--peers numpy,torch,numexpr] [--rounds N] [--seconds S] [--rows A,B] [--json FILE]
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

sys.dont_write_bytecode = True
from report import geometric_mean, marked, print_line, time_text  # noqa: E402
from rows import chosen  # noqa: E402

TABLE = Path(__file__).with_name("expressions.txt")
PEER = Path(__file__).with_name("expression_peer.py")
PEERS = {"numpy": "NumPy", "torch": "PyTorch", "numexpr": "numexpr"}
SECONDS_BETWEEN_TURNS = 0.05  # until the threads of the one before no longer spin


@dataclass
class Row:
    name: str
    expression: str
    operands: str
    texts: dict[str, str]  # peer: what is typed there
    targets: dict[str, float]
    share_of_copy: float | None  # to be reached


def read_rows() -> list[Row]:
    rows = []
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        name, expression, operands, *rest = (field.strip() for field in line.split(" | "))
        texts = {peer: expression if text == "=" else text for peer, text in zip(PEERS, rest, strict=False) if text != "-"}
        *targets, share = rest[len(PEERS):]
        rows.append(Row(name, expression, operands, texts, dict(zip(PEERS, map(float, targets), strict=True)), None if share == "-" else float(share)))
    return rows


class Program:
    """One that is told operands and an expression, and answers how long that takes."""

    def __init__(self, command: list[str]) -> None:
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def tell(self, line: str) -> None:
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def ask(self, line: str) -> str:
        self.tell(line)
        answer = self.process.stdout.readline().strip()
        if not answer:
            sys.exit(f"{' '.join(map(str, self.process.args))}: no answer")
        return answer

    def seconds(self, command: str = "run") -> float:
        time.sleep(SECONDS_BETWEEN_TURNS)
        return float(self.ask(f"{command} 1"))


def measure(row: Row, programs: dict[str, Program], rounds: int) -> dict:
    texts = {"tcalc": row.expression, **row.texts}
    used = {name: program for name, program in programs.items() if name in texts}
    for name, program in used.items():
        program.tell(f"operands {row.operands}")
        program.tell(f"expression {texts[name]}")
    seconds: dict[str, list[float]] = {name: [] for name in used}
    copy: list[float] = []
    for _ in range(rounds):
        for name, program in used.items():
            seconds[name].append(program.seconds())
        if row.share_of_copy is not None:
            copy.append(programs["tcalc"].seconds("copy"))
    medians = {name: statistics.median(figures) for name, figures in seconds.items()}
    ours = medians.pop("tcalc")
    peers = {name: {"seconds": peer, "ratio": peer / ours, "target": row.targets[name]} for name, peer in medians.items()}
    measured = {"name": row.name, "expression": row.expression, "operands": row.operands, "seconds": ours, "peers": peers}
    if row.share_of_copy is not None:
        measured["limits"] = {"copy": {"share": statistics.median(copy) / ours, "target": row.share_of_copy}}
    return measured


def cells(row: dict, peer: str) -> list[str]:
    figures = row["peers"].get(peer)
    if figures is None:
        return ["-", "-"]
    return [time_text(figures["seconds"]), marked(figures["ratio"], figures["target"], f"{figures['ratio']:.2f} x")]


def share_cell(row: dict) -> str:
    limit = row.get("limits", {}).get("copy")
    return "-" if limit is None else marked(limit["share"], limit["target"], f"{limit['share']:.0%}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("expression_bench", type=Path)
    parser.add_argument("--peers", default=",".join(PEERS))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=0.05)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--rows", type=lambda text: text.split(","))
    arguments = parser.parse_args()
    rows = chosen(read_rows(), arguments.rows)
    peers = [peer for peer in arguments.peers.split(",") if peer]
    threads = str(len(os.sched_getaffinity(0)))
    programs = {"tcalc": Program([str(arguments.expression_bench), str(arguments.seconds)])}
    versions = {}
    for peer in peers:
        programs[peer] = Program([sys.executable, str(PEER), peer, threads, str(arguments.seconds)])
        versions[peer] = programs[peer].ask("version")
        print(f"{PEERS[peer]} {versions[peer]}")
    columns = [title for peer in peers for title in (PEERS[peer], "ratio")]
    print_line(["name", "expression", "tcalc", *columns, "share of copy"])
    print_line(["---"] * (4 + len(columns)))
    results = []
    for row in rows:
        results.append(measure(row, programs, arguments.rounds))
        print_line([row.name, f"`{row.expression}`", time_text(results[-1]["seconds"]), *(text for peer in peers for text in cells(results[-1], peer)), share_cell(results[-1])])
    print()
    for peer in peers:
        ratios = [row["peers"][peer]["ratio"] for row in results if peer in row["peers"]]
        if ratios:
            print(f"{PEERS[peer]}: geometric mean {geometric_mean(ratios):.2f} x over {len(ratios)} rows, least {min(ratios):.2f} x")
    if arguments.json:
        arguments.json.write_text(json.dumps({"versions": versions, "rows": results}, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
