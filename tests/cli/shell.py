"""What the golden runner and the README runner share: a clean environment, one command at a time, one report."""

import difflib
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
SECONDS = 60  # a command that takes longer hangs
KEPT = ("ASAN_OPTIONS", "LSAN_OPTIONS", "UBSAN_OPTIONS")


@dataclass
class Result:
    stdout: str
    stderr: str
    code: int


def environment(tcalc: Path, home: str) -> dict[str, str]:
    """Nothing of the caller's but what the sanitizers need. /usr/bin leads: its python3 has Debian's NumPy."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    path = f"{tcalc.resolve().parent}:/usr/bin:/bin"
    return kept | {"PATH": path, "HOME": home, "LC_ALL": "C.UTF-8", "TERM": "dumb", "SAMPLES": str(SAMPLES)}


def text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def run(command: str, cwd: str, env: dict[str, str], seconds: int = SECONDS) -> Result:
    # A session of its own, so that a hanging pipeline ends whole.
    with subprocess.Popen(["bash", "-c", command], cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, start_new_session=True) as process:
        try:
            stdout, stderr = process.communicate(timeout=seconds)
            return Result(text(stdout), text(stderr), process.returncode)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 9)
            stdout, stderr = process.communicate()
            return Result(text(stdout), text(stderr) + f"(no answer within {seconds} seconds)\n", 124)


class Report:
    """Counts, shows each mismatch as a unified diff, and ends with 'N passed, M failed'."""

    def __init__(self) -> None:
        self.passed = self.failed = 0
        # What a command prints may be no UTF-8.
        sys.stdout.reconfigure(errors="backslashreplace")

    def compare(self, where: str, command: str, expected: list[str], actual: list[str]) -> None:
        if expected == actual:
            self.passed += 1
            return
        self.failed += 1
        print(f"{where}: $ {command}")
        for line in list(difflib.unified_diff(expected, actual, "expected", "got", lineterm=""))[2:]:
            print(f"  {line}")

    def finish(self) -> int:
        if self.passed + self.failed == 0:
            print("no cases found")
            self.failed = 1
        print(f"{self.passed} passed, {self.failed} failed")
        return 1 if self.failed else 0
