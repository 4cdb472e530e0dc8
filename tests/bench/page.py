#!/usr/bin/python3
"""Writes the page on speed from what was measured.

    page.py FOLDER                 reads results.json, results-avx2.json, expressions.json and processes.json there, prints Markdown
    page.py FOLDER --check PAGE    says whether PAGE is what it would print
"""

import json
import sys
import textwrap
from pathlib import Path

sys.dont_write_bytecode = True
from report import LEVEL, TITLES, geometric_mean, missed, operands_text, time_text  # noqa: E402

NAMES = TITLES | {"numexpr": "numexpr"}
LIMITS = """The limits are measured beside the rows, with the instruction set in use: `gemm` is the bare `cblas` call, `fma` and `int` are
multiply-adds on registers alone, `copy` is what `memcpy` moves of 256 MiB. A share of more than 100 % of `copy` means that operands stay
in the cache."""
PEERS = """NumPy's `dot` of arrays with more than two axes (`keras_dot`, `keras_dot4`) and `einsum` (`batch_dot`) call no BLAS, and neither do
its integers and half floats. PyTorch multiplies no mixed dtypes: in `mixed` it converts in each call."""
LIBRARIES = """Whole calls of `tcalc::matmul` on `xt::xarray`, beside `xt::linalg::dot` of xtensor-blas on the same arrays and `operator*` of
Eigen's row-major matrices, all in one program compiled for any x86-64: rows `one` make a new result, rows `into` write to one that is
there (`tcalc::out`, `xt::noalias`, `noalias()`), `slices4` is a call for each matrix of a stack."""
AVX2 = """The same products, all programs held to AVX2 (`TCALC_INSTRUCTION_SET=avx2`, `OPENBLAS_CORETYPE=Haswell`,
`NPY_DISABLE_CPU_FEATURES`, `ONEDNN_MAX_CPU_ISA=AVX2`, `ATEN_CPU_CAPABILITY=avx2`)."""
COPY = """`copy` is a `memcpy` that reads as many bytes as the operands have and writes as many as the result, to a new array, measured in
turn with the row: what is bound by memory is to reach 80 % of it."""
REPEAT = """`tests/bench/run` repeats all of it (it installs NumPy, PyTorch and numexpr from Debian) and marks what misses its target;
`--rows f4_1024,gemv` times those rows only, `--avx2` holds all programs to AVX2, and `--kernels` times what OpenBLAS computes with each of
its kernels. `tests/bench/page.py` writes this page."""


def paragraph(text: str) -> str:
    return "\n".join(textwrap.wrap(" ".join(text.split()), 132, break_long_words=False, break_on_hyphens=False))


def table(columns: list[str], lines: list[list[str]]) -> str:
    return "\n".join("| " + " | ".join(cells) + " |" for cells in [columns, ["---"] * len(columns), *lines])


def peer_cell(row: dict, peer: str) -> str:
    figures = row["peers"].get(peer)
    return f"{time_text(figures['seconds'])} ({figures['ratio']:.2f} x)" if figures else "-"


def shares(row: dict) -> str:
    return ", ".join(f"{limit['share']:.0%} of {name}" for name, limit in row.get("limits", {}).items())


def means(rows: list[dict], peers: list[str], versions: dict) -> str:
    texts = []
    for peer in peers:
        ratios = [row["peers"][peer]["ratio"] for row in rows if peer in row["peers"]]
        texts.append(f"{geometric_mean(ratios):.1f} x {NAMES[peer]} {versions[peer].split()[0]} ({len(ratios)} rows)")
    return "By the geometric mean: " + ", ".join(texts) + "."


def behind(rows: list[dict]) -> str:
    found = [f"{row['name']} {figures['ratio']:.2f} x {NAMES[peer]}"
             for row in rows for peer, figures in row["peers"].items() if figures["ratio"] < LEVEL]
    return f"Behind a peer (below {LEVEL} x): {', '.join(found)}." if found else "No row is behind a peer."


def below(rows: list[dict]) -> str:
    found = [f"{row['name']} {figures['ratio']:.2f} x {NAMES[peer]} ({figures['target']:g})"
             for row in rows for peer, figures in row["peers"].items()
             if missed(figures["ratio"], figures["target"]) and figures["target"] != 1]
    found += [f"{row['name']} {limit['share']:.0%} of {name} ({limit['target']:.0%})"
              for row in rows for name, limit in row.get("limits", {}).items() if missed(limit["share"], limit["target"])]
    return f"Ahead, but below what was aimed at (in brackets): {', '.join(found)}." if found else "No other target is missed."


def products(results: dict) -> str:
    lines = [[row["name"], row["operation"], operands_text(row), time_text(row["seconds"]), peer_cell(row, "numpy"), peer_cell(row, "torch"), shares(row)]
             for row in results["rows"]]
    return table(["name", "operation", "operands", "tcalc", "NumPy", "PyTorch", "share of the limit"], lines)


def short_products(results: dict) -> str:
    lines = [[row["name"], time_text(row["seconds"]), peer_cell(row, "numpy"), peer_cell(row, "torch"), shares(row)] for row in results["rows"]]
    return table(["name", "tcalc", "NumPy", "PyTorch", "share of the limit"], lines)


def calls(rows: list[dict]) -> str:
    lines = [[row["name"], operands_text(row), time_text(row["seconds"]), *(peer_cell(row, peer) for peer in ("xtensor", "eigen"))] for row in rows]
    return table(["name", "operands", "tcalc", "xtensor-blas", "Eigen"], lines)


def expressions(results: dict) -> str:
    lines = [[row["name"], f"`{row['expression']}`", time_text(row["seconds"]), *(peer_cell(row, peer) for peer in results["versions"]), shares(row)]
             for row in results["rows"]]
    return table(["name", "expression", "tcalc", *(NAMES[peer] for peer in results["versions"]), "share of the limit"], lines)


def page(folder: Path) -> str:
    read = {name: json.loads((folder / f"{name}.json").read_text(encoding="utf-8")) for name in ("results", "results-avx2", "expressions", "processes")}
    results, avx2, evaluated = read["results"], read["results-avx2"], read["expressions"]
    both = ["numpy", "torch"]
    processes = [[row["name"], time_text(row["seconds"]), f"{time_text(row['peer_seconds'])} ({row['peer']})", f"{row['ratio']:.2f} x"] for row in read["processes"]]
    system = f"{results['machine']}, {results['threads']} threads, {results.get('system', 'Debian 13')}, {results['date']}"
    return "\n\n".join([
        "# Speed",
        "![How many times faster tcalc computes than NumPy and PyTorch](../tests/bench/measured/chart.svg)",
        paragraph(f"One operation, warm, in one process, the programs taking turns; medians of 5 rounds of 70 ms ({system}). In brackets: how many "
                  "times longer than tcalc; 0.97 counts as level. The rows `one`, `into` and `slices4` are whole calls of `tcalc.hpp`; the others are plan and execution "
                  "into a result that is there, as with the peers' `out=`."),
        paragraph(means(results["rows"], both, results["versions"])),
        paragraph(behind(results["rows"])),
        paragraph(below(results["rows"])),
        paragraph(PEERS),
        products(results),
        paragraph(LIMITS),
        "## From C++",
        paragraph(LIBRARIES),
        calls([row for row in results["rows"] if "xtensor" in row["peers"]]),
        "## With AVX2",
        paragraph(AVX2 + " " + means(avx2["rows"], both, avx2["versions"]) + " " + behind(avx2["rows"]) + " " + below(avx2["rows"])),
        short_products(avx2),
        "## Expressions",
        paragraph("One expression in one process, warm, the programs taking turns: the whole call with a new result, as it is typed in each. "
                  + means(evaluated["rows"], list(evaluated["versions"]), evaluated["versions"]) + " " + behind(evaluated["rows"]) + " "
                  + below(evaluated["rows"])),
        paragraph(COPY),
        expressions(evaluated),
        "## Whole processes",
        "Load and save included, against a line of Python with NumPy:",
        table(["", "tcalc", "peer", ""], processes),
        paragraph(REPEAT),
    ]) + "\n"


def main(folder: str, *check: str) -> int:
    text = page(Path(folder))
    if not check:
        sys.stdout.write(text)
    elif Path(check[-1]).read_text(encoding="utf-8") != text:
        print(f"{check[-1]} does not say what was measured: page.py writes it")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
