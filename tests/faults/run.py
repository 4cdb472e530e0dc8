#!/usr/bin/python3
"""The program under faults: files that vanish, disks that fill, pipes that break, signals, system calls that fail.

    run.py TCALC [--asan] [--deep] [NAME...]

Each function of the files beside this one is named after what must hold, and runs in a directory of its own. --asan: the
program is built with AddressSanitizer, which does not live with a limit on the address space. --deep: also those that take minutes. NAME runs only the functions
so named.
"""

import argparse
import re
import signal
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
import appending, disks, inputs, kills, libraries, load, outputs, parts, questions, several_outputs, signals, single_calls, strangers, surroundings, system_calls, writing_commands  # noqa: E401, E402, F401
from workbench import CHECKS, DEEP, Bench, Failed, Skipped  # noqa: E402


def strangers() -> list[str]:
    """What README.md names as a test and is none."""
    folder = Path(__file__).resolve().parent
    known = {function.__name__ for function in CHECKS}
    named = re.findall(r"`([^`]+)`", (folder / "README.md").read_text().split("| --- |", 1)[1])
    return [name for name in named
            if name not in known and not (name.startswith("tests/") and (folder.parents[1] / name).exists()) and name != "-o"]


def main() -> int:
    parser = argparse.ArgumentParser(description="Runs the program under faults.")
    parser.add_argument("tcalc", type=Path)
    parser.add_argument("--asan", action="store_true", help="the program is built with AddressSanitizer")
    parser.add_argument("--deep", action="store_true", help="also what takes minutes")
    parser.add_argument("names", nargs="*", help="only these functions")
    arguments = parser.parse_args()
    sys.stdout.reconfigure(errors="backslashreplace")
    for ignored in (signal.SIGINT, signal.SIGHUP):  # in the background and under nohup, and by all that is run from there
        signal.signal(ignored, signal.SIG_DFL)
    passed = failed = skipped = 0
    for name in strangers():
        failed += 1
        print(f"README.md names {name}, which is no test")
    for function in CHECKS:
        name = function.__name__
        wanted = name in arguments.names if arguments.names else arguments.deep or name not in DEEP
        if not wanted:
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
