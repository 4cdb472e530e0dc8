#!/usr/bin/python3
"""Times what OpenBLAS computes, with its kernels as tcalc and the peers run unasked and as OPENBLAS_CORETYPE names them.

    kernels.py KERNEL_BENCH [--peers numpy,torch] [--threads N] [--rounds N] [--seconds S]

tcalc unasked is to be at least 0.95 as fast as with the best of them.
"""

import argparse
import os
import sys
from pathlib import Path

sys.dont_write_bytecode = True
from compare import PEER, Program, median, processor  # noqa: E402
from report import TITLES, marked, print_line, time_text  # noqa: E402
from rows import TABLE  # noqa: E402

ROWS = ["f4_1024", "f4_2048", "f8_1024", "c8_1024"]
SHARE_OF_THE_BEST = 0.95
# The processor's flags that each set of kernels needs; x86-64 alone has so many.
KERNELS = {
    "Haswell": {"avx2", "fma"},
    "Zen": {"avx2", "fma"},
    "SkylakeX": {"avx512f", "avx512bw", "avx512dq", "avx512vl"},
    "Cooperlake": {"avx512f", "avx512bw", "avx512dq", "avx512vl", "avx512_bf16"},
    "SapphireRapids": {"avx512f", "avx512bw", "avx512dq", "avx512vl", "avx512_bf16", "amx_tile"},
}


def fitting_kernels() -> list[str]:
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        flags = next((set(line.split(":", 1)[1].split()) for line in file if line.startswith("flags")), set())
    return [name for name, needed in KERNELS.items() if needed <= flags]


def main() -> int:
    parser = argparse.ArgumentParser(description="Times OpenBLAS's kernels, as it chooses them and as they are named.")
    parser.add_argument("kernel_bench", type=Path)
    parser.add_argument("--peers", default="numpy,torch")
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=0.1)
    arguments = parser.parse_args()
    os.environ.pop("OPENBLAS_CORETYPE", None)

    tail = [str(TABLE), str(arguments.threads), str(arguments.seconds)]
    commands = {"tcalc": [str(arguments.kernel_bench), *tail]}
    for peer in filter(None, arguments.peers.split(",")):
        commands[TITLES[peer]] = [sys.executable, str(PEER), peer, *tail]
    kernels = fitting_kernels()
    choices = {"unasked": {}, **{name: {"OPENBLAS_CORETYPE": name} for name in kernels}}
    programs = {(who, choice): Program(command, choices[choice]) for who, command in commands.items() for choice in choices}

    print(f"{processor()}, {arguments.threads} threads")
    for who in commands:
        print(f"{who} unasked: {' '.join(programs[who, 'unasked'].ask('version'))}")
    print()
    print_line(["row", "program", *choices, "unasked / best"])
    print_line(["---"] * (3 + len(choices)))
    below = 0
    for row in ROWS:
        figures = {key: [] for key in programs}
        for _ in range(arguments.rounds):
            for key, program in programs.items():
                figures[key].append(program.figure(f"run {row}"))
        medians = {key: median(values) for key, values in figures.items()}
        for who in commands:
            seconds = [medians[who, choice] for choice in choices]
            share = min(seconds) / seconds[0]
            target = SHARE_OF_THE_BEST if who == "tcalc" else None
            below += target is not None and share < target
            print_line([row, who, *map(time_text, seconds), marked(share, target, f"{share:.2f}")])
    print(f"\n{below} of {len(ROWS)} rows below {SHARE_OF_THE_BEST} of the best kernels")
    return 0


if __name__ == "__main__":
    sys.exit(main())
