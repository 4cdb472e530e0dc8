"""Every system call of every command that writes fails in turn, once or for ever."""

from dataclasses import dataclass

import numpy

from system_calls import require_strace, under_strace
from workbench import Bench, HELD, check, deep, equal, Failed

# What fails as what. Calls that the loader makes before main may end the program in its own way.
FAILURES = [("openat", "EMFILE"), ("write", "ENOSPC"), ("write", "EIO"), ("write", "EINTR"), ("pwrite64", "ENOSPC"), ("ftruncate", "EIO"),
            ("fallocate", "ENOSPC"), ("mmap", "ENOMEM"), ("msync", "EIO"), ("fsync", "EIO"), ("fdatasync", "EIO"), ("rename", "EIO"), ("renameat2", "EIO"), ("flock", "EINTR"),
            ("fchmod", "EPERM"), ("close", "EIO"), ("read", "EIO"), ("read", "EINTR"), ("pread64", "EIO"), ("fstat", "EIO"),
            ("newfstatat", "EIO"), ("unlink", "EIO")]


@dataclass
class Writer:
    words: list[str]
    outputs: list[str]  # each holds something before


# A model of one tensor, which is kept when another is added.
MODEL_HEADER = b'{"kept":{"dtype":"U8","shape":[3],"data_offsets":[0,3]}}'
MODEL = len(MODEL_HEADER).to_bytes(8, "little") + MODEL_HEADER + b"abc"

WRITERS = [
    Writer(["matmul", "a.npy", "b.npy", "-o", "out.npy"], ["out.npy"]),
    Writer(["einsum", "ij,jk->ki", "a.npy", "b.npy", "--sync", "-o", "out.csv"], ["out.csv"]),
    Writer(["eval", "a @ b + 1", "a=a.npy", "b=b.npy", "-o", "out.npy"], ["out.npy"]),
    Writer(["eval", "sum(a)", "a=a.npy", "-o", "out.json"], ["out.json"]),
    Writer(["convert", "a.npy", "-o", "out.npy", "--dtype", "f4"], ["out.npy"]),
    Writer(["convert", "a.npy", "-o", "held.npz:a"], ["held.npz"]),
    Writer(["convert", "a.npy", "-o", "held.npz:a", "--compress"], ["held.npz"]),
    Writer(["convert", "a.npy", "-o", "held.safetensors:a"], ["held.safetensors"]),
    Writer(["convert", "whole.npz", "-o", "out.safetensors"], ["out.safetensors"]),
    Writer(["convert", "whole.npz", "-o", "out.npz"], ["out.npz"]),
    Writer(["convert", "a.csv", "a.npy", "--each", "-o", "out.npy"], ["out.npy"]),
    Writer(["concat", "a.npy", "a.npy", "-o", "out.npy"], ["out.npy"]),
    Writer(["stack", "a.npy", "a.npy", "--axis", "1", "-o", "out.npy"], ["out.npy"]),
    Writer(["append", "held.npy", "a.npy"], ["held.npy"]),
    Writer(["split", "a.npy", "--parts", "2", "-o", "p{}.npy"], ["p0.npy", "p1.npy"]),
    Writer(["rename", "held.npz:b", "c"], ["held.npz"]),
    Writer(["delete", "two.npz:b"], ["two.npz"]),
    Writer(["rename", "held.safetensors:kept", "other"], ["held.safetensors"]),
    Writer(["convert", "a.npy", "-o", "out.npy.gz"], ["out.npy.gz"]),
    Writer(["convert", "a.npy", "-o", "raw=out.bin"], ["out.bin"]),
    Writer(["new", "ones:3,4", "-o", "out.npy"], ["out.npy"]),
    Writer(["check", "a.npy", "--repair", "-o", "out.npy"], ["out.npy"]),
    Writer(["show", "a.npy", "--svg", "p.svg", "--png", "p.png"], ["p.svg", "p.png"]),
    Writer(["explain", "matmul", "2,3", "3,4", "--svg", "p.svg"], ["p.svg"]),
    Writer(["run", "p.tcalc"], ["out.npy"]),
]


def hold(bench: Bench, writer: Writer, archives: dict[str, bytes]) -> dict[str, bytes]:
    before = {name: archives.get(name, HELD) for name in writer.outputs}
    for name, content in before.items():
        bench.path(name).write_bytes(content)
    return before


def checked(bench: Bench, writer: Writer, injection: str, archives: dict[str, bytes], whole: dict[str, bytes], files: set[str]) -> bool:
    """Whether the call was reached. After a success all outputs are whole, after a failure all are as they were."""
    before = hold(bench, writer, archives)
    result, reached = under_strace(bench, injection, *writer.words)
    where = f"{' '.join(writer.words)}: {injection}: exit code {result.code}, {result.err!r}"
    got = {name: bench.path(name).read_bytes() for name in writer.outputs}
    loader = result.code == 127 or "error while loading shared libraries" in result.err
    if result.code == 0:
        equal(got, whole, where)
    elif "its folder cannot be synchronised" not in result.err:
        equal(got, before, where)
    if not (loader or result.code in (0, 3, 4, 5, 139)):
        raise Failed(where)
    left = bench.names() - files
    if left and "unlink" not in injection:
        raise Failed(f"{where}: left behind {left}")
    for name in left:
        bench.path(name).unlink()
    return reached > 0


@check
@deep
def every_command_that_writes_survives_every_failing_call(bench: Bench) -> None:
    require_strace(bench)
    bench.path("p.tcalc").write_text("c = matmul ./a.npy ./b.npy\nsave c ./out.npy\n")
    bench.path("a.csv").write_text("1,2\n3,4\n")
    numpy.savez(bench.path("whole.npz"), a=bench.a, b=bench.b)
    numpy.savez(bench.path("held.npz"), b=bench.b)
    numpy.save(bench.path("held.npy"), bench.a)
    numpy.savez(bench.path("two.npz"), a=bench.a, b=bench.b)
    archives = {"two.npz": bench.path("two.npz").read_bytes(), "held.npy": bench.path("held.npy").read_bytes(), "held.npz": bench.path("held.npz").read_bytes(), "held.safetensors": MODEL}
    for writer in WRITERS:
        hold(bench, writer, archives)
        result = bench.run(*writer.words)
        equal(result.code, 0, f"{writer.words}: {result.err}")
        whole = {name: bench.path(name).read_bytes() for name in writer.outputs}
        files = bench.names()
        for call, error in FAILURES:
            # Once, and from then on; what is interrupted for ever is tried for ever.
            for when in ("{}",) if error == "EINTR" else ("{}", "{}+"):
                number = 1
                while checked(bench, writer, f"{call}:error={error}:when={when.format(number)}", archives, whole, files):
                    number += 1
        for name in writer.outputs:
            if name not in archives:
                bench.path(name).unlink()
