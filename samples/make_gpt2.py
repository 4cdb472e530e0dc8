#!/usr/bin/python3
"""Makes a checkpoint with GPT-2's names, and small dims unless others are asked for.

    make_gpt2.py FILE.safetensors [V D T LAYERS]
"""

import json
import random
import struct
import sys
from pathlib import Path


def shapes(vocabulary: int, width: int, tokens: int, layers: int) -> dict[str, tuple[int, ...]]:
    block = {"ln_1.weight": (width,), "ln_1.bias": (width,),
             "attn.c_attn.weight": (width, 3 * width), "attn.c_attn.bias": (3 * width,),
             "attn.c_proj.weight": (width, width), "attn.c_proj.bias": (width,),
             "ln_2.weight": (width,), "ln_2.bias": (width,),
             "mlp.c_fc.weight": (width, 4 * width), "mlp.c_fc.bias": (4 * width,),
             "mlp.c_proj.weight": (4 * width, width), "mlp.c_proj.bias": (width,)}
    blocks = {f"h.{layer}.{name}": shape for layer in range(layers) for name, shape in block.items()}
    return {"wte.weight": (vocabulary, width), "wpe.weight": (tokens, width), **blocks, "ln_f.weight": (width,), "ln_f.bias": (width,)}


def main() -> None:
    sizes = [int(word) for word in sys.argv[2:]] or [40, 16, 8, 2]
    chance = random.Random(2)
    entries, data = {}, b""
    for name, shape in shapes(*sizes).items():
        count = 1
        for size in shape:
            count *= size
        values = struct.pack(f"<{count}f", *(chance.gauss(0, 0.02) for _ in range(count)))
        entries[name] = {"dtype": "F32", "shape": shape, "data_offsets": [len(data), len(data) + len(values)]}
        data += values
    header = json.dumps({"__metadata__": {"format": "pt"}, **entries}).encode()
    header += b" " * (-len(header) % 8)
    Path(sys.argv[1]).write_bytes(struct.pack("<Q", len(header)) + header + data)


if __name__ == "__main__":
    main()
