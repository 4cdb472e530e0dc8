#!/usr/bin/python3
"""What is different on a terminal: reading from one is announced, and one that is dumb, or not UTF-8, gets plain characters.

    terminal.py TCALC
"""

import os
import pty
import subprocess
import sys
import tempfile
from pathlib import Path

SECONDS = 60


def run(words: list[str], folder: str, typed: bytes = b"", **environment: str) -> tuple[int, str, str]:
    """Exit code, what the terminal shows of standard output, and standard error, which is a pipe."""
    keyboard, inner_keyboard = pty.openpty()
    screen, inner_screen = pty.openpty()
    env = {"PATH": "/usr/bin:/bin", "HOME": folder, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"} | environment
    with subprocess.Popen(words, cwd=folder, env=env, stdin=inner_keyboard, stdout=inner_screen, stderr=subprocess.PIPE) as process:
        os.close(inner_keyboard)
        os.close(inner_screen)
        os.write(keyboard, typed)
        shown = b""
        try:
            while piece := os.read(screen, 65536):
                shown += piece
        except OSError:
            pass  # the program has closed its end
        _, errors = process.communicate(timeout=SECONDS)
    os.close(keyboard)
    os.close(screen)
    return process.returncode, shown.decode(errors="replace").replace("\r\n", "\n"), errors.decode()


def main() -> int:
    program = str(Path(sys.argv[1]).resolve())
    failures = []

    def expect(what: str, holds: bool, got: object) -> None:
        if not holds:
            failures.append(f"{what}: {got}")

    announcement = "note: reading from the terminal; Ctrl-D ends the input, Ctrl-C gives up\n"
    end = b"\x04"
    with tempfile.TemporaryDirectory() as folder:
        got = run([program, "show", "-", "--from", "csv"], folder, b"1 2\n3 4\n" + end)
        expect("a table is typed", got == (0, "(2, 2) int64\n[[1 2]\n [3 4]]\n", announcement), got)
        got = run([program, "matmul", "-", "2,3"], folder, end)
        expect("an array is waited for", got[0] == 3 and got[2].startswith(announcement + "tcalc: error: standard input: "), got)
        got = run([program, "show", "-", "--from", "csv", "--quiet"], folder, b"1\n" + end)
        expect("--quiet says nothing", got[2] == "", got)
        # The shell takes the unquoted '>' of ij,jk -> ik for itself.
        got = run([program, "einsum", "ij,jk", "-", "2,3", "3,4"], folder)
        expect("operands are counted before anything is read", got[0] in (1, 2) and announcement not in got[2], got)
        heat = [program, "show", "[[0,1],[2,3]]", "--heat"]
        expect("colours", "\x1b[" in run(heat, folder)[1], run(heat, folder))
        for name, environment in (("dumb", {"TERM": "dumb"}), ("no TERM", {"TERM": ""}), ("NO_COLOR", {"NO_COLOR": "1"}),
                                  ("C locale", {"LC_ALL": "C"}), ("Latin-1", {"LC_ALL": "de_DE.ISO-8859-1"})):
            got = run(heat, folder, **environment)
            expect(f"plain characters, {name}", got[0] == 0 and got[1].isascii() and "\x1b" not in got[1] and "@@" in got[1], got)
        got = run([program, "matmul", "2,3", "4,5"], folder, LC_ALL="C")
        expect("errors are ASCII", got[2].isascii(), got)
    for failure in failures:
        print(failure)
    print(f"{len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
