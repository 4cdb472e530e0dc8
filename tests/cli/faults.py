#!/usr/bin/python3
"""The program under faults: files that vanish, disks that fill, pipes that break, signals, system calls that fail.

    faults.py TCALC [--asan] [NAME...]

Each function below is named after what must hold, and runs in a directory of its own. --asan: the program is built with
AddressSanitizer, which does not live with a limit on the address space. NAME runs only the functions so named.
"""

import argparse
import contextlib
import ctypes
import errno
import fcntl
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Iterator

import numpy

sys.dont_write_bytecode = True
import shell  # noqa: E402

SECONDS = 20  # whatever takes longer hangs
NOBODY = ["setpriv", "--reuid=65534", "--clear-groups"]
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


def check(function: Callable[["Bench"], None]) -> Callable[["Bench"], None]:
    CHECKS.append(function)
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
        return subprocess.Popen(words, cwd=self.directory, **(defaults | {"env": self.env} | options))

    def finish(self, process: subprocess.Popen) -> Result:
        try:
            out, err = process.communicate(timeout=SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            raise Failed(f"no answer within {SECONDS} seconds") from None
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


def equal(got: object, expected: object, what: str = "") -> None:
    if got != expected:
        raise Failed(f"{what}: " * bool(what) + f"expected {expected!r}, got {got!r}")


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
    tried = subprocess.run([*NOBODY, bench.program, "--version"], capture_output=True)
    if tried.returncode != 0:
        raise Skipped("the program cannot be run as another user")
    return [*NOBODY, *words]


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


# --- inputs ---


@check
def an_input_that_cannot_be_opened_is_named_with_the_reason(bench: Bench) -> None:
    bench.path("folder").mkdir()
    bench.path("loop").symlink_to("loop")
    bench.path("dangling").symlink_to("nowhere")
    long_name = "n" * 256
    for name, reason in (
        ("missing.npy", "No such file or directory"),
        ("folder", "is a directory"),
        ("folder/", "is a directory"),
        ("loop", "Too many levels of symbolic links"),
        ("dangling", "No such file or directory"),
        ("a.npy/x", "Not a directory"),
    ):
        expect(bench.run("matmul", name, "b.npy"), 3, f"tcalc: error: {name}: {reason}")
        expect(bench.run("matmul", "a.npy", name), 3, f"tcalc: error: {name}: {reason}")
    expect(bench.run("matmul", long_name, "b.npy"), 3, f"tcalc: error: {'n' * 200}...: File name too long")


@check
def an_unreadable_input_is_refused(bench: Bench) -> None:
    bench.path("a.npy").chmod(0)
    words = without_rights(bench, bench.program, "matmul", "a.npy", "b.npy")
    expect(bench.finish(bench.start(*words)), 3, "tcalc: error: a.npy: Permission denied")


@check
def pipes_are_read_as_files_are(bench: Bench) -> None:
    expected = bench.run("matmul", "a.npy", "b.npy").out
    equal(expected, b"(2, 4) float64\n[[20. 23. 26. 29.]\n [56. 68. 80. 92.]]\n")
    os.mkfifo(bench.path("fifo"))
    for command in (
        '"$TCALC" matmul <(cat a.npy) b.npy',
        '"$TCALC" matmul <(cat a.npy) <(cat b.npy)',
        'cat a.npy | "$TCALC" matmul - b.npy',
        'cat b.npy | "$TCALC" matmul a.npy -',
        'cat a.npy b.npy | "$TCALC" matmul - -',
        'cat a.npy | "$TCALC" matmul /dev/stdin b.npy',
        'cat a.npy > fifo & "$TCALC" matmul fifo b.npy',
        '(head -c 50 a.npy; sleep 0.05; tail -c +51 a.npy) | "$TCALC" matmul - b.npy',
    ):
        result = bench.bash(command)
        equal((result.code, result.err, result.out), (0, "", expected), command)


@check
def standard_input_may_be_a_regular_file(bench: Bench) -> None:
    expected = bench.run("matmul", "a.npy", "b.npy").out
    for command in (
        '"$TCALC" matmul - b.npy < a.npy',
        'cat a.npy b.npy > both; "$TCALC" matmul - - < both',
        '"$TCALC" matmul /dev/stdin b.npy < a.npy',
        '(printf junk; cat a.npy) > late; { head -c 4 > /dev/null; "$TCALC" matmul - b.npy; } < <(cat late)',
        '(printf junk; cat a.npy) > late; { dd bs=4 count=1 status=none of=/dev/null; "$TCALC" matmul - b.npy; } < late',
    ):
        result = bench.bash(command)
        equal((result.code, result.err, result.out), (0, "", expected), command)


@check
def a_stream_takes_no_more_than_its_array(bench: Bench) -> None:
    # Two programs share the stream: what follows the first's array is the second's.
    result = bench.bash('cat a.npy b.npy a.npy b.npy | { "$TCALC" matmul - - > /dev/null; "$TCALC" matmul - - --json; }')
    expect(result, 0, "", bench.run("matmul", "a.npy", "b.npy", "--json").out)
    result = bench.bash('cat a.npy b.npy a.npy b.npy > four; { "$TCALC" matmul - - > /dev/null; "$TCALC" matmul - - --json; } < four')
    expect(result, 0, "", bench.run("matmul", "a.npy", "b.npy", "--json").out)


@check
def a_stream_that_ends_early_is_truncated(bench: Bench) -> None:
    needs = "truncated: shape (2, 3) float64 needs 48 bytes of data"
    for size, of_stream, of_file in (
        (0, "not an .npy file: 0 bytes, the header needs at least 10", "not an .npy file: 0 bytes, the header needs at least 10"),
        (9, "not an .npy file: 9 bytes, the header needs at least 10", "not an .npy file: 9 bytes, the header needs at least 10"),
        (100, "header claims 118 bytes, the stream ended after 90", "header claims 118 bytes, the file has 90 after it"),
        (128, f"{needs}, the stream ended after 0 bytes", f"{needs}, the file has 0"),
        (129, f"{needs}, the stream ended after 1 byte", f"{needs}, the file has 1"),
        (175, f"{needs}, the stream ended after 47 bytes", f"{needs}, the file has 47"),
    ):
        bench.path("part").write_bytes(bench.path("a.npy").read_bytes()[:size])
        expect(bench.bash('cat part | "$TCALC" matmul - b.npy'), 3, f"tcalc: error: standard input: {of_stream}")
        expect(bench.bash('"$TCALC" matmul - b.npy < part'), 3, f"tcalc: error: standard input: {of_file}")
        expect(bench.run("matmul", "part", "b.npy"), 3, f"tcalc: error: part: {of_file}")


@check
def endless_devices_are_no_arrays(bench: Bench) -> None:
    expect(bench.run("matmul", "/dev/zero", "b.npy"), 3, "tcalc: error: /dev/zero: not an .npy file (first bytes 00 00 00 00)")
    expect(bench.run("matmul", "/dev/null", "b.npy"), 3,
           "tcalc: error: /dev/null: not an .npy file: 0 bytes, the header needs at least 10")
    result = bench.run("matmul", "/dev/urandom", "b.npy")
    equal(result.code, 3)
    if not re.fullmatch(r"tcalc: error: /dev/urandom: not an \.npy file \(first bytes( [0-9a-f]{2}){4}\)\n", result.err):
        raise Failed(result.err)
    with open("/dev/zero", "rb") as zeros:
        expect(bench.run("matmul", "-", "b.npy", stdin=zeros), 3,
               "tcalc: error: standard input: not an .npy file (first bytes 00 00 00 00)")


@check
def a_proc_file_is_read_though_it_claims_to_be_empty(bench: Bench) -> None:
    first = Path("/proc/version").read_bytes()[:4].hex(" ")
    expect(bench.run("matmul", "/proc/version", "b.npy"), 3, f"tcalc: error: /proc/version: not an .npy file (first bytes {first})")


@check
def a_file_on_proc_fd_can_be_an_operand(bench: Bench) -> None:
    expect(bench.bash('"$TCALC" matmul /dev/fd/5 b.npy 5< a.npy'), 0, "", bench.run("matmul", "a.npy", "b.npy").out)


@check
def an_input_may_be_given_twice(bench: Bench) -> None:
    square = numpy.arange(9.0).reshape(3, 3)
    numpy.save(bench.path("s.npy"), square)
    for flags, expected in (((), square @ square), (("--transpose-a",), square.T @ square), (("--transpose-b",), square @ square.T)):
        expect(bench.run("matmul", "s.npy", "s.npy", "-o", "out.npy", *flags), 0)
        same_array(bench.load("out.npy"), expected)


@check
def sigbus_names_the_file(bench: Bench) -> None:
    bench.path("out.npy").write_bytes(HELD)
    with held_between_header_and_data(bench, "-o", "out.npy") as (_, go_on):
        os.truncate(bench.path("a.npy"), 0)
        expect(go_on(), 3, "tcalc: error: a.npy: changed while it was being read")
    equal(bench.path("out.npy").read_bytes(), HELD)
    equal(bench.names(), {"a.npy", "b.npy", "fifo.npy", "out.npy"})


@check
def a_file_that_is_rewritten_while_it_is_read_is_named(bench: Bench) -> None:
    with held_between_header_and_data(bench, "-o", "out.npy") as (_, go_on):
        # The clock behind mtime ticks every few milliseconds.
        time.sleep(0.02)
        with open(bench.path("a.npy"), "r+b") as file:
            file.seek(130)
            file.write(b"x")
        expect(go_on(), 3, "tcalc: error: a.npy: changed while it was being read")
    equal(bench.names(), {"a.npy", "b.npy", "fifo.npy"})


@check
def an_input_that_is_replaced_by_name_stays_what_it_was(bench: Bench) -> None:
    with held_between_header_and_data(bench, "-o", "out.npy") as (_, go_on):
        bench.path("a.npy").unlink()
        expect(go_on(), 0)
    same_array(bench.load("out.npy"), bench.product)


@check
def too_many_open_files_is_an_error_of_the_file_that_was_one_too_many(bench: Bench) -> None:
    if bench.asan:
        raise Skipped("the sanitizers open files of their own")
    expect(bench.bash('ulimit -n 4; "$TCALC" matmul a.npy b.npy -o out.npy'), 3, "tcalc: error: b.npy: Too many open files")
    expect(bench.bash('ulimit -n 5; "$TCALC" matmul a.npy b.npy -o out.npy'), 4,
           "tcalc: error: out.npy: cannot create a file in '.': Too many open files")
    equal(bench.names(), {"a.npy", "b.npy"})


@check
def odd_bytes_in_a_path_are_opened_raw_and_shown_escaped(bench: Bench) -> None:
    expected = bench.run("matmul", "a.npy", "b.npy").out
    for raw, shown in (
        (b"a\xff.npy", r"'a\xff.npy'"),
        (b"a\n.npy", r"'a\n.npy'"),
        (b"\x1b[31mred.npy", r"'\x1b[31mred.npy'"),
        (b"a b.npy", "a b.npy"),
        ("\u00e9\u4e2d.npy".encode(), "\u00e9\u4e2d.npy"),
        ("\u009b2J.npy".encode(), r"'\xc2\x9b2J.npy'"),
    ):
        expect(bench.run("matmul", raw, "b.npy"), 3, f"tcalc: error: {shown}: No such file or directory")
        shutil.copy(bench.path("a.npy"), os.path.join(os.fsencode(bench.directory), raw))
        expect(bench.run("matmul", raw, "b.npy"), 0, "", expected)
        expect(bench.run("matmul", "a.npy", "b.npy", "-o", b"o" + raw), 0)
        expect(bench.run("matmul", "a.npy", "b.npy", "-o", b"no/" + raw), 4,
               f"tcalc: error: {shown[0] + 'no/' + shown[1:] if shown[0] == chr(39) else 'no/' + shown}: "
               "cannot create a file in 'no': No such file or directory")
        same_array(numpy.load(os.path.join(os.fsencode(bench.directory), b"o" + raw)), bench.product)


@check
def words_that_look_like_something_else_are_what_they_look_like(bench: Bench) -> None:
    expected = bench.run("matmul", "a.npy", "b.npy").out
    for name in ("2,3", "-1", "--out", "-x.npy", "dot", "(2,3).npy", "ones:2,3"):
        shutil.copy(bench.path("a.npy"), bench.path(name))
    expect(bench.run("matmul", "2,3", "3,4"), 0, "", b"(2, 4)\n")
    for name in ("./2,3", "./-1", "./--out", "dot", "(2,3).npy", "./ones:2,3"):
        expect(bench.run("matmul", name, "b.npy"), 0, "", expected)
    expect(bench.run("matmul", "--", "-x.npy", "b.npy"), 0, "", expected)
    expect(bench.run("matmul", "--", "--out", "b.npy"), 0, "", expected)
    expect(bench.run("matmul", "-x.npy", "b.npy"), 2,
           "tcalc: error: matmul: unknown option '-x.npy'\n  hint: a file of that name is ./-x.npy")
    expect(bench.run("matmul", "a.npy", "b.npy", "-o", ""), 2, "tcalc: error: --out needs a file name")
    expect(bench.run("matmul", *["a.npy"] * 5000), 2,
           "tcalc: error: matmul takes 2 operands, got 5000\n  hint: for example: tcalc matmul 10,12,4,5 10,12,5,8")


# --- outputs ---


@check
def a_full_device_is_an_error_whatever_is_printed(bench: Bench) -> None:
    for words in (
        ["matmul", "a.npy", "b.npy"],
        ["matmul", "a.npy", "b.npy", "-o", "-"],
        ["matmul", "2,3", "3,4"],
        ["matmul", "ones:300,1", "ones:1,300", "--full"],
        ["--help"], ["--version"], ["help", "dot"], ["matmul", "--help"],
    ):
        with open("/dev/full", "wb") as full:
            expect(bench.run(*words, stdout=full), 4, "tcalc: error: standard output: No space left on device")
    with open("/dev/full", "wb") as full:
        result = bench.run("matmul", "a.npy", "b.npy", "--json", stdout=full)
    expect(result, 4, '{"error":{"kind":"output","exit_code":4,"message":"standard output: No space left on device","details":[],"hints":[]}}')


@check
def a_closed_standard_output_is_an_error_only_for_what_is_printed(bench: Bench) -> None:
    said = "tcalc: error: standard output: Bad file descriptor"
    for words in ("matmul a.npy b.npy", "matmul a.npy b.npy -o -", "matmul 2,3 3,4", "--help", "--version"):
        expect(bench.bash(f'"$TCALC" {words} >&-'), 4, said)
    expect(bench.bash('"$TCALC" matmul a.npy b.npy -o /dev/stdout >&-'), 4, "tcalc: error: /dev/stdout: Bad file descriptor")
    expect(bench.bash('"$TCALC" matmul a.npy b.npy -o out.npy >&-'), 0)
    same_array(bench.load("out.npy"), bench.product)


@check
def closed_descriptors_are_never_taken_for_files(bench: Bench) -> None:
    expected = bench.run("matmul", "a.npy", "b.npy").out
    expect(bench.bash('"$TCALC" matmul a.npy b.npy <&-'), 0, "", expected)
    expect(bench.bash('"$TCALC" matmul - b.npy <&-'), 3, "tcalc: error: standard input: Bad file descriptor")
    expect(bench.bash('"$TCALC" matmul a.npy b.npy 2>&-'), 0, "", expected)
    expect(bench.bash('"$TCALC" matmul a.npy missing 2>&-'), 3)
    expect(bench.bash('"$TCALC" matmul a.npy b.npy -o out.npy <&- >&- 2>&-'), 0)
    same_array(bench.load("out.npy"), bench.product)
    expect(bench.bash('"$TCALC" matmul missing b.npy -o out.npy <&- >&- 2>&-'), 3)
    same_array(bench.load("out.npy"), bench.product)


@check
def a_standard_error_that_cannot_be_written_changes_no_exit_code(bench: Bench) -> None:
    bench.path("long.npy").write_bytes(bench.path("a.npy").read_bytes() + b"tail")
    for redirection in ("2> /dev/full", "2>&-"):
        expect(bench.bash(f'"$TCALC" matmul missing b.npy {redirection}'), 3)
        expect(bench.bash(f'"$TCALC" matmul long.npy b.npy -o out.npy {redirection}'), 0)
        same_array(bench.load("out.npy"), bench.product)


@check
def a_standard_error_that_nobody_reads_changes_no_exit_code(bench: Bench) -> None:
    bench.path("long.npy").write_bytes(bench.path("a.npy").read_bytes() + b"tail")
    for words, code in ((["matmul", "missing", "b.npy"], 3), (["matmul", "long.npy", "b.npy", "-o", "out.npy"], 0)):
        reader, writer = os.pipe()
        os.close(reader)
        result = bench.run(*words, stderr=writer)
        os.close(writer)
        equal(result.code, code, " ".join(words))
    same_array(bench.load("out.npy"), bench.product)


@check
def a_reader_that_leaves_ends_it_silently(bench: Bench) -> None:
    script = '"$TCALC" matmul ones:400,1 ones:1,400 --full | head -c 1 > /dev/null; echo "${PIPESTATUS[0]}"'
    expect(bench.bash(script), 0, "", b"141\n")


@check
def a_broken_pipe_is_an_error_where_sigpipe_is_ignored(bench: Bench) -> None:
    script = 'trap "" PIPE; "$TCALC" matmul ones:400,1 ones:1,400 --full | head -c 1 > /dev/null; echo "${PIPESTATUS[0]}"'
    expect(bench.bash(script), 0, "tcalc: error: standard output: Broken pipe", b"4\n")


@check
def output_equal_to_input_survives(bench: Bench) -> None:
    square = numpy.arange(9.0).reshape(3, 3)
    for name in ("s.npy", "./s.npy", "symlink.npy", "hard.npy"):
        for path in ("s.npy", "symlink.npy", "hard.npy"):
            bench.path(path).unlink(missing_ok=True)
        numpy.save(bench.path("s.npy"), square)
        bench.path("symlink.npy").symlink_to("s.npy")
        os.link(bench.path("s.npy"), bench.path("hard.npy"))
        expect(bench.run("matmul", "s.npy", "s.npy", "-o", name), 0)
        same_array(bench.load(name), square @ square)
        same_array(bench.load("s.npy"), square if name == "hard.npy" else square @ square)
    equal(bench.names(), {"a.npy", "b.npy", "s.npy", "symlink.npy", "hard.npy"})


@check
def standard_output_onto_an_input_is_refused(bench: Bench) -> None:
    before = bench.path("a.npy").read_bytes()
    refusal = "tcalc: error: a.npy: input file is output file\n  hint: write to another file, or use -o, which replaces it safely"
    for redirection in (">> a.npy", "1<> a.npy"):
        for words in ("matmul a.npy b.npy", "matmul a.npy b.npy -o -"):
            expect(bench.bash(f'"$TCALC" {words} {redirection}'), 2, refusal)
            equal(bench.path("a.npy").read_bytes(), before)
    expect(bench.bash('"$TCALC" matmul - b.npy < a.npy >> a.npy'), 2, refusal.replace("a.npy:", "standard input:"))
    equal(bench.path("a.npy").read_bytes(), before)


@check
def an_output_that_is_a_directory_is_refused_before_the_work(bench: Bench) -> None:
    bench.path("folder").mkdir()
    bench.path("link").symlink_to("folder")
    for name in ("folder", "folder/", "link", "new/"):
        expect(bench.run("matmul", "a.npy", "b.npy", "-o", name), 4, f"tcalc: error: {name}: Is a directory")
    equal(bench.names(), {"a.npy", "b.npy", "folder", "link"})
    equal(os.listdir(bench.path("folder")), [])


@check
def an_output_that_cannot_be_created_is_refused_before_the_work(bench: Bench) -> None:
    bench.path("loop").symlink_to("loop")
    long_name = "n" * 256
    for name, fact in (
        ("no/out.npy", "no/out.npy: cannot create a file in 'no': No such file or directory"),
        ("a.npy/x", "a.npy/x: Not a directory"),
        ("loop", "loop: Too many levels of symbolic links"),
        (long_name, f"{'n' * 200}...: File name too long"),
        ("/dev/fd/77", "/dev/fd/77: Bad file descriptor"),
    ):
        expect(bench.run("matmul", "a.npy", "b.npy", "-o", name), 4, f"tcalc: error: {fact}")
    # The data never come: that the output is bad is said without them.
    os.mkfifo(bench.path("fifo"))
    process = bench.start(bench.program, "matmul", "fifo", "b.npy", "-o", "no/out.npy")
    descriptor = open_for_writing(bench.path("fifo"))
    os.write(descriptor, bench.path("a.npy").read_bytes()[:128])
    result = bench.finish(process)
    os.close(descriptor)
    expect(result, 4, "tcalc: error: no/out.npy: cannot create a file in 'no': No such file or directory")


@check
def the_longest_file_name_can_be_written(bench: Bench) -> None:
    for name in ("n" * 255, "\u00e9" * 127):
        expect(bench.run("matmul", "a.npy", "b.npy", "-o", name), 0)
        same_array(bench.load(name), bench.product)


@check
def a_directory_without_rights_is_named(bench: Bench) -> None:
    folder = bench.path("closed")
    folder.mkdir()
    (folder / "out.npy").write_bytes(HELD)
    folder.chmod(0o555)
    for name in ("closed/out.npy", "closed/new.npy"):
        words = without_rights(bench, bench.program, "matmul", "a.npy", "b.npy", "-o", name)
        expect(bench.finish(bench.start(*words)), 4, f"tcalc: error: {name}: cannot create a file in 'closed': Permission denied")
    equal(os.listdir(folder), ["out.npy"])
    equal((folder / "out.npy").read_bytes(), HELD)


@check
def a_read_only_disk_is_named(bench: Bench) -> None:
    with small_disk(bench, "size=64k,ro"):
        expect(bench.run("matmul", "a.npy", "b.npy", "-o", "disk/out.npy"), 4,
               "tcalc: error: disk/out.npy: cannot create a file in 'disk': Read-only file system")


@check
def a_full_disk_leaves_the_target_as_it_was(bench: Bench) -> None:
    with small_disk(bench, "size=64k") as folder:
        (folder / "out.npy").write_bytes(HELD)
        for name in ("out.npy", "new.npy"):
            expect(bench.run("matmul", "ones:200,1", "ones:1,200", "-o", f"disk/{name}"), 4,
                   f"tcalc: error: disk/{name}: No space left on device")
            equal(os.listdir(folder), ["out.npy"])
            equal((folder / "out.npy").read_bytes(), HELD)
        with open(folder / "text", "wb") as text:
            expect(bench.run("matmul", "ones:200,1", "ones:1,200", "--full", stdout=text), 4,
                   "tcalc: error: standard output: No space left on device")


@check
def a_limit_on_file_size_leaves_the_target_as_it_was(bench: Bench) -> None:
    bench.path("out.npy").write_bytes(HELD)
    for name in ("out.npy", "new.npy"):
        expect(bench.bash(f'ulimit -f 16; "$TCALC" matmul ones:200,1 ones:1,200 -o {name}'), 4, f"tcalc: error: {name}: File too large")
        equal(bench.names(), {"a.npy", "b.npy", "out.npy"})
        equal(bench.path("out.npy").read_bytes(), HELD)
    expect(bench.bash('ulimit -f 16; "$TCALC" matmul ones:200,1 ones:1,200 --full > text'), 4,
           "tcalc: error: standard output: File too large")


@check
def a_symlink_is_kept_and_its_target_replaced(bench: Bench) -> None:
    bench.path("folder").mkdir()
    bench.path("folder/old.npy").write_bytes(HELD)
    bench.path("folder/inner").symlink_to("old.npy")
    bench.path("direct").symlink_to(bench.path("folder/old.npy"))
    bench.path("twice").symlink_to("folder/inner")
    bench.path("dangling").symlink_to("folder/new.npy")
    for link, target in (("direct", "folder/old.npy"), ("twice", "folder/old.npy"), ("dangling", "folder/new.npy")):
        expect(bench.run("matmul", "a.npy", "b.npy", "-o", link), 0)
        equal(bench.path(link).is_symlink(), True, link)
        equal(bench.path(target).is_symlink(), False, target)
        same_array(bench.load(target), bench.product)
        if bench.path("folder/old.npy").exists():
            bench.path("folder/old.npy").write_bytes(HELD)
    equal(bench.path("folder/inner").is_symlink(), True)
    equal(set(os.listdir(bench.path("folder"))), {"old.npy", "new.npy", "inner"})


@check
def another_hard_link_keeps_the_old_bytes(bench: Bench) -> None:
    bench.path("out.npy").write_bytes(HELD)
    os.link(bench.path("out.npy"), bench.path("other.npy"))
    expect(bench.run("matmul", "a.npy", "b.npy", "-o", "out.npy"), 0)
    same_array(bench.load("out.npy"), bench.product)
    equal(bench.path("other.npy").read_bytes(), HELD)


@check
def mode_bits_are_kept_and_a_new_file_obeys_the_umask(bench: Bench) -> None:
    def mode(name: str) -> str:
        return oct(stat.S_IMODE(bench.path(name).stat().st_mode))

    for bits in (0o600, 0o640, 0o755, 0o444, 0o666):
        bench.path("old.npy").unlink(missing_ok=True)
        bench.path("old.npy").write_bytes(HELD)
        bench.path("old.npy").chmod(bits)
        expect(bench.run("matmul", "a.npy", "b.npy", "-o", "old.npy"), 0)
        equal(mode("old.npy"), oct(bits))
        same_array(bench.load("old.npy"), bench.product)
    for mask, bits in (("022", 0o644), ("000", 0o666), ("077", 0o600), ("027", 0o640)):
        bench.path("new.npy").unlink(missing_ok=True)
        expect(bench.bash(f'umask {mask}; "$TCALC" matmul a.npy b.npy -o new.npy'), 0)
        equal(mode("new.npy"), oct(bits), f"umask {mask}")


@check
def what_is_no_regular_file_is_written_directly(bench: Bench) -> None:
    expect(bench.run("matmul", "a.npy", "b.npy", "-o", "out.npy"), 0)
    whole = bench.path("out.npy").read_bytes()
    os.mkfifo(bench.path("fifo"))
    bench.path("link").symlink_to("fifo")
    for command in (
        '"$TCALC" matmul a.npy b.npy -o fifo & cat fifo; wait $!',
        '"$TCALC" matmul a.npy b.npy -o link & cat fifo; wait $!',
        '"$TCALC" matmul a.npy b.npy -o >(cat); sleep 0.1',
        '"$TCALC" matmul a.npy b.npy -o -',
        '"$TCALC" matmul a.npy b.npy -o - | cat',
        '"$TCALC" matmul a.npy b.npy -o /dev/stdout',
        '"$TCALC" matmul a.npy b.npy -o /dev/stdout | cat',
        '"$TCALC" matmul a.npy b.npy -o /dev/fd/3 3>&1',
    ):
        expect(bench.bash(command), 0, "", whole)
    equal(stat.S_ISFIFO(os.stat(bench.path("fifo")).st_mode), True)
    equal(bench.names(), {"a.npy", "b.npy", "out.npy", "fifo", "link"})


@check
def a_device_is_written_directly(bench: Bench) -> None:
    null, full = device(bench, "null", 3), device(bench, "full", 7)
    before = bench.names()
    expect(bench.run("matmul", "a.npy", "b.npy", "-o", null), 0)
    expect(bench.run("matmul", "a.npy", "b.npy", "-o", full), 4, f"tcalc: error: {full}: No space left on device")
    for name in (null, full):
        equal(stat.S_ISCHR(os.stat(bench.directory / name).st_mode), True, name)
    equal(bench.names(), before)


@check
def dev_stdout_is_the_descriptor_even_where_it_is_a_regular_file(bench: Bench) -> None:
    bench.path("link").symlink_to("/dev/stdout")
    expect(bench.bash('{ "$TCALC" matmul a.npy b.npy -o /dev/stdout; "$TCALC" matmul a.npy b.npy -o link; } > both'), 0)
    one = bench.run("matmul", "a.npy", "b.npy", "-o", "-").out
    equal(bench.path("both").read_bytes(), one + one)
    with tempfile.TemporaryFile(dir=bench.directory) as nameless:
        expect(bench.run("matmul", "a.npy", "b.npy", "-o", "/dev/stdout", stdout=nameless), 0)
        nameless.seek(0)
        equal(nameless.read(), one)
    equal(bench.names(), {"a.npy", "b.npy", "link", "both"})


@check
def twenty_writers_leave_one_complete_result(bench: Bench) -> None:
    wholes = []
    for i in range(20):
        expect(bench.run("matmul", f"full={i}:60,1", "ones:1,60", "-o", f"{i}.npy"), 0)
        wholes.append(bench.path(f"{i}.npy").read_bytes())
        bench.path(f"{i}.npy").unlink()
    running = [bench.start(bench.program, "matmul", f"full={i}:60,1", "ones:1,60", "-o", "out.npy") for i in range(20)]
    for process in running:
        expect(bench.finish(process), 0)
    equal(bench.names(), {"a.npy", "b.npy", "out.npy"})
    equal(wholes.count(bench.path("out.npy").read_bytes()), 1, "complete results")


# --- signals ---


@check
def signals_leave_no_temporary(bench: Bench) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        bench.path("out.npy").write_bytes(HELD)
        with held_between_header_and_data(bench, "-o", "out.npy") as (process, _):
            left = bench.names() - {"a.npy", "b.npy", "fifo.npy", "out.npy"}
            equal([bool(re.fullmatch(r"\.out\.npy\.[a-z0-9]{6}\.tmp", name)) for name in left], [True], f"temporary in {left}")
            process.send_signal(number)
            expect(bench.finish(process), 128 + number)
        equal(bench.names(), {"a.npy", "b.npy", "fifo.npy", "out.npy"})
        equal(bench.path("out.npy").read_bytes(), HELD)
        bench.path("fifo.npy").unlink()


@check
def a_signal_that_the_parent_ignores_stays_ignored(bench: Bench) -> None:
    def ignore() -> None:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)

    os.mkfifo(bench.path("fifo"))
    process = bench.start(bench.program, "matmul", "fifo", "b.npy", "-o", "out.npy", preexec_fn=ignore)
    descriptor = open_for_writing(bench.path("fifo"))
    content = bench.path("a.npy").read_bytes()
    os.write(descriptor, content[:128])
    wait_until(lambda: len(bench.names()) == 4, "the temporary file appears")
    process.send_signal(signal.SIGHUP)
    os.write(descriptor, content[128:])
    os.close(descriptor)
    expect(bench.finish(process), 0)
    same_array(bench.load("out.npy"), bench.product)


# --- system calls that fail ---


def under_strace(bench: Bench, injection: str, *words: str, options: tuple[str, ...] = (), **rest) -> tuple[Result, int]:
    """The result, and how many calls were made to fail."""
    log = bench.directory.parent / "strace.log"  # outside of the directory that is looked at
    # LeakSanitizer cannot work in a traced process.
    sanitizer = ":".join(filter(None, [bench.env.get("ASAN_OPTIONS"), "detect_leaks=0"]))
    trace = ["strace", "-f", "-qq", "-o", str(log), "-e", f"trace={injection.split(':')[0]}", "-e", f"inject={injection}", *options]
    result = bench.finish(bench.start(*trace, bench.program, *words, env=bench.env | {"ASAN_OPTIONS": sanitizer}, **rest))
    return result, log.read_text(errors="replace").count("(INJECTED)")


def require_strace(bench: Bench) -> None:
    if shutil.which("strace", path=bench.env["PATH"]) is None:
        raise Skipped("strace is not installed")
    tried = subprocess.run(["strace", "-qq", "-o", "/dev/null", "-e", "inject=getpid:error=EPERM", "true"], capture_output=True)
    if tried.returncode != 0:
        raise Skipped("strace may not trace")


@check
def every_failing_syscall_leaves_the_target_as_it_was(bench: Bench) -> None:
    require_strace(bench)
    words = ["matmul", "a.npy", "b.npy", "--sync", "-o", "out.npy"]
    files = {"a.npy", "b.npy", "out.npy"}
    expect(bench.run(*words), 0)
    whole = bench.path("out.npy").read_bytes()
    said = set()
    for call, error in (("write", "ENOSPC"), ("fsync", "EIO"), ("rename", "EXDEV"), ("close", "EDQUOT"), ("fchmod", "EPERM"),
                        ("ftruncate", "EFBIG"), ("openat", "ENFILE"), ("readlink", "EIO"), ("lseek", "EIO"), ("mmap", "ENODEV")):
        # Which calls the loader makes is not ours: it dies of some with 127, or with a signal under ASan.
        for number in range(1, 400):
            bench.path("out.npy").write_bytes(HELD)
            result, reached = under_strace(bench, f"{call}:error={error}:when={number}", *words)
            if bench.asan and re.search(r"Sanitizer|runtime error", result.err):
                # The sanitizer's own call was hit, and it ended the program on the spot.
                for name in bench.names() - files:
                    bench.path(name).unlink()
                continue
            where = f"{call} {number}: exit code {result.code}, {result.err!r}"
            equal(bench.names(), files, where)
            content = bench.path("out.npy").read_bytes()
            said.add((result.code, result.err))
            if result.code == 0:
                equal(content, whole, where)
            elif "its folder cannot be synchronised" not in result.err:  # too late to go back
                equal(content, HELD, where)
            if not reached:
                equal(result.code, 0, where)
                break
        else:
            raise Failed(f"{call} has no end")
    for fact in ("No space left on device", "Invalid cross-device link", "Input/output error", "Operation not permitted", "Disk quota exceeded",
                 "cannot create a file in '.': Too many open files in system", "Too many open files in system",
                 "written, but its folder cannot be synchronised: Input/output error"):
        equal((4, f"tcalc: error: out.npy: {fact}\n") in said, True, f"was never said: {fact}")


@check
def every_failing_write_to_or_close_of_standard_output_is_reported(bench: Bench) -> None:
    require_strace(bench)
    for words in (["matmul", "a.npy", "b.npy"], ["matmul", "a.npy", "b.npy", "-o", "-"], ["--help"],
                  ["matmul", "ones:400,1", "ones:1,400", "--full"]):
        number, reached = 1, 1
        while reached:
            result, reached = under_strace(bench, f"write:error=ENOSPC:when={number}", *words)
            if reached and not (bench.asan and "Sanitizer" in result.err):
                expect(result, 4, "tcalc: error: standard output: No space left on device", None)
            number += 1
        equal((result.code, result.err), (0, ""))
        said, number, reached = set(), 1, 1
        while reached:
            result, reached = under_strace(bench, f"close:error=EDQUOT:when={number}", *words)
            said.add((result.code, result.err))
            number += 1
        equal((4, "tcalc: error: standard output: Disk quota exceeded\n") in said, True, "a failing close is reported")


@check
def an_interrupted_call_is_tried_again(bench: Bench) -> None:
    require_strace(bench)
    expect(bench.run("matmul", "a.npy", "b.npy", "-o", "expected.npy"), 0)
    whole = bench.path("expected.npy").read_bytes()
    number, reached = 1, 1
    while reached:
        result, reached = under_strace(bench, f"write:error=EINTR:when={number}", "matmul", "a.npy", "b.npy", "-o", "out.npy")
        expect(result, 0)
        equal(bench.path("out.npy").read_bytes(), whole)
        number += 1
    with open(bench.path("a.npy"), "rb") as a:
        result, count = under_strace(bench, "read:error=EINTR:when=1..2", "matmul", "-", "b.npy", "-o", "-",
                                     options=("-P", str(bench.path("a.npy"))), stdin=a)
    expect(result, 0, "", whole)
    equal(count, 2, "interrupted reads")


@check
def a_write_that_takes_few_bytes_is_continued(bench: Bench) -> None:
    # A pipe that holds one page takes a large write in pieces.
    reader, writer = os.pipe()
    fcntl.fcntl(writer, fcntl.F_SETPIPE_SZ, 4096)
    process = bench.start(bench.program, "matmul", "ones:100,1", "ones:1,100", "-o", "-", stdout=writer)
    os.close(writer)
    got = bytearray()
    while piece := os.read(reader, 1000):
        got += piece
    os.close(reader)
    expect(bench.finish(process), 0)
    equal(bytes(got[128:]), numpy.ones((100, 100)).tobytes())


# --- memory and surroundings ---


@check
def a_result_larger_than_memory_is_refused_before_data_are_read(bench: Bench) -> None:
    bench.path("out.npy").write_bytes(HELD)
    os.mkfifo(bench.path("fifo"))
    header = bench.directory / "header"
    with open(header, "wb") as file:
        numpy.lib.format.write_array_header_1_0(file, {"descr": "<f8", "fortran_order": False, "shape": (10_000_000, 1)})
    said = (r"tcalc: error: matmul: result \(10000000, 10000000\) float64 needs 728 TiB, [0-9.]+ [KMGT]iB are available\n"
            r"  hint: --shape prints the shape and computes nothing\n")
    begin = time.monotonic()
    process = bench.start(bench.program, "matmul", "fifo", "ones:1,10000000", "-o", "out.npy")
    descriptor = open_for_writing(bench.path("fifo"))
    os.write(descriptor, header.read_bytes())  # and never any data
    result = bench.finish(process)
    os.close(descriptor)
    equal(result.code, 5)
    if not re.fullmatch(said, result.err):
        raise Failed(result.err)
    equal(bench.path("out.npy").read_bytes(), HELD)
    equal(time.monotonic() - begin < (5 if bench.asan else 1), True, "soon")


@check
def an_array_larger_than_memory_is_refused_by_its_header(bench: Bench) -> None:
    with open(bench.path("header"), "wb") as file:
        numpy.lib.format.write_array_header_1_0(file, {"descr": "<f8", "fortran_order": False, "shape": (1 << 24, 1 << 24)})
    said = r"shape \(16777216, 16777216\) float64 needs 2 PiB, [0-9.]+ [KMGT]iB are available\n"
    result = bench.bash('cat header | "$TCALC" matmul - -')
    equal(result.code, 5)
    if not re.fullmatch("tcalc: error: standard input: " + said, result.err):
        raise Failed(result.err)


@check
def a_size_that_overflows_is_refused(bench: Bench) -> None:
    expect(bench.run("dot", "zeros:1099511627776,0", "zeros:0,1099511627776"), 5,
           "tcalc: error: dot: result (1099511627776, 1099511627776) has too many elements")


@check
def a_limit_on_the_address_space_is_respected(bench: Bench) -> None:
    if bench.asan:
        raise Skipped("AddressSanitizer needs the whole address space")
    bench.path("out.npy").write_bytes(HELD)
    result = bench.bash('ulimit -v 600000; "$TCALC" matmul ones:10000,1 ones:1,10000 -o out.npy')
    equal(result.code, 5)
    if not re.fullmatch(r"tcalc: error: matmul: result \(10000, 10000\) float64 needs 763 MiB, [0-9.]+ (MiB|KiB|bytes) are available\n"
                        r"  hint: --shape prints the shape and computes nothing\n", result.err):
        raise Failed(result.err)
    equal(bench.path("out.npy").read_bytes(), HELD)
    expect(bench.bash('ulimit -v 600000; "$TCALC" matmul a.npy b.npy -o out.npy'), 0)
    same_array(bench.load("out.npy"), bench.product)


@check
def the_locale_changes_nothing(bench: Bench) -> None:
    words = ["matmul", "[[1.5,2e-9],[1234567.25,0]]", "[[0.1,1],[3,0.25]]"]
    for options in ([], ["--json"], ["--precision", "2"]):
        expected = bench.run(*words, *options)
        equal(expected.code, 0)
        for name in ("de_DE.UTF-8", "fr_FR", "C", "tr_TR.UTF-8"):
            bench.env |= {"LC_ALL": name, "LANG": name}
            got = bench.run(*words, *options)
            equal(got, expected, name)


@check
def an_empty_environment_is_enough(bench: Bench) -> None:
    expected = bench.run("matmul", "a.npy", "b.npy").out
    bench.env = {name: bench.env[name] for name in shell.KEPT if name in bench.env}
    expect(bench.run("matmul", "a.npy", "b.npy"), 0, "", expected)
    expect(bench.run("matmul", "a.npy", "b.npy", "-o", "out.npy"), 0)
    same_array(bench.load("out.npy"), bench.product)


@check
def a_command_line_without_even_a_name_is_survived(bench: Bench) -> None:
    expected = bench.run()
    libc = ctypes.CDLL(None, use_errno=True)
    nothing = (ctypes.c_char_p * 1)(None)
    kept = [f"{name}={value}".encode() for name, value in bench.env.items()]
    environment = (ctypes.c_char_p * (len(kept) + 1))(*kept, None)

    def become() -> None:
        libc.execve(bench.program.encode(), nothing, environment)

    result = bench.finish(bench.start("true", preexec_fn=become))
    equal(result, expected)


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
