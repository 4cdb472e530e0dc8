"""Memory that is not there, locales, environments."""

import ctypes
import os
import re
import time

import numpy

from workbench import (Bench, check, deep, equal, expect, Failed, HELD, KEPT, open_for_writing, same_array, Skipped,
                   small_disk, without_rights)


@check
def a_result_larger_than_memory_is_refused_before_data_are_read(bench: Bench) -> None:
    bench.path("out.npy").write_bytes(HELD)
    os.mkfifo(bench.path("fifo"))
    header = bench.directory / "header"
    with open(header, "wb") as file:
        numpy.lib.format.write_array_header_1_0(file, {"descr": "<f8", "fortran_order": False, "shape": (10_000_000, 1)})
    said = (r"tcalc: error: matmul: result \(10000000, 10000000\) float64 needs 728 TiB, [0-9.]+ [KMGT]iB are available, "
            r"and [0-9.]+ [KMGT]iB on the disk of out\.npy\n"
            r"  hint: --shape prints the shape and computes nothing\n")
    begin = time.monotonic()
    process = bench.start(bench.program, "matmul", "fifo", "ones:1,10000000", "-o", "out.npy")
    descriptor = open_for_writing(bench.path("fifo"))
    os.write(descriptor, header.read_bytes())  # and never any data
    result = bench.finish(process)
    os.close(descriptor)
    equal(result.code, 5)
    if not re.fullmatch(said, result.err):
        raise Failed(result.err)
    equal(bench.path("out.npy").read_bytes(), HELD)
    equal(time.monotonic() - begin < (5 if bench.asan else 1), True, "soon")


@check
def an_array_larger_than_memory_is_refused_by_its_header(bench: Bench) -> None:
    with open(bench.path("header"), "wb") as file:
        numpy.lib.format.write_array_header_1_0(file, {"descr": "<f8", "fortran_order": False, "shape": (1 << 24, 1 << 24)})
    said = r"shape \(16777216, 16777216\) float64 needs 2 PiB, [0-9.]+ [KMGT]iB are available\n"
    result = bench.bash('cat header | "$TCALC" matmul - -')
    equal(result.code, 5)
    if not re.fullmatch("tcalc: error: standard input: " + said, result.err):
        raise Failed(result.err)


@check
def a_size_that_overflows_is_refused(bench: Bench) -> None:
    expect(bench.run("dot", "zeros:1099511627776,0", "zeros:0,1099511627776"), 5,
           "tcalc: error: dot: result (1099511627776, 1099511627776) has too many elements")


@check
def a_limit_on_the_address_space_is_respected(bench: Bench) -> None:
    if bench.asan:
        raise Skipped("AddressSanitizer needs the whole address space")
    bench.path("out.npy").write_bytes(HELD)
    result = bench.bash('ulimit -v 600000; "$TCALC" matmul ones:10000,1 ones:1,10000 -o out.npy')
    equal(result.code, 5)
    if not re.fullmatch(r"tcalc: error: matmul: result \(10000, 10000\) float64 needs 763 MiB, [0-9.]+ (MiB|KiB|bytes) are available\n"
                        r"  hint: --shape prints the shape and computes nothing\n", result.err):
        raise Failed(result.err)
    equal(bench.path("out.npy").read_bytes(), HELD)
    expect(bench.bash('ulimit -v 600000; "$TCALC" matmul a.npy b.npy -o out.npy'), 0)
    same_array(bench.load("out.npy"), bench.product)


@check
def what_needs_no_blas_does_not_start_it(bench: Bench) -> None:
    """OpenBLAS tries for ever to map its threads' buffers where a limit leaves no room for them."""
    if bench.asan:
        raise Skipped("AddressSanitizer needs the whole address space")
    for limit in ("ulimit -v 60000", "ulimit -d 1000", "ulimit -v 100000", "ulimit -d 60000"):
        expect(bench.bash(limit + '; "$TCALC" dot 2,3 3,4'), 0, "", b"(2, 4)\n")
        equal(bench.bash(limit + '; "$TCALC" --version').code, 0)
    for limit in ("ulimit -v 100000", "ulimit -d 60000"):
        expect(bench.bash(limit + '; "$TCALC" eval "(arange(6)+1).sum()"'), 0, "", b"21\n")


@check
def a_product_without_room_for_the_blas_says_so(bench: Bench) -> None:
    if bench.asan:
        raise Skipped("AddressSanitizer needs the whole address space")
    said = (r"tcalc: error: (eval: )?[a-z]+: OpenBLAS needs 144 MiB for its buffers, a limit on this process leaves [0-9.]+ (MiB|KiB)\n"
            r"  hint: ulimit -a shows the limits\n")
    for command in ('"$TCALC" matmul ones:300,300 ones:300,300 -o out.npy',
                    '"$TCALC" eval "ones((300,300)) @ ones((300,300))" -o out.npy'):
        for limit in ("ulimit -v 120000", "ulimit -d 100000"):
            bench.path("out.npy").unlink(missing_ok=True)
            result = bench.bash(limit + "; " + command)
            if result.code == 0 and "eval" in command:
                continue  # our own kernels outdo those of this OpenBLAS
            equal(result.code, 5)
            if not re.fullmatch(said, result.err):
                raise Failed(result.err)
            equal("out.npy" in bench.names(), False)


@check
def a_limit_that_leaves_room_for_few_threads_takes_few(bench: Bench) -> None:
    if bench.asan:
        raise Skipped("AddressSanitizer needs the whole address space")
    expect(bench.run("matmul", "ones:1500,1500", "ones:1500,1500", "-o", "free.npy"), 0)
    for limit in ("ulimit -v 300000", "ulimit -v 1500000", "ulimit -d 250000"):
        expect(bench.bash(limit + '; "$TCALC" matmul ones:1500,1500 ones:1500,1500 --threads 8 -o out.npy'), 0)
        equal(bench.path("out.npy").read_bytes(), bench.path("free.npy").read_bytes(), limit)


@check
def threads_that_cannot_be_started_are_done_without(bench: Bench) -> None:
    """libgomp ends the process with exit code 1, which means a mismatch."""
    words = ["matmul", "ones:700,700", "ones:700,700", "--threads", "8", "-o", "-"]
    expected = bench.run(*words)
    equal(expected.code, 0)
    bench.env["OMP_STACKSIZE"] = "100G"
    equal(bench.run(*words), expected, "with stacks of 100 GiB")
    del bench.env["OMP_STACKSIZE"]
    if bench.asan:
        return  # the leak checker needs a process of its own
    limited = without_rights(bench, "bash", "-c", 'ulimit -u 1 && exec "$TCALC" "$@"', "bash", *words)
    if limited[0] == "bash":
        raise Skipped("only root can become another user")
    equal(bench.finish(bench.start(*limited)), expected, "with one process")


@check
def a_product_of_files_needs_no_memory_for_them(bench: Bench) -> None:
    for name in ("large_a.npy", "large_b.npy"):
        numpy.save(bench.path(name), numpy.arange(1024.0 * 1024).reshape(1024, 1024) % 7)
    expect(bench.run("matmul", "large_a.npy", "large_b.npy", "-o", "free.npy"), 0)
    for words, limit in ((("large_a.npy", "large_b.npy"), "16M"), (("large_a.npy", "large_b.npy", "--threads", "1"), "9M")):
        expect(bench.run("matmul", *words, "-o", "bound.npy", "--max-memory", limit), 0)
        equal(bench.path("bound.npy").read_bytes(), bench.path("free.npy").read_bytes())
    expect(bench.run("matmul", "large_a.npy", "large_b.npy", "--max-memory", "4M"), 5,
           "tcalc: error: matmul: result (1024, 1024) float64 needs 8 MiB, --max-memory allows 4 MiB\n"
           "  hint: -o FILE stores the result in the file, not in memory")
    expect(bench.run("matmul", "large_a.npy", "large_b.npy", "-o", "bound.npy", "--max-memory", "4M"), 5,
           "tcalc: error: matmul: operands and scratch memory need 8 MiB, --max-memory allows 4 MiB\n"
           "  hint: --shape prints the shape and computes nothing")
    expect(bench.run("matmul", "large_a.npy", "large_b.npy", "--max-memory", "lots"), 2,
           "tcalc: error: --max-memory: must be a size, not 'lots'\n  hint: for example 512M or 2G")


@check
def the_locale_changes_nothing(bench: Bench) -> None:
    words = ["matmul", "[[1.5,2e-9],[1234567.25,0]]", "[[0.1,1],[3,0.25]]"]
    for options in ([], ["--json"], ["--precision", "2"]):
        expected = bench.run(*words, *options)
        equal(expected.code, 0)
        for name in ("de_DE.UTF-8", "fr_FR", "C", "tr_TR.UTF-8"):
            bench.env |= {"LC_ALL": name, "LANG": name}
            got = bench.run(*words, *options)
            equal(got, expected, name)


@check
def an_empty_environment_is_enough(bench: Bench) -> None:
    expected = bench.run("matmul", "a.npy", "b.npy").out
    bench.env = {name: bench.env[name] for name in KEPT if name in bench.env}
    expect(bench.run("matmul", "a.npy", "b.npy"), 0, "", expected)
    expect(bench.run("matmul", "a.npy", "b.npy", "-o", "out.npy"), 0)
    same_array(bench.load("out.npy"), bench.product)


@check
def a_command_line_without_even_a_name_is_survived(bench: Bench) -> None:
    expected = bench.run()
    libc = ctypes.CDLL(None, use_errno=True)
    nothing = (ctypes.c_char_p * 1)(None)
    kept = [f"{name}={value}".encode() for name, value in bench.env.items()]
    environment = (ctypes.c_char_p * (len(kept) + 1))(*kept, None)

    def become() -> None:
        libc.execve(bench.program.encode(), nothing, environment)

    result = bench.finish(bench.start("true", preexec_fn=become))
    equal(result, expected)


@check
def a_failing_allocation_is_exit_code_5(bench: Bench) -> None:
    if bench.asan:
        raise Skipped("AddressSanitizer needs the whole address space")
    bench.path("table.csv").write_text("\n".join(",".join(["1.5"] * 50) for _ in range(1000)))
    bench.path("out.npy").write_bytes(HELD)
    kibibytes, codes = 700, set()
    while 0 not in codes:
        # bash itself needs memory after the limit is set, so it becomes the program at once.
        result = bench.bash(f'ulimit -d {kibibytes}; exec "$TCALC" convert table.csv -o out.npy')
        if result.code != 0:
            equal(result.code, 5, f"{kibibytes} KiB: {result.err}")
            equal(result.err in ("tcalc: error: out of memory\n",
                                 "tcalc: error: table.csv: not enough memory to read it as text\n"), True, result.err)
            equal(bench.path("out.npy").read_bytes(), HELD)
        codes.add(result.code)
        kibibytes += kibibytes // 4
    equal(bench.names(), {"a.npy", "b.npy", "table.csv", "out.npy"})


@check
def a_library_that_compresses_and_gets_no_memory_is_exit_code_5(bench: Bench) -> None:
    if bench.asan:
        raise Skipped("AddressSanitizer needs the whole address space")
    expect(bench.run("new", "rand:200,200", "-o", "x.npy"), 0)
    for ending in (".gz", ".zst"):
        expect(bench.run("convert", "x.npy", "-o", f"x.npy{ending}"), 0)
    bench.path("out.npy").write_bytes(HELD)
    seen = set()
    for words in ("x.npy.gz -o out.npy", "x.npy.zst -o out.npy", "x.npy -o y.npy.gz", "x.npy -o y.npy.zst"):
        kibibytes, code = 700, 5
        while code != 0:
            result = bench.bash(f'ulimit -d {kibibytes}; exec "$TCALC" convert {words}')
            code = result.code
            if code != 0:
                equal(code, 5, f"{words}, {kibibytes} KiB: {result.err}")
                seen.add(result.err)
                equal(bench.path("out.npy").read_bytes() == HELD, True)
                equal("y.npy.gz" in bench.names() or "y.npy.zst" in bench.names(), False)
            kibibytes += kibibytes // 5
        bench.path("out.npy").write_bytes(HELD)
        for name in ("y.npy.gz", "y.npy.zst"):
            bench.path(name).unlink(missing_ok=True)
    for said in ("x.npy.zst: not enough memory to decompress it", "not enough memory to compress"):
        equal(f"tcalc: error: {said}\n" in seen, True, f"{said}, among {seen}")


@check
@deep
def a_product_longer_than_an_int_is_computed(bench: Bench) -> None:
    count = (1 << 31) + 5
    with open(bench.path("long.npy"), "wb") as file:
        numpy.lib.format.write_array_header_1_0(file, {"descr": "|u1", "fortran_order": False, "shape": (count,)})
        file.truncate(128 + count)
        file.seek(128 + count - 2)
        file.write(bytes([3, 5]))
    process = bench.start(bench.program, "dot", "long.npy", "long.npy")
    expect(bench.finish(process, seconds=300), 0, "", b"() uint8\n34\n")


@check
def the_temporary_file_is_on_the_file_system_of_its_target(bench: Bench) -> None:
    with small_disk(bench, "size=1m") as disk:
        expect(bench.run("matmul", "a.npy", "b.npy", "-o", "disk/out.npy"), 0)
        same_array(numpy.load(disk / "out.npy"), bench.product)
        bench.path("link.npy").symlink_to("disk/out.npy")
        expect(bench.run("matmul", "a.npy", "b.npy", "-o", "link.npy"), 0)
        equal(os.listdir(disk), ["out.npy"])
