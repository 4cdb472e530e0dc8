"""Inputs that cannot be opened, end early, change underneath, or are no regular files."""

import os
import re
import shutil
import time
from pathlib import Path

import numpy

from workbench import (Bench, check, equal, expect, Failed, HELD, held_between_header_and_data, same_array, Skipped,
                   without_rights)


@check
def an_input_that_cannot_be_opened_is_named_with_the_reason(bench: Bench) -> None:
    bench.path("folder").mkdir()
    bench.path("loop").symlink_to("loop")
    bench.path("dangling").symlink_to("nowhere")
    long_name = "n" * 256
    for name, reason in (
        ("missing.npy", "No such file or directory"),
        ("folder", "is a directory"),
        ("folder/", "is a directory"),
        ("loop", "Too many levels of symbolic links"),
        ("dangling", "No such file or directory"),
        ("a.npy/x", "Not a directory"),
    ):
        expect(bench.run("matmul", name, "b.npy"), 3, f"tcalc: error: {name}: {reason}")
        expect(bench.run("matmul", "a.npy", name), 3, f"tcalc: error: {name}: {reason}")
    expect(bench.run("matmul", long_name, "b.npy"), 3, f"tcalc: error: {'n' * 200}...: File name too long")
    expect(bench.run("eval", "x", f"x={long_name}"), 3, f"tcalc: error: {'n' * 200}...: File name too long")
    equal(bench.run("eval", "x", long_name).code, 3)


@check
def an_unreadable_input_is_refused(bench: Bench) -> None:
    bench.path("a.npy").chmod(0)
    words = without_rights(bench, bench.program, "matmul", "a.npy", "b.npy")
    expect(bench.finish(bench.start(*words)), 3, "tcalc: error: a.npy: Permission denied")


@check
def pipes_are_read_as_files_are(bench: Bench) -> None:
    expected = bench.run("matmul", "a.npy", "b.npy").out
    equal(expected, b"(2, 4) float64\n[[20. 23. 26. 29.]\n [56. 68. 80. 92.]]\n")
    os.mkfifo(bench.path("fifo"))
    for command in (
        '"$TCALC" matmul <(cat a.npy) b.npy',
        '"$TCALC" matmul <(cat a.npy) <(cat b.npy)',
        'cat a.npy | "$TCALC" matmul - b.npy',
        'cat b.npy | "$TCALC" matmul a.npy -',
        'cat a.npy b.npy | "$TCALC" matmul - -',
        'cat a.npy | "$TCALC" matmul /dev/stdin b.npy',
        'cat a.npy > fifo & "$TCALC" matmul fifo b.npy',
        '(head -c 50 a.npy; sleep 0.05; tail -c +51 a.npy) | "$TCALC" matmul - b.npy',
    ):
        result = bench.bash(command)
        equal((result.code, result.err, result.out), (0, "", expected), command)


@check
def standard_input_may_be_a_regular_file(bench: Bench) -> None:
    expected = bench.run("matmul", "a.npy", "b.npy").out
    for command in (
        '"$TCALC" matmul - b.npy < a.npy',
        'cat a.npy b.npy > both; "$TCALC" matmul - - < both',
        '"$TCALC" matmul /dev/stdin b.npy < a.npy',
        '(printf junk; cat a.npy) > late; { head -c 4 > /dev/null; "$TCALC" matmul - b.npy; } < <(cat late)',
        '(printf junk; cat a.npy) > late; { dd bs=4 count=1 status=none of=/dev/null; "$TCALC" matmul - b.npy; } < late',
    ):
        result = bench.bash(command)
        equal((result.code, result.err, result.out), (0, "", expected), command)


@check
def an_array_that_is_left_on_a_stream_is_no_silent_loss(bench: Bench) -> None:
    message = "tcalc: error: standard input: another array follows\n  hint: --each takes every array of a stream; info - lists them"
    expect(bench.bash('cat a.npy b.npy a.npy | "$TCALC" matmul - - > /dev/null'), 3, message)
    expect(bench.bash('cat a.npy b.npy a.npy > three; "$TCALC" matmul - - -o c.npy < three'), 3, message)


@check
def a_stream_that_ends_early_is_truncated(bench: Bench) -> None:
    needs = "truncated: shape (2, 3) float64 needs 48 bytes of data"
    for size, of_stream, of_file in (
        (0, "not an .npy file: 0 bytes, the header needs at least 10", "not an .npy file: 0 bytes, the header needs at least 10"),
        (9, "not an .npy file: 9 bytes, the header needs at least 10", "not an .npy file: 9 bytes, the header needs at least 10"),
        (100, "header claims 118 bytes, the stream ended after 90", "header claims 118 bytes, the file has 90 after it"),
        (128, f"{needs}, the stream ended after 0 bytes", f"{needs}, the file has 0"),
        (129, f"{needs}, the stream ended after 1 byte", f"{needs}, the file has 1"),
        (175, f"{needs}, the stream ended after 47 bytes", f"{needs}, the file has 47"),
    ):
        bench.path("part").write_bytes(bench.path("a.npy").read_bytes()[:size])
        expect(bench.bash('cat part | "$TCALC" matmul - b.npy'), 3, f"tcalc: error: standard input: {of_stream}")
        expect(bench.bash('"$TCALC" matmul - b.npy < part'), 3, f"tcalc: error: standard input: {of_file}")
        emptied = "\n  hint: it is empty; the shell empties the target of > first: --out FILE may name an input" if size == 0 else ""
        expect(bench.run("matmul", "part", "b.npy"), 3, f"tcalc: error: part: {of_file}{emptied}")


@check
def endless_devices_are_no_arrays(bench: Bench) -> None:
    expect(bench.run("matmul", "/dev/zero", "b.npy"), 3, "tcalc: error: /dev/zero: not an .npy file (first bytes 00 00 00 00)")
    expect(bench.run("matmul", "/dev/null", "b.npy"), 3,
           "tcalc: error: /dev/null: not an .npy file: 0 bytes, the header needs at least 10")
    result = bench.run("matmul", "/dev/urandom", "b.npy")
    equal(result.code, 3)
    if not re.fullmatch(r"tcalc: error: /dev/urandom: not an \.npy file \(first bytes( [0-9a-f]{2}){4}\)\n", result.err):
        raise Failed(result.err)
    with open("/dev/zero", "rb") as zeros:
        expect(bench.run("matmul", "-", "b.npy", stdin=zeros), 3,
               "tcalc: error: standard input: not an .npy file (first bytes 00 00 00 00)")


@check
def a_proc_file_is_read_though_it_claims_to_be_empty(bench: Bench) -> None:
    first = Path("/proc/version").read_bytes()[:4].hex(" ")
    expect(bench.run("matmul", "/proc/version", "b.npy"), 3, f"tcalc: error: /proc/version: not an .npy file (first bytes {first})")


@check
def a_file_on_proc_fd_can_be_an_operand(bench: Bench) -> None:
    expect(bench.bash('"$TCALC" matmul /dev/fd/5 b.npy 5< a.npy'), 0, "", bench.run("matmul", "a.npy", "b.npy").out)


@check
def an_input_may_be_given_twice(bench: Bench) -> None:
    square = numpy.arange(9.0).reshape(3, 3)
    numpy.save(bench.path("s.npy"), square)
    for flags, expected in (((), square @ square), (("--transpose-a",), square.T @ square), (("--transpose-b",), square @ square.T)):
        expect(bench.run("matmul", "s.npy", "s.npy", "-o", "out.npy", *flags), 0)
        same_array(bench.load("out.npy"), expected)


@check
def sigbus_names_the_file(bench: Bench) -> None:
    bench.path("out.npy").write_bytes(HELD)
    with held_between_header_and_data(bench, "-o", "out.npy") as (_, go_on):
        os.truncate(bench.path("a.npy"), 0)
        expect(go_on(), 3, "tcalc: error: a.npy: changed while it was being read")
    equal(bench.path("out.npy").read_bytes(), HELD)
    equal(bench.names(), {"a.npy", "b.npy", "fifo.npy", "out.npy"})


@check
def a_file_that_is_rewritten_while_it_is_read_is_named(bench: Bench) -> None:
    with held_between_header_and_data(bench, "-o", "out.npy") as (_, go_on):
        # The clock behind mtime ticks every few milliseconds.
        time.sleep(0.02)
        with open(bench.path("a.npy"), "r+b") as file:
            file.seek(130)
            file.write(b"x")
        expect(go_on(), 3, "tcalc: error: a.npy: changed while it was being read")
    equal(bench.names(), {"a.npy", "b.npy", "fifo.npy"})


@check
def an_input_that_is_replaced_by_name_stays_what_it_was(bench: Bench) -> None:
    with held_between_header_and_data(bench, "-o", "out.npy") as (_, go_on):
        bench.path("a.npy").unlink()
        expect(go_on(), 0)
    same_array(bench.load("out.npy"), bench.product)


@check
def too_many_open_files_is_an_error_of_the_file_that_was_one_too_many(bench: Bench) -> None:
    if bench.asan:
        raise Skipped("the sanitizers open files of their own")
    expect(bench.bash('ulimit -n 4; "$TCALC" matmul a.npy b.npy -o out.npy'), 3, "tcalc: error: b.npy: Too many open files")
    expect(bench.bash('ulimit -n 5; "$TCALC" matmul a.npy b.npy -o out.npy'), 4,
           "tcalc: error: out.npy: cannot create a file in '.': Too many open files")
    equal(bench.names(), {"a.npy", "b.npy"})


@check
def odd_bytes_in_a_path_are_opened_raw_and_shown_escaped(bench: Bench) -> None:
    expected = bench.run("matmul", "a.npy", "b.npy").out
    for raw, shown in (
        (b"a\xff.npy", r"'a\xff.npy'"),
        (b"a\n.npy", r"'a\n.npy'"),
        (b"\x1b[31mred.npy", r"'\x1b[31mred.npy'"),
        (b"a b.npy", "a b.npy"),
        ("\u00e9\u4e2d.npy".encode(), "\u00e9\u4e2d.npy"),
        ("\u009b2J.npy".encode(), r"'\xc2\x9b2J.npy'"),
    ):
        expect(bench.run("matmul", raw, "b.npy"), 3, f"tcalc: error: {shown}: No such file or directory")
        shutil.copy(bench.path("a.npy"), os.path.join(os.fsencode(bench.directory), raw))
        expect(bench.run("matmul", raw, "b.npy"), 0, "", expected)
        expect(bench.run("matmul", "a.npy", "b.npy", "-o", b"o" + raw), 0)
        expect(bench.run("matmul", "a.npy", "b.npy", "-o", b"no/" + raw), 4,
               f"tcalc: error: {shown[0] + 'no/' + shown[1:] if shown[0] == chr(39) else 'no/' + shown}: "
               "cannot create a file in 'no': No such file or directory")
        same_array(numpy.load(os.path.join(os.fsencode(bench.directory), b"o" + raw)), bench.product)


@check
def words_that_look_like_something_else_are_what_they_look_like(bench: Bench) -> None:
    expected = bench.run("matmul", "a.npy", "b.npy").out
    for name in ("2,3", "-1", "--out", "-x.npy", "dot", "(2,3).npy", "ones:2,3"):
        shutil.copy(bench.path("a.npy"), bench.path(name))
    expect(bench.run("matmul", "2,3", "3,4"), 0, "", b"(2, 4)\n")
    for name in ("./2,3", "./-1", "./--out", "dot", "(2,3).npy", "./ones:2,3"):
        expect(bench.run("matmul", name, "b.npy"), 0, "", expected)
    expect(bench.run("matmul", "--", "-x.npy", "b.npy"), 0, "", expected)
    expect(bench.run("matmul", "--", "--out", "b.npy"), 0, "", expected)
    expect(bench.run("matmul", "-x.npy", "b.npy"), 2,
           "tcalc: error: matmul: unknown option '-x.npy'\n  hint: a file of that name is ./-x.npy")
    expect(bench.run("matmul", "a.npy", "b.npy", "-o", ""), 2, "tcalc: error: --out needs a file name")
    expect(bench.run("matmul", *["a.npy"] * 5000), 2,
           "tcalc: error: matmul takes 2 operands, got 5000\n  hint: for example: tcalc matmul 10,12,4,5 10,12,5,8")


@check
def a_file_rewritten_with_its_old_time_has_changed_all_the_same(bench: Bench) -> None:
    """A mapped file shows the new bytes, and its time of modification can be set back."""
    with held_between_header_and_data(bench) as (_, go_on):
        before = bench.path("a.npy").stat()
        with open(bench.path("a.npy"), "r+b") as file:
            file.seek(128)
            file.write(bytes(48))
        os.utime(bench.path("a.npy"), ns=(before.st_atime_ns, before.st_mtime_ns))
        expect(go_on(), 3, "tcalc: error: a.npy: changed while it was being read")


@check
def a_file_that_only_loses_its_name_or_gets_other_rights_has_not_changed(bench: Bench) -> None:
    for change in (lambda path: path.unlink(), lambda path: path.chmod(0o600), lambda path: os.link(path, bench.path("b2.npy"))):
        numpy.save(bench.path("a.npy"), bench.a)
        with held_between_header_and_data(bench, "-o", "out.npy") as (_, go_on):
            change(bench.path("a.npy"))
            expect(go_on(), 0)
        same_array(bench.load("out.npy"), bench.product)
        bench.path("fifo.npy").unlink()


@check
def a_name_that_turns_the_direction_of_text_is_shown_as_bytes(bench: Bench) -> None:
    expect(bench.run("info", "a\u202egnp.npy"), 3,
           "tcalc: error: 'a\\xe2\\x80\\xaegnp.npy': No such file or directory")
