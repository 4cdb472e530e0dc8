"""Writers that look at the disk first, and inputs that go while they are written out."""

import os
import re

import numpy

from workbench import Bench, check, equal, expect, Failed, open_for_writing, Skipped, small_disk, wait_until_open

SPARSE_COUNT = 1 << 40


def sparse_file(bench: Bench) -> None:
    """sparse.npy: float64, 8 TiB, and next to nothing on the disk."""
    with open(bench.path("sparse.npy"), "wb") as file:
        numpy.lib.format.write_array_header_1_0(file, {"descr": "<f8", "fortran_order": False, "shape": (SPARSE_COUNT,)})
        try:
            file.truncate(128 + 8 * SPARSE_COUNT)
        except OSError:
            raise Skipped("the file system holds no file of 8 TiB") from None


@check
def a_disk_too_small_is_found_before_anything_is_written(bench: Bench) -> None:
    sparse_file(bench)
    for words, target, needed in (
        (["convert", "sparse.npy"], "out.npy", "8 TiB"),
        (["convert", "sparse.npy", "sparse.npy", "--each"], "out.npy", "8 TiB"),
        (["check", "sparse.npy", "--repair"], "out.npy", "8 TiB"),
        (["convert", "sparse.npy"], "out.npz", "8 TiB"),
        (["convert", "sparse.npy"], "out.npz:member", "8 TiB"),
        (["convert", "sparse.npy"], "out.safetensors", "8 TiB"),
        (["convert", "sparse.npy"], "out.csv", "2 TiB"),
        (["convert", "sparse.npy"], "out.json", "2 TiB"),
    ):
        result = bench.run(*words, "-o", target)
        said = rf"tcalc: error: {target.split(':')[0]}: No space left on device: {needed} are needed, [0-9.]+ [KMGT]iB are free\n"
        if result.code != 4 or not re.fullmatch(said, result.err):
            raise Failed(f"{words} -o {target}: exit code {result.code}, {result.err!r}")
        equal(bench.names(), {"a.npy", "b.npy", "sparse.npy"})


@check
def a_disk_too_small_for_the_best_compression_is_found_before_anything_is_written(bench: Bench) -> None:
    sparse_file(bench)
    with small_disk(bench, "size=1m") as disk:
        expect(bench.run("convert", "sparse.npy", "-o", "disk/out.npz", "--compress"), 4,
               "tcalc: error: disk/out.npz: No space left on device: 7.94 GiB are needed, 1 MiB are free")
        equal(os.listdir(disk), [])


@check
def an_input_cut_short_while_it_is_written_out_is_to_blame(bench: Bench) -> None:
    """The write fails with EFAULT, which is no fault of the output."""
    numpy.save(bench.path("large.npy"), numpy.zeros(1 << 22))
    os.mkfifo(bench.path("fifo"))
    process = bench.start(bench.program, "convert", "large.npy", "-o", "fifo")
    reader = os.open(bench.path("fifo"), os.O_RDONLY)
    os.read(reader, 128)
    os.truncate(bench.path("large.npy"), 4096)
    while os.read(reader, 1 << 16):
        pass
    os.close(reader)
    expect(bench.finish(process), 3, "tcalc: error: large.npy: changed while it was being read")


@check
def an_input_cut_short_is_to_blame_in_every_format_of_many_arrays(bench: Bench) -> None:
    for target in ("out.npz", "out.safetensors"):
        numpy.save(bench.path("large.npy"), numpy.zeros(1 << 20))
        bench.path("fifo.npy").unlink(missing_ok=True)
        os.mkfifo(bench.path("fifo.npy"))
        process = bench.start(bench.program, "convert", "fifo.npy", "large.npy", "-o", target)
        descriptor = open_for_writing(bench.path("fifo.npy"))
        content = bench.path("a.npy").read_bytes()
        os.write(descriptor, content[:128])
        wait_until_open(process, bench.path("large.npy"))
        os.truncate(bench.path("large.npy"), 4096)
        os.write(descriptor, content[128:])
        os.close(descriptor)
        result = bench.finish(process)
        # Whether its header was read before or after, it is the one that is named.
        equal((result.code, result.err.startswith("tcalc: error: large.npy: ")), (3, True), f"{target}: {result.err}")
        equal(bench.names(), {"a.npy", "b.npy", "fifo.npy", "large.npy"})


@check
def a_text_larger_than_memory_is_refused_unread(bench: Bench) -> None:
    bench.path("zeros.csv").write_bytes(bytes(10_000))
    expect(bench.run("show", "zeros.csv"), 3, "tcalc: error: zeros.csv: no text: byte 0 is 0")
    for name in ("large.csv", "large.tsv"):
        with open(bench.path(name), "wb") as file:
            try:
                file.truncate(8 << 40)
            except OSError:
                raise Skipped("the file system holds no file of 8 TiB") from None
        expect(bench.run("show", name), 5, f"tcalc: error: {name}: not enough memory to read it as text")
        bench.path(name).unlink()
