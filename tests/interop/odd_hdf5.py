#!/usr/bin/python3
"""HDF5 files that others than h5py write, that are damaged, or made to do harm: odd_hdf5.py TCALC [--asan]"""

import os
import resource
import struct
import sys
import tempfile
from pathlib import Path

import numpy

from hdf5 import Shop, h5py, has_library


def typed(file: "h5py.File", path: str, made: "h5py.h5t.TypeID", values: object = None) -> None:
    """Two elements of a type that has no dtype of NumPy's."""
    dataset = h5py.h5d.create(file.id, path.encode(), made, h5py.h5s.create_simple((2,)))
    if values is not None:
        dataset.write(h5py.h5s.ALL, h5py.h5s.ALL, numpy.asarray(values), mtype=made)


def float_of(bytes_: int, bias: int, exponent: int, mantissa: int) -> "h5py.h5t.TypeFloatID":
    made = (h5py.h5t.IEEE_F64LE if bytes_ == 8 else h5py.h5t.IEEE_F32LE).copy()
    made.set_fields(exponent + mantissa, mantissa, exponent, 0, mantissa)
    made.set_precision(8 * bytes_)
    made.set_size(bytes_)
    made.set_ebias(bias)
    return made


def integer_of(bytes_: int, bits: int) -> "h5py.h5t.TypeIntegerID":
    made = h5py.h5t.STD_I32LE.copy()
    made.set_precision(bits)
    made.set_size(bytes_)
    return made


def compact(file: "h5py.File", path: str, made: "h5py.h5t.TypeID", values: numpy.ndarray) -> None:
    """Its values are in its header."""
    layout = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    layout.set_layout(h5py.h5d.COMPACT)
    space = h5py.h5s.create_simple(values.shape) if values.shape else h5py.h5s.create(h5py.h5s.SCALAR)
    h5py.h5d.create(file.id, path.encode(), made, space, dcpl=layout).write(h5py.h5s.ALL, h5py.h5s.ALL, values)


TYPES = """\
types.h5:/bfloat16  (2,)  bfloat16   4 bytes
types.h5:/enum16    (2,)  int16      4 bytes
types.h5:/enum3     (2,)  int8       2 bytes
types.h5:/enum8     (2,)  int8       2 bytes
types.h5:/first     (2,)  compound  16 bytes
types.h5:/gap       (2,)  compound  32 bytes
types.h5:/halves    (2,)  compound   8 bytes
types.h5:/int12     (2,)  integer    4 bytes
types.h5:/int24     (2,)  integer    6 bytes
types.h5:/ints      (2,)  compound  16 bytes
types.h5:/lists     (2,)  list       ? bytes
types.h5:/long      (2,)  float     32 bytes
types.h5:/mixed     (2,)  compound  24 bytes
types.h5:/odd16     (2,)  float      4 bytes
types.h5:/odd32     (2,)  float      8 bytes
types.h5:/odd64     (2,)  float     16 bytes
types.h5:/renamed   (2,)  compound  16 bytes
types.h5:/swapped   (2,)  compound  16 bytes
types.h5:/three     (2,)  compound  24 bytes
types.h5:/turned    (2,)  compound  16 bytes
types.h5: 20 tensors, 40 parameters, 250 bytes
  /type = a type
"""


def check_types(shop: Shop) -> None:
    with h5py.File(shop.folder / "types.h5", "w") as file:
        typed(file, "/int24", integer_of(3, 24))
        typed(file, "/int12", integer_of(2, 12))
        typed(file, "/bfloat16", float_of(2, 127, 8, 7), numpy.array([0x3f80, 0xc000], "u2"))
        typed(file, "/odd16", float_of(2, 126, 8, 7))
        typed(file, "/odd32", float_of(4, 7, 8, 23))
        typed(file, "/odd64", float_of(8, 7, 11, 52))
        file["/long"], file["/type"] = numpy.zeros(2, "g"), numpy.dtype("f4")
        file.create_dataset("/lists", (2,), dtype=h5py.vlen_dtype("i4"))[0] = [1, 2]
        for path, size, names in (("/enum8", 1, ("no", "yes")), ("/enum16", 2, ("FALSE", "TRUE")), ("/enum3", 1, ("FALSE", "TRUE", "MAYBE"))):
            kind = h5py.enum_dtype({name: place for place, name in enumerate(names)}, f"i{size}")
            file.create_dataset(path, data=numpy.array([0, 1], f"i{size}"), dtype=kind)
        for path, members in {"three": "f4 f4 f4", "ints": "i4 i4", "mixed": "f4 f8", "halves": "f2 f2",
                              "swapped": "<f4 >f4"}.items():
            file[path] = numpy.zeros(2, list(zip("rij", members.split())))
        file["/renamed"], file["/first"] = numpy.zeros(2, [("r", "f4"), ("x", "f4")]), numpy.zeros(2, [("x", "f4"), ("i", "f4")])
        file["/turned"] = numpy.zeros(2, {"names": ["r", "i"], "formats": ["f4", "f4"], "offsets": [4, 0]})
        file["/gap"] = numpy.zeros(2, {"names": ["r", "i"], "formats": ["f4", "f4"], "offsets": [0, 8], "itemsize": 16})
    shop.says(["info", "types.h5"], TYPES)
    shop.says(["show", "types.h5:bfloat16"], "(2,) bfloat16\n[ 1. -2.]\n")
    shop.says(["show", "types.h5:enum8"], "(2,) int8\n[0 1]\n")
    for path, dtype in (("int24", "integer"), ("odd32", "float"), ("three", "compound"), ("lists", "list")):
        done = shop.run("show", f"types.h5:{path}")
        said = f"tcalc: error: types.h5:/{path}: dtype {dtype} is not supported\n"
        shop.check(path, done.returncode == 3 and done.stderr.decode().startswith(said), done.stderr)


ATTRIBUTES = """\
attributes.h5: 0 tensors, 0 parameters, 0 bytes
  /@large = (1000,) float64
  /@none = () nothing
  /@table = (2,) compound
  /@unset = ["",""]
  /@zero = []
  /@zero_texts = []
"""


def check_attributes(shop: Shop) -> None:
    with h5py.File(shop.folder / "attributes.h5", "w") as file:
        file.attrs["none"], file.attrs["table"] = h5py.Empty("S1"), numpy.zeros(2, [("a", "i4")])
        file.attrs["large"], file.attrs["zero"] = numpy.zeros(1000), numpy.zeros(0)
        file.attrs.create("zero_texts", numpy.zeros(0, dtype=object), dtype=h5py.string_dtype())
        texts = h5py.h5t.py_create(h5py.string_dtype(), logical=True)
        h5py.h5a.create(file.id, b"unset", texts, h5py.h5s.create_simple((2,)))
    shop.says(["info", "attributes.h5"], ATTRIBUTES)


def check_layouts(shop: Shop) -> None:
    """Values in the header of a dataset, none at all, and one byte each, whose order says nothing."""
    large = numpy.arange(300_000, dtype="i8").reshape(3000, 100)
    with h5py.File(shop.folder / "layouts.h5", "w") as file:
        compact(file, "/scalar", h5py.h5t.IEEE_F64LE, numpy.array(2.5))
        compact(file, "/bytes", h5py.h5t.STD_I8BE, numpy.array([1, 2, 3, 4], "i1"))
        file.create_dataset("/none", (0, 3), chunks=(1, 3), maxshape=(None, 3))
        file.create_dataset("/flat", (3, 0), chunks=(1, 1), maxshape=(3, None))
        file.create_dataset("/large", data=large, chunks=(1000, 100))
    shop.same("layouts.h5:scalar", numpy.array(2.5))
    shop.same("layouts.h5:bytes", numpy.array([1, 2, 3, 4], "i1"))
    shop.same("layouts.h5:none", numpy.zeros((0, 3), "f4"))
    shop.same("layouts.h5:none[:,1:]", numpy.zeros((0, 2), "f4"))
    shop.same("layouts.h5:flat", numpy.zeros((3, 0), "f4"))
    said = "min {0} max {1} mean {2} std {3} zeros {4} nans 0 infinities 0"
    for operand, figures in (("scalar", ("2.5", "2.5", "2.5", "0.0", 0)), ("none", ("-", "-", "-", "-", 0)), ("flat", ("-", "-", "-", "-", 0)),
                             ("bytes[1:3]", (2, 3, 2.5, 0.5, 0)), ("large", (0, 299_999, 149999.5, 86602.54037796274, 1)),
                             ("large[:2,:2]", (0, 101, 50.5, 50.002499937503124, 1))):
        done = shop.run("info", f"layouts.h5:{operand}", "--stats")
        text = " ".join(done.stdout.decode().split())
        shop.check(operand, text.endswith(said.format(*figures)), (text, done.stderr))
    shop.says(["show", "layouts.h5:large[1000:,5:]", "--slice", ":2,::40"], "(2, 3) int64\n[[100005 100045 100085]\n [100105 100145 100185]]\n")
    shop.says(["matmul", "layouts.h5:none", "zeros:3,2", "--max-memory", "16M"], "(0, 2) float64\n[]\n")
    shop.says(["eval", "x + 1", "layouts.h5:scalar"], "3.5\n")
    numpy.save(shop.folder / "one.npy", numpy.ones((100, 1)))
    shop.check("rows", shop.run("matmul", "layouts.h5:large[::-1]", "one.npy", "-o", "c.npy").returncode == 0 and
               numpy.array_equal(numpy.load(shop.folder / "c.npy"), large[::-1].sum(1, keepdims=True).astype("f8")))
    shop.check("no rows", shop.run("matmul", "layouts.h5:flat", "zeros:0,2", "-o", "c.npy", "--max-memory", "1M").returncode == 0 and
               numpy.array_equal(numpy.load(shop.folder / "c.npy"), numpy.zeros((3, 2))))


def check_elsewhere(shop: Shop) -> None:
    """Elements in other files are not read: those may be any, also a pipe that nobody writes to."""
    with h5py.File(shop.folder / "external.h5", "w") as file:
        file.create_dataset("/raw", (4,), dtype="u1", external=[("other.bin", 0, 4)]).attrs["unit"] = 1
        source = h5py.VirtualLayout((2,), "f8")
        source[:] = h5py.VirtualSource("other.bin", "x", (2,))
        file.create_virtual_dataset("/virtual", source)
    os.mkfifo(shop.folder / "other.bin")
    shop.says(["info", "external.h5"], "external.h5: 0 tensors, 0 parameters, 0 bytes\n"
              "  /raw = a dataset in other files, which are not read\n  /raw@unit = 1\n"
              "  /virtual = a dataset in other files, which are not read\n")
    for path in ("raw", "virtual"):
        shop.check(path, shop.run("show", f"external.h5:{path}").returncode == 3)


def check_sizes(shop: Shop) -> None:
    for shape in ((2 ** 40, 2 ** 40), (2 ** 60,)):
        with h5py.File(shop.folder / "huge.h5", "w") as file:
            file.create_dataset("x", shape, chunks=(1,) * len(shape), dtype="u1")
        shop.says(["info", "huge.h5"], "tcalc: error: huge.h5: /x has more elements than can be addressed\n", 3)
    with h5py.File(shop.folder / "names.h5", "w") as file:
        file["n" * 5000] = 1
    shop.says(["info", "names.h5"], "tcalc: error: names.h5: a name in / has more than 4095 bytes\n", 3)
    with h5py.File(shop.folder / "empty.h5", "w"):
        pass
    shop.says(["info", "empty.h5"], "empty.h5: 0 tensors, 0 parameters, 0 bytes\n")
    with h5py.File(shop.folder / "bytes.h5", "w") as file:
        h5py.h5d.create(file.id, b"a\xff", h5py.h5t.STD_I8LE, h5py.h5s.create_simple((1,)))
    shop.says(["convert", "bytes.h5", "-o", "bytes.npz"], "tcalc: error: bytes.npz: '/a\\xff' is not UTF-8, as names of members are\n", 4)
    shop.says(["convert", "bytes.h5", "-o", "bytes.safetensors"],
              "tcalc: error: bytes.safetensors: '/a\\xff' is not UTF-8, as names of tensors are\n", 4)


def check_many(shop: Shop) -> None:
    """A few groups that hold one another, which names are paths without number."""
    said = "tcalc: error: many.h5: holds more than 131072 objects\n"
    for attribute in (False, True):
        with h5py.File(shop.folder / "many.h5", "w", libver="latest") as file:
            for level in range(4):
                group = file.create_group(f"g{level}")
                for place in range(40 if level else 0):
                    group[f"{place}"] = file[f"g{level - 1}"]
            file["g0"].attrs["a"] = numpy.int8(1)
            if attribute:
                file.attrs["b"] = numpy.int8(1)
        shop.says(["info", "many.h5"], said, 3)


def patched(shop: Shop, old: bytes, new: bytes) -> None:
    whole = (shop.folder / "sound.h5").read_bytes()
    shop.check(f"{old!r} is there once", whole.count(old) == 1, whole.count(old))
    (shop.folder / "bad.h5").write_bytes(whole.replace(old, new))


def check_damaged(shop: Shop, asan: bool) -> None:
    """What the library says of it differs from version to version."""
    def refused(words: list[str], begins: str, ours: str = "") -> None:
        done = shop.run(*words)
        begins = f"tcalc: error: bad.h5: {begins}: "
        lines = done.stderr.decode().splitlines()
        fits = done.returncode == 3 and len(lines) == 1 and lines[0].startswith(begins)
        if ours and is_old:  # newer versions find it themselves, when the file is opened
            fits = fits and lines[0] == begins + ours
        shop.check(" ".join(words), fits, (done.returncode, done.stderr))

    is_old = h5py.version.hdf5_version_tuple < (1, 14, 0)
    with h5py.File(shop.folder / "sound.h5", "w") as file:
        file["/plain"] = numpy.full(3, 4.25)
        file["/scalar"] = numpy.array(8.5)
        file.create_dataset("/packed", data=numpy.full(1000, 7), chunks=(1000,), compression="gzip")
        file.attrs["text"] = "some text"
        plain, scalar = file["/plain"].id.get_offset(), file["/scalar"].id.get_offset()
        header = h5py.h5o.get_info(file["/plain"].id).addr
    size = (shop.folder / "sound.h5").stat().st_size
    # Where the elements are, and how many bytes they have.
    for path, offset, count in (("plain", plain, 24), ("scalar", scalar, 8)):
        for wrong in (1 << 40, size - 4):
            patched(shop, struct.pack("<QQ", offset, count), struct.pack("<QQ", wrong, count))
            refused(["show", f"bad.h5:{path}"], f"/{path}", ours="its elements should lie beyond the end of the file")
    # What holds the names and the headers of objects: each has a signature or a version.
    whole = (shop.folder / "sound.h5").read_bytes()
    for what, place in (("group /", whole.find(b"TREE")), ("the names in /", whole.find(b"HEAP")), ("/plain", header),
                        ("an attribute of /", whole.find(b"text\0") - 8)):
        (shop.folder / "bad.h5").write_bytes(whole[:place] + b"\x7f" + whole[place + 1:])
        refused(["info", "bad.h5"], what)
    patched(shop, b"x^", b"\0\0")
    refused(["show", "bad.h5:packed"], "/packed")
    if not asan:  # whose allocator has no address space to lose
        # A text that claims 4 GiB, which the library allocates before it looks for it.
        heap = (shop.folder / "sound.h5").read_bytes().find(b"GCOL").to_bytes(8, "little")
        patched(shop, len(b"some text").to_bytes(4, "little") + heap, bytes([255] * 4) + heap)
        refused(["info", "bad.h5"], "/@text")
        most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss  # KiB, of all runs so far
        shop.check("memory", most < 400_000, most)


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        shop = Shop(sys.argv[1], Path(folder))
        if h5py is None or not has_library(shop):
            print("skipped: h5py or libhdf5 is not installed")
            return 0
        check_types(shop)
        check_attributes(shop)
        check_layouts(shop)
        check_elsewhere(shop)
        check_sizes(shop)
        asan = "--asan" in sys.argv
        if not asan:  # whose own memory counts against the bound
            check_many(shop)
        check_damaged(shop, asan)
        print(f"{shop.passed} passed, {shop.failed} failed")
        return 1 if shop.failed or not shop.passed else 0


if __name__ == "__main__":
    sys.exit(main())
