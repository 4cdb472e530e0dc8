"""A directory to run the program in, ways to run it, and what is expected of the answer."""

import contextlib
import errno
import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Iterator

import numpy

sys.path.append(str(Path(__file__).resolve().parents[1] / "cli"))
import shell  # noqa: E402

SECONDS = 20  # whatever takes longer hangs
NOBODY = ["setpriv", "--reuid=65534", "--clear-groups"]
KEPT = shell.KEPT  # environment variables of the sanitizers
HELD = b"what the target held before"


class Failed(Exception):
    pass


class Skipped(Exception):
    pass


@dataclass
class Result:
    code: int
    out: bytes
    err: str


CHECKS: list[Callable[["Bench"], None]] = []
DEEP: set[str] = set()


def check(function: Callable[["Bench"], None]) -> Callable[["Bench"], None]:
    CHECKS.append(function)
    return function


def deep(function: Callable[["Bench"], None]) -> Callable[["Bench"], None]:
    """Takes minutes: only with --deep."""
    DEEP.add(function.__name__)
    return function


class Bench:
    """A directory with a.npy (2, 3) and b.npy (3, 4), and ways to run the program in it."""

    def __init__(self, program: Path, directory: Path, asan: bool) -> None:
        self.program, self.directory, self.asan = str(program), directory, asan
        self.env = shell.environment(program, str(directory)) | {"TCALC": str(program), "NO_COLOR": "1"}
        self.a = numpy.arange(6.0).reshape(2, 3)
        self.b = numpy.arange(12.0).reshape(3, 4)
        self.product = self.a @ self.b
        numpy.save(directory / "a.npy", self.a)
        numpy.save(directory / "b.npy", self.b)

    def path(self, name: str) -> Path:
        return self.directory / name

    def start(self, *words: str | bytes, **options) -> subprocess.Popen:
        defaults = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        # A session of its own, so that what hangs ends whole.
        return subprocess.Popen(words, cwd=self.directory, start_new_session=True, **(defaults | {"env": self.env} | options))

    def finish(self, process: subprocess.Popen, seconds: int = SECONDS) -> Result:
        try:
            out, err = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            raise Failed(f"no answer within {seconds} seconds") from None
        code = process.returncode
        return Result(code if code >= 0 else 128 - code, out or b"", shell.text(err or b""))

    def run(self, *words: str | bytes, **options) -> Result:
        return self.finish(self.start(self.program, *words, **options))

    def bash(self, command: str, **options) -> Result:
        return self.finish(self.start("bash", "-c", command, **options))

    def names(self) -> set[str]:
        return set(os.listdir(self.directory))

    def load(self, name: str) -> numpy.ndarray:
        return numpy.load(self.directory / name)


def shown(value: object) -> str:
    """A result may be megabytes."""
    text = repr(value)
    return text if len(text) <= 2000 else f"{text[:1000]} ... {text[-1000:]}"


def equal(got: object, expected: object, what: str = "") -> None:
    if got != expected:
        raise Failed(f"{what}: " * bool(what) + f"expected {shown(expected)}, got {shown(got)}")


def expect(result: Result, code: int, err: str = "", out: bytes | None = b"") -> None:
    """`err` is the whole of stderr, without the last newline."""
    equal(result.err, err + "\n" * bool(err), "stderr")
    equal(result.code, code, "exit code")
    if out is not None:
        equal(result.out, out, "stdout")


def same_array(got: numpy.ndarray, expected: numpy.ndarray) -> None:
    if got.dtype != expected.dtype or got.shape != expected.shape or not numpy.array_equal(got, expected):
        raise Failed(f"expected {expected.tolist()}, got {got.tolist()}")


def wait_until(condition: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + SECONDS
    while not condition():
        if time.monotonic() > end:
            raise Failed(f"never happened: {what}")
        time.sleep(0.002)


def wait_until_open(process: subprocess.Popen, path: Path) -> None:
    """Until the process has the file open; others that it closes meanwhile are no matter."""
    held, descriptors = str(path.resolve()), Path(f"/proc/{process.pid}/fd")
    wait_until(lambda: any(os.path.realpath(link) == held for link in descriptors.iterdir()), f"{path.name} is open")


def open_for_writing(fifo: Path) -> int:
    """Waits for the reader, but not for ever."""
    descriptor = -1

    def opened() -> bool:
        nonlocal descriptor
        try:
            descriptor = os.open(fifo, os.O_WRONLY | os.O_NONBLOCK)
        except OSError as error:
            if error.errno != errno.ENXIO:
                raise
        return descriptor >= 0

    wait_until(opened, f"{fifo.name} is opened for reading")
    os.set_blocking(descriptor, True)
    return descriptor


@contextlib.contextmanager
def held_between_header_and_data(bench: Bench, *options: str) -> Iterator[tuple[subprocess.Popen, Callable[[], Result]]]:
    """A run of `matmul a.npy fifo.npy`, stopped where the first is mapped and the second's data are awaited; the callable
    lets it go on."""
    fifo = bench.path("fifo.npy")
    os.mkfifo(fifo)
    content = bench.path("b.npy").read_bytes()
    process = bench.start(bench.program, "matmul", "a.npy", "fifo.npy", *options)
    descriptor = open_for_writing(fifo)

    def go_on() -> Result:
        nonlocal descriptor
        with contextlib.suppress(BrokenPipeError):
            os.write(descriptor, content[128:])
        os.close(descriptor)
        descriptor = -1
        return bench.finish(process)

    try:
        os.write(descriptor, content[:128])
        wait_until(lambda: "a.npy" in Path(f"/proc/{process.pid}/maps").read_text(), "a.npy is mapped")
        yield process, go_on
    finally:
        if descriptor >= 0:
            os.close(descriptor)
        process.kill()
        process.wait()


@contextlib.contextmanager
def small_disk(bench: Bench, options: str) -> Iterator[Path]:
    folder = bench.path("disk")
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], capture_output=True)
    if mounted.returncode != 0:
        raise Skipped("no file system can be mounted")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def without_rights(bench: Bench, *words: str) -> list[str]:
    """root may do anything, so the words are run as somebody else."""
    if os.geteuid() != 0:
        return list(words)
    for folder in (bench.directory, bench.directory.parent):
        folder.chmod(0o755)
    # Others may not reach the checkout, in root's home for example.
    program = bench.directory.parent / "tcalc"
    shutil.copy(bench.program, program)
    program.chmod(0o755)
    bench.env["TCALC"] = str(program)
    tried = subprocess.run([*NOBODY, str(program), "--version"], capture_output=True)
    if tried.returncode != 0:
        raise Skipped("the program cannot be run as another user")
    return [*NOBODY, *(str(program) if word == bench.program else word for word in words)]


def device(bench: Bench, name: str, minor: int) -> str:
    """A device like /dev/null to write to. root gets one of its own: a bug would replace the machine's by a file."""
    if os.geteuid() != 0:
        return f"/dev/{name}"
    try:
        os.mknod(bench.path(name), 0o666 | stat.S_IFCHR, os.makedev(1, minor))
        bench.path(name).open("wb").close()
    except PermissionError:
        raise Skipped("no device can be made") from None
    return name
