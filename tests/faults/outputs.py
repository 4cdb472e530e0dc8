"""Disks that fill, pipes that break, targets that are not what they seem."""

import os
import stat
import tempfile

import numpy

from workbench import (Bench, check, device, equal, expect, HELD, open_for_writing, same_array, Skipped,
                   small_disk, wait_until, without_rights)


@check
def a_full_device_is_an_error_whatever_is_printed(bench: Bench) -> None:
    for words in (
        ["matmul", "a.npy", "b.npy"],
        ["matmul", "a.npy", "b.npy", "-o", "-"],
        ["matmul", "2,3", "3,4"],
        ["matmul", "ones:300,1", "ones:1,300", "--full"],
        ["--help"], ["--version"], ["help", "dot"], ["matmul", "--help"],
    ):
        with open("/dev/full", "wb") as full:
            expect(bench.run(*words, stdout=full), 4, "tcalc: error: standard output: No space left on device")
    with open("/dev/full", "wb") as full:
        result = bench.run("matmul", "a.npy", "b.npy", "--json", stdout=full)
    expect(result, 4, '{"error":{"kind":"output","exit_code":4,"message":"standard output: No space left on device","details":[],"hints":[]}}')


@check
def a_closed_standard_output_is_an_error_only_for_what_is_printed(bench: Bench) -> None:
    said = "tcalc: error: standard output: Bad file descriptor"
    for words in ("matmul a.npy b.npy", "matmul a.npy b.npy -o -", "matmul 2,3 3,4", "--help", "--version"):
        expect(bench.bash(f'"$TCALC" {words} >&-'), 4, said)
    expect(bench.bash('"$TCALC" matmul a.npy b.npy -o /dev/stdout >&-'), 4, "tcalc: error: /dev/stdout: Bad file descriptor")
    expect(bench.bash('"$TCALC" matmul a.npy b.npy -o out.npy >&-'), 0)
    same_array(bench.load("out.npy"), bench.product)


@check
def closed_descriptors_are_never_taken_for_files(bench: Bench) -> None:
    expected = bench.run("matmul", "a.npy", "b.npy").out
    expect(bench.bash('"$TCALC" matmul a.npy b.npy <&-'), 0, "", expected)
    expect(bench.bash('"$TCALC" matmul - b.npy <&-'), 3, "tcalc: error: standard input: Bad file descriptor")
    expect(bench.bash('"$TCALC" matmul a.npy b.npy 2>&-'), 0, "", expected)
    expect(bench.bash('"$TCALC" matmul a.npy missing 2>&-'), 3)
    expect(bench.bash('"$TCALC" matmul a.npy b.npy -o out.npy <&- >&- 2>&-'), 0)
    same_array(bench.load("out.npy"), bench.product)
    expect(bench.bash('"$TCALC" matmul missing b.npy -o out.npy <&- >&- 2>&-'), 3)
    same_array(bench.load("out.npy"), bench.product)


@check
def a_standard_error_that_cannot_be_written_changes_no_exit_code(bench: Bench) -> None:
    bench.path("long.npy").write_bytes(bench.path("a.npy").read_bytes() + b"tail")
    for redirection in ("2> /dev/full", "2>&-"):
        expect(bench.bash(f'"$TCALC" matmul missing b.npy {redirection}'), 3)
        expect(bench.bash(f'"$TCALC" matmul long.npy b.npy -o out.npy {redirection}'), 0)
        same_array(bench.load("out.npy"), bench.product)


@check
def a_standard_error_that_nobody_reads_changes_no_exit_code(bench: Bench) -> None:
    bench.path("long.npy").write_bytes(bench.path("a.npy").read_bytes() + b"tail")
    for words, code in ((["matmul", "missing", "b.npy"], 3), (["matmul", "long.npy", "b.npy", "-o", "out.npy"], 0)):
        reader, writer = os.pipe()
        os.close(reader)
        result = bench.run(*words, stderr=writer)
        os.close(writer)
        equal(result.code, code, " ".join(words))
    same_array(bench.load("out.npy"), bench.product)


@check
def a_reader_that_leaves_ends_it_silently(bench: Bench) -> None:
    script = '"$TCALC" matmul ones:400,1 ones:1,400 --full | head -c 1 > /dev/null; echo "${PIPESTATUS[0]}"'
    expect(bench.bash(script), 0, "", b"141\n")


@check
def a_broken_pipe_is_an_error_where_sigpipe_is_ignored(bench: Bench) -> None:
    script = 'trap "" PIPE; "$TCALC" matmul ones:400,1 ones:1,400 --full | head -c 1 > /dev/null; echo "${PIPESTATUS[0]}"'
    expect(bench.bash(script), 0, "tcalc: error: standard output: Broken pipe", b"4\n")


@check
def output_equal_to_input_survives(bench: Bench) -> None:
    square = numpy.arange(9.0).reshape(3, 3)
    for name in ("s.npy", "./s.npy", "symlink.npy", "hard.npy"):
        for path in ("s.npy", "symlink.npy", "hard.npy"):
            bench.path(path).unlink(missing_ok=True)
        numpy.save(bench.path("s.npy"), square)
        bench.path("symlink.npy").symlink_to("s.npy")
        os.link(bench.path("s.npy"), bench.path("hard.npy"))
        expect(bench.run("matmul", "s.npy", "s.npy", "-o", name), 0)
        same_array(bench.load(name), square @ square)
        same_array(bench.load("s.npy"), square if name == "hard.npy" else square @ square)
    equal(bench.names(), {"a.npy", "b.npy", "s.npy", "symlink.npy", "hard.npy"})


@check
def standard_output_onto_an_input_is_refused(bench: Bench) -> None:
    before = bench.path("a.npy").read_bytes()
    refusal = "tcalc: error: a.npy: input file is output file\n  hint: write to another file, or use --out, which replaces it safely"
    for redirection in (">> a.npy", "1<> a.npy"):
        for words in ("matmul a.npy b.npy", "matmul a.npy b.npy -o -"):
            expect(bench.bash(f'"$TCALC" {words} {redirection}'), 2, refusal)
            equal(bench.path("a.npy").read_bytes(), before)
    expect(bench.bash('"$TCALC" matmul - b.npy < a.npy >> a.npy'), 2, refusal.replace("a.npy:", "standard input:"))
    equal(bench.path("a.npy").read_bytes(), before)


@check
def an_output_that_is_a_directory_is_refused_before_the_work(bench: Bench) -> None:
    bench.path("folder").mkdir()
    bench.path("link").symlink_to("folder")
    for name in ("folder", "folder/", "link", "new/"):
        expect(bench.run("matmul", "a.npy", "b.npy", "-o", name), 4, f"tcalc: error: {name}: Is a directory")
    equal(bench.names(), {"a.npy", "b.npy", "folder", "link"})
    equal(os.listdir(bench.path("folder")), [])


@check
def an_output_that_cannot_be_created_is_refused_before_the_work(bench: Bench) -> None:
    bench.path("loop").symlink_to("loop")
    long_name = "n" * 256
    for name, fact in (
        ("no/out.npy", "no/out.npy: cannot create a file in 'no': No such file or directory"),
        ("a.npy/x", "a.npy/x: Not a directory"),
        ("loop", "loop: Too many levels of symbolic links"),
        (long_name, f"{'n' * 200}...: File name too long"),
        ("/dev/fd/77", "/dev/fd/77: Bad file descriptor"),
    ):
        expect(bench.run("matmul", "a.npy", "b.npy", "-o", name), 4, f"tcalc: error: {fact}")
    # The data never come: that the output is bad is said without them.
    os.mkfifo(bench.path("fifo"))
    process = bench.start(bench.program, "matmul", "fifo", "b.npy", "-o", "no/out.npy")
    descriptor = open_for_writing(bench.path("fifo"))
    os.write(descriptor, bench.path("a.npy").read_bytes()[:128])
    result = bench.finish(process)
    os.close(descriptor)
    expect(result, 4, "tcalc: error: no/out.npy: cannot create a file in 'no': No such file or directory")


@check
def the_longest_file_name_can_be_written(bench: Bench) -> None:
    for name in ("n" * 255, "\u00e9" * 127):
        expect(bench.run("matmul", "a.npy", "b.npy", "-o", name), 0)
        same_array(bench.load(name), bench.product)


@check
def a_directory_without_rights_is_named(bench: Bench) -> None:
    folder = bench.path("closed")
    folder.mkdir()
    (folder / "out.npy").write_bytes(HELD)
    folder.chmod(0o555)
    for name in ("closed/out.npy", "closed/new.npy"):
        words = without_rights(bench, bench.program, "matmul", "a.npy", "b.npy", "-o", name)
        expect(bench.finish(bench.start(*words)), 4, f"tcalc: error: {name}: cannot create a file in 'closed': Permission denied")
    equal(os.listdir(folder), ["out.npy"])
    equal((folder / "out.npy").read_bytes(), HELD)


@check
def a_read_only_disk_is_named(bench: Bench) -> None:
    with small_disk(bench, "size=64k,ro"):
        expect(bench.run("matmul", "a.npy", "b.npy", "-o", "disk/out.npy"), 4,
               "tcalc: error: disk/out.npy: cannot create a file in 'disk': Read-only file system")


@check
def a_full_disk_leaves_the_target_as_it_was(bench: Bench) -> None:
    with small_disk(bench, "size=64k") as folder:
        (folder / "out.npy").write_bytes(HELD)
        for name in ("out.npy", "new.npy"):
            expect(bench.run("matmul", "ones:200,1", "ones:1,200", "-o", f"disk/{name}"), 4,
                   f"tcalc: error: disk/{name}: No space left on device")
            equal(os.listdir(folder), ["out.npy"])
            equal((folder / "out.npy").read_bytes(), HELD)
        with open(folder / "text", "wb") as text:
            expect(bench.run("matmul", "ones:200,1", "ones:1,200", "--full", stdout=text), 4,
                   "tcalc: error: standard output: No space left on device")


@check
def a_limit_on_file_size_leaves_the_target_as_it_was(bench: Bench) -> None:
    bench.path("out.npy").write_bytes(HELD)
    for name in ("out.npy", "new.npy"):
        expect(bench.bash(f'ulimit -f 16; "$TCALC" matmul ones:200,1 ones:1,200 -o {name}'), 4, f"tcalc: error: {name}: File too large")
        equal(bench.names(), {"a.npy", "b.npy", "out.npy"})
        equal(bench.path("out.npy").read_bytes(), HELD)
    expect(bench.bash('ulimit -f 16; "$TCALC" matmul ones:200,1 ones:1,200 --full > text'), 4,
           "tcalc: error: standard output: File too large")


@check
def a_symlink_is_kept_and_its_target_replaced(bench: Bench) -> None:
    bench.path("folder").mkdir()
    bench.path("folder/old.npy").write_bytes(HELD)
    bench.path("folder/inner").symlink_to("old.npy")
    bench.path("direct").symlink_to(bench.path("folder/old.npy"))
    bench.path("twice").symlink_to("folder/inner")
    bench.path("dangling").symlink_to("folder/new.npy")
    for link, target in (("direct", "folder/old.npy"), ("twice", "folder/old.npy"), ("dangling", "folder/new.npy")):
        expect(bench.run("matmul", "a.npy", "b.npy", "-o", link), 0)
        equal(bench.path(link).is_symlink(), True, link)
        equal(bench.path(target).is_symlink(), False, target)
        same_array(bench.load(target), bench.product)
        if bench.path("folder/old.npy").exists():
            bench.path("folder/old.npy").write_bytes(HELD)
    equal(bench.path("folder/inner").is_symlink(), True)
    equal(set(os.listdir(bench.path("folder"))), {"old.npy", "new.npy", "inner"})


@check
def another_hard_link_keeps_the_old_bytes(bench: Bench) -> None:
    bench.path("out.npy").write_bytes(HELD)
    os.link(bench.path("out.npy"), bench.path("other.npy"))
    expect(bench.run("matmul", "a.npy", "b.npy", "-o", "out.npy"), 0)
    same_array(bench.load("out.npy"), bench.product)
    equal(bench.path("other.npy").read_bytes(), HELD)


@check
def mode_bits_are_kept_and_a_new_file_obeys_the_umask(bench: Bench) -> None:
    def mode(name: str) -> str:
        return oct(stat.S_IMODE(bench.path(name).stat().st_mode))

    for bits in (0o600, 0o640, 0o755, 0o444, 0o666):
        bench.path("old.npy").unlink(missing_ok=True)
        bench.path("old.npy").write_bytes(HELD)
        bench.path("old.npy").chmod(bits)
        expect(bench.run("matmul", "a.npy", "b.npy", "-o", "old.npy"), 0)
        equal(mode("old.npy"), oct(bits))
        same_array(bench.load("old.npy"), bench.product)
    for mask, bits in (("022", 0o644), ("000", 0o666), ("077", 0o600), ("027", 0o640)):
        bench.path("new.npy").unlink(missing_ok=True)
        expect(bench.bash(f'umask {mask}; "$TCALC" matmul a.npy b.npy -o new.npy'), 0)
        equal(mode("new.npy"), oct(bits), f"umask {mask}")


@check
def what_is_no_regular_file_is_written_directly(bench: Bench) -> None:
    expect(bench.run("matmul", "a.npy", "b.npy", "-o", "out.npy"), 0)
    whole = bench.path("out.npy").read_bytes()
    os.mkfifo(bench.path("fifo"))
    bench.path("link").symlink_to("fifo")
    for command in (
        '"$TCALC" matmul a.npy b.npy -o fifo & cat fifo; wait $!',
        '"$TCALC" matmul a.npy b.npy -o link & cat fifo; wait $!',
        '"$TCALC" matmul a.npy b.npy -o >(cat); sleep 0.1',
        '"$TCALC" matmul a.npy b.npy -o -',
        '"$TCALC" matmul a.npy b.npy -o - | cat',
        '"$TCALC" matmul a.npy b.npy -o /dev/stdout',
        '"$TCALC" matmul a.npy b.npy -o /dev/stdout | cat',
        '"$TCALC" matmul a.npy b.npy -o /dev/fd/3 3>&1',
    ):
        expect(bench.bash(command), 0, "", whole)
    equal(stat.S_ISFIFO(os.stat(bench.path("fifo")).st_mode), True)
    equal(bench.names(), {"a.npy", "b.npy", "out.npy", "fifo", "link"})


@check
def a_device_is_written_directly(bench: Bench) -> None:
    null, full = device(bench, "null", 3), device(bench, "full", 7)
    before = bench.names()
    expect(bench.run("matmul", "a.npy", "b.npy", "-o", null), 0)
    expect(bench.run("matmul", "a.npy", "b.npy", "-o", full), 4, f"tcalc: error: {full}: No space left on device")
    for name in (null, full):
        equal(stat.S_ISCHR(os.stat(bench.directory / name).st_mode), True, name)
    equal(bench.names(), before)


@check
def dev_stdout_is_the_descriptor_even_where_it_is_a_regular_file(bench: Bench) -> None:
    bench.path("link").symlink_to("/dev/stdout")
    expect(bench.bash('{ "$TCALC" matmul a.npy b.npy -o /dev/stdout; "$TCALC" matmul a.npy b.npy -o link; } > both'), 0)
    one = bench.run("matmul", "a.npy", "b.npy", "-o", "-").out
    equal(bench.path("both").read_bytes(), one + one)
    with tempfile.TemporaryFile(dir=bench.directory) as nameless:
        expect(bench.run("matmul", "a.npy", "b.npy", "-o", "/dev/stdout", stdout=nameless), 0)
        nameless.seek(0)
        equal(nameless.read(), one)
    equal(bench.names(), {"a.npy", "b.npy", "link", "both"})


@check
def twenty_writers_leave_one_complete_result(bench: Bench) -> None:
    wholes = []
    for i in range(20):
        expect(bench.run("matmul", f"full={i}:60,1", "ones:1,60", "-o", f"{i}.npy"), 0)
        wholes.append(bench.path(f"{i}.npy").read_bytes())
        bench.path(f"{i}.npy").unlink()
    running = [bench.start(bench.program, "matmul", f"full={i}:60,1", "ones:1,60", "-o", "out.npy") for i in range(20)]
    for process in running:
        expect(bench.finish(process), 0)
    equal(bench.names(), {"a.npy", "b.npy", "out.npy"})
    equal(wholes.count(bench.path("out.npy").read_bytes()), 1, "complete results")


@check
def a_target_keeps_its_owner_or_loses_its_powers(bench: Bench) -> None:
    target = bench.path("out.npy")
    target.write_bytes(HELD)
    if os.geteuid() != 0:
        raise Skipped("only root can give files away")
    os.chown(target, 1000, 1001)
    target.chmod(0o6755)
    expect(bench.run("matmul", "a.npy", "b.npy", "-o", "out.npy"), 0)
    status = target.stat()
    equal((status.st_uid, status.st_gid, oct(status.st_mode & 0o7777)), (1000, 1001, "0o6755"))
    target.chmod(0o6755)
    words = without_rights(bench, bench.program, "matmul", "a.npy", "b.npy", "-o", "out.npy")
    bench.directory.chmod(0o777)
    expect(bench.finish(bench.start(*words)), 0)
    status = target.stat()
    equal((status.st_uid, oct(status.st_mode & 0o7777)), (65534, "0o755"))


@check
def a_target_that_only_its_owner_may_read_is_never_readable_by_others(bench: Bench) -> None:
    target = bench.path("out.npy")
    target.write_bytes(HELD)
    target.chmod(0o600)
    os.mkfifo(bench.path("fifo"))
    process = bench.start(bench.program, "matmul", "fifo", "b.npy", "-o", "out.npy", preexec_fn=lambda: os.umask(0))
    descriptor = open_for_writing(bench.path("fifo"))
    os.write(descriptor, bench.path("a.npy").read_bytes()[:128])
    wait_until(lambda: len(bench.names()) == 5, "the temporary file appears")
    temporary = bench.names() - {"a.npy", "b.npy", "fifo", "out.npy"}
    equal([oct(bench.path(name).stat().st_mode & 0o777) for name in temporary], ["0o600"])
    os.write(descriptor, bench.path("a.npy").read_bytes()[128:])
    os.close(descriptor)
    expect(bench.finish(process), 0)
