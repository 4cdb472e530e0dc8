#!/usr/bin/python3
"""Every loop has the same bits on each instruction set that the machine has.

    loop_bits.py LOOP_BITS SET...
"""

import os
import subprocess
import sys


def lines_of(program: str, instruction_set: str) -> list[str]:
    ran = subprocess.run([program], env=os.environ | {"TCALC_INSTRUCTION_SET": instruction_set}, capture_output=True, text=True, check=False)
    if ran.returncode != 0 and "not an instruction set of this machine" not in ran.stderr:
        sys.exit(f"{instruction_set}: {ran.stderr}")
    return ran.stdout.splitlines() if ran.returncode == 0 else []


def main() -> int:
    program, first, *others = sys.argv[1:]
    expected = lines_of(program, first)
    failed = 0
    for instruction_set in others:
        for ours, theirs in zip(expected, lines_of(program, instruction_set), strict=False):
            if ours != theirs:
                print(f"{first}: {ours}, {instruction_set}: {theirs}")
                failed += 1
    print(f"{len(expected)} loops, {failed} differences")
    return 1 if failed or len(expected) < 500 else 0


if __name__ == "__main__":
    sys.exit(main())
