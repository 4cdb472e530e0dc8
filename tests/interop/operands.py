#!/usr/bin/python3
"""Random operands through every command: each works, or says in one line why not.

    operands.py TCALC [--runs N] [--seed N]

--runs is how many operands; each is given to every command.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy

SECONDS = 60
COMMANDS = [["matmul", "OPERAND", "2,2"], ["einsum", "ij,jk->ik", "OPERAND", "[[1,2],[3,4]]"], ["dot", "OPERAND", "OPERAND"],
            ["eval", "x + 1", "x=OPERAND"], ["explain", "matmul", "OPERAND", "2,2"], ["frameworks", "OPERAND", "2,2"], ["info", "OPERAND"],
            ["info", "OPERAND", "--stats", "--json"], ["show", "OPERAND"], ["show", "OPERAND", "--heat"], ["new", "OPERAND"],
            ["convert", "OPERAND", "--format", "csv"], ["diff", "OPERAND", "OPERAND"], ["check", "OPERAND"],
            ["convert", "OPERAND", "-o", "out.npz"], ["convert", "OPERAND", "-o", "out.safetensors"], ["info", "OPERAND", "--tree"]]
WORDS = ["2,2", "2x2", "(2,2)", "B,2", "?,2", "()", "(2,)", "2", "B*T,2", "T//2,2", "[[1,2],[3,4]]", "[1,2.5]", "[]", "true", "-1", "1.5", "+3",
         "ones:2,2", "zeros:2,2:f2", "full=1e3:2,2", "arange:4", "eye:2", "rand:2,2", "randint=5:2,2", "a.npy", "./a.npy", "a.npy[0]",
         "a.npy[...,None]", "two.npy", "two.npy@1", "two.npy@0[0]", "m.npz", "m.npz:w", "m.npz:w[0]", "m.npz:none", "m.npz:*", "s.safetensors", "s.safetensors:w",
         "s.safetensors:w[0]", "s.safetensors:?", "s.safetensors:q", "i.safetensors.index.json", "i.safetensors.index.json:w", "t.csv", "t.csv[0]", "-",
         "-[0]", "text.npy", "broken.npy", "empty.npy", "empty.csv", "folder", "missing.npy", "t.json", "big.npz:w", "a.npy@", "nan", "[\"nan\"]"]
PIECES = ["", ",", ":", "@", "[", "]", "(", ")", "0", "1", "9" * 25, "-", "x", ".", "..", "/", "B", "*", "?", " ", "\t", "\n", "=", "f4", "i1", ".npy",
          ".npz", ".NPZ:", ".csv", "é", "\x01", "'", "\"", "\\", "{", "%s", "1e999", "None", "[0]", "[::0]", "[99]", "[-1", "@2", ":w"]


def operand_of(chance: random.Random) -> str:
    word = chance.choice(WORDS)
    for _ in range(chance.choice([0, 0, 1, 1, 1, 2, 3])):
        at, kind = chance.randint(0, len(word)), chance.random()
        if kind < 0.5:
            word = word[:at] + chance.choice(PIECES) + word[at:]
        elif kind < 0.8:
            word = word[:at] + word[at + 1:]
        else:
            word = word[:at] + word[at:at + 1].swapcase() * 2 + word[at + 1:]
    return word


def prepare(folder: Path) -> None:
    a = numpy.arange(4.0).reshape(2, 2)
    numpy.save(folder / "a.npy", a)
    content = (folder / "a.npy").read_bytes()
    (folder / "two.npy").write_bytes(content * 2)
    (folder / "broken.npy").write_bytes(content[:-3])
    (folder / "empty.npy").write_bytes(b"")
    (folder / "empty.csv").write_bytes(b"")
    (folder / "folder").mkdir()
    numpy.savez(folder / "m.npz", w=a, v=a)
    header = b'{"w":{"dtype":"F64","shape":[2,2],"data_offsets":[0,32]},"q":{"dtype":"F8_E4M3","shape":[2],"data_offsets":[32,34]}}'
    header += b" " * (-len(header) % 8)
    (folder / "s.safetensors").write_bytes(len(header).to_bytes(8, "little") + header + a.tobytes() + b"ab")
    (folder / "i.safetensors.index.json").write_text('{"weight_map":{"w":"s.safetensors","gone":"t.safetensors"}}')
    numpy.save(folder / "text.npy", numpy.array(["a", "bc"]))
    numpy.savetxt(folder / "t.csv", a, delimiter=",")
    (folder / "t.json").write_text("[1,2]")


def problem(program: str, folder: Path, words: list[str]) -> str:
    said = f"tcalc {words!r}: "
    try:
        done = subprocess.run([program, *words], cwd=folder, input=(folder / "a.npy").read_bytes(), capture_output=True, timeout=SECONDS,
                              check=False)
    except subprocess.TimeoutExpired:
        return said + "hangs"
    lines = done.stderr.decode(errors="replace").splitlines()
    errors = [line for line in lines if line.startswith(("tcalc: error: ", '{"error":'))]
    if done.returncode == 0:
        return said + f"succeeds, and says {errors}" if errors else ""
    if done.returncode == 1 and words[0] in ("diff", "check") and not errors:
        return "" if done.stdout else said + "is a difference without a word"
    if done.returncode not in (1, 2, 3, 5):
        return said + f"exit code {done.returncode}: {lines[:3]}"
    if not errors:
        return said + f"exit code {done.returncode} without a reason: {lines[:3]}"
    return "" if len(errors[0]) < 2000 else said + f"a reason of {len(errors[0])} characters"


def main() -> int:
    parser = argparse.ArgumentParser(description="Random operands through every command.")
    parser.add_argument("tcalc", type=Path)
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance, program = random.Random(options.seed), str(options.tcalc.resolve())
    operands = [operand_of(chance) for _ in range(options.runs)]
    lines = [[word.replace("OPERAND", operand) for word in command] for operand in operands for command in COMMANDS if "\0" not in operand]
    failures = 0
    with tempfile.TemporaryDirectory() as name, ThreadPoolExecutor(os.cpu_count()) as pool:
        prepare(Path(name))
        for said in pool.map(lambda words: problem(program, Path(name), words), lines):
            if said:
                failures += 1
                print(said)
    print(f"{options.runs} operands, {len(lines)} runs, {failures} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
