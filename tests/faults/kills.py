"""Signals at any moment of a running job: each target is the old file or the new one, whole."""

import os
import random
import re
import signal
import time

import numpy

from workbench import HELD, Bench, Failed, check, deep, equal
from writing_commands import MODEL

MOMENTS = 50  # of each signal and each job
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGPIPE, signal.SIGKILL)
TEMPORARY = re.compile(r"\.(?P<target>.+)\.[a-z0-9]{6}\.tcalc\.tmp")

JOBS = [
    (["matmul", "m.npy", "m.npy", "-o", "out.npy"], ["out.npy"]),
    (["eval", "exp(m) @ m", "m=m.npy", "-o", "out.npy", "--sync"], ["out.npy"]),
    (["convert", "m.npy", "-o", "held.npz:m", "--compress"], ["held.npz"]),
    (["convert", "m.npy", "-o", "held.safetensors:m"], ["held.safetensors"]),
    (["convert", "m.npy", "-o", "out.csv"], ["out.csv"]),
    (["show", "m.npy", "--svg", "p.svg", "--png", "p.png"], ["p.svg", "p.png"]),
]


def before_of(bench: Bench, archive: bytes, name: str) -> bytes:
    return {"held.npz": archive, "held.safetensors": MODEL}.get(name, HELD)


@check
@deep
def a_job_that_is_killed_at_any_moment_leaves_old_or_new_files(bench: Bench) -> None:
    moments = random.Random(19)
    numpy.save(bench.path("m.npy"), numpy.arange(300.0 * 300).reshape(300, 300) % 7)
    numpy.savez(bench.path("held.npz"), b=bench.b)
    archive = bench.path("held.npz").read_bytes()
    bench.path("held.npz").unlink()
    ended = {number: 0 for number in SIGNALS}
    for words, targets in JOBS:
        old = {name: before_of(bench, archive, name) for name in targets}
        for name in targets:
            bench.path(name).write_bytes(old[name])
        begin = time.monotonic()
        equal(bench.run(*words).code, 0, " ".join(words))
        takes = time.monotonic() - begin
        new = {name: bench.path(name).read_bytes() for name in targets}
        files = bench.names()
        for number in SIGNALS:
            for _ in range(MOMENTS):
                for name in targets:
                    bench.path(name).write_bytes(old[name])
                process = bench.start(bench.program, *words)
                time.sleep(moments.uniform(0, 1.1 * takes))
                process.send_signal(number)
                code = bench.finish(process).code
                got = {name: bench.path(name).read_bytes() for name in targets}
                where = f"{' '.join(words)}: signal {number}, exit code {code}"
                if code not in (0, 128 + number):
                    raise Failed(where)
                ended[number] += code != 0
                if number != signal.SIGKILL:
                    equal(got, new if code == 0 else old, where)
                else:  # between two renames nothing can be taken back
                    equal([name for name in targets if got[name] not in (old[name], new[name])], [], where)
                left = bench.names() - files
                strange = [name for name in left if not TEMPORARY.fullmatch(name)]
                if strange or left and number != signal.SIGKILL:
                    raise Failed(f"{where}: left behind {left}")
                for name in left:
                    equal(TEMPORARY.fullmatch(name)["target"] in targets, True, f"{where}: whose is {name}")
                    os.unlink(bench.path(name))
        for name in targets:
            bench.path(name).unlink()
    equal([number for number in SIGNALS if ended[number] < MOMENTS], [], f"signals that came in time: {ended}")
