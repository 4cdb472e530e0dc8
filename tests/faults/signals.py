"""Signals while a result is half written."""

import os
import re
import signal

from workbench import (Bench, check, equal, expect, HELD, held_between_header_and_data, open_for_writing, same_array,
                   wait_until)


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
