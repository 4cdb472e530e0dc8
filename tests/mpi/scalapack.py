#!/usr/bin/python3
"""tcalc-mpi beside tcalc: the same products within rounding, and what happens to the target when something fails.

    scalapack.py TCALC TCALC_MPI
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy

RANKS = (1, 2, 3, 4, 6)
LAUNCH = ["mpirun", "--allow-run-as-root", "--oversubscribe", "-n"]
HELD = b"what the target held before"
SECONDS = 60


class Bench:
    def __init__(self, tcalc: str, mpi: str, folder: Path) -> None:
        self.tcalc, self.mpi, self.folder = tcalc, mpi, folder
        self.failed = self.passed = 0

    def start(self, ranks: int, *words: str) -> subprocess.Popen:
        return subprocess.Popen([*LAUNCH, str(ranks), self.mpi, *words], cwd=self.folder, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, text=True, start_new_session=True)

    def run(self, ranks: int, *words: str) -> tuple[int, str]:
        """The exit code, and what was said: Open MPI 5 has words of its own before ours."""
        process = self.start(ranks, *words)
        _, err = process.communicate(timeout=SECONDS)
        return process.returncode, err

    def check(self, what: str, is_so: bool) -> None:
        self.passed += is_so
        self.failed += not is_so
        if not is_so:
            print(what)

    def names(self) -> set[str]:
        return set(os.listdir(self.folder))


def operands(dtype: str, order: str, byte_order: str, generator: numpy.random.Generator) -> tuple[numpy.ndarray, numpy.ndarray]:
    def matrix(*shape: int) -> numpy.ndarray:
        values = generator.standard_normal(shape)
        if dtype.startswith("c"):
            values = values + 1j * generator.standard_normal(shape)
        return numpy.array(values.astype(byte_order + dtype), order=order)
    return matrix(61, 47), matrix(47, 53)


def products_agree_at_every_number_of_ranks(bench: Bench) -> None:
    generator = numpy.random.default_rng(1)
    for dtype in ("f4", "f8", "c8", "c16"):
        for order in "CF":
            a, b = operands(dtype, order, "<" if order == "C" else ">", generator)
            numpy.save(bench.folder / "a.npy", a)
            numpy.save(bench.folder / "b.npy", b)
            subprocess.run([bench.tcalc, "matmul", "a.npy", "b.npy", "-o", "serial.npy"], cwd=bench.folder, check=True)
            serial = numpy.load(bench.folder / "serial.npy")
            bound = 4 * 47 * numpy.finfo(serial.dtype).eps * (numpy.abs(a) @ numpy.abs(b))
            for ranks in RANKS:
                code, err = bench.run(ranks, "matmul", "a.npy", "b.npy", "-o", "c.npy")
                result = numpy.load(bench.folder / "c.npy") if code == 0 else None
                bench.check(f"{dtype} {order} on {ranks}: {code} {err}", code == 0 and result.dtype == serial.dtype
                            and result.shape == serial.shape and bool((numpy.abs(result - serial) <= bound).all()))
    bench.check(f"left: {bench.names()}", bench.names() == {"a.npy", "b.npy", "serial.npy", "c.npy"})


def other_products_fold_into_one(bench: Bench) -> None:
    generator = numpy.random.default_rng(2)
    x, y = generator.standard_normal((5, 7, 30)), generator.standard_normal((30, 4, 9))
    numpy.save(bench.folder / "x.npy", x)
    numpy.save(bench.folder / "y.npy", y)
    for words, expected in ((("tensordot", "x.npy", "y.npy", "--axes", "1"), numpy.tensordot(x, y, 1)),
                            (("einsum", "abk,kcd->abcd", "x.npy", "y.npy"), numpy.tensordot(x, y, 1)),
                            (("matmul", "x.npy[:,0]", "y.npy[:,1]"), x[:, 0] @ y[:, 1]),
                            (("matmul", "x.npy[0]", "x.npy[1]", "--transpose-b"), x[0] @ x[1].T),
                            (("matmul", "x.npy[0]", "y.npy[:,1]", "--dtype", "f4"), x[0].astype("f4") @ y[:, 1].astype("f4"))):
        code, err = bench.run(3, *words, "-o", "c.npy")
        result = numpy.load(bench.folder / "c.npy") if code == 0 else numpy.zeros(())
        bench.check(f"{words}: {code} {err}", code == 0 and result.dtype == expected.dtype and result.shape == expected.shape
                    and numpy.allclose(result, expected, rtol=1e-5, atol=1e-5))


def what_is_no_product_of_two_matrices_names_what_computes_it(bench: Bench) -> None:
    generator = numpy.random.default_rng(3)
    numpy.save(bench.folder / "s.npy", generator.standard_normal((5, 8, 8)))
    numpy.save(bench.folder / "i.npy", numpy.ones((8, 8), dtype="i8"))
    hint = "\n  hint: tcalc --part auto shares out every product and expression among processes\n"
    for words, message in ((("matmul", "s.npy", "s.npy"), "it computes one product, this is a stack of 5"),
                           (("matmul", "i.npy", "i.npy"), "ScaLAPACK has no products of int64"),
                           (("multi_dot", "i.npy", "i.npy", "i.npy"), "it computes one product of two operands, this has 3 operands")):
        code, err = bench.run(2, *words, "-o", "c.npy")
        bench.check(f"{words}: {code} {err}", code == 2 and f"tcalc: error: tcalc-mpi: {message}{hint}" in err)
    code, err = bench.run(2, "matmul", "s.npy", "nowhere.npy", "-o", "c.npy")
    bench.check(f"{code} {err}", code == 3 and "tcalc: error: nowhere.npy: No such file or directory\n" in err)
    code, err = bench.run(2, "matmul", "s.npy", "i.npy", "-o", "nowhere/c.npy")
    bench.check(f"{code} {err}", code != 0 and not (bench.folder / "nowhere").exists())
    bench.check(f"left: {bench.names()}", bench.names() == {"s.npy", "i.npy"})


def large(bench: Bench) -> None:
    generator = numpy.random.default_rng(4)
    numpy.save(bench.folder / "l.npy", generator.standard_normal((1500, 1500)))
    (bench.folder / "c.npy").write_bytes(HELD)


def ranks_of(mpirun: subprocess.Popen) -> list[int]:
    """The processes that it started."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        children = subprocess.run(["pgrep", "-P", str(mpirun.pid)], capture_output=True, text=True).stdout.split()
        if children:
            return [int(pid) for pid in children]
        time.sleep(0.01)
    return []


def a_rank_that_is_killed_ends_all_and_keeps_the_target(bench: Bench) -> None:
    large(bench)
    for wait in (0.05, 0.2, 0.4):
        process = bench.start(3, "matmul", "l.npy", "l.npy", "-o", "c.npy")
        time.sleep(wait)
        killed = ranks_of(process)
        if killed:
            os.kill(killed[-1], signal.SIGKILL)
        process.communicate(timeout=SECONDS)
        content = (bench.folder / "c.npy").read_bytes()
        bench.check(f"killed after {wait} s: {process.returncode}", content == HELD if process.returncode else content != HELD)
        (bench.folder / "c.npy").write_bytes(HELD)
    subprocess.run([bench.tcalc, "clean", "--unfinished"], cwd=bench.folder, capture_output=True, check=True)
    bench.check(f"left: {bench.names()}", bench.names() == {"l.npy", "c.npy"})


def a_full_disk_is_an_error_of_output(bench: Bench) -> None:
    large(bench)
    disk = bench.folder / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk], capture_output=True).returncode:
        print("no file system can be mounted: a full disk is not tried")
        return
    try:
        code, err = bench.run(3, "matmul", "l.npy", "l.npy", "-o", "disk/c.npy")
        bench.check(f"{code} {err}", code == 4 and "tcalc: error: disk/c.npy: No space left on device\n" in err)
        bench.check(f"left: {os.listdir(disk)}", os.listdir(disk) == [])
    finally:
        subprocess.run(["umount", "-l", disk], check=True)


def a_process_that_never_answers_ends_in_the_deadline(bench: Bench) -> None:
    large(bench)
    process = bench.start(2, "matmul", "l.npy", "l.npy", "-o", "c.npy", "--deadline", "2")
    stopped = ranks_of(process)[-1:]
    for pid in stopped:
        os.kill(pid, signal.SIGSTOP)
    _, err = process.communicate(timeout=SECONDS)
    for pid in stopped:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
    content = (bench.folder / "c.npy").read_bytes()
    bench.check(f"{process.returncode} {err}", content == HELD and process.returncode != 0
                and "tcalc: error: not done after 2 seconds: another process or the network may be gone\n" in err)


def tcalc_itself_needs_no_mpi(bench: Bench) -> None:
    libraries = subprocess.run(["ldd", bench.tcalc], capture_output=True, text=True, check=True).stdout
    bench.check(libraries, "mpi" not in libraries and "scalapack" not in libraries and "gfortran" not in libraries)


def main() -> int:
    tcalc, mpi = (str(Path(word).resolve()) for word in sys.argv[1:3])
    if shutil.which("mpirun") is None:
        print("mpirun is not here")
        return 77
    failed = passed = 0
    for test in (tcalc_itself_needs_no_mpi, products_agree_at_every_number_of_ranks, other_products_fold_into_one,
                 what_is_no_product_of_two_matrices_names_what_computes_it, a_rank_that_is_killed_ends_all_and_keeps_the_target,
                 a_full_disk_is_an_error_of_output, a_process_that_never_answers_ends_in_the_deadline):
        with tempfile.TemporaryDirectory(prefix="mpi.") as folder:
            bench = Bench(tcalc, mpi, Path(folder))
            test(bench)
            failed, passed = failed + bench.failed, passed + bench.passed
            if bench.failed:
                print(f"{test.__name__}: {bench.failed} failed")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
