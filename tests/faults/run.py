#!/usr/bin/python3
"""The program under faults: files that vanish, disks that fill, pipes that break, signals, system calls that fail.

    run.py TCALC [--asan] [NAME...]

Each function of the files beside this one is named after what must hold, and runs in a directory of its own. --asan: the
program is built with AddressSanitizer, which does not live with a limit on the address space. NAME runs only the functions
so named.
"""

import argparse
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
import inputs, outputs, signals, surroundings, system_calls  # noqa: E401, E402, F401
from workbench import CHECKS, Bench, Failed, Skipped  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(description="Runs the program under faults.")
    parser.add_argument("tcalc", type=Path)
    parser.add_argument("--asan", action="store_true", help="the program is built with AddressSanitizer")
    parser.add_argument("names", nargs="*", help="only these functions")
    arguments = parser.parse_args()
    sys.stdout.reconfigure(errors="backslashreplace")
    passed = failed = skipped = 0
    for function in CHECKS:
        name = function.__name__
        if arguments.names and name not in arguments.names:
            continue
        with tempfile.TemporaryDirectory(prefix="faults.") as directory:
            workplace = Path(directory) / "workplace"
            workplace.mkdir()
            try:
                function(Bench(arguments.tcalc.resolve(), workplace, arguments.asan))
                passed += 1
            except Skipped as reason:
                skipped += 1
                print(f"{name}: skipped, {reason}")
            except Exception as problem:
                failed += 1
                what = str(problem) if isinstance(problem, Failed) else f"{type(problem).__name__}: {problem}"
                print(f"{name}: {what}")
    if passed + failed == 0:
        print("nothing was checked")
        failed = 1
    print(f"{passed} passed, {failed} failed" + f", {skipped} skipped" * bool(skipped))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
