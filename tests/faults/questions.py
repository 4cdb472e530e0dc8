"""The system does not answer what it is asked: how many processors there are, which limits hold, who owns what."""

import os
import pty
import shutil
import time

from libraries import SMALL_HDF5
from parts import operands
from single_calls import failing, place_in_last_part, ready
from system_calls import under_strace
from workbench import Bench, check, equal, expect, HELD, held_between_header_and_data, same_array, Skipped, without_rights


@check
def what_the_system_does_not_say_of_itself_is_done_without(bench: Bench) -> None:
    ready(bench)
    product = bench.run("matmul", "a.npy", "b.npy").out
    for injection in ("prlimit64:error=EPERM", "sched_getaffinity:error=EINVAL:when=1", "sched_getaffinity:error=EINVAL",
                      "getrlimit:error=EPERM", "sysinfo:error=EPERM"):
        expect(under_strace(bench, injection, "matmul", "a.npy", "b.npy")[0], 0, "", product)
    large = ("eval", "(ones((600, 600)) @ ones((600, 600))).sum()", "--threads", "2")
    for call, text in (("newfstatat", "/proc/self/task"), ("openat", "/proc/meminfo"), ("openat", "/proc/self/cgroup")):
        expect(failing(bench, call, "ENOENT", text, *large, more=9999), 0, "", b"216000000.0\n")


@check
def an_hdf5_file_is_read_where_its_memory_cannot_be_bounded(bench: Bench) -> None:
    ready(bench)
    shutil.copy(SMALL_HDF5, bench.path("s.h5"))
    listed = bench.run("info", "s.h5")
    if listed.code != 0:
        raise Skipped("libhdf5 is not installed")
    expect(failing(bench, "openat", "EPERM", "/proc/self/status", "info", "s.h5"), 0, "", listed.out)
    expect(under_strace(bench, "prlimit64:error=EPERM", "info", "s.h5")[0], 0, "", listed.out)
    result = bench.bash('ulimit -d 200000; "$TCALC" info s.h5')  # less than tcalc would set
    expect(result, 0, "", listed.out)


@check
def what_cannot_be_cleaned_away_is_said(bench: Bench) -> None:
    ready(bench)
    bench.path(".out.npy.abc123.tcalc.tmp").write_bytes(HELD)
    time.sleep(2.1)  # younger ones are left alone
    for error, code, said in (("EACCES", 4, "tcalc: error: .out.npy.abc123.tcalc.tmp: Permission denied"), ("ENOENT", 0, "")):
        expect(under_strace(bench, f"unlinkat:error={error}", "clean")[0], code, said)
        equal(".out.npy.abc123.tcalc.tmp" in bench.names(), True)
    bench.path(".out.npy.abc123.tcalc.tmp").unlink()
    bench.path(".c.npy.0123.tcalc.parts").mkdir()
    bench.path(".c.npy.0123.tcalc.parts/1").touch()
    expect(under_strace(bench, "unlinkat:error=EACCES", "clean", "--unfinished")[0], 4,
           "tcalc: error: .c.npy.0123.tcalc.parts: Permission denied")
    expect(failing(bench, "openat", "EMFILE", '"."', "clean", "--unfinished", nth=2), 3, "tcalc: error: .: Too many open files")


@check
def parts_are_stored_beside_what_is_none(bench: Bench) -> None:
    ready(bench)
    operands(bench)
    words = ["eval", "exp(x) + 1", "x=y.npy", "-o", "c.npy", "--part"]
    expect(bench.run(*words[:-2], "whole.npy"), 0)
    # A folder that cannot be opened is not synchronised.
    place = place_in_last_part(bench, "openat", "O_RDONLY|O_CLOEXEC|O_DIRECTORY", *words)
    (next(bench.directory.glob(".c.npy.*.tcalc.parts")) / "+stray").touch()
    expect(under_strace(bench, f"openat:error=EMFILE:when={place}", *words, "2/2")[0], 0)
    equal(bench.path("c.npy").read_bytes(), bench.path("whole.npy").read_bytes())
    equal([name for name in bench.names() if name.endswith("parts")], [])
    with open(bench.path("out"), "wb") as out:
        expect(bench.finish(bench.start(bench.program, *words[:-2], "/dev/stdout", "--part", "1/2", stdout=out)), 2,
               "tcalc: error: /dev/stdout: is no regular file, and parts cannot be stored there")


@check
def a_group_that_cannot_be_kept_takes_the_powers_with_it(bench: Bench) -> None:
    if os.geteuid() != 0:
        raise Skipped("only root can give files away")
    target = bench.path("out.npy")
    target.write_bytes(HELD)
    words = without_rights(bench, bench.program, "matmul", "a.npy", "b.npy", "-o", "out.npy")
    bench.directory.chmod(0o777)
    os.chown(target, 65534, 1001)
    target.chmod(0o6755)
    expect(bench.finish(bench.start(*words)), 0)
    status = target.stat()
    equal((status.st_uid, status.st_gid == 1001, oct(status.st_mode & 0o7777)), (65534, False, "0o755"))


@check
def an_input_that_is_given_away_has_not_changed(bench: Bench) -> None:
    if os.geteuid() != 0:
        raise Skipped("only root can give files away")
    for owner, group in ((1000, -1), (-1, 1001)):
        with held_between_header_and_data(bench, "-o", "out.npy") as (_, go_on):
            os.chown(bench.path("a.npy"), owner, group)
            expect(go_on(), 0)
        same_array(bench.load("out.npy"), bench.product)
        bench.path("fifo.npy").unlink()


@check
def a_terminal_takes_one_output(bench: Bench) -> None:
    master, terminal = pty.openpty()
    try:
        process = bench.start(bench.program, "show", "a.npy", "--svg", "-", "--png", "/dev/stdout", stdout=terminal)
        result = bench.finish(process)
    finally:
        os.close(terminal)
        os.close(master)
    expect(result, 2, "tcalc: error: /dev/stdout: two pictures go there\n  hint: give each a file of its own", None)
