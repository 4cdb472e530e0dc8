#!/usr/bin/python3
"""Makes the PyTorch files of this folder, with PyTorch 2.6: make_files.py FOLDER"""

import collections
import sys
from pathlib import Path

import torch


class Model(torch.nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.layer = torch.nn.Linear(3, 2)
        self.register_buffer("steps", torch.zeros((), dtype=torch.int64))


def main() -> None:
    folder = Path(sys.argv[1])
    torch.manual_seed(16)
    model = Model()
    torch.save(model.state_dict(), folder / "state_dict.pt")
    torch.save(torch.arange(6.0).reshape(2, 3), folder / "tensor.pt")
    torch.save(model, folder / "module.pt")
    base = torch.arange(12, dtype=torch.float16).reshape(3, 4)
    torch.save({"model": model.state_dict(), "epoch": 3, "lr": 0.1, "names": ["a", "b"], "views": [base.t(), base[1:, 2:]],
                "none": None, "config": collections.namedtuple("Config", "size")(5)._asdict()}, folder / "nested.pt")
    torch.save({"bf16": torch.ones(2, dtype=torch.bfloat16), "e4m3": torch.ones(2, 2).to(torch.float8_e4m3fn), "u16": torch.ones(3).to(torch.uint16),
                "flags": torch.ones(2, dtype=torch.bool), "c": torch.ones(2, dtype=torch.complex64), "param": torch.nn.Parameter(torch.ones(1, 2)),
                "q": torch.quantize_per_tensor(torch.ones(2), 0.5, 0, torch.qint8), "sparse": torch.eye(2).to_sparse()}, folder / "dtypes.pt")
    torch.save(model.state_dict(), folder / "legacy.pth", _use_new_zipfile_serialization=False)


if __name__ == "__main__":
    main()
