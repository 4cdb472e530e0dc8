"""Files that grow in place: whatever happens, what they held can be read."""

import os
import random
import signal
import time

import numpy

from workbench import Bench, Failed, check, equal, expect, same_array, small_disk

MOMENTS = 8  # of each signal


@check
def a_file_that_grows_is_whole_after_a_signal_at_any_moment(bench: Bench) -> None:
    moments = random.Random(23)
    old, more = numpy.arange(24.0).reshape(3, 8), numpy.ones((1 << 17, 8))
    numpy.save(bench.path("all.npy"), old)
    numpy.save(bench.path("more.npy"), more)
    before = bench.path("all.npy").read_bytes()
    begin = time.monotonic()
    expect(bench.run("append", "all.npy", "more.npy", "more.npy"), 0)
    takes = time.monotonic() - begin
    new = bench.load("all.npy")
    same_array(new, numpy.concatenate((old, more, more)))
    files = bench.names()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
        for _ in range(MOMENTS):
            bench.path("all.npy").write_bytes(before)
            process = bench.start(bench.program, "append", "all.npy", "more.npy", "more.npy")
            time.sleep(moments.uniform(0, 1.1 * takes))
            process.send_signal(number)
            code = bench.finish(process).code
            if code not in (0, 128 + number):
                raise Failed(f"signal {number}: exit code {code}")
            array = bench.load("all.npy")
            if code == 0 or len(array) > len(old):
                same_array(array, new)
            elif number == signal.SIGKILL:  # bytes may follow, which the next one drops
                same_array(array, old)
            else:
                equal(bench.path("all.npy").read_bytes(), before, f"signal {number}")
            equal(bench.names(), files)
    bench.path("all.npy").write_bytes(before + bytes(100))
    equal(bench.run("append", "-q", "all.npy", "more.npy").code, 0)
    same_array(bench.load("all.npy"), numpy.concatenate((old, more)))


@check
def a_file_that_grows_is_what_it_was_on_a_full_disk(bench: Bench) -> None:
    numpy.save(bench.path("more.npy"), numpy.zeros(1 << 15))
    with small_disk(bench, "size=64k") as disk:
        numpy.save(disk / "all.npy", numpy.arange(100.0))
        before = (disk / "all.npy").read_bytes()
        expect(bench.run("append", "disk/all.npy", "more.npy"), 4, "tcalc: error: disk/all.npy: No space left on device")
        equal((disk / "all.npy").read_bytes(), before)
        equal(os.listdir(disk), ["all.npy"])


@check
def a_file_that_grows_is_what_it_was_where_an_input_is_cut_short(bench: Bench) -> None:
    numpy.save(bench.path("all.npy"), numpy.arange(6.0).reshape(2, 3))
    before = bench.path("all.npy").read_bytes()
    result = bench.bash('(cat a.npy; head -c 140 a.npy) | "$TCALC" append all.npy -')
    equal((result.code, "truncated" in result.err), (3, True), result.err)
    equal(bench.path("all.npy").read_bytes(), before)


@check
def twenty_processes_that_append_to_one_file_lose_nothing(bench: Bench) -> None:
    rows = numpy.arange(20.0 * 3).reshape(20, 3)
    for number in range(20):
        numpy.save(bench.path(f"row{number}.npy"), rows[number:number + 1])
    running = [bench.start(bench.program, "append", "new.npy", f"row{number}.npy") for number in range(20)]
    equal([bench.finish(process).code for process in running], [0] * 20)
    array = bench.load("new.npy")
    same_array(array[numpy.argsort(array[:, 0])], rows)
    equal(len([name for name in bench.names() if "tmp" in name]), 0)


@check
def arrays_that_are_joined_and_cannot_be_leave_no_trace(bench: Bench) -> None:
    files = bench.names()
    equal(bench.run("concat", "a.npy", "b.npy", "-o", "new.npy").code, 1)
    equal(bench.run("concat", "a.npy", "missing.npy", "-o", "new.npy").code, 3)
    equal(bench.bash('(cat a.npy; head -c 140 a.npy) | "$TCALC" concat - -o new.npy').code, 3)
    equal(bench.bash('cat a.npy b.npy | "$TCALC" stack - -o new.npy').code, 1)
    equal(bench.names(), files)
    with small_disk(bench, "size=64k") as disk:
        result = bench.bash('yes a.npy | head -n 2000 | xargs cat 2> /dev/null | "$TCALC" concat - -o disk/new.npy')
        equal((result.code, result.err), (4, "tcalc: error: disk/new.npy: No space left on device\n"))
        equal(os.listdir(disk), [])
