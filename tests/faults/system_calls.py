"""Every system call in turn fails, or is interrupted."""

import fcntl
import os
import re
import shutil
import subprocess

import numpy

from workbench import Bench, check, device, equal, expect, Failed, HELD, Result, Skipped


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
    failures = [
        ("fallocate", "ENOSPC", ["No space left on device"]),
        ("fsync", "EIO", ["Input/output error", "written, but its folder cannot be synchronised: Input/output error"]),
        ("rename", "EXDEV", ["Invalid cross-device link"]),
        ("fchmod", "EPERM", ["Operation not permitted"]),
        ("close", "EDQUOT", ["Disk quota exceeded"]),
        ("openat", "ENFILE", ["cannot create a file in '.': Too many open files in system", "Too many open files in system"]),
        ("ftruncate", "EFBIG", []),
        ("readlink", "EIO", []),
        ("lseek", "EIO", []),
        ("mmap", "ENODEV", []),
    ]
    if bench.asan:  # which cannot live without mmap, and makes hundreds of the others
        failures = failures[:4]
    for call, error, _ in failures:
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
    for fact in (fact for _, _, facts in failures for fact in facts):
        equal((4, f"tcalc: error: out.npy: {fact}\n") in said, True, f"was never said: {fact}")


@check
def a_file_system_that_cannot_reserve_is_written_to(bench: Bench) -> None:
    require_strace(bench)
    if bench.asan:
        raise Skipped("the sanitizers write, too, and do not live with a failure")
    words = ["matmul", "a.npy", "b.npy", "-o", "out.npy"]
    expect(bench.run(*words), 0)
    whole = bench.path("out.npy").read_bytes()
    cannot = ("-e", "trace=write,fallocate", "-e", "inject=fallocate:error=EOPNOTSUPP")
    for failure, code, err, content in (
        ("EINTR:when=1", 0, "", whole),
        ("ENOSPC:when=1", 4, "tcalc: error: out.npy: No space left on device", HELD),
        ("EIO:when=2", 4, "tcalc: error: out.npy: Input/output error", HELD),
    ):
        bench.path("out.npy").write_bytes(HELD)
        result, reached = under_strace(bench, f"write:error={failure}", *words, options=cannot)
        expect(result, code, err)
        equal(bench.path("out.npy").read_bytes(), content)
        equal(reached, 2, "failed calls")
    equal(bench.names(), {"a.npy", "b.npy", "out.npy"})


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
        if bench.asan:  # closes hundreds of its own
            continue
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
