"""Signals while a result is half written."""

import os
import re
import signal
import time

from workbench import (Bench, check, equal, expect, HELD, held_between_header_and_data, open_for_writing, same_array,
                   wait_until)


@check
def signals_leave_no_temporary(bench: Bench) -> None:
    others = "QUIT ALRM VTALRM PROF USR1 USR2 XCPU IO STKFLT PWR ABRT TRAP SYS".split()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, *(getattr(signal, "SIG" + name) for name in others),
                   signal.SIGRTMIN, signal.SIGRTMAX):
        bench.path("out.npy").write_bytes(HELD)
        with held_between_header_and_data(bench, "-o", "out.npy") as (process, _):
            left = bench.names() - {"a.npy", "b.npy", "fifo.npy", "out.npy"}
            equal([bool(re.fullmatch(r"\.out\.npy\.[a-z0-9]{6}\.tcalc\.tmp", name)) for name in left], [True], f"temporary in {left}")
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


@check
def a_signal_after_the_rename_is_too_late(bench: Bench) -> None:
    """The exit code and the target agree whenever the signal comes: 0 and new, or 143 and old."""
    words = [bench.program, "matmul", "a.npy", "b.npy", "-o", "out.npy"]
    expect(bench.run(*words[1:]), 0)
    new = bench.path("out.npy").read_bytes()
    ended = {0: 0, 143: 0}
    for i in range(120):
        bench.path("out.npy").write_bytes(HELD)
        process = bench.start(*words)
        time.sleep(i % 40 / (4000 if bench.asan else 20000))
        process.send_signal(signal.SIGTERM)
        code = bench.finish(process).code
        equal(bench.path("out.npy").read_bytes(), {0: new, 143: HELD}.get(code), f"target after exit code {code}")
        equal(bench.names(), {"a.npy", "b.npy", "out.npy"})
        ended[code] += 1
    equal(ended[143] > 0, True, "some were ended")


@check
def a_program_ends_by_a_signal_between_two_results(bench: Bench) -> None:
    os.mkfifo(bench.path("fifo"))
    bench.path("p.tcalc").write_text("c = matmul ./a.npy ./b.npy\nsave c ./c.npy\nd = matmul ./fifo ./b.npy\nsave d ./d.npy\n")
    process = bench.start(bench.program, "run", "p.tcalc")
    descriptor = open_for_writing(bench.path("fifo"))
    process.send_signal(signal.SIGTERM)
    expect(bench.finish(process), 143)
    os.close(descriptor)
    same_array(bench.load("c.npy"), bench.product)
    equal(bench.names(), {"a.npy", "b.npy", "fifo", "p.tcalc", "c.npy"})


@check
def what_a_killed_run_leaves_behind_is_cleaned_away(bench: Bench) -> None:
    """By a signal that cannot be caught, or that the program cannot promise anything after."""
    os.mkdir(bench.path("folder"))
    numbers = (signal.SIGKILL,) if bench.asan else (signal.SIGKILL, signal.SIGSEGV, signal.SIGILL, signal.SIGFPE)
    for number in numbers:
        with held_between_header_and_data(bench, "-o", "folder/dead.npy") as (dead, _):
            dead.send_signal(number)
            equal(bench.finish(dead).code, 128 + number)
        bench.path("fifo.npy").unlink()
    left = sorted(os.listdir(bench.path("folder")))
    equal([bool(re.fullmatch(r"\.dead\.npy\.[a-z0-9]{6}\.tcalc\.tmp", name)) for name in left], [True] * len(numbers), f"left: {left}")
    for name in (".strange.tmp", ".a.abcdef.tmp", ".a.ABCDEF.tcalc.tmp", "a.abcdef.tcalc.tmp", ".abcdef.tcalc.tmp"):
        bench.path("folder/" + name).write_bytes(HELD)  # others' files
    kept = set(os.listdir(bench.path("folder"))) - set(left)
    with held_between_header_and_data(bench, "-o", "folder/alive.npy") as (_, go_on):
        time.sleep(2.1)  # younger ones are left alone
        result = bench.run("clean", "folder")
        equal((result.code, result.err), (0, ""))
        equal(sorted(result.out.decode().splitlines()), [f"removed folder/{name}, 192 bytes" for name in left])
        expect(bench.run("clean", "folder"), 0)
        expect(go_on(), 0)
    equal(set(os.listdir(bench.path("folder"))), kept | {"alive.npy"})
    expect(bench.run("clean", "nowhere"), 3, "tcalc: error: nowhere: No such file or directory")
