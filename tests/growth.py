#!/usr/bin/python3
"""How the time of commands grows with what they are given: never much faster than n log n.

    growth.py TCALC [NAME...]

Each case makes a command line of a size; the size is doubled until a run takes a second, or the command line is full.
Twice the size may then take up to three and a half times as long: n log n takes 2.2 times, a square 4.
"""

import json
import resource
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy

ENOUGH = 1.0  # seconds
TELLING = 0.1  # below, starting up and chance are most of a run
MOST = 3.5  # times as long for twice the size
LONGEST_LINE = 1_500_000  # bytes of arguments; Linux takes 2 MiB, and 128 KiB in one of them
LONGEST_WORD = 120_000
MOST_DOUBLINGS = 16

CASES = {}


def grows_in(name, start=64, most=MOST):
    def add(function):
        CASES[name] = (function, start, most)
        return function
    return add


def chain(count):
    return ["2,3" if place % 2 == 0 else "3,2" for place in range(count)]


@grows_in("multi_dot: operands")
def _(folder, n):
    return ["multi_dot", *chain(n)]


@grows_in("explain multi_dot: operands")
def _(folder, n):
    return ["explain", "multi_dot", *chain(n)]


@grows_in("explain multi_dot --json: operands")
def _(folder, n):
    return ["explain", "multi_dot", *chain(n), "--json"]


@grows_in("einsum: operands of the same letters")
def _(folder, n):
    return ["einsum", ",".join(["ij"] * n) + "->ij", *["2,3"] * n]


@grows_in("explain einsum: operands of the same letters")
def _(folder, n):
    return ["explain", "einsum", ",".join(["ij"] * n) + "->ij", *["2,3"] * n]


@grows_in("explain einsum: operands without letters")
def _(folder, n):
    return ["explain", "einsum", "," * (n - 1) + "->", *["()"] * n]


@grows_in("explain einsum: a chain of letters")
def _(folder, n):
    letters = "abcdefghijklmnopqrstuvwxyz"
    terms = [letters[i % 26] + letters[(i + 1) % 26] for i in range(n)]
    return ["explain", "einsum", ",".join(terms) + "->", *["2,2"] * n]


@grows_in("dot: a mismatch among long names")
def _(folder, n):
    return ["dot", f"{'a' * n},3", f"4,{'b' * n}"]


@grows_in("a dim of many terms")
def _(folder, n):
    return ["dot", "+".join(f"n{i}" for i in range(n)) + ",3", "3,4"]


@grows_in("eval: operators in a row")
def _(folder, n):
    return ["eval", "+".join(["x"] * n), "2,3"]


@grows_in("eval: parts of one array")
def _(folder, n):
    return ["eval", f"split(x, {n})[0]", f"{n},"]


@grows_in("run: rows of one array")
def _(folder, n):
    return program(folder, [f"x = shape {n},3"] + [f"x{i} = x[{i}]" for i in range(n)])


@grows_in("eval: statements")
def _(folder, n):
    return ["eval", ";".join(f"y{i} = x + {i}" for i in range(n)) + "; x", "2,3"]


@grows_in("eval: operands")
def _(folder, n):
    return ["eval", "+".join(f"x{i}" for i in range(n)), *[f"x{i}=2,3" for i in range(n)]]


@grows_in("a literal of many numbers")
def _(folder, n):
    return ["show", "[" + ",".join(["1"] * n) + "]"]


def program(folder, lines):
    path = folder / "program.tcalc"
    path.write_text("\n".join(lines) + "\n")
    return ["run", str(path)]


@grows_in("run: lines")
def _(folder, n):
    return program(folder, ["x0 = shape 2,3"] + [f"x{i + 1} = x{i} + 1" for i in range(n)])


@grows_in("run: names that no line uses")
def _(folder, n):
    return program(folder, [f"x{i} = shape 2,3" for i in range(n)])


@grows_in("run: expectations")
def _(folder, n):
    return program(folder, ["x = shape B,3"] + ["expect x B,3"] * n)


@grows_in("run: facts about different names")
def _(folder, n):
    return program(folder, [f"require n{i} <= 64" for i in range(n)])


@grows_in("run: remainders of different names")
def _(folder, n):
    return program(folder, [f"require n{i} % 8 == 0" for i in range(n)])


@grows_in("run: products of different names")
def _(folder, n):
    return program(folder, [f"require n{i}*k{i} == 64" for i in range(n)])


@grows_in("run: sizes that are assigned")
def _(folder, n):
    lines = [line for i in range(n) for line in (f"n{i} = {i + 1}", f"x{i} = shape n{i},3")]
    return program(folder, lines)


def archive(folder, count, length=8):
    path = folder / f"members{count}-{length}.npz"
    if not path.exists():
        numpy.savez(path, **{f"{i:0{length}d}": numpy.zeros(1) for i in range(count)})
    return str(path)


@grows_in("info: members of an archive")
def _(folder, n):
    return ["info", archive(folder, n)]


@grows_in("show: a member that an archive has not")
def _(folder, n):
    return ["show", archive(folder, n, 60) + ":" + "1" * 50]


@grows_in("diff: members of two archives")
def _(folder, n):
    return ["diff", archive(folder, n), archive(folder, n)]


@grows_in("convert: members of an archive")
def _(folder, n):
    return ["convert", archive(folder, n), "-o", str(folder / "converted.npz")]


def model(folder, count):
    path = folder / f"model{count}.safetensors"
    if not path.exists():
        tensors = {f"layer.{i}.weight": {"dtype": "U8", "shape": [1], "data_offsets": [i, i + 1]} for i in range(count)}
        header = json.dumps(tensors).encode()
        path.write_bytes(struct.pack("<Q", len(header)) + header + bytes(count))
    return str(path)


@grows_in("info: tensors of a model")
def _(folder, n):
    return ["info", model(folder, n)]


@grows_in("info --tree: tensors of a model")
def _(folder, n):
    return ["info", "--tree", model(folder, n)]


@grows_in("check: tensors of a model")
def _(folder, n):
    return ["check", model(folder, n)]


@grows_in("show: tensors by a pattern that none has")
def _(folder, n):
    return ["show", model(folder, n) + ":*a*b*c*d*e"]


@grows_in("diff: tensors of two models")
def _(folder, n):
    return ["diff", model(folder, n), model(folder, n)]


@grows_in("convert: tensors of a model")
def _(folder, n):
    return ["convert", model(folder, n), "-o", str(folder / "converted.safetensors")]


@grows_in("convert: a tensor that is added to a model")
def _(folder, n):
    return ["convert", "true", "-o", model(folder, n) + ":added"]


@grows_in("new: operands")
def _(folder, n):
    return ["new", *["ones:2,3"] * n]


@grows_in("clean: files of a folder")
def _(folder, n):
    if n > 20_000:
        return None
    for i in range(n):
        (folder / f".f{i}.abcdef.tcalc.tmp").write_bytes(b"")
    return ["clean", str(folder)]


@grows_in("matmul: a long name of a file that is not there")
def _(folder, n):
    return ["matmul", "f" * n, "2,3"]


@grows_in("einsum: a long spec that is wrong")
def _(folder, n):
    return ["einsum", "ij," * n + "k->l", *["2,3"] * 3]


@grows_in("eval: brackets in a row")
def _(folder, n):
    return ["eval", "x" + "[None]" * 20 + "".join(f" + ({i})" for i in range(n)), "2,3"]


@grows_in("show: a slice of many items")
def _(folder, n):
    return ["show", "ones:2,3", "--slice", ",".join([":"] * n)]


def files(folder, count):
    one = folder / "one.npy"
    if not one.exists():
        numpy.save(one, numpy.zeros(3))
    return [str(one)] * count


@grows_in("info: files")
def _(folder, n):
    return ["info", *files(folder, n)]


@grows_in("check: files")
def _(folder, n):
    return ["check", *files(folder, n)]


@grows_in("info: arrays one after the other in a file")
def _(folder, n):
    path = folder / "many.npy"
    numpy.save(folder / "single.npy", numpy.zeros(3))
    path.write_bytes((folder / "single.npy").read_bytes() * n)
    return ["info", str(path), "--each"]


@grows_in("show: lines of a table")
def _(folder, n):
    path = folder / "table.csv"
    path.write_text("1,2,3\n" * n)
    return ["show", str(path), "--full"]


# These end where rank ends: two operands have so many axes together.
HIGHEST_RANK = 32


@grows_in("tensordot: axes", start=4)
def _(folder, n):
    if n > HIGHEST_RANK:
        return None
    axes = ",".join(map(str, range(n)))
    return ["explain", "tensordot", ",".join(["2"] * n), ",".join(["2"] * n), "--axes-a", axes, "--axes-b", axes]


@grows_in("frameworks --want: rank", start=4)
def _(folder, n):
    if n > HIGHEST_RANK:
        return None
    shape = ",".join(["2"] * n)
    return ["frameworks", shape, shape, "--want", shape]


def fits(command):
    return sum(len(word) + 9 for word in command) < LONGEST_LINE and max(map(len, command)) < LONGEST_WORD


def seconds(tcalc, command):
    """Of the processor, whatever else the machine does; None where the command is at a limit of its own."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([tcalc, *command], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                          timeout=120)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode in (0, 1, 2, 3, 5), (done.returncode, done.stderr[:500])
    if done.returncode == 5:
        return None
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure(tcalc, function, size, folder):
    """(size, seconds) of each, the best of three runs."""
    rows = []
    while True:
        command = function(folder, size)
        if command is None or not fits(command) or len(rows) == MOST_DOUBLINGS:
            return rows
        runs = [seconds(tcalc, command) for _ in range(3)]
        if None in runs:
            return rows
        took = min(runs)
        rows.append((size, took))
        if took > ENOUGH:
            return rows
        size *= 2


def main():
    tcalc, names = sys.argv[1], sys.argv[2:]
    failed = 0
    for name, (function, start, most) in CASES.items():
        if names and name not in names:
            continue
        with tempfile.TemporaryDirectory(prefix="growth.") as folder:
            rows = measure(tcalc, function, start, Path(folder))
        steep = [(n, after / before) for (_, before), (n, after) in zip(rows, rows[1:])
                 if before > TELLING and after / before > most]
        print(f"{name}: {rows[-1][0]} in {rows[-1][1]:.3f} s" + "".join(f"; {ratio:.1f} times as long at {n}" for n, ratio in steep))
        failed += bool(steep)
    print(f"{len(CASES) if not names else len(names)} cases, {failed} grow too fast")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
