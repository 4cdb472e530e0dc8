"""The table of products that are timed, with the targets of each."""

from dataclasses import dataclass
from pathlib import Path

TABLE = Path(__file__).with_name("rows.txt")
ITEM_BYTES = {"f4": 4, "f8": 8, "c8": 8, "c16": 16, "i1": 1, "i4": 4, "i8": 8, "f2": 2, "bool": 1}


@dataclass
class Row:
    name: str
    operation: str
    a: str
    b: str
    dtype: str
    layout: str
    targets: dict[str, float]  # peer: how many times faster
    limits: dict[str, float]  # name of a limit: share to reach

    def sizes(self) -> tuple[list[int], list[int]]:
        return [int(n) for n in self.a.split(",")], [int(n) for n in self.b.split(",")]

    def result_elements(self) -> int:
        """Of the matmul rows that memory bounds: stacks of equal length."""
        a, b = self.sizes()
        count = a[-2] * b[-1]
        for extent in a[:-2]:
            count *= extent
        return count

    def multiply_adds(self) -> int:
        return self.result_elements() * self.sizes()[0][-1]

    def bytes_moved(self) -> int:
        """Both operands read and the result written, once."""
        total = self.result_elements()
        for extents in self.sizes():
            count = 1
            for extent in extents:
                count *= extent
            total += count
        return total * ITEM_BYTES[self.dtype.split()[0]]

    def work(self, limit: str) -> int:
        return self.bytes_moved() if limit == "copy" else self.multiply_adds()


def read_rows(path: Path = TABLE) -> list[Row]:
    rows = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        name, operation, a, b, dtype, layout, numpy, torch, limits = (field.strip() for field in line.split("|"))
        targets = {peer: float(text) for peer, text in (("numpy", numpy), ("torch", torch)) if text != "-"}
        shares = [limit.split(":") for limit in limits.split() if limit != "-"]
        rows.append(Row(name, operation, a, b, dtype, layout, targets, {limit: float(share) for limit, share in shares}))
    return rows
