"""Many processes at once, and one after the other."""

import os
import subprocess

import numpy

from workbench import Bench, check, deep, equal, expect, same_array


@check
@deep
def two_hundred_processes_at_once_give_the_same_bits(bench: Bench) -> None:
    numpy.save(bench.path("m.npy"), numpy.random.default_rng(0).standard_normal((150, 150)))
    commands = [["matmul", "m.npy", "m.npy", "-o", "-"], ["eval", "softmax(m @ m.T)", "m=m.npy", "-o", "-"],
                ["einsum", "ij,kj->ik", "m.npy", "m.npy", "-o", "-"], ["show", "m.npy", "--full"]]
    alone = [bench.run(*words) for words in commands]
    running = [(i % len(commands), bench.start(bench.program, *commands[i % len(commands)])) for i in range(200)]
    for number, process in running:
        result = bench.finish(process, seconds=120)
        equal((result.code, result.err), (0, ""))
        equal(result.out == alone[number].out, True, f"the same bits: {' '.join(commands[number])}")
    equal(bench.names(), {"a.npy", "b.npy", "m.npy"})


@check
@deep
def twenty_writers_to_one_file_of_many_arrays_lose_none(bench: Bench) -> None:
    for target in ("out.npz", "out.safetensors"):
        running = [bench.start(bench.program, "new", f"full={i}:3,4", "-o", f"{target}:m{i}") for i in range(20)]
        for process in running:
            expect(bench.finish(process, seconds=60), 0)
        for i in range(20):
            expect(bench.run("convert", f"{target}:m{i}", "-o", "one.npy"), 0)
            same_array(bench.load("one.npy"), numpy.full((3, 4), i))
        equal(bench.names() - {"a.npy", "b.npy", "one.npy"}, {name for name in ("out.npz", "out.safetensors") if name in bench.names()})


@check
@deep
def ten_thousand_pipelines_leave_nothing_behind(bench: Bench) -> None:
    once = '"$TCALC" matmul a.npy b.npy -o - | "$TCALC" eval "x.sum()" - -o '
    expect(bench.bash(once + "expected.npy"), 0)
    script = f'for ((i = 0; i < 2500; ++i)); do {once} "out$1.npy" && cmp -s "out$1.npy" expected.npy || exit 1; done'
    running = [bench.start("bash", "-c", script, "bash", str(i)) for i in range(4)]
    for process in running:
        expect(bench.finish(process, seconds=1800), 0)
    equal(bench.names(), {"a.npy", "b.npy", "expected.npy"} | {f"out{i}.npy" for i in range(4)})


@check
@deep
def a_stream_of_ten_thousand_arrays_takes_no_more_memory_than_one_of_ten(bench: Bench) -> None:
    one = bench.path("a.npy").read_bytes()
    program = 'import os, sys\ncode = os.wait4(os.spawnv(os.P_NOWAIT, sys.argv[1], sys.argv[1:]), 0)\nsys.stderr.write(str(code[2].ru_maxrss))'
    peaks = []
    for count in (10, 10_000):
        with open(bench.path("stream"), "wb") as stream:
            stream.write(one * count)
        with open(bench.path("stream"), "rb") as stream, open(os.devnull, "wb") as nothing:
            done = subprocess.run(["/usr/bin/python3", "-c", program, bench.program, "eval", "x @ x.T", "-", "--each", "-o", "-"],
                                  stdin=stream, stdout=nothing, stderr=subprocess.PIPE, cwd=bench.directory, env=bench.env, check=True)
        peaks.append(int(done.stderr))
    equal(peaks[1] < peaks[0] + 4096, True, f"KiB: {peaks}")
