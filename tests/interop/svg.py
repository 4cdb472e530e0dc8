#!/usr/bin/python3
"""The pictures of `tcalc explain --svg`: well-formed XML that shows every size, and drawn by a renderer where one is installed.

    svg.py TCALC
"""

import os
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree
from pathlib import Path

SECONDS = 60
SVG = "{http://www.w3.org/2000/svg}"
PNG = b"\x89PNG\r\n\x1a\n"

# Command and how many boxes it has: one for each axis of the operands and of the result.
CASES = [
    (["matmul", "5,1,2,3", "7,3,5"], 11),
    (["dot", "()", "2,3"], 4),
    (["kron", "2,3,4", "B,5"], 8),
    (["vdot", "2,3", "3,2"], 4),
    (["einsum", "bhqd,bhkd,bhkv->bhqv", "8,12,128,64", "8,12,128,64", "8,12,128,32"], 16),
    (["einsum", "ii->i", "3,3"], 3),
    (["tensordot", "B,?,3", "3,T", "--axes", "1"], 8),
    (["dot", "2,3", "4,5"], 4),
    (["matmul", "3,4,5,2", "2,5,3,7"], 8),
    (["matmul", "B,3,4", "T,4,5"], 6),
    (["multi_dot", "2,3", "3,4", "5,6"], 6),
    (["eval", "softmax(q @ k.mT / 8) @ v", "q=8,16,512,64", "k=8,16,512,64", "v=8,16,512,64"], 13),
    (["eval", "x.reshape(B*T, D) @ w + 1", "x=B,T,D", "w=D,4*D"], 6),
]


def defect(program: str, folder: Path, words: list[str], boxes: int) -> str:
    target = folder / "picture.svg"
    target.unlink(missing_ok=True)
    done = subprocess.run([program, "explain", *words, "--svg", str(target)], capture_output=True, text=True,
                          stdin=subprocess.DEVNULL, timeout=SECONDS)
    if done.returncode not in (0, 1) or not target.exists():
        return f"exit code {done.returncode}: {done.stderr}"
    root = xml.etree.ElementTree.parse(target).getroot()
    if root.tag != SVG + "svg":
        return f"the root is {root.tag}"
    drawn = [box for box in root.iter(SVG + "rect") if box.get("height") == "44"]
    if len(drawn) != boxes:
        return f"{len(drawn)} boxes, expected {boxes}"
    width, height = float(root.get("width")), float(root.get("height"))
    for box in root.iter(SVG + "rect"):
        if float(box.get("x")) + float(box.get("width")) > width or float(box.get("y")) + float(box.get("height")) > height:
            return "a box is outside the picture"
    marked = [box for box in drawn if box.get("stroke")]
    if (done.returncode == 1) != bool(marked):
        return f"{len(marked)} axes are marked as clashing, exit code {done.returncode}"
    renderer = shutil.which("rsvg-convert")
    if renderer is None:
        return ""
    picture = folder / "picture.png"
    subprocess.run([renderer, str(target), "-o", str(picture)], check=True, timeout=SECONDS)
    data = picture.read_bytes()
    if not data.startswith(PNG) or len(data) < 2000:
        return f"{renderer} drew {len(data)} bytes"
    return ""


def main() -> int:
    program = os.path.abspath(sys.argv[1])
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for words, boxes in CASES:
            problem = defect(program, Path(folder), words, boxes)
            failed += bool(problem)
            if problem:
                print(f"explain {' '.join(words)}: {problem}")
    print(f"{len(CASES) - failed} passed, {failed} failed; {'rendered' if shutil.which('rsvg-convert') else 'no renderer is installed'}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
