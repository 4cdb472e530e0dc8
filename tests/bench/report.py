#!/usr/bin/python3
"""The results as a Markdown table; what misses its target is marked.

    report.py RESULTS.JSON    prints the table of an earlier run
"""

import json
import math
import sys
from collections.abc import Iterable

TITLES = {"numpy": "NumPy", "torch": "PyTorch", "xtensor": "xtensor-blas", "eigen": "Eigen"}
LEVEL = 0.97  # counts as 1: two programs that make the same call differ by as much
MARK = " (!)"  # the target is missed


def time_text(seconds: float | None) -> str:
    if seconds is None:
        return "-"
    for unit, scale in (("s", 1.0), ("ms", 1e-3), ("us", 1e-6)):
        if seconds >= 0.9995 * scale:
            return f"{seconds / scale:.3g} {unit}"
    return f"{seconds * 1e9:.3g} ns"


def missed(value: float, target: float | None) -> bool:
    return target is not None and value < (LEVEL if target == 1 else target)


def marked(value: float, target: float | None, text: str) -> str:
    return text + (MARK if missed(value, target) else "")


def peer_texts(row: dict, peer: str) -> list[str]:
    figures = row["peers"].get(peer)
    if figures is None:
        return ["-", "-"]
    return [time_text(figures["seconds"]), marked(figures["ratio"], figures["target"], f"{figures['ratio']:.2f} x")]


def limit_text(row: dict) -> str:
    shares = [marked(limit["share"], limit["target"], f"{limit['share']:.0%} of {name}") for name, limit in row["limits"].items()]
    return ", ".join(shares) or "-"


def operands_text(row: dict) -> str:
    operands = " · ".join("x".join(map(str, extents)) for extents in row["operands"])
    layout = {"C": "", "F": ", Fortran order", "xarray": ", xt::xarray", "out": ", xt::xarray, out", "slices": ", a call each"}[row["layout"]]
    return f"{operands} {row['dtype']}{layout}"


def print_line(cells: list[str]) -> None:
    print("| " + " | ".join(cells) + " |", flush=True)


def print_heading(results: dict) -> None:
    peers = results["versions"]
    print(f"{results['machine']}, {results['threads']} threads, {results['date']}")
    print(results["tcalc"])
    for peer in peers:
        print(f"{TITLES[peer]} {peers[peer]}")
    print()
    columns = [title for peer in peers for title in (TITLES[peer], "ratio")]
    print_line(["name", "operation", "operands", "tcalc", *columns, "share of the limit"])
    print_line(["---"] * (5 + len(columns)))


def print_row(row: dict, peers: Iterable[str]) -> None:
    cells = [text for peer in peers for text in peer_texts(row, peer)]
    print_line([row["name"], row["operation"], operands_text(row), time_text(row["seconds"]), *cells, limit_text(row)])


def geometric_mean(ratios: list[float]) -> float:
    return math.exp(sum(map(math.log, ratios)) / len(ratios))


def print_summary(results: dict) -> None:
    print()
    for peer in results["versions"]:
        ratios = [row["peers"][peer]["ratio"] for row in results["rows"] if peer in row["peers"]]
        if ratios:
            print(f"{TITLES[peer]}: geometric mean {geometric_mean(ratios):.2f} x over {len(ratios)} rows, least {min(ratios):.2f} x")
    count = sum(
        missed(figures[key], figures["target"])
        for row in results["rows"] for group, key in (("peers", "ratio"), ("limits", "share")) for figures in row[group].values()
    )
    print(f"{count} targets missed{', marked (!)' if count else ''}")


def main(path: str) -> None:
    with open(path, encoding="utf-8") as file:
        results = json.load(file)
    print_heading(results)
    for row in results["rows"]:
        print_row(row, results["versions"])
    print_summary(results)


if __name__ == "__main__":
    main(sys.argv[1])
