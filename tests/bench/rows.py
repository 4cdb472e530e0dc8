"""The table of products that are timed, with the targets of each."""

import math
import sys
from dataclasses import dataclass
from pathlib import Path

TABLE = Path(__file__).with_name("rows.txt")
PEERS = ("numpy", "torch", "xtensor", "eigen")
API_LAYOUTS = ("xarray", "out", "slices")  # whole calls of C++ functions
ITEM_BYTES = {"f4": 4, "f8": 8, "c8": 8, "c16": 16, "i1": 1, "i4": 4, "i8": 8, "f2": 2}


@dataclass
class Row:
    name: str
    operation: str
    operands: list[list[int]]
    dtype: str
    layout: str
    targets: dict[str, float]  # peer: how many times faster
    limits: dict[str, float]  # name of a limit: share to reach

    def dtypes(self) -> list[str]:
        """Of each operand; a bool's share of true elements stays with it."""
        dtypes = self.dtype.split(",")
        return dtypes * len(self.operands) if len(dtypes) == 1 else dtypes

    def result_elements(self) -> int:
        """Of the matmul rows that have limits: stacks of equal length."""
        a, b = self.operands
        return math.prod(a[:-2]) * a[-2] * b[-1]

    def multiply_adds(self) -> int:
        return self.result_elements() * self.operands[0][-1]

    def bytes_moved(self) -> int:
        """Both operands read and the result written, once."""
        elements = self.result_elements() + sum(math.prod(extents) for extents in self.operands)
        return elements * ITEM_BYTES[self.dtype]

    def work(self, limit: str) -> int:
        return self.bytes_moved() if limit == "copy" else self.multiply_adds()


def chosen(rows: list, names: list[str] | None) -> list:
    """The rows of these names, or all; in the table's order."""
    unknown = set(names or []) - {row.name for row in rows}
    if unknown:
        sys.exit(f"no such row: {', '.join(sorted(unknown))}")
    return [row for row in rows if not names or row.name in names]


def read_rows(path: Path = TABLE) -> list[Row]:
    rows = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        name, operation, operands, dtype, layout, *factors, limits = (field.strip() for field in line.split("|"))
        extents = [[int(n) for n in operand.split(",")] for operand in operands.split(" x ")]
        targets = {peer: float(factor) for peer, factor in zip(PEERS, factors, strict=True) if factor != "-"}
        shares = [limit.split(":") for limit in limits.split() if limit != "-"]
        rows.append(Row(name, operation, extents, dtype, layout, targets, {limit: float(share) for limit, share in shares}))
    return rows
