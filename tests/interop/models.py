#!/usr/bin/python3
"""The models in samples/ against PyTorch: each runs at random sizes, and its shapes have to be those of PyTorch's own layers.

    models.py TCALC [--runs 200] [--seed N]

PyTorch computes shapes alone, on its meta device, from its own modules (Conv2d, Unfold, scaled_dot_product_attention, ...), not
from the lines of the programs. It is not part of tests/run: Debian 13 has PyTorch (python3-torch), Debian 12 has not.
"""

import argparse
import os
import random
import re
import subprocess
import sys
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
SECONDS = 60
META = {"device": "meta"}

Sizes = dict[str, int]
Shapes = list[tuple[str, tuple[int, ...]]]  # of names, in the order of their lines


def empty(*shape: int) -> torch.Tensor:
    return torch.empty(shape, **META)


def transformer(at: Sizes) -> Shapes:
    """A block of GPT-2: attention, a perceptron and the vocabulary."""
    b, t, d, h, v = (at[name] for name in "BTDHV")
    words = nn.Embedding(v, d, **META)
    norm = nn.LayerNorm(d, **META)
    x = words(torch.zeros((b, t), dtype=torch.long, **META)) + nn.Embedding(t, d, **META)(torch.zeros(t, dtype=torch.long, **META))
    qkv = nn.Linear(d, 3 * d, **META)(norm(x))
    q, k, v_ = (part.view(b, t, h, d // h).transpose(1, 2) for part in qkv.split(d, dim=2))
    scores = q @ k.transpose(-2, -1)
    context = functional.scaled_dot_product_attention(q, k, v_, is_causal=True).transpose(1, 2).reshape(b, t, d)
    attended, _ = nn.MultiheadAttention(d, h, batch_first=True, **META)(x, x, x)
    hidden = functional.gelu(nn.Linear(d, 4 * d, **META)(attended), approximate="tanh")
    y = x + nn.Linear(4 * d, d, **META)(hidden)
    logits = y @ words.weight.T
    return [("qkv", qkv.shape), ("q", q.shape), ("k", k.shape), ("v", v_.shape), ("scores", scores.shape), ("context", context.shape),
            ("hidden", hidden.shape), ("x", y.shape), ("logits", logits.shape)]


def vit(at: Sizes) -> Shapes:
    n, s, p, d = (at[name] for name in "NSPD")
    images = empty(n, 3, s, s)
    patches = nn.Unfold(p, stride=p)(images).transpose(1, 2)
    convolved = nn.Conv2d(3, d, kernel_size=p, stride=p, **META)(images)
    embedded = convolved.flatten(2).transpose(1, 2)
    x = torch.cat([empty(1, 1, d).expand(n, -1, -1), embedded], dim=1) + empty(1, embedded.shape[1] + 1, d)
    return [("patches", patches.shape), ("convolved", convolved.shape), ("embedded", embedded.shape), ("x", x.shape)]


def resnet(at: Sizes) -> Shapes:
    n, c, w = (at[name] for name in "NCW")
    x = empty(n, c, w, w)
    first = nn.Conv2d(c, 2 * c, 3, stride=2, padding=1, bias=False, **META)(x)
    second = nn.Conv2d(2 * c, 2 * c, 3, padding=1, bias=False, **META)(functional.relu(nn.BatchNorm2d(2 * c, **META)(first)))
    shortcut = nn.Conv2d(c, 2 * c, 1, stride=2, bias=False, **META)(x)
    return [("shortcut", shortcut.shape), ("y", functional.relu(second + shortcut).shape)]


def grouped_query(at: Sizes) -> Shapes:
    b, t, s, d, h, g = (at[name] for name in "BTSDHG")
    e = d // h
    q = nn.Linear(d, d, **META)(empty(b, t, d)).view(b, t, h, e).transpose(1, 2)
    k = nn.Linear(d, g * e, **META)(empty(b, s, d)).view(b, s, g, e).transpose(1, 2)
    v = nn.Linear(d, g * e, **META)(empty(b, s, d)).view(b, s, g, e).transpose(1, 2)
    weights = torch.softmax(q @ k.repeat_interleave(h // g, dim=1).mT, dim=-1)
    context = functional.scaled_dot_product_attention(q, k, v, enable_gqa=True)
    y = nn.Linear(d, d, **META)(context.transpose(1, 2).reshape(b, t, d))
    # The program keeps the group of a head as an axis of its own.
    return [("q", (b, g, h // g, *q.shape[2:])), ("weights", (b, g, h // g, *weights.shape[2:])), ("y", y.shape)]


def multiple(chance: random.Random, of: int, most: int) -> int:
    return of * chance.randint(1, max(1, most // of))


def sizes_of(model: str, chance: random.Random) -> Sizes:
    """Sizes under which the model is defined."""
    if model == "transformer":
        h = chance.choice([1, 2, 3, 4, 12])
        d = multiple(chance, h, 96)
        t = chance.choice([size for size in range(1, 65) if size != d // h])  # the program has q @ k refused, which is legal there
        return {"B": chance.randint(1, 8), "T": t, "H": h, "D": d, "V": chance.randint(1, 500)}
    if model == "vit":
        p = chance.choice([1, 2, 7, 14, 16])
        return {"N": chance.randint(1, 8), "P": p, "S": multiple(chance, p, 224), "D": chance.randint(1, 128)}
    if model == "resnet":
        return {"N": chance.randint(1, 8), "C": chance.randint(1, 64), "W": chance.randint(1, 113)}
    g = chance.choice([1, 2, 3, 8])
    h = multiple(chance, g, 24)
    return {"B": chance.randint(1, 8), "T": chance.randint(1, 64), "S": chance.randint(1, 64), "G": g, "H": h, "D": multiple(chance, h, 192)}


MODELS = {"transformer": transformer, "vit": vit, "resnet": resnet, "grouped_query": grouped_query}


def traced(program: str, model: str, at: Sizes) -> dict[str, tuple[int, ...]]:
    """The last shape of each name."""
    words = [word for name, size in at.items() for word in ("--set", f"{name}={size}")]
    done = subprocess.run([program, "run", str(SAMPLES / f"{model}.tcalc"), "--trace", *words], capture_output=True, text=True, check=False,
                          timeout=SECONDS, stdin=subprocess.DEVNULL)
    if done.returncode != 0:
        raise RuntimeError(done.stderr.strip())
    found = re.findall(r"^note: .*?:\d+: (\w+) = \(([\d, ]*)\)", done.stderr, re.MULTILINE)
    return {name: tuple(int(size) for size in sizes.replace(" ", "").split(",") if size) for name, sizes in found}


def difference(program: str, model: str, at: Sizes) -> str:
    wanted = MODELS[model](at)
    try:
        given = traced(program, model, at)
    except RuntimeError as error:
        return f"{model} {at}: {error}"
    for name, shape in wanted:
        if given.get(name) != tuple(shape):
            return f"{model} {at}: {name} is {given.get(name)}, PyTorch's is {tuple(shape)}"
    return ""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("tcalc")
    parser.add_argument("--runs", type=int, default=200, help="of each model")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    program = os.path.abspath(options.tcalc)
    failed = 0
    for model in MODELS:
        chance = random.Random(f"{options.seed} {model}")
        for _ in range(options.runs):
            problem = difference(program, model, sizes_of(model, chance))
            failed += bool(problem)
            if problem:
                print(problem)
    print(f"{len(MODELS) * options.runs - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
