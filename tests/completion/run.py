#!/usr/bin/python3
"""`tcalc completion` in bash, fish and zsh themselves: what each offers for a line, and what it makes of one.

    run.py TCALC
"""

import subprocess
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
from shells import SECONDS, Bash, Fish, Zsh, ZshSourced, environment  # noqa: E402

# A line, what must be offered among others, and what must not.
OFFERED = [
    ("tcalc mat", {"matmul", "matvec"}, {"dot", "--json"}),
    ("tcalc ", {"dot", "batch_dot", "explain", "info", "completion", "help"}, {"a.npy", "notes.txt"}),
    ("tcalc explain ", {"dot", "einsum"}, {"info", "a.npy"}),
    ("tcalc help ", {"dot", "explain", "operands", "exit-codes", "man"}, {"a.npy", "ones:"}),
    ("tcalc help exit", {"exit-codes"}, {"explain"}),
    ("tcalc completion ", {"bash", "zsh", "fish"}, {"a.npy"}),
    ("tcalc matmul ", {"a.npy", "my file.npy", "w.npz", "ones:", "full="}, {"notes.txt", "dot"}),
    ("tcalc explain dot ", {"a.npy", "ones:"}, {"notes.txt", "matmul"}),
    ("tcalc info ", {"a.npy", "w.npz", "ones:"}, {"notes.txt"}),
    ("tcalc diff ", {"a.npy", "ones:"}, {"notes.txt"}),
    ("tcalc run ", {"notes.txt"}, {"ones:"}),
    ("tcalc new ", {"ones:", "randint="}, {"a.npy"}),
    ("tcalc matmul a.npy -o ", {"a.npy", "notes.txt"}, {"ones:"}),
    ("tcalc explain --svg ", {"a.npy", "notes.txt"}, {"dot"}),
    ("tcalc matmul --transpose-", {"--transpose-a", "--transpose-b"}, {"--axes"}),
    ("tcalc batch_dot --", {"--axes", "--keras", "--json", "--color"}, {"--transpose-a", "--svg"}),
    ("tcalc batch-dot --", {"--axes", "--keras"}, {"--transpose-a"}),
    ("tcalc explain batch_dot --", {"--axes", "--svg", "--json", "--element"}, {"--transpose-a", "--sync", "--out"}),
    ("tcalc info --", {"--stats", "--json", "--template", "--seed"}, {"--out", "--axes", "--compress"}),
    ("tcalc --", {"--help", "--version", "--dtype"}, {"--axes", "--stats"}),
    ("tcalc dot --color ", {"auto", "always", "never"}, {"a.npy"}),
    ("tcalc dot --dtype float", {"float16", "float32", "float64"}, {"int8"}),
    ("tcalc dot --dtype=float", {"float16", "float32", "float64"}, {"int8"}),
    ("tcalc batch_dot a.npy a.npy --axes ", {"0", "1", "-1"}, {"a.npy"}),
    ("tcalc eval logs", {"logsumexp"}, {"log1p", "a.npy"}),
    ("tcalc eval --", {"--check", "--each", "--explain", "--file", "--require", "--json"}, {"--axes"}),
    ("tcalc convert a.npy --order ", {"C", "F"}, {"a.npy"}),
    ("tcalc --dtype f4 mat", {"matmul"}, {"a.npy"}),
    ("tcalc --color never explain --json mat", {"matmul"}, {"a.npy"}),
]

# What is typed before Tab, and the line that it becomes in every shell.
TYPED = [
    ("tcalc matm", "tcalc matmul "),
    ("tcalc expl", "tcalc explain "),
    ("tcalc explain multi_", "tcalc explain multi_dot "),
    ("tcalc matmul on", "tcalc matmul ones:"),
    ("tcalc matmul randi", "tcalc matmul randint="),
    ("tcalc dot a.n", "tcalc dot a.npy "),
    ("tcalc dot my", r"tcalc dot my\ file.npy "),
    ("tcalc dot fol", "tcalc dot folder/"),
    ("tcalc dot folder/", "tcalc dot folder/inner.npy "),
    ("tcalc dot --col", "tcalc dot --color "),
    ("tcalc dot --color alw", "tcalc dot --color always "),
    ("tcalc matmul --transpose-a a.npy a.npy -o no", "tcalc matmul --transpose-a a.npy a.npy -o notes.txt "),
    ("tcalc help dty", "tcalc help dtypes "),
    ("tcalc completion b", "tcalc completion bash "),
]
# These end an option that has a value in their own way.
ENDINGS = {("zsh", "tcalc dot --color "): "tcalc dot --color="}


KINDS = (Bash, Fish, Zsh, ZshSourced)


def make_files(folder: Path) -> None:
    for name in ("a.npy", "my file.npy", "w.npz", "notes.txt", "folder/inner.npy"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(b"")


def commands_of_help(env: dict[str, str]) -> set[str]:
    """What general help lists: the first words below its headings."""
    page = subprocess.run(["tcalc", "help"], env=env, capture_output=True, text=True, check=True, timeout=SECONDS).stdout
    listed = page[page.index("Operations:"):page.index("Topics:")].split("\n")
    return {line.split()[0] for line in listed if line.startswith("  ")}


def defects(shell: Bash | Fish | Zsh, names: set[str]) -> list[str]:
    found = []
    missing = names - shell.offered("tcalc ")
    if missing:
        found.append(f"'tcalc ' lacks {sorted(missing)}")
    for line, wanted, unwanted in OFFERED:
        offered = shell.offered(line)
        if wanted - offered:
            found.append(f"{line!r} lacks {sorted(wanted - offered)}; it offers {sorted(offered)}")
        if unwanted & offered:
            found.append(f"{line!r} offers {sorted(unwanted & offered)}")
    for typed, wanted in TYPED:
        line = shell.shell.line_after(typed + "\t")
        if line != ENDINGS.get((shell.name, wanted), wanted):
            found.append(f"{typed!r} becomes {line!r}, expected {wanted!r}")
    return found


def main() -> int:
    tcalc = Path(sys.argv[1])
    failed = 0
    for kind in KINDS:
        with tempfile.TemporaryDirectory(prefix="completion.") as directory:
            folder, home = Path(directory) / "work", Path(directory) / "home"
            folder.mkdir()
            home.mkdir()
            make_files(folder)
            env = environment(tcalc, home)
            shell = kind(folder, env)
            found = defects(shell, commands_of_help(env))
            shell.shell.close()
        for defect in found:
            print(f"{kind.__name__}: {defect}")
        failed += len(found)
    print(f"{len(KINDS) * (1 + len(OFFERED) + len(TYPED)) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
