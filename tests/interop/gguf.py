#!/usr/bin/python3
"""GGUF models: files written here by the published layout (docs/gguf.md of ggml) and read by tcalc, whole and damaged.

    gguf.py TCALC
    gguf.py --write FILE    a small model, for tests of the shell
"""

import json
import random
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy

SECONDS = 60
# Number, elements of a block, bytes of it; the types whose values tcalc reads and some that it only lists.
TYPES = {"F32": (0, 1, 4), "F16": (1, 1, 2), "Q4_0": (2, 32, 18), "Q4_1": (3, 32, 20), "Q8_0": (8, 32, 34), "Q6_K": (14, 256, 210),
         "I8": (24, 1, 1), "I16": (25, 1, 2), "I32": (26, 1, 4), "I64": (27, 1, 8), "F64": (28, 1, 8), "BF16": (30, 1, 2)}
PLAIN = {"F32": "f4", "F16": "f2", "I8": "i1", "I16": "i2", "I32": "i4", "I64": "i8", "F64": "f8"}
NUMBERS = {"u1": 0, "i1": 1, "u2": 2, "i2": 3, "u4": 4, "i4": 5, "f4": 6, "b1": 7, "u8": 10, "i8": 11, "f8": 12}
Tensor = tuple[str, tuple[int, ...], bytes]


class Writer:
    """The layout, in one byte order."""

    def __init__(self, big: bool = False, version: int = 3, alignment: int = 32) -> None:
        self.order, self.version, self.alignment = ">" if big else "<", version, alignment

    def number(self, code: str, value: object) -> bytes:
        return numpy.array(value, code).astype(self.order + code).tobytes()

    def text(self, value: str) -> bytes:
        return self.number("u8", len(value.encode())) + value.encode()

    def value(self, value: object) -> tuple[int, bytes]:
        if isinstance(value, str):
            return 8, self.text(value)
        if isinstance(value, list):
            items = [self.value(item) for item in value]
            return 9, self.number("u4", items[0][0] if items else 4) + self.number("u8", len(items)) + b"".join(text for _, text in items)
        array = numpy.asarray(value)
        code = array.dtype.str[1:]
        return NUMBERS[code], self.number(code, value)

    def model(self, tensors: dict[str, Tensor], metadata: dict[str, object]) -> bytes:
        if self.alignment != 32:
            metadata = {**metadata, "general.alignment": numpy.uint32(self.alignment)}
        header = b"GGUF" + self.number("u4", self.version) + self.number("u8", len(tensors)) + self.number("u8", len(metadata))
        for key, value in metadata.items():
            number, text = self.value(value)
            header += self.text(key) + self.number("u4", number) + text
        data = b""
        for name, (kind, shape, content) in tensors.items():
            header += self.text(name) + self.number("u4", len(shape))
            header += b"".join(self.number("u8", size) for size in reversed(shape))
            header += self.number("u4", TYPES[kind][0]) + self.number("u8", len(data))
            data += content + bytes(-len(content) % self.alignment)
        return header + bytes(-len(header) % self.alignment) + data


def plain(writer: Writer, kind: str, array: numpy.ndarray) -> Tensor:
    return kind, array.shape, array.astype(writer.order + PLAIN[kind]).tobytes()


def quantised(writer: Writer, kind: str, shape: tuple[int, ...], chance: numpy.random.Generator) -> tuple[Tensor, numpy.ndarray]:
    """Any scales and any whole numbers, and the values that they stand for."""
    blocks = int(numpy.prod(shape)) // 32
    scales = (chance.standard_normal(blocks) * 4.0 ** chance.integers(-8, 4, blocks)).astype("f2")
    low, high = (-128, 128) if kind == "Q8_0" else (-8, 8)
    whole = chance.integers(low, high, (blocks, 32))
    numbers = whole.astype("i1").view("u1") if kind == "Q8_0" else ((whole[:, :16] + 8) | (whole[:, 16:] + 8) << 4).astype("u1")
    content = numpy.hstack([scales.astype(writer.order + "f2")[:, None].view("u1"), numbers])
    return (kind, shape, content.tobytes()), (scales.astype("f4")[:, None] * whole.astype("f4")).reshape(shape)


def small_model() -> bytes:
    writer = Writer()
    chance = numpy.random.default_rng(16)
    tensors = {"token_embd.weight": plain(writer, "F16", numpy.arange(64).reshape(2, 32) / 4),
               "blk.0.attn_q.weight": ("Q8_0", (2, 32), b"".join(writer.number("f2", scale) + bytes(range(32)) for scale in (0.5, -2))),
               "blk.0.attn_k.weight": ("Q4_0", (1, 32), writer.number("f2", 0.25) + bytes(range(0, 256, 16))),
               "blk.0.ffn_up.weight": ("Q6_K", (4, 256), chance.bytes(4 * 210)),
               "output_norm.weight": plain(writer, "F32", numpy.ones(4))}
    return writer.model(tensors, {"general.architecture": "llama", "llama.context_length": numpy.uint32(2048),
                                  "llama.rope.freq_base": numpy.float32(1e4), "general.quantized": numpy.bool_(True),
                                  "tokenizer.ggml.tokens": [f"token {i}" for i in range(40)], "tokenizer.ggml.merges": ["a b", 'ü "']})


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

    def same(self, operand: str, expected: numpy.ndarray, *options: str) -> None:
        done = self.run("convert", operand, *options, "-q", "-o", "array.npy")
        given = numpy.load(self.folder / "array.npy") if done.returncode == 0 else done.stderr.decode()
        equal = isinstance(given, numpy.ndarray) and given.dtype == expected.dtype and given.shape == expected.shape and \
            numpy.array_equal(given, expected)
        self.check(operand, equal, given)

    def refuses(self, what: str, content: bytes, said: str, command: str = "info") -> None:
        (self.folder / "bad.gguf").write_bytes(content)
        done = self.run(command, "bad.gguf", "-q")
        lines = (done.stderr if command == "info" else done.stdout).decode(errors="replace").splitlines()
        errors = [line for line in lines if not line.startswith("  hint: ")]
        wanted = 3 if command == "info" else 1
        self.check(what, done.returncode == wanted and len(errors) == 1 and said in errors[0], (done.returncode, lines))


def check_reading(shop: Shop, chance: numpy.random.Generator, big: bool, version: int, alignment: int) -> None:
    """Every type, the listing, slices, products, and a safetensors file made of it."""
    writer = Writer(big, version, alignment)
    tensors: dict[str, Tensor] = {}
    arrays: dict[str, numpy.ndarray] = {}
    for kind, code in PLAIN.items():
        shape = tuple(int(size) for size in chance.integers(0, 5, chance.integers(0, 4)))
        array = numpy.asarray(chance.integers(-99, 99, shape) if code[0] == "i" else chance.standard_normal(shape)).astype(code)
        tensors[f"plain.{kind}"], arrays[f"plain.{kind}"] = plain(writer, kind, array), array
    for kind in ("Q8_0", "Q4_0"):
        for shape in ((32,), (3, 64), (2, 3, 32), (0, 32), (2100, 32)):
            name = f"{kind}.{'x'.join(map(str, shape))}"
            tensors[name], arrays[name] = quantised(writer, kind, shape, chance)
    narrow = chance.standard_normal((4, 3)).astype("f4").view("u4") & 0xffff0000
    tensors["bf16"] = ("BF16", (4, 3), (narrow >> 16).astype(writer.order + "u2").tobytes())
    listed_only = {"q4_1": ("Q4_1", (2, 64), bytes(80)), "q6_k": ("Q6_K", (2, 256), bytes(420))}
    metadata = {"general.architecture": "test", "n": numpy.int64(-3), "x": numpy.float64(0.1), "list": [numpy.int8(1), numpy.int8(2)],
                "nested": [["a"], []], "flag": numpy.bool_(False), "line": "a\nb"}
    (shop.folder / "m.gguf").write_bytes(writer.model({**tensors, **listed_only}, metadata))
    for name, array in arrays.items():
        shop.same(f"m.gguf:{name}", array)
    shop.same("m.gguf:bf16", narrow.view("f4"), "--dtype", "f4")
    shop.same("m.gguf:Q8_0.2x3x32[1,::-1,3:29:2]", arrays["Q8_0.2x3x32"][1, ::-1, 3:29:2])
    shop.same("m.gguf:Q4_0.3x64[1:,40]", arrays["Q4_0.3x64"][1:, 40])
    shop.same("m.gguf:Q4_0.2100x32[-1]", arrays["Q4_0.2100x32"][-1])
    done = shop.run("info", "m.gguf", "--json")
    listed = [json.loads(line) for line in done.stdout.splitlines()]
    found = {entry["file"].split(":", 1)[1]: (tuple(entry["shape"]), entry["bytes"]) for entry in listed[:-1]}
    shop.check("info", found == {name: (shape, len(content)) for name, (_, shape, content) in {**tensors, **listed_only}.items()}, done)
    shown = listed[-1]["metadata"]
    shop.check("metadata", all(shown[key] == value for key, value in (("general.architecture", "test"), ("n", "-3"), ("x", "0.1"),
               ("list", "[1,2]"), ("nested", '[["a"],[]]'), ("flag", "false"), ("line", "a\nb"))), shown)
    content = (shop.folder / "m.gguf").read_bytes()
    for entry in listed[:-1]:
        shop.check("data_offset", content[entry["data_offset"]:][:entry["bytes"]] ==
                   {**tensors, **listed_only}[entry["file"].split(":", 1)[1]][2], entry)
    shop.check("check", shop.run("check", "m.gguf").returncode == 0)
    stats = json.loads(shop.run("info", "m.gguf:Q8_0.2100x32", "--stats", "--json").stdout.splitlines()[0])["stats"]
    shop.check("stats", numpy.float32(stats["max"]) == arrays["Q8_0.2100x32"].max(), stats)
    product = arrays["Q8_0.3x64"].astype("f8") @ arrays["Q4_0.3x64"].T.astype("f8")
    done = shop.run("matmul", "m.gguf:Q8_0.3x64", "m.gguf:Q4_0.3x64", "--transpose-b", "--dtype", "f8", "-o", "c.npy")
    shop.check("matmul", done.returncode == 0 and numpy.allclose(numpy.load(shop.folder / "c.npy"), product, rtol=1e-12), done.stderr)
    done = shop.run("convert", "m.gguf", "-o", "m.safetensors")
    shop.check("convert", done.returncode == 3 and b"values of Q4_1 are not read" in done.stderr, done.stderr)
    (shop.folder / "m.gguf").write_bytes(writer.model(tensors, metadata))
    (shop.folder / "m.safetensors").unlink(missing_ok=True)
    shop.check("convert", shop.run("convert", "m.gguf", "-o", "m.safetensors", "-q").returncode == 0)
    shop.check("diff", shop.run("diff", "m.gguf", "m.safetensors").returncode == 0)
    kept = json.loads(shop.run("info", "m.safetensors", "--json").stdout.splitlines()[-1])["metadata"]
    shop.check("metadata kept", kept == shown or {**kept, "list": ""} == {**shown, "list": ""}, kept)


def check_rows(shop: Shop, chance: numpy.random.Generator) -> None:
    """What does not fit into memory as float32 takes part in a product all the same, some rows at a time."""
    writer = Writer()
    tensor, array = quantised(writer, "Q8_0", (16384, 1024), chance)
    (shop.folder / "m.gguf").write_bytes(writer.model({"w": tensor}, {}))
    numpy.save(shop.folder / "x.npy", numpy.ones((1024, 1), "f4"))
    done = shop.run("matmul", "m.gguf:w", "x.npy", "--max-memory", "32M", "-o", "c.npy")
    shop.check("rows", done.returncode == 0 and numpy.allclose(numpy.load(shop.folder / "c.npy"), array.sum(1, keepdims=True), rtol=1e-3,
                                                              atol=1e-2), done.stderr)


def check_damage(shop: Shop) -> None:
    writer = Writer()
    whole = writer.model({"a": plain(writer, "F32", numpy.arange(8.0)), "b": plain(writer, "F16", numpy.arange(3.0))}, {"k": ["x", "y"]})
    header = whole.index(b"\x01\0\0\0\0\0\0\0a") - 8
    for length in (0, 3, 7):
        shop.refuses(f"{length} bytes", whole[:length], "not a GGUF file")
    for length in range(8, len(whole) - 26):
        shop.refuses(f"{length} bytes", whole[:length], "truncated: ")
    shop.refuses("version", whole[:4] + struct.pack("<I", 1) + whole[8:], "GGUF version 1 is not supported (2 and 3 are)")
    shop.refuses("tensors", whole[:8] + struct.pack("<Q", 2**63) + whole[16:], "bad.gguf: ")
    shop.refuses("metadata", whole[:16] + struct.pack("<Q", 2**64 - 1) + whole[24:], "bad.gguf: ")
    shop.refuses("key", whole[:24] + struct.pack("<Q", 2**64 - 1) + whole[32:], "truncated: the header needs 18446744073709551615 bytes")
    lied = {"rank": ("a", 9, struct.pack("<I", 65), "has more than 64 axes"),
            "size": ("a", 13, struct.pack("<Q", 2**63), "9223372036854775808 is too large for a size"),
            "elements": ("a", 13, struct.pack("<Q", 2**62), "(4611686018427387904,) F32 is not a size that a file can have"),
            "long": ("b", 13, struct.pack("<Q", 1000), "truncated: the tensors need 2032 bytes of data, 64 are there"),
            "blocks": ("a", 21, struct.pack("<I", 2), "(8,) Q4_0 is not a size that a file can have"),
            "offset": ("b", 25, struct.pack("<Q", 2**64 - 32), "begins at byte 18446744073709551584, which no file has"),
            "overlap": ("b", 25, struct.pack("<Q", 0), "begins at byte 0, but the one before it ends at 32"),
            "unaligned": ("b", 25, struct.pack("<Q", 33), "begins at byte 33, not at a multiple of 32"),
            "name": ("b", 8, b"a", "the name 'a' comes twice")}
    for what, (tensor, at, value, said) in lied.items():
        at += whole.index(b"\x01\0\0\0\0\0\0\0" + tensor.encode(), header)
        shop.refuses(what, whole[:at] + value + whole[at + len(value):], said)
    chance = random.Random(16)
    for _ in range(60):
        damaged = bytearray(whole)
        for _ in range(chance.randint(1, 4)):
            damaged[chance.randrange(len(damaged))] = chance.choice([0, 1, 7, 127, 255])
        (shop.folder / "bad.gguf").write_bytes(damaged)
        done = shop.run("check", "bad.gguf")
        shop.check("damage", done.returncode in (0, 1, 3), (done.returncode, done.stderr))


def main() -> int:
    if sys.argv[1] == "--write":
        Path(sys.argv[2]).write_bytes(small_model())
        return 0
    with tempfile.TemporaryDirectory() as folder:
        shop = Shop(sys.argv[1], Path(folder))
        chance = numpy.random.default_rng(16)
        for big, version, alignment in ((False, 3, 32), (True, 3, 64), (False, 2, 8)):
            check_reading(shop, chance, big, version, alignment)
        check_rows(shop, chance)
        check_damage(shop)
        print(f"{shop.passed} passed, {shop.failed} failed")
        return 1 if shop.failed or not shop.passed else 0


if __name__ == "__main__":
    sys.exit(main())
