#!/usr/bin/python3
"""HDF5 files: those that h5py writes are read by tcalc as h5py reads them.

    hdf5.py TCALC            a small file that is kept, and what h5py makes where it is installed
    hdf5.py --write FILE     the small file
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy

try:
    import h5py
except ImportError:
    h5py = None

SECONDS = 60
KEPT = Path(__file__).resolve().parents[1] / "hdf5" / "small.h5"


def write_small(path: Path) -> None:
    with h5py.File(path, "w", libver="latest") as file:
        file.attrs["title"] = numpy.bytes_("a small file")
        file.attrs["layers"] = numpy.array([b"dense", b"out"])
        dense = file.create_group("dense")
        dense.attrs["units"] = numpy.int32(3)
        dense.create_dataset("kernel", data=numpy.arange(6, dtype="f4").reshape(2, 3))
        dense.create_dataset("bias", data=numpy.array([0.5, -1.0, 2.0], ">f8"), chunks=(2,), compression="gzip")
        dense["kernel"].attrs["scale"] = [0.5, 2.0]
        file.create_group("nothing")
        file["words"] = numpy.array([b"a", b"bc"])
        file["link"] = h5py.SoftLink("/dense/kernel")


class Shop:
    def __init__(self, program: str, folder: Path) -> None:
        self.program, self.folder = program, folder
        self.passed = self.failed = 0

    def run(self, *words: str) -> subprocess.CompletedProcess:
        return subprocess.run([self.program, *words], capture_output=True, timeout=SECONDS, check=False, cwd=self.folder,
                              stdin=subprocess.DEVNULL)

    def check(self, what: str, holds: bool, shown: object = "") -> None:
        self.passed += bool(holds)
        self.failed += not holds
        if not holds:
            print(f"{what}: {shown}")

    def says(self, words: list[str], expected: str, code: int = 0) -> None:
        done = self.run(*words)
        said = done.stdout.decode() + done.stderr.decode()
        self.check(" ".join(words), (done.returncode, said) == (code, expected), f"exit {done.returncode}\n{said}")

    def same(self, operand: str, expected: numpy.ndarray) -> None:
        done = self.run("convert", operand, "-q", "-o", "array.npy")
        given = numpy.load(self.folder / "array.npy") if done.returncode == 0 else done.stderr.decode()
        equal = isinstance(given, numpy.ndarray) and given.dtype == expected.dtype.newbyteorder("=") and \
            given.shape == expected.shape and numpy.array_equal(given, expected)
        self.check(operand, equal, given)


LISTED = """\
small.h5:/dense/bias    (3,)    float64    24 bytes  big-endian
small.h5:/dense/kernel  (2, 3)  float32    24 bytes
small.h5:/words         (2,)    string[2]   4 bytes
small.h5: 3 tensors, 11 parameters, 52 bytes
  /@layers = ["dense","out"]
  /@title = a small file
  /dense@units = 3
  /dense/kernel@scale = [0.5,2.0]
  /link = a link to another place, which is not followed
  /nothing = an empty group
"""


def check_small(shop: Shop) -> None:
    (shop.folder / "small.h5").write_bytes(KEPT.read_bytes())
    shop.says(["info", "small.h5"], LISTED)
    shop.says(["show", "small.h5:/dense/bias"], "(3,) float64\n[ 0.5 -1.   2. ]\n")
    shop.says(["show", "small.h5:dense/kernel[1,::-1]"], "(3,) float32\n[5. 4. 3.]\n")
    shop.says(["matmul", "small.h5:/dense/kernel", "small.h5:/dense/bias"], "(2,) float64\n[3.  7.5]\n")
    shop.says(["matmul", "small.h5:/dense/kernel", "3,5"], "(2, 5)\n")
    shop.says(["show", "small.h5:/words"], "tcalc: error: small.h5:/words: dtype string[2] is not supported\n  hint: supported are " +
              shop.run("show", "small.h5:/words").stderr.decode().partition("supported are ")[2], 3)
    shop.says(["show", "small.h5:/dense/kernl"], "tcalc: error: small.h5: has no dataset '/dense/kernl'\n"
              "  hint: its datasets are /dense/kernel, /dense/bias, /words\n", 3)
    shop.says(["new", "[1]", "-o", "small.h5:a"], "tcalc: error: --out small.h5:a: .h5 files are read, not written\n"
              "  hint: -o FILE.safetensors is written\n", 2)
    shop.check("convert", shop.run("convert", "small.h5:/dense/*", "-o", "d.npz").returncode == 0)
    shop.check("to .npz", numpy.array_equal(numpy.load(shop.folder / "d.npz")["/dense/bias"], [0.5, -1, 2]))
    whole = KEPT.read_bytes()
    for length in (0, 4, 100, len(whole) // 2, len(whole) - 1):
        (shop.folder / "cut.h5").write_bytes(whole[:length])
        done = shop.run("info", "cut.h5")
        lines = [line for line in done.stderr.decode().splitlines() if not line.startswith("  hint: ")]
        shop.check(f"{length} bytes", done.returncode == 3 and len(lines) == 1 and lines[0].startswith("tcalc: error: cut.h5"),
                   (done.returncode, done.stderr))


def check_written(shop: Shop, chance: numpy.random.Generator) -> None:
    """Every dtype, contiguous and in chunks, compressed or not, whole and in slices."""
    arrays = {}
    with h5py.File(shop.folder / "m.h5", "w") as file:
        for code in ("?", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8", "c8", "c16", ">i4", ">f8", ">f2"):
            for way, options in {"plain": {}, "chunks": {"chunks": (2, 2)}, "gzip": {"chunks": (3, 1), "compression": "gzip", "shuffle": True}}.items():
                array = chance.integers(-9, 9, (5, 4)).astype(code.replace(">", "")).astype(code)
                path = f"/{way}/{code.replace('?', 'bool').replace('>', 'big')}"
                file.create_dataset(path, data=array, **options)
                arrays[path] = array
        arrays["/scalar"], arrays["/empty"] = numpy.array(2.5), numpy.zeros((0, 3), "f4")
        for path in ("/scalar", "/empty"):
            file[path] = arrays[path]
        arrays["/large"] = chance.integers(0, 99, (3000, 70)).astype("i4")
        file.create_dataset("/large", data=arrays["/large"], chunks=(64, 64), compression="gzip")
        file["/texts"] = numpy.array(["a", "ü"], dtype=h5py.string_dtype())
        file.attrs["one"], file.attrs["several"] = "ü", ["x", "y z"]
        file["/compound"] = numpy.zeros(2, [("a", "i4"), ("b", "f8")])
        file["/null"] = h5py.Empty("f4")
        file.create_dataset("/unset", shape=(4, 4), dtype="f4", fillvalue=7)
        arrays["/unset"] = numpy.full((4, 4), 7, "f4")
        file["/outer"] = h5py.ExternalLink("other.h5", "/x")
        file["/again"] = file["/scalar"]
        file["/round"] = file["/"]
    done = shop.run("info", "m.h5", "--json")
    shop.check("a group within itself", done.returncode == 3 and b"nested deeper" in done.stderr, done.stderr)
    with h5py.File(shop.folder / "m.h5", "a") as file:
        del file["/round"]
    for path, array in arrays.items():
        shop.same(f"m.h5:{path}", array)
    shop.same("m.h5:/large[::-7,3:60:5]", arrays["/large"][::-7, 3:60:5])
    shop.same("m.h5:/gzip/bigi4[1:,None,2]", arrays["/gzip/bigi4" if "/gzip/bigi4" in arrays else "/gzip/i4"][1:, None, 2])
    listed = {entry["file"].split(":", 1)[1]: entry for entry in map(json.loads, shop.run("info", "m.h5", "--json").stdout.splitlines())
              if "shape" in entry}
    shop.check("listed", all(listed[path]["shape"] == list(array.shape) for path, array in arrays.items()) and
               listed["/compound"]["dtype"] == "compound" and listed["/null"]["dtype"] == "nothing", listed)
    others = json.loads(shop.run("info", "m.h5", "--json").stdout.splitlines()[-1])["metadata"]
    shop.check("texts", listed["/texts"]["dtype"] == "string" and others["/@one"] == "ü" and others["/@several"] == '["x","y z"]' and
               others["/outer"] == "a link to another place, which is not followed", others)
    stats = json.loads(shop.run("info", "m.h5:/large", "--stats", "--json").stdout.splitlines()[0])["stats"]
    shop.check("stats", stats["max"] == arrays["/large"].max() and stats["zeros"] == (arrays["/large"] == 0).sum(), stats)
    done = shop.run("convert", "m.h5", "-o", "all.npz")
    shop.check("compound values are refused", done.returncode == 3 and b"/compound: dtype compound is not supported" in done.stderr, done.stderr)
    with h5py.File(shop.folder / "k.h5", "w") as file:
        file.create_dataset("w", data=numpy.ones((3000, 3000), "f4"), chunks=(100, 100))
    numpy.save(shop.folder / "x.npy", numpy.ones((3000, 1), "f4"))
    done = shop.run("matmul", "k.h5:/w", "x.npy", "--max-memory", "24M", "-o", "c.npy")
    shop.check("rows", done.returncode == 0 and (numpy.load(shop.folder / "c.npy") == 3000).all(), done.stderr)


def has_library(shop: Shop) -> bool:
    done = shop.run("info", str(KEPT))
    return b"cannot be loaded" not in done.stderr


def main() -> int:
    if sys.argv[1] == "--write":
        write_small(Path(sys.argv[2]))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        shop = Shop(sys.argv[1], Path(folder))
        if not has_library(shop):
            print("skipped: libhdf5 is not installed")
            return 0
        check_small(shop)
        if h5py is None:
            print("h5py is not installed: only the file that is kept was read")
        else:
            check_written(shop, numpy.random.default_rng(16))
        print(f"{shop.passed} passed, {shop.failed} failed")
        return 1 if shop.failed or not shop.passed else 0


if __name__ == "__main__":
    sys.exit(main())
