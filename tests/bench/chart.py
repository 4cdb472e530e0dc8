"""The ratios as an SVG bar chart on a logarithmic scale."""

import math
from xml.sax.saxutils import escape

from report import TITLES

COLORS = {"numpy": "#4878a8", "torch": "#d97742", "xtensor": "#7a9a4a", "eigen": "#8a6bb0"}
LEFT, WIDTH, TOP = 120, 560, 66
BAR, GAP = 9, 7
FONT = 'font-family="Helvetica, Arial, sans-serif"'


def text(x: float, y: float, content: str, size: int = 11, anchor: str = "start", color: str = "#222") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" {FONT} font-size="{size}" text-anchor="{anchor}" fill="{color}">{escape(content)}</text>'


class Scale:
    """Ratios to the x of a logarithmic axis that begins at or below 1."""

    def __init__(self, ratios: list[float]) -> None:
        self.low = min(0.5, *ratios)
        self.high = max(10.0, *ratios) * 1.6

    def x(self, ratio: float) -> float:
        return LEFT + WIDTH * math.log(ratio / self.low) / math.log(self.high / self.low)

    def ticks(self) -> list[float]:
        return [10.0**power for power in range(math.ceil(math.log10(self.low)), math.floor(math.log10(self.high)) + 1)]


def legend(results: dict) -> list[str]:
    parts, x = [], LEFT
    for peer in results["versions"]:
        label = f"{TITLES[peer]} {results['versions'][peer].split()[0].rstrip(',')}"
        parts += [f'<rect x="{x}" y="36" width="10" height="10" fill="{COLORS[peer]}"/>', text(x + 15, 45, label)]
        x += 140
    return parts


def bars(row: dict, scale: Scale, y: float) -> list[str]:
    parts = []
    for peer, figures in row["peers"].items():
        start, end = sorted((scale.x(1), scale.x(figures["ratio"])))
        parts.append(f'<rect x="{start:.1f}" y="{y:.1f}" width="{end - start:.1f}" height="{BAR}" fill="{COLORS[peer]}"/>')
        parts.append(text(end + 4, y + BAR - 1, f"{figures['ratio']:.3g}", 9, color="#555"))
        y += BAR
    return parts


def draw(results: dict) -> str:
    rows = [row for row in results["rows"] if row["peers"]]
    scale = Scale([figures["ratio"] for row in rows for figures in row["peers"].values()])
    parts, y = [], float(TOP)
    for row in rows:
        height = BAR * len(row["peers"])
        parts.append(text(LEFT - 8, y + height / 2 + 4, row["name"], anchor="end"))
        parts += bars(row, scale, y)
        y += height + GAP
    bottom = y
    grid = []
    for tick in scale.ticks():
        color = "#222" if tick == 1 else "#ddd"
        grid.append(f'<line x1="{scale.x(tick):.1f}" y1="{TOP - 6}" x2="{scale.x(tick):.1f}" y2="{bottom:.1f}" stroke="{color}"/>')
        grid.append(text(scale.x(tick), bottom + 14, f"{tick:g} x", anchor="middle"))
    caption = f"{results['machine']}, {results['threads']} threads, {results['date']}"
    head = [text(LEFT, 22, "How many times faster tcalc computes than", 14), *legend(results)]
    foot = [text(LEFT, bottom + 34, caption, color="#555")]
    width, height = LEFT + WIDTH + 20, int(bottom + 46)
    body = "\n".join(head + grid + parts + foot)
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">\n'
            f'<rect width="100%" height="100%" fill="white"/>\n{body}\n</svg>\n')
