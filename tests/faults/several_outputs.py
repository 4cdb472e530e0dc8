"""Several outputs of one command, and outputs that are inputs."""

import os

from system_calls import require_strace, under_strace
from workbench import Bench, HELD, check, equal, expect


@check
def several_outputs_are_published_together_or_not_at_all(bench: Bench) -> None:
    bench.path("p.svg").write_bytes(HELD)
    expect(bench.run("show", "a.npy", "--svg", "p.svg", "--png", "nowhere/x.png"), 4,
           "tcalc: error: nowhere/x.png: cannot create a file in 'nowhere': No such file or directory")
    equal(bench.path("p.svg").read_bytes(), HELD)
    expect(bench.bash('"$TCALC" show a.npy --svg p.svg --heat > /dev/full'), 4,
           "tcalc: error: standard output: No space left on device")
    equal(bench.path("p.svg").read_bytes(), HELD)
    expect(bench.bash('"$TCALC" explain matmul 2,3 3,4 --svg p.svg > /dev/full'), 4,
           "tcalc: error: standard output: No space left on device")
    equal(bench.path("p.svg").read_bytes(), HELD)
    equal(bench.names(), {"a.npy", "b.npy", "p.svg"})
    expect(bench.run("show", "a.npy", "--svg", "p.svg", "--png", "p.png"), 0)
    equal(bench.names(), {"a.npy", "b.npy", "p.svg", "p.png"})


@check
def two_outputs_that_are_one_file_are_refused(bench: Bench) -> None:
    bench.path("old").write_bytes(HELD)
    bench.path("link").symlink_to("old")
    os.link(bench.path("old"), bench.path("hard"))
    hint = ": two pictures go there\n  hint: give each a file of its own"
    for svg, png in (("p", "p"), ("p", "./p"), ("old", "link"), ("old", "hard"), ("link", "hard"), ("nowhere", "nowhere")):
        expect(bench.run("show", "a.npy", "--svg", svg, "--png", png), 2, f"tcalc: error: {png}{hint}")
    expect(bench.run("show", "a.npy", "--svg", "-", "--png", "-"), 2, "tcalc: error: standard output" + hint)
    expect(bench.run("show", "a.npy", "--svg", "/dev/stdout", "--png", "-"), 2, "tcalc: error: standard output" + hint)
    expect(bench.bash('"$TCALC" show a.npy --svg /dev/fd/3 --png /dev/fd/3 3<>old'), 2, "tcalc: error: /dev/fd/3" + hint)
    expect(bench.bash('"$TCALC" show a.npy --svg /dev/fd/3 --png link 3<>old'), 2, "tcalc: error: link" + hint)
    expect(bench.bash('"$TCALC" show a.npy --svg - --png hard 1<>old'), 2, "tcalc: error: hard" + hint)
    mixed = "tcalc: error: standard output: a picture and text go there\n  hint: give each a file of its own"
    for words in ('show a.npy --svg - --heat', 'show a.npy --png link --heat 1<>old', 'explain dot 2,3 3,4 --svg old 1<>old',
                  'explain dot 2,3 3,4 --svg /dev/stdout'):
        expect(bench.bash(f'"$TCALC" {words}'), 2, mixed)
    expect(bench.bash('"$TCALC" explain dot 2,3 3,4 --svg /dev/null > /dev/null'), 0)
    equal(bench.path("old").read_bytes(), HELD)
    equal(bench.names(), {"a.npy", "b.npy", "old", "link", "hard"})


@check
def an_output_that_is_an_input_is_refused_where_that_loses_it(bench: Bench) -> None:
    bench.path("p.tcalc").write_text("include ./q.tcalc\nx = load ./a.npy\nsave x ./link\n")
    bench.path("q.tcalc").write_text("y = shape 2,3\n")
    bench.path("link").symlink_to("q.tcalc")
    bench.path("e.txt").write_text("x + 1")
    before = {name: bench.path(name).read_bytes() for name in bench.names()}
    own = ": the picture would replace its own input\n  hint: give it another name"
    expect(bench.run("show", "a.npy", "--svg", "a.npy"), 2, "tcalc: error: a.npy" + own)
    expect(bench.run("explain", "matmul", "a.npy", "b.npy", "--svg", "b.npy"), 2, "tcalc: error: b.npy" + own)
    expect(bench.run("explain", "matmul", "a.npy", "a.npy", "--svg", "a.npy"), 2, "tcalc: error: a.npy" + own)
    expect(bench.run("run", "p.tcalc"), 2, "tcalc: error: p.tcalc:3: save: ./link is the program itself\n  save x ./link\n       ^\n"
           "  hint: give the array another name")
    expect(bench.run("eval", "-f", "e.txt", "a.npy", "-o", "./e.txt"), 2,
           "tcalc: error: e.txt: the result would replace the expression\n  hint: give it another name")
    equal({name: bench.path(name).read_bytes() for name in bench.names()}, before)


@check
def a_second_output_that_cannot_be_published_takes_the_first_back(bench: Bench) -> None:
    require_strace(bench)
    if bench.asan:
        return  # the same calls, without a sanitizer's own
    words = ["show", "a.npy", "--svg", "p.svg", "--png", "p.png"]
    both = ("-e", "trace=rename,renameat2", "-e", "inject=rename:error=EIO")
    for held in (["p.svg", "p.png"], ["p.svg"], ["p.png"], []):
        first_is_new = "p.svg" not in held  # then it is renamed, and not exchanged
        for injection, options, failed in (
            (f"rename:error=EIO:when={2 if first_is_new else 1}", (), "p.png"),
            ("rename:error=EIO:when=1+", (), "p.svg" if first_is_new else "p.png"),
            ("renameat2:error=EIO:when=1+", (), "p.svg"),
            ("renameat2:error=ENOSYS:when=1+", (), None),
            ("renameat2:error=EIO:when=2+", both, "p.svg" if first_is_new else "p.png"),
        ):
            for name in ("p.svg", "p.png"):
                bench.path(name).unlink(missing_ok=True)
            for name in held:
                bench.path(name).write_bytes(HELD)
            result, _ = under_strace(bench, injection, *words, options=options)
            lasting = "; p.svg is replaced already" if options and not first_is_new else ""
            expect(result, 4 if failed else 0, f"tcalc: error: {failed}: Input/output error{lasting}" if failed else "")
            equal(bench.names() - {"a.npy", "b.npy"}, set(held) if failed else {"p.svg", "p.png"}, injection)
            kept = [name for name in held if bench.path(name).read_bytes() == HELD]
            equal(kept, [name for name in held if failed and not (lasting and name == "p.svg")], injection)


@check
def nothing_is_saved_after_a_line_that_could_not_be_printed(bench: Bench) -> None:
    bench.path("p.tcalc").write_text("x = load ./a.npy\nprint x\nsave x ./out.npy\n")
    bench.path("out.npy").write_bytes(HELD)
    result = bench.bash('"$TCALC" run p.tcalc > /dev/full')
    equal(result.code, 4, result.err)
    equal(bench.path("out.npy").read_bytes(), HELD)
    equal(bench.names(), {"a.npy", "b.npy", "p.tcalc", "out.npy"})
