#!/usr/bin/python3
"""Archives: those of NumPy and zipfile read by tcalc, those of tcalc read by NumPy, and damaged ones.

    archives.py TCALC
"""

import argparse
import io
import os
import struct
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import numpy

SECONDS = 60


class Workshop:
    def __init__(self, program: str, folder: str):
        self.program, self.folder, self.failures = program, Path(folder), 0

    def run(self, *words: str) -> subprocess.CompletedProcess:
        return subprocess.run([self.program, *words], capture_output=True, timeout=SECONDS, check=False, cwd=self.folder)

    def check(self, what: str, holds: bool, detail: object = "") -> None:
        if not holds:
            print(f"{what}: {detail}")
            self.failures += 1

    def read(self, operand: str) -> numpy.ndarray | str:
        answer = self.run("convert", operand, "-o", "-")
        if answer.returncode != 0:
            return f"[{answer.returncode}] {answer.stderr.decode().strip()}"
        return numpy.lib.format.read_array(io.BytesIO(answer.stdout))

    def expect(self, operand: str, array: numpy.ndarray) -> None:
        given = self.read(operand)
        same = isinstance(given, numpy.ndarray) and given.dtype == array.dtype and numpy.array_equal(given, array)
        self.check(operand, same, given)

    def refuses(self, operand: str, said: str) -> None:
        given = self.read(operand)
        self.check(operand, isinstance(given, str) and given.startswith(said), given)


def npy(array: numpy.ndarray) -> bytes:
    stream = io.BytesIO()
    numpy.save(stream, array)
    return stream.getvalue()


def reads_what_others_write(shop: Workshop) -> None:
    a, b = numpy.arange(24.0).reshape(2, 3, 4), numpy.asfortranarray(numpy.arange(6, dtype=">i2").reshape(2, 3))
    numpy.savez(shop.folder / "plain.npz", a, b, **{"layer/0/weight": a[0]})
    numpy.savez_compressed(shop.folder / "packed.npz", a=a, b=b)
    shop.expect("plain.npz:arr_0", a)
    shop.expect("plain.npz:arr_1", b.astype("<i2"))
    shop.expect("plain.npz:layer/0/weight", a[0])
    shop.expect("packed.npz:a", a)
    shop.expect("packed.npz:a.npy", a)
    shop.expect("packed.npz:b[1,::-1]", b[1, ::-1].astype("<i2"))

    with zipfile.ZipFile(shop.folder / "zip64.npz", "w") as archive, archive.open("a.npy", "w", force_zip64=True) as member:
        member.write(npy(a))
    shop.expect("zip64.npz:a", a)

    with open(shop.folder / "streamed.npz", "wb") as raw:  # a stream that cannot seek: sizes follow the data

        class Unseekable(io.RawIOBase):
            def writable(self) -> bool:
                return True

            def write(self, data) -> int:
                return raw.write(data)

        with zipfile.ZipFile(Unseekable(), "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a.npy", npy(a))
    shop.expect("streamed.npz:a", a)

    with zipfile.ZipFile(shop.folder / "twice.npz", "w") as archive:
        archive.writestr("a.npy", npy(a))
        archive.writestr("a.npy", npy(a + 1))  # zipfile warns of it
        archive.writestr("notes.txt", "no array")
        archive.writestr("raw", npy(b.astype("<i2")))
    shop.expect("twice.npz:a", numpy.load(shop.folder / "twice.npz")["a"])
    shop.expect("twice.npz:raw", b.astype("<i2"))
    answer = shop.run("show", "twice.npz:a[0,0]")
    shop.check("duplicates", answer.stderr == b"tcalc: warning: twice.npz:a[0,0]: 2 members have that name, the last is read\n", answer)
    answer = shop.run("info", "twice.npz")
    shop.check("info of an archive", answer.stdout.count(b"\n") == 3 and b"'notes.txt' is not an .npy file" in answer.stderr, answer)
    shop.refuses("twice.npz:notes.txt", "[3] tcalc: error: twice.npz:notes.txt: not an .npy file (first bytes 6e 6f 20 61)")

    with zipfile.ZipFile(shop.folder / "lzma.npz", "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a.npy", npy(a))
    given = shop.read("lzma.npz:a")
    shop.check("lzma", isinstance(given, str) or numpy.array_equal(given, a), given)


def writes_what_others_read(shop: Workshop) -> None:
    a, f = numpy.arange(24.0).reshape(2, 3, 4), numpy.asfortranarray(numpy.eye(4, 3, dtype="f4"))
    numpy.save(shop.folder / "a.npy", a)
    numpy.save(shop.folder / "f.npy", f)
    numpy.savez_compressed(shop.folder / "old.npz", first=a, second=f)
    before = zipfile.ZipFile(shop.folder / "old.npz").infolist()
    for words in (["convert", "a.npy", "-o", "new.npz:layer/a", "--compress"], ["convert", "f.npy", "-o", "new.npz:f"],
                  ["convert", "f.npy", "-o", "old.npz:third"], ["convert", "a.npy", "-o", "old.npz:second", "--dtype", "f2"],
                  ["matmul", "a.npy", "f.npy", "-o", "old.npz:product"]):
        answer = shop.run(*words)
        shop.check(" ".join(words), answer.returncode == 0 and answer.stdout + answer.stderr == b"", answer)
    with numpy.load(shop.folder / "new.npz") as new:
        shop.check("new names", new.files == ["layer/a", "f"], new.files)
        shop.check("new values", numpy.array_equal(new["layer/a"], a) and numpy.array_equal(new["f"], f) and new["f"].flags.fnc)
    methods = {entry.filename: entry.compress_type for entry in zipfile.ZipFile(shop.folder / "new.npz").infolist()}
    shop.check("methods", methods == {"layer/a.npy": zipfile.ZIP_DEFLATED, "f.npy": zipfile.ZIP_STORED}, methods)
    with numpy.load(shop.folder / "old.npz") as old:
        shop.check("old names", old.files == ["first", "second", "third", "product"], old.files)
        shop.check("old values", numpy.array_equal(old["first"], a) and numpy.array_equal(old["second"], a.astype("f2")))
        shop.check("product", numpy.allclose(old["product"], a @ f))
    after = zipfile.ZipFile(shop.folder / "old.npz").infolist()
    shop.check("the first member is as it was", (after[0].CRC, after[0].compress_size) == (before[0].CRC, before[0].compress_size))
    shop.check("the archive is sound", zipfile.ZipFile(shop.folder / "old.npz").testzip() is None)
    first = (shop.folder / "new.npz").read_bytes()
    os.remove(shop.folder / "new.npz")
    shop.run("convert", "a.npy", "-o", "new.npz:layer/a", "--compress")
    shop.run("convert", "f.npy", "-o", "new.npz:f")
    shop.check("the same arrays are the same bytes", (shop.folder / "new.npz").read_bytes() == first)
    for temporary in shop.folder.glob(".*"):
        shop.check("left behind", False, temporary)

    numpy.savez(shop.folder / "self.npz", a=a)
    answer = shop.run("convert", "self.npz:a", "-o", "self.npz:a", "--dtype", "i2")
    shop.check("a member onto itself", answer.returncode == 0, answer)
    shop.expect("self.npz:a", a.astype("i2"))
    with zipfile.ZipFile(shop.folder / "twins.npz", "w") as archive:
        archive.writestr("a.npy", npy(a))
        archive.writestr("b.npy", npy(a))
        archive.writestr("a.npy", npy(a))
    shop.run("convert", "f.npy", "-o", "twins.npz:a")
    names = zipfile.ZipFile(shop.folder / "twins.npz").namelist()
    shop.check("members of one name become one", sorted(names) == ["a.npy", "b.npy"], names)
    os.symlink("twins.npz", shop.folder / "link.npz")
    os.chmod(shop.folder / "twins.npz", 0o640)
    shop.run("convert", "f.npy", "-o", "link.npz:c")
    shop.check("links and modes stay", (shop.folder / "link.npz").is_symlink() and (shop.folder / "twins.npz").stat().st_mode & 0o777 == 0o640)
    shop.expect("twins.npz:c", f)


def large_members(shop: Workshop) -> None:
    """More than 4 GiB need zip64; a sparse file of zeros deflates to little."""
    answer = shop.run("new", "zeros:1100,1000,1000:f4", "-o", "large.npz:z", "--compress")
    shop.check("4.1 GiB written", answer.returncode == 0, answer.stderr)
    member = zipfile.ZipFile(shop.folder / "large.npz").infolist()[0]
    shop.check("its size", member.file_size == 4_400_000_128, member.file_size)
    shop.expect("large.npz:z[-1,-1,-5:]", numpy.zeros(5, "f4"))
    os.remove(shop.folder / "large.npz")


def refuses_what_is_damaged(shop: Workshop) -> None:
    a = numpy.arange(1000.0)
    numpy.savez(shop.folder / "a.npz", alpha=a, beta=a, gamma=a)
    shop.refuses("a.npz:alhpa", "[3] tcalc: error: a.npz: has no member 'alhpa'\n  hint: its members are alpha, beta, gamma")
    shop.refuses("missing.npz:a", "[3] tcalc: error: missing.npz: No such file or directory")
    (shop.folder / "text.npz").write_text("no archive at all")
    shop.refuses("text.npz:a", "[3] tcalc: error: text.npz: not an .npz archive")
    (shop.folder / "empty.npz").write_bytes(b"")
    shop.refuses("empty.npz:a", "[3] tcalc: error: empty.npz: not an .npz archive: it is empty or not a regular file")
    content = (shop.folder / "a.npz").read_bytes()
    (shop.folder / "cut.npz").write_bytes(content[:-100])
    shop.refuses("cut.npz:alpha", "[3] tcalc: error: cut.npz: ")
    place = content.index(struct.pack("<d", 500.0))
    (shop.folder / "flipped.npz").write_bytes(content[:place] + b"\xff" + content[place + 1:])
    shop.refuses("flipped.npz:alpha", "[3] tcalc: error: flipped.npz:alpha: CRC error")
    with zipfile.ZipFile(shop.folder / "short.npz", "w") as archive:
        archive.writestr("a.npy", npy(a)[:-8])
        archive.writestr("huge.npy", npy(a)[:-8].replace(b"(1000,)", b"(10000000000000,)", 1))
    shop.refuses("short.npz:a", "[3] tcalc: error: short.npz:a: truncated: shape (1000,) float64 needs 8000 bytes of data, the file has 7992")
    shop.refuses("short.npz:huge", "[3] tcalc: error: short.npz:huge: ")
    for target, said in (("text.npz:a", "[4] tcalc: error: text.npz: not an .npz archive"),
                         ("nowhere/a.npz:a", "[4] tcalc: error: nowhere/a.npz: ")):
        answer = shop.run("new", "ones:3", "-o", target)
        text = f"[{answer.returncode}] {answer.stderr.decode()}"
        shop.check(target, text.startswith(said), text)
    shop.check("what was no archive stays", (shop.folder / "text.npz").read_text() == "no archive at all")
    for end in range(0, len(content), 997):  # no cut anywhere crashes
        (shop.folder / "cut.npz").write_bytes(content[:end])
        answer = shop.run("info", "cut.npz", "--stats")
        shop.check(f"cut at {end}", answer.returncode == 3, answer)


def main() -> int:
    parser = argparse.ArgumentParser(description="Archives, both ways.")
    parser.add_argument("tcalc")
    parser.add_argument("--large", action="store_true", help="also members beyond 4 GiB")
    options = parser.parse_args()
    import warnings

    warnings.simplefilter("ignore")  # zipfile's, of duplicates
    with tempfile.TemporaryDirectory() as folder:
        shop = Workshop(os.path.abspath(options.tcalc), folder)
        reads_what_others_write(shop)
        writes_what_others_read(shop)
        refuses_what_is_damaged(shop)
        if options.large:
            large_members(shop)
    print(f"{shop.failures} failures")
    return 1 if shop.failures else 0


if __name__ == "__main__":
    sys.exit(main())
