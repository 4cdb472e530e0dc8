#!/usr/bin/python3
"""Checkpoints: .safetensors files written here by the format's published rules and read by tcalc, whole and damaged.

    safetensors.py TCALC [--runs N]
"""

import argparse
import json
import random
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy

SECONDS = 60
TYPES = {"BOOL": "?", "U8": "u1", "I8": "i1", "I16": "i2", "U16": "u2", "F16": "f2", "I32": "i4", "U32": "u4", "F32": "f4", "C64": "c8",
         "F64": "f8", "I64": "i8", "U64": "u8"}
Tensors = dict[str, tuple[str, tuple[int, ...], bytes]]


def header_of(tensors: Tensors, metadata: dict[str, str] | None = None, padding: int = 8) -> bytes:
    entries: dict[str, object] = {} if metadata is None else {"__metadata__": metadata}
    at = 0
    for name, (dtype, shape, data) in tensors.items():
        entries[name] = {"dtype": dtype, "shape": list(shape), "data_offsets": [at, at + len(data)]}
        at += len(data)
    text = json.dumps(entries, separators=(",", ":"), ensure_ascii=False).encode()
    return text + b" " * (-len(text) % padding)


def write(path: Path, tensors: Tensors, metadata: dict[str, str] | None = None, padding: int = 8) -> None:
    header = header_of(tensors, metadata, padding)
    path.write_bytes(struct.pack("<Q", len(header)) + header + b"".join(data for _, _, data in tensors.values()))


def tensor(array: numpy.ndarray) -> tuple[str, tuple[int, ...], bytes]:
    dtype = next(name for name, code in TYPES.items() if numpy.dtype(code) == array.dtype)
    return dtype, array.shape, array.astype(array.dtype.newbyteorder("<")).tobytes()


class Shop:
    def __init__(self, program: str, folder: Path) -> None:
        self.program, self.folder = program, folder
        self.passed = self.failed = 0

    def run(self, *words: str) -> subprocess.CompletedProcess:
        return subprocess.run([self.program, *words], capture_output=True, timeout=SECONDS, check=False, cwd=self.folder,
                              stdin=subprocess.DEVNULL)

    def check(self, what: str, holds: bool, shown: object = "") -> None:
        self.passed += holds
        self.failed += not holds
        if not holds:
            print(f"{what}: {shown}")

    def array(self, operand: str, *options: str) -> numpy.ndarray | str:
        done = self.run("convert", operand, *options, "-q", "-o", "array.npy")
        return numpy.load(self.folder / "array.npy") if done.returncode == 0 else done.stderr.decode()

    def same(self, operand: str, expected: numpy.ndarray, *options: str) -> None:
        given = self.array(operand, *options)
        equal = isinstance(given, numpy.ndarray) and given.dtype == expected.dtype and given.shape == expected.shape and \
            numpy.array_equal(given, expected, equal_nan=expected.dtype.kind in "fc")
        self.check(operand, equal, given)

    def refuses(self, what: str, words: list[str], code: int, said: str) -> None:
        done = self.run(*words)
        first = done.stderr.decode(errors="replace").splitlines()[:1]
        self.check(what, done.returncode == code and first != [] and said in first[0], (done.returncode, done.stderr))


def some_array(chance: numpy.random.Generator, code: str) -> numpy.ndarray:
    shape = tuple(int(size) for size in chance.choice([0, 1, 2, 3, 5], chance.integers(0, 4), p=[0.1, 0.2, 0.3, 0.2, 0.2]))
    if code == "?":
        return chance.integers(0, 2, shape).astype("?")
    array = numpy.asarray(chance.integers(0, 100, shape))
    return (array * 0.5 * (1 + 1j)).astype(code) if code == "c8" else (array / 4).astype(code) if code[0] == "f" else array.astype(code)


def check_reading(shop: Shop, chance: numpy.random.Generator) -> None:
    """Every dtype, in any order, aligned or not; slices, products, the listing."""
    arrays = {f"layer.{place}.{code.strip('?') or 'b'}": some_array(chance, code)
              for place, code in enumerate(chance.permutation(list(TYPES.values())))}
    metadata = {"format": "pt", "ü": "line\n"}
    write(shop.folder / "m.safetensors", {name: tensor(array) for name, array in arrays.items()}, metadata, int(chance.integers(1, 9)))
    for name, array in arrays.items():
        shop.same(f"m.safetensors:{name}", array)
        if array.ndim > 1 and array.shape[0] > 1:
            shop.same(f"m.safetensors:{name}[1:,::-1]", array[1:, ::-1])
    listed = [json.loads(line) for line in shop.run("info", "m.safetensors", "--json").stdout.splitlines()]
    found = {entry["file"]: (entry["shape"], entry["dtype"], entry["bytes"]) for entry in listed[:-1]}
    expected = {f"m.safetensors:{name}": (list(array.shape), array.dtype.name, array.nbytes) for name, array in arrays.items()}
    shop.check("info --json", found == expected, (found, expected))
    total = {"file": "m.safetensors", "tensors": len(arrays), "parameters": sum(array.size for array in arrays.values()),
             "bytes": sum(array.nbytes for array in arrays.values()), "metadata": metadata}
    shop.check("sums", listed[-1] == total, listed[-1])
    content = (shop.folder / "m.safetensors").read_bytes()
    for entry in listed[:-1]:
        at = entry["data_offset"]
        shop.check("data_offset", content[at:at + entry["bytes"]] == tensor(arrays[entry["file"].split(":", 1)[1]])[2], entry)
    tree = shop.run("info", "m.safetensors", "--tree").stdout.decode().splitlines()
    shop.check("tree", tree[0].split()[:3] == ["m.safetensors:layer", str(total["parameters"]), str(total["bytes"])], tree[0])
    checked = shop.run("check", "m.safetensors", "--json")
    shop.check("check", checked.returncode == 0 and len(checked.stdout.splitlines()) == len(arrays) + 1, checked.stdout)


def check_products(shop: Shop, chance: numpy.random.Generator) -> None:
    a, b = chance.integers(-8, 9, (3, 4)).astype("f4"), chance.integers(-8, 9, (4, 5)).astype("f4")
    bits = {name: ("BF16", array.shape, (array.view("<u4") >> 16).astype("<u2").tobytes()) for name, array in (("a", a), ("b", b))}
    write(shop.folder / "b.safetensors", bits)
    shop.same("b.safetensors:a", a, "--dtype", "f4")
    write(shop.folder / "f.safetensors", {"a": tensor(a), "b": tensor(b)}, padding=3)
    for model in ("b", "f"):
        done = shop.run("matmul", f"{model}.safetensors:a", f"{model}.safetensors:b", "--dtype", "f4", "-o", "c.npy")
        shop.check(f"matmul {model}", done.returncode == 0 and numpy.array_equal(numpy.load(shop.folder / "c.npy"), a @ b), done.stderr)


def check_shards(shop: Shop, chance: numpy.random.Generator) -> None:
    arrays = {f"w{place}": chance.normal(size=(2, place)).astype("f4") for place in range(5)}
    places = {name: f"s-{place % 2}.safetensors" for place, name in enumerate(arrays)}
    for shard in set(places.values()):
        write(shop.folder / shard, {name: tensor(array) for name, array in arrays.items() if places[name] == shard})
    index = {"metadata": {"total_size": sum(array.nbytes for array in arrays.values())}, "weight_map": places}
    path = shop.folder / "s.safetensors.index.json"
    path.write_text(json.dumps(index))
    for name, array in arrays.items():
        shop.same(f"{path.name}:{name}", array)
    done = shop.run("info", path.name)
    shop.check("info of an index", done.stdout.decode().splitlines()[-1].startswith(f"{path.name}: 5 tensors, 20 parameters, 80 bytes"), done.stdout)
    shop.check("check of an index", shop.run("check", path.name).returncode == 0)
    for broken, said in ((places | {"w9": "s-0.safetensors"}, "tensor 'w9' should be in s-0.safetensors, but is not"),
                         ({name: shard for name, shard in places.items() if name != "w1"}, "tensor 'w1' of s-1.safetensors is not in the index")):
        path.write_text(json.dumps({"weight_map": broken}))
        done = shop.run("check", path.name)
        shop.check(said, done.returncode == 1 and said in done.stdout.decode(), done.stdout)
    path.write_text(json.dumps({"weight_map": {"a": "gone.safetensors"}}))
    shop.refuses("a shard that is gone", ["show", f"{path.name}:a"], 3, "gone.safetensors: No such file or directory")


def check_refusals(shop: Shop) -> None:
    array = numpy.arange(6, dtype="f4").reshape(2, 3)
    write(shop.folder / "q.safetensors", {"h.0.weight": tensor(array), "h.1.weight": tensor(array), "q": ("F8_E8M0", (3,), b"\1\2\3"),
                                          "x": ("F4", (4,), b"\1\2")})
    shop.refuses("a name that is not there", ["show", "q.safetensors:h.0.wight"], 3, "q.safetensors: has no tensor 'h.0.wight'")
    shop.refuses("a pattern without a match", ["info", "q.safetensors:*.bias"], 3, "q.safetensors: no array has a name like '*.bias'")
    shop.refuses("a pattern for one array", ["matmul", "q.safetensors:*", "3,4"], 2, "is a pattern of names, and one array is needed")
    shop.refuses("a dtype without values", ["show", "q.safetensors:q"], 3, "q.safetensors:q: dtype F8_E8M0 is not supported")
    listed = shop.run("info", "q.safetensors", "--tsv").stdout.decode().splitlines()
    shop.check("unknown dtypes are listed", [line.split("\t")[2] for line in listed[1:]] == ["float32", "float32", "F8_E8M0", "F4"], listed)
    shop.check("check notes them", shop.run("check", "q.safetensors").stdout.decode().splitlines()[-1] ==
               "q.safetensors:x: note: dtype F4: values are not looked at")
    matched = shop.run("info", "q.safetensors:h.?.weight", "--template", "{file}").stdout.decode().split()
    shop.check("a pattern", matched == ["q.safetensors:h.0.weight", "q.safetensors:h.1.weight"], matched)
    bad = numpy.array([1, numpy.nan, numpy.inf, numpy.nan], "f4")
    write(shop.folder / "n.safetensors", {"good": tensor(array), "bad": tensor(bad)})
    done = shop.run("check", "n.safetensors")
    shop.check("check names the tensor with NaNs", done.returncode == 1 and done.stdout.decode() ==
               "n.safetensors:bad: defect: 2 NaNs, the first at [1]\nn.safetensors:bad: defect: 1 infinity at [2]\n", done.stdout)
    shop.check("--allow-nan", shop.run("check", "n.safetensors", "--allow-nan").returncode == 0)
    whole = (shop.folder / "q.safetensors").read_bytes()
    piped = subprocess.run([shop.program, "show", "/dev/stdin"], input=whole, capture_output=True, timeout=SECONDS, check=False)
    shop.check("a pipe", piped.returncode == 3 and b"it is a safetensors file" in piped.stderr, piped.stderr)


def read(path: Path) -> tuple[Tensors, dict[str, str], list[str]]:
    """A file by the published rules, every one of which is looked at."""
    content = path.read_bytes()
    (length,) = struct.unpack("<Q", content[:8])
    header, data = content[8:8 + length], content[8 + length:]
    twice: list[str] = []

    def no_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
        twice.extend(name for name, _ in pairs if [other for other, _ in pairs].count(name) > 1)
        return dict(pairs)

    entries = json.loads(header, object_pairs_hook=no_duplicates)
    wrong = [f"{name} twice" for name in twice] + ([] if header[:1] == b"{" and length % 8 == 0 and length <= 10**8 else ["the header"])
    metadata = entries.pop("__metadata__", {})
    tensors, at = {}, 0
    for name, entry in sorted(entries.items(), key=lambda item: item[1]["data_offsets"]):
        begin, end = entry["data_offsets"]
        size = numpy.dtype(TYPES.get(entry["dtype"], "u2" if entry["dtype"] == "BF16" else "u1")).itemsize
        if begin != at or end - begin != size * int(numpy.prod(entry["shape"], dtype=object)) or begin % size:
            wrong.append(f"{name}: {entry}")
        tensors[name] = (entry["dtype"], tuple(entry["shape"]), data[begin:end])
        at = end
    return tensors, metadata, wrong + ([] if at == len(data) else ["data is left over"])


# The order of the format's own writer: by dtype, the widest first, then by name.
RANKS = ["BOOL", "U8", "I8", "F8_E4M3", "I16", "U16", "F16", "BF16", "I32", "U32", "F32", "C64", "F64", "I64", "U64"]


def check_writing(shop: Shop, chance: numpy.random.Generator) -> None:
    """Tensors added one by one, replaced, and converted as a whole: what is written keeps to every rule."""
    path = shop.folder / "w.safetensors"
    path.unlink(missing_ok=True)
    kept = {"old": ("F8_E4M3", (3,), b"\1\2\3"), "half": ("BF16", (2,), b"\x80\x3f\x00\x40")}
    write(path, kept, {"format": "pt"})
    arrays = {f"t{place}": some_array(chance, code) for place, code in enumerate(chance.permutation(list(TYPES.values())))}
    arrays["t0"] = arrays["t0"].copy()
    for name, array in arrays.items():
        numpy.save(shop.folder / "a.npy", numpy.asarray(array, order=chance.choice(["C", "F"])))
        done = shop.run("convert", "a.npy", "-o", f"w.safetensors:{name}")
        shop.check(f"write {array.dtype}", done.returncode == 0, done.stderr)
    arrays["t0"] = chance.normal(size=(2, 2)).astype(">f4")
    numpy.save(shop.folder / "a.npy", arrays["t0"])
    shop.run("convert", "a.npy", "-o", "w.safetensors:t0")
    tensors, metadata, wrong = read(path)
    expected = kept | {name: tensor(array.astype(array.dtype.newbyteorder("="))) for name, array in arrays.items()}
    shop.check("what is written", wrong == [] and tensors == expected and metadata == {"format": "pt"}, (wrong, metadata, tensors, expected))
    order = sorted(expected, key=lambda name: (-RANKS.index(expected[name][0]), name))
    shop.check("the order", list(tensors) == order, (list(tensors), order))
    shop.check("check", shop.run("check", "w.safetensors", "-q").returncode == 0)
    done = shop.run("convert", "w.safetensors:t*", "-o", "w.npz")
    archive = numpy.load(shop.folder / "w.npz") if done.returncode == 0 else {}
    shop.check("to .npz", all(numpy.array_equal(archive[name], array) for name, array in arrays.items()), done.stderr)
    write(shop.folder / "m.safetensors", {"half": kept["half"], **{name: tensor(array) for name, array in arrays.items() if name != "t0"}},
          {"format": "pt", "ü": "line\n"})
    shop.run("convert", "m.safetensors", "-o", "m.npz", "-q")
    done = shop.run("convert", "m.npz", "-o", "n.safetensors", "--as", "bf16")
    there, back = read(shop.folder / "m.safetensors"), read(shop.folder / "n.safetensors") if done.returncode == 0 else ({}, {}, [done.stderr])
    shop.check("there and back", there[:2] == back[:2] and back[2] == [], (there, back))
    shop.check("NumPy reads the metadata", json.loads(bytes(numpy.load(shop.folder / "m.npz")["__metadata__"])) == {"format": "pt", "ü": "line\n"})
    same = shop.run("diff", "m.safetensors", "m.npz", "--as", "bf16")
    shop.check("diff of equals", same.returncode == 0 and same.stdout == b"", same.stdout + same.stderr)


def check_damage(shop: Shop, chance: random.Random, limit: str) -> None:
    """A file cut anywhere, with a byte changed anywhere, or with a length that lies: an answer in one line, and little memory."""
    array = numpy.arange(6, dtype="f4").reshape(2, 3)
    header = header_of({"w": tensor(array), "v": ("U8", (3,), b"abc")}, {"format": "pt"})
    whole = struct.pack("<Q", len(header)) + header + array.tobytes() + b"abc"
    cases = {f"cut at {end}": whole[:end] for end in chance.sample(range(len(whole)), 25)}
    for length in (0, 1, len(header) - 1, len(header) + 1, 10**8, 10**8 + 1, 2**31, 2**63 - 8, 2**63, 2**64 - 1):
        cases[f"length {length}"] = struct.pack("<Q", length) + whole[8:]
    for number in range(40):
        at = chance.randrange(8, 8 + len(header))
        cases[f"byte {at} changed, {number}"] = whole[:at] + bytes([chance.choice(b'0123456789{}[]",:\\\xff ')]) + whole[at + 1:]
    for what, content in cases.items():
        (shop.folder / "d.safetensors").write_bytes(content)
        for words in (["info", "d.safetensors"], ["check", "d.safetensors"]):
            limited = subprocess.run(["bash", "-c", f'ulimit -v {limit}; exec "$@"', "-", shop.program, *words], capture_output=True,
                                     timeout=SECONDS, check=False, cwd=shop.folder)
            said = limited.stderr.decode(errors="replace").splitlines()
            answered = limited.returncode == 0 or limited.returncode == 1 and words[0] == "check" or \
                limited.returncode == 3 and said[0].startswith("tcalc: error: d.safetensors: ")
            shop.check(f"{words[0]}, {what}", answered, (limited.returncode, limited.stderr))


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--asan", action="store_true", help="for a program whose sanitizers reserve more than any limit leaves")
    arguments = parser.parse_args()
    chance = numpy.random.default_rng(16)
    with tempfile.TemporaryDirectory() as folder, numpy.errstate(all="ignore"):
        shop = Shop(str(Path(arguments.program).resolve()), Path(folder))
        for _ in range(arguments.runs):
            check_reading(shop, chance)
            check_products(shop, chance)
            check_shards(shop, chance)
            check_writing(shop, chance)
        check_refusals(shop)
        check_damage(shop, random.Random(16), "unlimited" if arguments.asan else "400000")
        print(f"{shop.passed} passed, {shop.failed} failed")
    return 1 if shop.failed else 0


if __name__ == "__main__":
    sys.exit(main())
