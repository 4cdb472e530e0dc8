"""One call in particular fails: it is found by what stands in it, so that the loader's do not count."""

import os
import shutil

import numpy

from parts import operands
from system_calls import require_strace, under_strace
from workbench import Bench, check, device, equal, expect, Failed, HELD, open_for_writing, same_array, Skipped, wait_until_open


def place_of(bench: Bench, call: str, text: str, *words: str, nth: int = 1, **rest) -> int:
    """Which of a run's calls of that name is the nth that has this text, from 1 on."""
    log = bench.directory.parent / "calls.log"
    trace = ["strace", "-f", "-qq", "-s", "300", "-o", str(log), "-e", f"trace={call}"]
    bench.finish(bench.start(*trace, bench.program, *words, **rest))
    lines = [line for line in log.read_text(errors="replace").splitlines() if f"{call}(" in line]
    found = [place for place, line in enumerate(lines, 1) if text in line]
    if len(found) < nth:
        raise Failed(f"{call} {nth} of {text!r} is not among {lines}")
    return found[nth - 1]


def failing(bench: Bench, call: str, error: str, text: str, *words: str, nth: int = 1, more: int = 0, **rest):
    """The result where that call fails, and so many after it."""
    before = {path: path.read_bytes() for path in bench.directory.iterdir() if path.is_file()}
    first = place_of(bench, call, text, *words, nth=nth, **rest)
    for path in bench.directory.iterdir():  # as they were
        if path.is_dir():
            shutil.rmtree(path)
        elif path.is_file() and path not in before:
            path.unlink()
        elif path.is_file() and path.read_bytes() != before[path]:
            path.write_bytes(before[path])
    return under_strace(bench, f"{call}:error={error}:when={first}..{first + more}", *words, **rest)[0]


def ready(bench: Bench) -> None:
    require_strace(bench)
    if bench.asan:
        raise Skipped("the sanitizers make calls of their own")


@check
def a_call_for_an_input_that_fails_is_said_of_that_input(bench: Bench) -> None:
    ready(bench)
    expect(bench.run("new", "[1,2]", "-o", "x.npz:x"), 0)
    expect(failing(bench, "pread64", "EIO", "PK", "show", "x.npz:x"), 3, "tcalc: error: x.npz: Input/output error")
    expect(failing(bench, "pread64", "EINTR", "PK", "show", "x.npz:x", more=2), 0, "", b"(2,) int64\n[1 2]\n")
    for place, said in ((1, "Input/output error"), (2, "changed while it was being read")):
        result, _ = under_strace(bench, f"fstat,newfstatat:error=EIO:when={place}", "matmul", "a.npy", "b.npy",
                                 options=("-P", str(bench.path("a.npy"))))
        expect(result, 3, f"tcalc: error: a.npy: {said}")
    with open(bench.path("a.npy"), "rb") as a:
        result, count = under_strace(bench, "read:error=EINTR:when=1..2", "matmul", "-", "b.npy", stdin=a,
                                     options=("-P", str(bench.path("a.npy"))))
        expect(result, 0, "", bench.run("matmul", "a.npy", "b.npy").out)
        equal(count, 2, "interrupted reads")
        a.seek(0)
        expect(failing(bench, "read", "EIO", "NUMPY", "matmul", "-", "b.npy", stdin=a), 3,
               "tcalc: error: standard input: Input/output error")


@check
def a_call_for_an_output_that_fails_leaves_it_as_it_was(bench: Bench) -> None:
    ready(bench)
    words = ["matmul", "a.npy", "b.npy", "-o", "out.npy"]
    bench.path("out.npy").write_bytes(HELD)
    random = 'out.npy.'
    expect(failing(bench, "openat", "EEXIST", random, *words, more=99), 4, "tcalc: error: out.npy: File exists")
    equal(bench.path("out.npy").read_bytes(), HELD)
    expect(failing(bench, "openat", "EEXIST", random, *words, more=3), 0)
    same_array(bench.load("out.npy"), bench.product)
    expect(failing(bench, "fallocate", "EINTR", "", *words, more=3), 0)
    same_array(bench.load("out.npy"), bench.product)
    expect(failing(bench, "fallocate", "ENOSYS", "", *words), 0)
    same_array(bench.load("out.npy"), bench.product)
    equal(bench.names(), {"a.npy", "b.npy", "out.npy"})
    expect(failing(bench, "fstatfs", "EIO", "", "new", "[1]", "-o", "x.npz:x"), 4, "tcalc: error: x.npz: Input/output error")
    equal(bench.names(), {"a.npy", "b.npy", "out.npy"})
    expect(failing(bench, "pwrite64", "EIO", "PK", "new", "[1]", "-o", "x.npz:x"), 4, "tcalc: error: x.npz: Input/output error")
    equal(bench.names(), {"a.npy", "b.npy", "out.npy"})
    expect(failing(bench, "pwrite64", "EINTR", "PK", "new", "[1]", "-o", "x.npz:x", more=2), 0)
    same_array(bench.load("x.npz")["x"], numpy.array([1]))
    # Whoever may not give a file away gives no powers with it.
    bench.path("out.npy").chmod(0o6755)
    expect(failing(bench, "fchown", "EPERM", "", *words, more=1), 0)
    equal(oct(bench.path("out.npy").stat().st_mode & 0o7777), "0o755")
    expect(failing(bench, "write", "EINTR", "(2, 4) float64", "matmul", "a.npy", "b.npy"), 0, "",
           b"(2, 4) float64\n[[20. 23. 26. 29.]\n [56. 68. 80. 92.]]\n")
    expect(failing(bench, "close", "EDQUOT", "close(1)", "matmul", "a.npy", "b.npy"), 4,
           "tcalc: error: standard output: Disk quota exceeded", None)


@check
def a_call_that_fails_while_a_file_grows_leaves_it_as_it_was(bench: Bench) -> None:
    ready(bench)
    expect(bench.run("new", "ones:1,3", "-o", "g.npy"), 0)
    held = bench.path("g.npy").read_bytes()
    words = ["append", "g.npy", "a.npy"]
    for call, error, text, nth, said in (
        ("openat", "EMFILE", "g.npy", 2, "Too many open files"),
        ("fdatasync", "EIO", "", 1, "Input/output error"),
        ("pwrite64", "ENOSPC", "", 1, "No space left on device"),
    ):
        expect(failing(bench, call, error, text, *words, nth=nth), 4, f"tcalc: error: g.npy: {said}")
        equal(bench.path("g.npy").read_bytes(), held, call)
    expect(under_strace(bench, "fstat,newfstatat:error=EIO:when=2", *words, options=("-P", str(bench.path("g.npy"))))[0], 4,
           "tcalc: error: g.npy: Input/output error")
    expect(failing(bench, "newfstatat", "ENOENT", '"g.npy"', *words, nth=2), 4,
           "tcalc: error: g.npy: was replaced by another file while it was appended to")
    equal(bench.path("g.npy").read_bytes(), held)
    expect(failing(bench, "flock", "EINTR", "LOCK_EX", *words, more=2), 0)
    expect(failing(bench, "flock", "ENOLCK", "LOCK_EX", *words), 0)
    same_array(bench.load("g.npy"), numpy.concatenate([numpy.ones((1, 3)), bench.a, bench.a]))
    bench.path("g.npy").write_bytes(held)
    expect(failing(bench, "flock", "EINTR", "LOCK_EX", *words, more=2), 0)
    whole = bench.path("g.npy").read_bytes()
    same_array(bench.load("g.npy"), numpy.concatenate([numpy.ones((1, 3)), bench.a]))
    # A folder that cannot be locked is one that others may change at the same time; the file is not.
    expect(failing(bench, "openat", "EACCES", "O_DIRECTORY", *words), 0)
    same_array(bench.load("g.npy"), numpy.concatenate([numpy.ones((1, 3)), bench.a, bench.a]))
    bench.path("g.npy").write_bytes(whole)
    expect(failing(bench, "fdatasync", "EIO", "", *words, "--sync", nth=2), 4,
           "tcalc: error: g.npy: appended, but its header cannot be synchronised: Input/output error")
    same_array(bench.load("g.npy"), numpy.concatenate([numpy.ones((1, 3)), bench.a, bench.a]))


@check
def a_file_that_is_replaced_while_it_is_appended_to_is_not_written(bench: Bench) -> None:
    expect(bench.run("new", "ones:1,3", "-o", "g.npy"), 0)
    os.mkfifo(bench.path("fifo.npy"))
    content = bench.path("a.npy").read_bytes()
    process = bench.start(bench.program, "append", "g.npy", "fifo.npy")
    descriptor = open_for_writing(bench.path("fifo.npy"))
    os.write(descriptor, content[:128])
    wait_until_open(process, bench.path("g.npy"))
    bench.path("other.npy").write_bytes(HELD)
    bench.path("other.npy").rename(bench.path("g.npy"))
    os.write(descriptor, content[128:])
    os.close(descriptor)
    expect(bench.finish(process), 4, "tcalc: error: g.npy: was replaced by another file while it was appended to")
    equal(bench.path("g.npy").read_bytes(), HELD)


@check
def a_file_system_that_cannot_exchange_names_is_published_to_all_the_same(bench: Bench) -> None:
    ready(bench)
    words = ["show", "a.npy", "--svg", "one.svg", "--png", "two.png"]
    expect(bench.run(*words), 0, "", None)
    whole = bench.path("one.svg").read_bytes()
    for error in ("EINVAL", "ENOSYS", "EOPNOTSUPP"):
        bench.path("one.svg").write_bytes(HELD)
        expect(failing(bench, "renameat2", error, "one.svg", *words), 0, "", None)
        equal(bench.path("one.svg").read_bytes(), whole, error)
    bench.path("two.png").write_bytes(HELD)
    both = ("-e", "trace=renameat2,rename", "-e", "inject=rename:error=EIO:when=2")
    expect(under_strace(bench, "renameat2:error=EINVAL", *words, options=both)[0], 4,
           "tcalc: error: two.png: Input/output error; one.svg is replaced already", None)
    equal(bench.path("two.png").read_bytes(), HELD)
    # What is no regular file has been written, and has no name to take back.
    null = device(bench, "null", 3)
    expect(failing(bench, "rename", "EIO", "two.png", "show", "a.npy", "--svg", null, "--png", "two.png"), 4,
           "tcalc: error: two.png: Input/output error", None)
    equal(bench.path("two.png").read_bytes(), HELD)


@check
def a_call_that_fails_once_begins_a_part_again_and_one_that_always_does_leaves_nothing(bench: Bench) -> None:
    ready(bench)
    words = ["matmul", "a.npy", "b.npy", "-o", "out.npy", "--part", "1/1"]
    files = {"a.npy", "b.npy"}
    for call, error, text, once, said in (
        ("mkdir", "EACCES", ".parts", 4, "cannot create a folder in '.': Permission denied"),
        ("openat", "EMFILE", "/new.", 0, "Too many open files"),
        ("openat", "EMFILE", "/kind.", 0, "Too many open files"),
        ("fallocate", "ENOSPC", "", 0, "No space left on device"),
        ("fsync", "EIO", "", 0, "Input/output error"),
        ("rename", "EIO", "/kind.", 0, "Input/output error"),
        ("link", "EPERM", "", 0, "Operation not permitted"),
        ("rename", "EIO", "/data", 4, "Input/output error"),
    ):
        expect(failing(bench, call, error, text, *words, more=27), 4, f"tcalc: error: out.npy: {said}")  # ten tries of three calls
        equal(bench.names(), files, f"{call} {text}")
        equal(failing(bench, call, error, text, *words).code, once, f"{call} {text}")
        equal(bench.names(), files | ({"out.npy"} if once == 0 else set()), f"{call} {text}")
        bench.path("out.npy").unlink(missing_ok=True)


@check
def parts_where_room_cannot_be_reserved_or_rights_kept(bench: Bench) -> None:
    ready(bench)
    words = ["matmul", "a.npy", "b.npy", "-o", "out.npy", "--part", "1/1"]
    expect(failing(bench, "fallocate", "EOPNOTSUPP", "", *words), 0)
    same_array(bench.load("out.npy"), bench.product)
    bench.path("out.npy").write_bytes(HELD)
    both = ("-e", "trace=fallocate,ftruncate", "-e", "inject=ftruncate:error=EFBIG:when=1..10")  # as often as it is tried
    expect(under_strace(bench, "fallocate:error=EOPNOTSUPP", *words, options=both)[0], 4, "tcalc: error: out.npy: File too large")
    equal(bench.path("out.npy").read_bytes(), HELD)
    expect(failing(bench, "fchmod", "EPERM", "", *words), 4, "tcalc: error: out.npy: Operation not permitted")
    equal(bench.path("out.npy").read_bytes(), HELD)
    equal(bench.names(), {"a.npy", "b.npy", "out.npy"})


def place_in_last_part(bench: Bench, call: str, text: str, *words: str, nth: int = 1) -> int:
    """The same of part 2/2 of c.npy, of which 1/2 is stored again and c.npy is not there then."""
    equal(bench.run(*words, "1/2").code, 0)
    place = place_of(bench, call, text, *words, "2/2", nth=nth)
    bench.path("c.npy").unlink()
    equal(bench.run(*words, "1/2").code, 0)
    return place


@check
def a_call_that_fails_loses_no_part(bench: Bench) -> None:
    ready(bench)
    operands(bench)
    words = ["eval", "exp(x) + 1", "x=y.npy", "-o", "c.npy", "--part"]
    expect(bench.run(*words[:-2], "whole.npy"), 0)
    for call, error, text, nth in (("fsync", "EIO", "", 1), ("openat", "EIO", '.parts/2"', 1), ("rename", "EIO", "/data", 1),
                                   ("newfstatat", "EIO", '"c.npy"', 1)):
        place = place_in_last_part(bench, call, text, *words, nth=nth)
        expect(under_strace(bench, f"{call}:error={error}:when={place}", *words, "2/2")[0], 4, "tcalc: error: c.npy: Input/output error")
        equal("c.npy" in bench.names(), False)
        expect(bench.run(*words, "2/2"), 0)
        equal(bench.path("c.npy").read_bytes(), bench.path("whole.npy").read_bytes(), call)
        bench.path("c.npy").unlink()
