"""Files from strangers: every sentence that the README says of them."""

import io
import json
import os
import pickle
import re
import struct
import subprocess
import zipfile

import numpy

from system_calls import require_strace, under_strace
from workbench import Bench, Failed, check, equal, expect


def header(dict_text: str) -> bytes:
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(dict_text)) + dict_text.encode()


def archive(members: list[tuple[str, bytes]]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in members:
            opened.writestr(name, content)
    return file.getvalue()


def model(tensors: dict, data: bytes = b"") -> bytes:
    text = json.dumps(tensors).encode()
    return struct.pack("<Q", len(text)) + text + data


class Payload:
    def __reduce__(self):
        return os.system, ("touch payload",)


@check
def a_pickle_in_a_file_is_never_executed(bench: Bench) -> None:
    numpy.save(bench.path("object.npy"), numpy.array([Payload()], dtype=object), allow_pickle=True)
    numpy.savez(bench.path("object.npz"), o=numpy.array([Payload()], dtype=object))
    bench.path("object.pkl").write_bytes(pickle.dumps(Payload()))
    for words in (["show", "object.npy"], ["show", "object.npz:o"], ["matmul", "object.npy", "b.npy"], ["eval", "x", "object.pkl"],
                  ["convert", "object.npy", "-o", "out.npy"], ["info", "object.npy", "--stats"], ["check", "object.npy", "--repair", "-o", "out.npy"],
                  ["diff", "object.npy", "object.npy"], ["convert", "object.npz", "-o", "out.npz"]):
        result = bench.run(*words)
        equal(result.code in ((0,) if words[0] == "info" else (1, 3)), True, f"{words}: exit code {result.code}: {result.err}")
        equal({"payload", "out.npy", "out.npz"} & bench.names(), set(), " ".join(words))
    expect(bench.run("show", "object.npy"), 3, "tcalc: error: object.npy: object arrays hold Python pickles and are never loaded")


@check
def a_header_that_claims_more_than_its_file_has_costs_no_memory(bench: Bench) -> None:
    huge = "{'descr': '<f8', 'fortran_order': False, 'shape': (1099511627776,), }\n"
    bench.path("h.npy").write_bytes(header(huge))
    bench.path("h.npz").write_bytes(archive([("h.npy", header(huge) + bytes(1 << 20))]))
    bench.path("h.safetensors").write_bytes(model({"h": {"dtype": "F64", "shape": [1 << 40], "data_offsets": [0, 8 << 40]}}))
    measured = 'import os, sys\nstatus = os.wait4(os.spawnv(os.P_NOWAIT, sys.argv[1], sys.argv[1:]), 0)\nprint(status[1] >> 8, status[2].ru_maxrss)'
    for name in ("h.npy", "h.npz:h", "h.safetensors:h"):
        for words in (["show", name, "--full"], ["convert", name, "-o", "out.npy"], ["eval", "x + 1", name], ["matmul", name, "b.npy"],
                      ["info", name, "--stats"], ["diff", name, "a.npy"]):
            done = subprocess.run(["/usr/bin/python3", "-c", measured, bench.program, *words], capture_output=True, text=True,
                                  cwd=bench.directory, env=bench.env, timeout=20)
            code, kib = map(int, done.stdout.split()[-2:])
            equal(code in (1, 3, 5), True, f"{words}: exit code {code}: {done.stderr}")
            equal(kib < (1 << 20 if bench.asan else 64 << 10), True, f"{words}: {kib} KiB")
    equal("out.npy" in bench.names(), False)


@check
def names_in_files_are_shown_without_control_characters(bench: Bench) -> None:
    name = "w\x1b[31m\n\t\u202e\x9b\x7f"
    content = bench.path("a.npy").read_bytes()
    bench.path("x.npz").write_bytes(archive([(name + ".npy", content), ("b\x07.txt", b"")]))
    tensors = {name: {"dtype": "F64", "shape": [2, 3], "data_offsets": [0, 48]}, "__metadata__": {"k\x1b": "v\x1b]0;t\x07"}}
    bench.path("x.safetensors").write_bytes(model(tensors, bytes(48)))
    control = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
    for file in ("x.npz", "x.safetensors"):
        for words in (["info", file], ["info", file, "--long"], ["info", file, "--tsv"], ["info", file, "--json"], ["info", file, "--tree"],
                      ["info", file, "--stats"], ["check", file], ["show", file], ["show", file + ":" + name], ["show", file + ":missing"],
                      ["show", file + ":w\x1b"], ["diff", file, "x.npz"], ["diff", file, "a.npy"], ["convert", file, "-o", "a.npy:x"],
                      ["matmul", file + ":" + name, "a.npy"], ["eval", "x +", file + ":" + name], ["eval", "\x1b[31m", "a.npy"],
                      ["dot", "\x1b[31m,3", "3,4"], ["einsum", "i\x1bj", "a.npy"], ["convert", file, "-o", "out\x1b.npz"]):
            result = bench.run(*words)
            for what, text in (("stderr", result.err), ("stdout", result.out.decode(errors="replace"))):
                found = control.search(text)
                if found:
                    raise Failed(f"{words}: {what} has {found[0]!r}: {text[:300]!r}")
            equal(result.code in (0, 1, 2, 3, 4), True, f"{words}: {result.code}")


@check
def no_code_is_loaded_but_the_libraries_by_their_names(bench: Bench) -> None:
    require_strace(bench)
    if bench.asan:
        return
    numpy.savez(bench.path("x.npz"), a=bench.a)
    bench.run("convert", "a.npy", "-o", "a.npy.zst")
    for name in ("libzip.so", "libzip.so.4", "libzip.so.5", "libpng16.so.16", "libpng.so", "libz.so.1", "libzstd.so.1"):
        bench.path(name).write_bytes(b"nothing that could be loaded")
    for words, wanted in ((["info", "a.npy"], ""), (["matmul", "a.npy", "b.npy"], ""), (["info", "x.npz"], "libzip"), (["info", "a.npy.zst"], "libzstd"),
                          (["show", "a.npy", "--png", "p.png"], "libpng")):
        log = bench.directory.parent / "opened.log"
        result = bench.finish(bench.start("strace", "-f", "-qq", "-o", str(log), "-e", "trace=openat", bench.program, *words))
        equal((result.code, result.err), (0, ""), " ".join(words))
        opened = {match[1] for match in re.finditer(r'openat\([^"]*"([^"]*\.so[^"]*)"[^=]*= \d', log.read_text(errors="replace"))}
        equal([path for path in opened if not path.startswith(("/lib", "/usr/lib", "/etc/ld.so"))], [], " ".join(words))
        equal(any("libzip" in path for path in opened), wanted == "libzip", f"libzip: {words}")
        if wanted != "libzip":  # which has it too
            equal(any("libzstd" in path for path in opened), wanted == "libzstd", f"libzstd: {words}")
        equal(any("libpng" in path for path in opened), wanted == "libpng", f"libpng: {words}")


@check
def what_is_nested_without_end_is_refused_at_once(bench: Bench) -> None:
    depth = 100_000
    bench.path("deep.safetensors").write_bytes(struct.pack("<Q", 5 + depth) + b'{"a":' + b"[" * depth)
    bench.path("deep.safetensors.index.json").write_bytes(b'{"weight_map":' + b"[" * depth)
    bench.path("deep.npy").write_bytes(header("(" * 60_000))
    bench.path("deep.tcalc").write_text("x = " + "(" * depth + "\n" + "y = " + "-" * depth + "1\n")
    bench.path("deep.txt").write_text("(" * depth + "x" + ")" * depth)
    for words, codes in ((["show", "[" * depth], (2,)), (["dot", "(" * depth + "B", "3,4"], (2,)), (["dot", "-" * depth + "B,", "3,4"], (2,)),
                         (["eval", "(" * depth, "a.npy"], (2,)), (["eval", "-" * depth + "x", "a.npy"], (0, 2)),
                         (["eval", "x" + "[0]" * 30_000, "a.npy"], (1, 2)), (["eval", "x" + "**x" * 30_000, "a.npy"], (0, 2)),
                         (["eval", "-f", "deep.txt", "a.npy"], (2,)), (["run", "deep.tcalc"], (2,)), (["info", "deep.safetensors"], (3,)),
                         (["info", "deep.safetensors.index.json"], (3,)), (["info", "deep.npy"], (3,))):
        result = bench.run(*words)
        equal(result.code in codes, True, f"{words[0]} {words[1][:20]}: exit code {result.code}: {result.err[:200]}")


@check
def an_archive_that_unpacks_to_more_than_memory_is_refused_by_its_header(bench: Bench) -> None:
    whole = "{'descr': '<f8', 'fortran_order': False, 'shape': (1099511627776,), }\n"
    bench.path("bomb.npz").write_bytes(archive([("z.npy", header(whole) + bytes(64 << 20))]))
    equal(bench.path("bomb.npz").stat().st_size < 100_000, True, "it is small")
    result = bench.run("show", "bomb.npz:z")
    equal(result.code in (3, 5), True, result.err)
    honest = "{'descr': '|u1', 'fortran_order': False, 'shape': (67108864,), }\n"
    bench.path("zeros.npz").write_bytes(archive([("z.npy", header(honest) + bytes(64 << 20))]))
    expect(bench.run("show", "zeros.npz:z", "--max-memory", "1M"), 5,
           "tcalc: error: zeros.npz:z: shape (67108864,) uint8 needs 64 MiB, --max-memory allows 1 MiB")
