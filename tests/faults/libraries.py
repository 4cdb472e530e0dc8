"""A function of a library that is loaded fails: in its place stands one that answers so, before the library itself."""

import contextlib
import ctypes
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import numpy

from workbench import Bench, check, equal, expect, Failed, HELD, Skipped

SMALL_HDF5 = Path(__file__).resolve().parents[1] / "hdf5" / "small.h5"


def first_of(*libraries: str) -> str:
    """The first that is installed; raises Skipped where none is."""
    for library in libraries:
        with contextlib.suppress(OSError):
            ctypes.CDLL(library)
            return library
    raise Skipped(f"{libraries[0]} is not installed")


def file_of(library: str) -> Path:
    """Where the library is, which is loaded for that; raises Skipped where it is not."""
    first_of(library)
    mapped = Path("/proc/self/maps").read_text()
    return Path(re.search(rf"/\S*/{re.escape(library.split('.so')[0])}\.so\.\S+", mapped).group())


def failing(bench: Bench, library: str, answers: dict[str, int]) -> dict[str, str]:
    """The environment in which these functions of the library only answer these numbers."""
    if shutil.which("cc") is None:
        raise Skipped("no C compiler is installed")
    folder = bench.directory.parent / "libraries"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    # The library itself under another name of the same length, which the one in its place needs.
    other = library.replace("lib", "own", 1)
    (folder / other).write_bytes(file_of(library).read_bytes().replace(library.encode() + b"\0", other.encode() + b"\0"))
    source = "".join(f"long {name}(void) {{ return {answer}; }}\n" for name, answer in answers.items())
    subprocess.run(["cc", "-shared", "-fPIC", "-x", "c", "-", "-o", str(folder / library), "-x", "none", "-Wl,--no-as-needed",
                    str(folder / other)], input=source.encode(), check=True)
    return bench.env | {"LD_LIBRARY_PATH": str(folder)}


@dataclass
class Case:
    answers: dict[str, int]
    words: str
    code: int
    err: str  # what it begins with, after "tcalc: error: "
    out: bytes = b""


def hold_all(bench: Bench, library: str, cases: list[Case]) -> None:
    before = {path: path.read_bytes() for path in bench.directory.iterdir()}
    for case in cases:
        result = bench.run(*case.words.split(), env=failing(bench, library, case.answers))
        where = f"{case.answers}, {case.words}"
        if not result.err.startswith(f"tcalc: error: {case.err}" if case.err else ""):
            raise Failed(f"{where}: {result.err!r}")
        equal((result.code, result.out), (case.code, case.out), where)
        equal({path: path.read_bytes() for path in bench.directory.iterdir()}, before, where)


@check
def a_library_that_compresses_and_fails_is_said(bench: Bench) -> None:
    for ending in ("gz", "zst"):
        expect(bench.run("convert", "a.npy", "-o", f"x.npy.{ending}"), 0)
        bench.path(f"out.npy.{ending}").write_bytes(HELD)
    no_memory = -4  # Z_MEM_ERROR
    hold_all(bench, "libz.so.1", [
        Case({"inflateInit2_": no_memory}, "show x.npy.gz", 5, "x.npy.gz: not enough memory to decompress it"),
        Case({"inflate": no_memory}, "show x.npy.gz", 5, "x.npy.gz: not enough memory to decompress it"),
        Case({"inflate": 2}, "show x.npy.gz", 3, "x.npy.gz: corrupt gzip data: it needs a dictionary"),
        Case({"deflateInit2_": no_memory}, "convert a.npy -o out.npy.gz", 5, "not enough memory to compress"),
    ])
    no_memory = -64  # of ZSTD_ErrorCode
    hold_all(bench, "libzstd.so.1", [
        Case({"ZSTD_createDStream": 0}, "show x.npy.zst", 5, "x.npy.zst: not enough memory to decompress it"),
        Case({"ZSTD_decompressStream": no_memory}, "show x.npy.zst", 5, "x.npy.zst: not enough memory to decompress it"),
        Case({"ZSTD_createCCtx": 0}, "convert a.npy -o out.npy.zst", 5, "not enough memory to compress"),
        Case({"ZSTD_compressStream2": no_memory}, "convert a.npy -o out.npy.zst", 5, "not enough memory to compress"),
    ])


@check
def a_library_of_archives_that_fails_is_said(bench: Bench) -> None:
    numpy.savez(bench.path("x.npz"), a=bench.a, b=bench.b)
    shown = bench.run("show", "x.npz:a[1:]").out
    library = first_of("libzip.so.4", "libzip.so.5")
    hold_all(bench, library, [
        Case({"zip_source_function_create": 0}, "show x.npz:a", 3, "x.npz: "),
        Case({"zip_source_function_create": 0}, "new arange:3 -o new.npz:c", 3, "new.npz: "),
        Case({"zip_open_from_source": 0}, "show x.npz:a", 3, "x.npz: "),
        Case({"zip_get_name": 0}, "show x.npz:a", 3, "x.npz: "),
        Case({"zip_get_name": 0}, "info x.npz", 3, "x.npz: "),
        Case({"zip_stat_index": -1}, "show x.npz:a", 3, "x.npz:a: "),
        Case({"zip_fopen_index": 0}, "show x.npz:a", 3, "x.npz:a: "),
        Case({"zip_fread": -1}, "show x.npz:a", 3, "x.npz:a: "),
        Case({"zip_fseek": -1}, "show x.npz:a[1:]", 0, "", shown),
        Case({"zip_file_add": -1}, "new arange:3 -o x.npz:c", 4, "x.npz: "),
        Case({"zip_file_replace": -1}, "new arange:3 -o x.npz:a", 4, "x.npz: "),
        Case({"zip_set_file_compression": -1}, "new arange:3 -o x.npz:c", 4, "x.npz: "),
        Case({"zip_file_set_dostime": -1}, "new arange:3 -o x.npz:c", 4, "x.npz: "),
        Case({"zip_delete": -1}, "delete x.npz:a", 4, "x.npz: "),
        Case({"zip_file_rename": -1}, "rename x.npz:a c", 4, "x.npz: "),
        Case({"zip_close": -1}, "delete x.npz:a", 4, "x.npz: "),
        Case({"zip_source_seek_compute_offset": -1}, "show x.npz:a", 3, "x.npz: "),
    ])


@check
def a_library_of_hdf5_that_fails_is_said(bench: Bench) -> None:
    library = first_of("libhdf5_serial.so.310", "libhdf5_serial.so.103")
    shutil.copy(SMALL_HDF5, bench.path("s.h5"))
    link = {"H5Lget_info": -1, "H5Lget_info2": -1}
    hold_all(bench, library, [
        Case({"H5Gopen2": -1}, "info s.h5", 3, "s.h5: /: "),
        Case({"H5Gget_info": -1}, "info s.h5", 3, "s.h5: group /: "),
        Case({"H5Lget_name_by_idx": -1}, "info s.h5", 3, "s.h5: the names in /: "),
        Case(link, "info s.h5", 3, "s.h5: link /dense: "),
        Case({"H5Oopen": -1}, "info s.h5", 3, "s.h5: /dense: "),
        Case({"H5Aget_name": -1}, "info s.h5", 3, "s.h5: an attribute of /: "),
        Case({"H5Aread": -1}, "info s.h5", 3, "s.h5: /@layers: "),
        Case({"H5Sget_simple_extent_ndims": -1}, "info s.h5", 3, "s.h5: the axes of /@layers: "),
        Case({"H5Sget_simple_extent_ndims": 1000}, "info s.h5", 3, "s.h5: the axes of /@layers: "),
        Case({"H5Dget_offset": -1, "H5Dread": -1}, "show s.h5:/dense/bias", 3, "s.h5: /dense/bias: "),
        Case({"H5Dget_offset": -1, "H5Sselect_hyperslab": -1}, "show s.h5:/dense/bias", 3, "s.h5: /dense/bias: "),
        Case({"H5Tget_class": -1}, "show s.h5:/dense/bias", 3, "s.h5:/dense/bias: dtype unknown is not supported"),
    ])
